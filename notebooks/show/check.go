package show

import (
	"fmt"
	"math"
	"os"

	"github.com/janpfeifer/gonb/gonbui"
)

// Check compares a number with what it should be and prints the outcome. It holds if |got − want| ≤ tolerance, or if
// both are the same infinity; NaN never holds. A check that does not hold ends the cell with an error.
func Check(what string, got, want, tolerance float64) {
	mustTolerate("Check", tolerance)
	verdict(agree(got, want, tolerance), "%s: got %s, want %s (± %s)", what, exact(got), exact(want), exact(tolerance))
}

// CheckRel is [Check] with the tolerance as a share of want: it holds if |got − want| ≤ tolerance·|want|.
func CheckRel(what string, got, want, tolerance float64) {
	mustTolerate("CheckRel", tolerance)
	verdict(agree(got, want, tolerance*math.Abs(want)), "%s: got %s, want %s (± %s of it)", what, exact(got), exact(want), exact(tolerance))
}

// CheckThat prints whether what is claimed holds, and ends the cell with an error if it does not.
func CheckThat(claim string, holds bool) { verdict(holds, "%s", claim) }

func agree(got, want, tolerance float64) bool {
	// The difference of equal infinities is NaN.
	return got == want || !math.IsInf(want, 0) && math.Abs(got-want) <= tolerance
}

func mustTolerate(what string, tolerance float64) {
	if !(tolerance >= 0 && !math.IsInf(tolerance, 1)) {
		panic(fmt.Sprintf("show: %s: tolerance %g, want a finite number that is not negative", what, tolerance))
	}
}

func verdict(holds bool, format string, args ...any) {
	if holds {
		fmt.Printf("✓ "+format+"\n", args...)
		return
	}
	fail("✗ "+format, args...)
}

// fail ends the cell with a line that says why, where a panic would end it with a stack that points in here.
func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	gonbui.Sync()
	exit(1)
}

// exit is replaced where tests look on.
var exit = os.Exit

// exact writes a number with the digits that two compared ones may differ in.
func exact(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "+∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	s := fmt.Sprintf("%.10g", v)
	if s[0] == '-' {
		return "−" + s[1:]
	}
	return s
}
