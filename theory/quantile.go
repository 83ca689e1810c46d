package theory

import (
	"fmt"
	"sort"

	"ganbook/theory/internal/float"
)

// stepTolerance is the relative distance by which u may lie above a step of the CDF and still count
// as on the step. It is needed because k masses of 1/n sum to k/n only within rounding.
const stepTolerance = 0x1p-51

// Quantile returns the smallest x with P(X ≤ x) ≥ u, the inverse of [Distribution.CDF]. It is
// nondecreasing in u, up to rounding. It panics unless 0 ≤ u ≤ 1.
//
// Atoms and the named families have closed forms or inverses of their own. A distribution made by
// [Continuous] uses the Quantile of its law. A mixture is searched to the last float64. A
// distribution made by [Density] makes a table on the first call. Its quantiles have about 12
// correct digits for u down to 1e-30, and for 1 − u down to the least value that float64 allows,
// 1.1e-16.
//
// Special cases are:
//
//	Quantile(0) = lower end of the support
//	Quantile(1) = upper end of the support
//
// A u that lies above a step of the CDF by rounding (2⁻⁵¹, relative) counts as on the step. Where the
// quantile is beyond float64's range, the result is ±Inf.
func (p Distribution) Quantile(u float64) float64 {
	p.check()
	if !(u >= 0 && u <= 1) {
		panic(fmt.Sprintf("theory: Quantile: u = %v is outside [0, 1]", u))
	}
	lo, hi := p.Support()
	switch u {
	case 0:
		return lo
	case 1:
		return hi
	}
	return p.quantileAt(u, 1-u)
}

// quantileAt returns the smallest x with mass u or more up to it and mass v = 1 − u or less above it,
// for 0 < u and 0 < v. Both are given because 1 − u loses the digits of a small v.
func (p Distribution) quantileAt(u, v float64) float64 {
	switch {
	case len(p.components) == 0:
		return p.atomQuantile(u)
	case len(p.atoms) == 0 && len(p.components) == 1:
		return p.components[0].quantile(u, v)
	}
	lo, hi := p.Support()
	return float.Least(lo, hi, func(x float64) bool { return p.reaches(x, u, v) })
}

// atomQuantile returns the quantile of the atoms alone.
func (p Distribution) atomQuantile(u float64) float64 {
	last := len(p.atoms) - 1
	i := sort.Search(last, func(i int) bool { return p.atoms[i].below >= u*(1-stepTolerance) })
	return p.atoms[i].value
}

// upperQuantileAt returns quantileAt(1 − v, v). For atoms, 1 − v would lose the digits of a small v.
func (p Distribution) upperQuantileAt(v float64) float64 {
	if len(p.components) > 0 {
		return p.quantileAt(1-v, v)
	}
	last := len(p.atoms) - 1
	i := sort.Search(last, func(i int) bool { return p.atoms[i+1].above <= v*(1+stepTolerance) })
	return p.atoms[i].value
}

// reaches reports whether P(X ≤ x) ≥ u or, what is the same, P(X > x) ≤ v = 1 − u. It compares with
// the lesser of u and v. For each part it uses the mass below x or the mass above x, whichever is
// less. So the result still depends on x far from all parts.
func (p Distribution) reaches(x, u, v float64) bool {
	var excess float.Sum
	if u <= v {
		excess.Add(-u)
	} else {
		excess.Add(v)
	}
	count := func(weight, below, above float64) {
		if u > v {
			excess.Add(-weight) // P(X ≤ x) − weight is −P(X > x)
		}
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
		count(p.atoms[0].above, below*(1+stepTolerance), above*(1-stepTolerance))
	}
	for _, c := range p.components {
		below, above := c.cdf(x)
		count(c.weight, c.weight*below, c.weight*above)
	}
	return excess.Total() >= 0
}
