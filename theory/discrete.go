package theory

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"ganbook/theory/internal/float"
)

// massTolerance is how far from 1 a sum of masses or weights may be. Accepted masses are divided by
// their sum.
const massTolerance = 1e-9

// PMF returns the distribution on 0, 1, …, len(p) − 1 with P(X = i) = p[i]. It panics as [Discrete]
// does.
func PMF(p ...float64) Distribution {
	values := make([]float64, len(p))
	for i := range values {
		values[i] = float64(i)
	}
	d := discrete("PMF", values, p)
	d.label = fmt.Sprintf("PMF of %s", count(len(d.atoms), "value"))
	return d
}

// Discrete returns the distribution with P(X = values[i]) = probs[i]. The values may come in any
// order. Masses of equal values are added. Values of mass zero are left out.
//
// It panics unless there are as many values as masses and at least one, all values are finite, no
// mass is negative or NaN, and the masses sum to 1 within 1e-9. They are then divided by their sum.
func Discrete(values, probs []float64) Distribution {
	d := discrete("Discrete", values, probs)
	d.label = fmt.Sprintf("discrete on %s", count(len(d.atoms), "value"))
	return d
}

// Bernoulli returns the distribution of one toss of a coin: P(X = 1) = θ and P(X = 0) = 1 − θ. It
// panics unless 0 ≤ θ ≤ 1.
func Bernoulli(theta float64) Distribution {
	if !(theta >= 0 && theta <= 1) {
		panic(fmt.Sprintf("theory: Bernoulli: θ = %v is outside [0, 1]", theta))
	}
	d := discrete("Bernoulli", []float64{0, 1}, []float64{1 - theta, theta})
	d.label = nameOf("Bernoulli", theta)
	return d
}

// Data returns the empirical distribution of the draws xs, with mass 1/n at each of them. Its
// expectation is the average over a data set:
//
//	E[f(X)] = (1/n) Σ f(xᵢ).
//
// Equal draws share an atom. It panics if xs is empty or has a value that is not finite.
func Data(xs ...float64) Distribution {
	if len(xs) == 0 {
		panic("theory: Data: no draws; at least one is needed")
	}
	for i, x := range xs {
		if !float.Finite(x) {
			panic(fmt.Sprintf("theory: Data: draw %d is %v, not finite", i, x))
		}
	}
	xs = slices.Clone(xs)
	slices.Sort(xs)
	var d Distribution
	for _, x := range xs {
		d.atoms = append(d.atoms, atom{value: x, mass: 1})
	}
	d.merge(float64(len(xs)))
	d.label = fmt.Sprintf("data of %s", count(len(xs), "draw"))
	return d
}

// discrete returns the distribution of the values and masses. maker is the function named in panics.
func discrete(maker string, values, probs []float64) Distribution {
	if len(values) != len(probs) {
		panic(fmt.Sprintf("theory: %s: %d values but %d masses", maker, len(values), len(probs)))
	}
	total := checkedTotal(maker, "mass", probs)
	var d Distribution
	for i, x := range values {
		if !float.Finite(x) {
			panic(fmt.Sprintf("theory: %s: value %d is %v, not finite", maker, i, x))
		}
		if probs[i] > 0 {
			d.atoms = append(d.atoms, atom{value: x, mass: probs[i]})
		}
	}
	d.merge(total)
	return d
}

// checkedTotal panics unless the masses or weights are valid, and returns their sum. what is "mass"
// or "weight".
func checkedTotal(maker, what string, probs []float64) float64 {
	if len(probs) == 0 {
		panic(fmt.Sprintf("theory: %s: no %s given; at least one is needed", maker, what))
	}
	var total float.Sum
	for i, p := range probs {
		if !(p >= 0) || math.IsInf(p, 1) {
			panic(fmt.Sprintf("theory: %s: %s %d is %v, not in [0, 1]", maker, what, i, p))
		}
		total.Add(p)
	}
	t := total.Total()
	if !(math.Abs(t-1) <= massTolerance) {
		panic(fmt.Sprintf("theory: %s: the %s sum to %v, not 1 (within %v)", maker, plural(what), t, massTolerance))
	}
	return t
}

// merge sorts the atoms, adds the masses of atoms at the same value, and divides the masses by total.
// Then it computes the fields below and above.
func (p *Distribution) merge(total float64) {
	slices.SortStableFunc(p.atoms, func(a, b atom) int { return cmp.Compare(a.value, b.value) })
	kept := p.atoms[:0]
	for _, a := range p.atoms {
		if n := len(kept); n > 0 && kept[n-1].value == a.value {
			kept[n-1].mass += a.mass
		} else {
			kept = append(kept, a)
		}
	}
	p.atoms = kept
	var s float.Sum
	for i := range p.atoms {
		p.atoms[i].mass /= total
		s.Add(p.atoms[i].mass)
		p.atoms[i].below = s.Total()
	}
	s = float.Sum{}
	for i := len(p.atoms) - 1; i >= 0; i-- {
		s.Add(p.atoms[i].mass)
		p.atoms[i].above = s.Total()
	}
}
