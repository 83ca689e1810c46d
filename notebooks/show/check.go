package show

import (
	"fmt"
	"math"
	"os"

	"github.com/janpfeifer/gonb/gonbui"
)

// Check compares a number with what it should be and prints the outcome. It holds if |got − want| ≤ tolerance, or if
// both are the same infinity; NaN never holds. A check that does not hold ends the cell with an error.
//
// There are three kinds of checks, and a check's name says which it is, since each may be off by something else:
//
//   - numerical: a value computed in float64 or by quadrature. Check and [CheckRel] allow the error that is promised for it;
//   - exact: algebra, whole numbers, bits. [CheckExact] allows nothing; [CheckThat] states a claim in words;
//   - statistical: a value estimated from random draws. [CheckDrawn] allows so many of its standard errors that an honest
//     draw does not fail.
//
// [CheckAtLeast] and [CheckAtMost] hold on one side only: nothing fails for being better than expected.
func Check(what string, got, want, tolerance float64) {
	mustTolerate("Check", tolerance)
	verdict(agree(got, want, tolerance), "%s: got %s, want %s (± %s)", what, exact(got), exact(want), exact(tolerance))
}

// CheckRel is [Check] with the tolerance as a share of want: it holds if |got − want| ≤ tolerance·|want|.
func CheckRel(what string, got, want, tolerance float64) {
	mustTolerate("CheckRel", tolerance)
	verdict(agree(got, want, tolerance*math.Abs(want)), "%s: got %s, want %s (± %s of it)", what, exact(got), exact(want), exact(tolerance))
}

// CheckExact holds if two numbers are the same. NaN is not the same as anything.
func CheckExact(what string, got, want float64) {
	verdict(got == want, "%s: got %s, want exactly %s", what, exact(got), exact(want))
}

// StandardErrors is how many of them a statistical check allows: a normal variable is farther
// out twice in a thousand million draws.
const StandardErrors = 6

// CheckDrawn compares an estimate from random draws with what it should be: it holds if
// |got − want| ≤ 6·standardError. Compute the standard error from what was drawn or from the
// distribution that is drawn from. It must be finite and not negative.
func CheckDrawn(what string, got, want, standardError float64) {
	mustTolerate("CheckDrawn", standardError)
	off := 0.0
	if got != want {
		off = math.Abs(got-want) / standardError
	}
	verdict(agree(got, want, StandardErrors*standardError), "%s: got %s ± %s, want %s (off by %.1f standard errors, %d allowed)",
		what, rounded(got), rounded(standardError), rounded(want), off, StandardErrors)
}

// CheckAtLeast holds if got ≥ least, whatever is above.
func CheckAtLeast(what string, got, least float64) {
	verdict(got >= least, "%s: got %s, want at least %s", what, rounded(got), rounded(least))
}

// CheckAtMost holds if got ≤ most, whatever is below.
func CheckAtMost(what string, got, most float64) {
	verdict(got <= most, "%s: got %s, want at most %s", what, rounded(got), rounded(most))
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

// rounded writes a number with the digits that an estimate deserves.
func rounded(v float64) string { return written(v, 5) }

// exact writes a number with the digits that two compared ones may differ in.
func exact(v float64) string { return written(v, 10) }

func written(v float64, digits int) string {
	switch {
	case math.IsInf(v, 1):
		return "+∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	s := fmt.Sprintf("%.*g", digits, v)
	if s[0] == '-' {
		return "−" + s[1:]
	}
	return s
}
