package theory

import (
	"math"
	"testing"
)

func TestLn(t *testing.T) {
	for k := -1074; k <= 1023; k++ {
		near(t, "ln of a power of 2", ln(math.Ldexp(1, k)), float64(k)*math.Ln2, 1e-12)
	}
	near(t, "ln 0", ln(0), -inf, 0)
	near(t, "ln −1", ln(-1), math.NaN(), 0)
	near(t, "ln +Inf", ln(inf), inf, 0)
	// What stands on it: an atom's log mass, and the judging of tails that end among the smallest numbers.
	near(t, "mass 1e-310", Bernoulli(1e-310).LogProb(1), -310*math.Ln10, 1e-9)
}
