package theory

import (
	"math"
	"testing"
)

func TestLn(t *testing.T) {
	for k := -1074; k <= 1023; k++ {
		numerical(t, "ln of a power of 2", ln(math.Ldexp(1, k)), float64(k)*math.Ln2, 1e-12)
	}
	exact(t, "ln 0", ln(0), -inf)
	exact(t, "ln −1", ln(-1), math.NaN())
	exact(t, "ln +Inf", ln(inf), inf)
	// What stands on it: an atom's log mass, and the judging of tails that end among the smallest numbers.
	numerical(t, "mass 1e-310", Bernoulli(1e-310).LogProb(1), -310*math.Ln10, 1e-9)
}
