package theory

import (
	"fmt"
	"math"

	"ganbook/theory/internal/float"
)

// slack is how far u may lie above a step of the CDF and still count as on it: the masses 1/n of n
// atoms, added up, reach k/n only to within rounding.
const slack = 0x1p-51

// Quantile returns the smallest x with P(X ≤ x) ≥ u, the inverse of [Distribution.CDF]. It rises
// with u.
//
// Normal and uniform distributions and atoms have closed forms; a mixture is searched to the last
// float64. A density given by a function is tabled when first asked, and is good to some 12 digits
// for u and 1 − u down to 1e-30. It panics unless 0 ≤ u ≤ 1.
//
// Special cases are:
//
//	Quantile(0) = lower end of the support
//	Quantile(1) = upper end of the support
func (p Distribution) Quantile(u float64) float64 {
	p.check()
	if !(u >= 0 && u <= 1) {
		panic(fmt.Sprintf("theory: Quantile: u = %v is outside [0, 1]", u))
	}
	lo, hi := p.Support()
	switch {
	case u == 0:
		return lo
	case u == 1:
		return hi
	case len(p.components) == 0:
		return p.atomAt(u)
	case len(p.atoms) == 0 && len(p.components) == 1:
		return p.components[0].quantile(u, 1-u)
	}
	// The mixture's lies between the least and the greatest of its parts'.
	a, b := math.Inf(1), math.Inf(-1)
	if n := len(p.atoms); n > 0 {
		a, b = p.atoms[0].value, p.atoms[n-1].value
	}
	for _, c := range p.components {
		q := c.quantile(u, 1-u)
		a, b = min(a, q), max(b, q)
	}
	return leastFloat(a, b, func(x float64) bool { return p.reaches(x, u) })
}

// atomAt is the quantile of a distribution of atoms only.
func (p Distribution) atomAt(u float64) float64 {
	lo, hi := 0, len(p.atoms)-1
	for lo < hi {
		mid := lo + (hi-lo)/2
		if p.atoms[mid].below >= u*(1-slack) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return p.atoms[lo].value
}

// reaches says whether P(X ≤ x) ≥ u. Each part is counted from its own nearer end, so that far from
// all parts the answer still depends on x.
func (p Distribution) reaches(x, u float64) bool {
	var excess float.Sum
	excess.Add(-u)
	count := func(weight, below, above float64) {
		if below <= above {
			excess.Add(below)
		} else {
			excess.Add(weight)
			excess.Add(-above)
		}
	}
	if len(p.atoms) > 0 {
		atoms := Distribution{atoms: p.atoms}
		below, above := atoms.belowAndAbove(x)
		count(p.atoms[0].above, below*(1+slack), above*(1-slack))
	}
	for _, c := range p.components {
		below, above := c.cdf(x)
		count(c.weight, c.weight*below, c.weight*above)
	}
	return excess.Total() >= 0
}

// leastFloat returns the smallest float64 in [a, b] at which a condition that never turns false
// again holds; b where it holds nowhere before.
func leastFloat(a, b float64, holds func(x float64) bool) float64 {
	lo, hi := ordinal(a), ordinal(b)
	for lo < hi {
		mid := lo + int64(uint64(hi-lo)/2)
		if holds(fromOrdinal(mid)) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return fromOrdinal(lo)
}

// ordinal numbers the float64s in ascending order, zero as 0.
func ordinal(x float64) int64 {
	n := int64(math.Float64bits(math.Abs(x)))
	if x < 0 {
		return -n
	}
	return n
}

func fromOrdinal(n int64) float64 {
	if n < 0 {
		return -math.Float64frombits(uint64(-n))
	}
	return math.Float64frombits(uint64(n))
}
