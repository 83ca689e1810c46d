package show

import (
	"fmt"
	"math"
	"os"

	"github.com/janpfeifer/gonb/gonbui"
)

// Check compares a number with what it should be and prints the outcome. It holds if
// |got − want| ≤ tolerance, or if both are the same infinity. It never holds for NaN. A check that
// does not hold ends the cell with an error.
//
// There are three kinds of checks, which allow different errors:
//
//   - numerical: a value computed in float64 or by quadrature. Check and [CheckRel] allow the error
//     that is promised for it;
//   - exact: algebra, whole numbers, bits. [CheckExact] allows no error, and [CheckThat] states a
//     claim in words;
//   - statistical: a value estimated from random draws. [CheckDrawn] allows so many of its standard
//     errors that a correct estimate practically never fails.
//
// [CheckAtLeast] and [CheckAtMost] allow any value on one side.
func Check(what string, got, want, tolerance float64) {
	mustTolerate("Check", tolerance)
	verdict(agree(got, want, tolerance), "%s: got %s, want %s (± %s)", what, exact(got), exact(want), exact(tolerance))
}

// CheckRel is [Check] with the tolerance as a share of want: it holds if
// |got − want| ≤ tolerance·|want|.
func CheckRel(what string, got, want, tolerance float64) {
	mustTolerate("CheckRel", tolerance)
	verdict(agree(got, want, tolerance*math.Abs(want)), "%s: got %s, want %s (± %s of it)", what, exact(got), exact(want), exact(tolerance))
}

// CheckExact holds if two numbers are the same. NaN is not the same as anything.
func CheckExact(what string, got, want float64) {
	verdict(got == want, "%s: got %s, want exactly %s", what, exact(got), exact(want))
}

// standardErrors is how many standard errors a statistical check allows. A normal variable is more
// than six standard deviations from its mean in two of a thousand million draws.
const standardErrors = 6

// CheckDrawn compares an estimate from random draws with what it should be: it holds if
// |got − want| ≤ 6·standardError. Compute the standard error from the draws or from their
// distribution. It must be finite and not negative.
func CheckDrawn(what string, got, want, standardError float64) {
	mustTolerate("CheckDrawn", standardError)
	off := 0.0
	if got != want {
		off = math.Abs(got-want) / standardError
	}
	verdict(agree(got, want, standardErrors*standardError),
		"%s: got %s ± %s, want %s (off by %.1f standard errors, %d allowed)",
		what, rounded(got), rounded(standardError), rounded(want), off, standardErrors)
}

// CheckAtLeast holds if got ≥ least.
func CheckAtLeast(what string, got, least float64) {
	verdict(got >= least, "%s: got %s, want at least %s", what, rounded(got), rounded(least))
}

// CheckAtMost holds if got ≤ most.
func CheckAtMost(what string, got, most float64) {
	verdict(got <= most, "%s: got %s, want at most %s", what, rounded(got), rounded(most))
}

// CheckThat prints whether a claim holds, and ends the cell with an error if it does not.
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

// fail ends the cell with a line that says why. A panic would end it with a stack trace of this
// package.
func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	gonbui.Sync()
	exit(1)
}

// exit is replaced by tests.
var exit = os.Exit

// rounded writes an estimate, with five digits.
func rounded(v float64) string { return written(v, 5) }

// exact writes a number with ten digits, so that two numbers that differ a little look different.
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
