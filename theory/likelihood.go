package theory

import (
	"fmt"
	"math"
	"slices"
)

// LogLikelihood returns the mean log-likelihood of a model, per draw and in nats:
//
//	ℓ̄ = (1/n) Σ ln q(xᵢ).
//
// It uses the mass where the model has an atom, else the density ([Distribution.LogProb]). The
// logarithm of the likelihood of all draws, in their order, is n times this value.
//
// LogLikelihood equals minus the [CrossEntropy] of [Data](data...) and the model. It is −Inf if the
// model has neither mass nor density at some draw. It panics if data is empty or not finite, as
// [Data] does.
func LogLikelihood(model Distribution, data []float64) float64 {
	model.check()
	return Data(data...).Expect(model.LogProb)
}

// A Family is a model with free parameters. It returns the distribution at the parameters θ.
type Family func(theta []float64) Distribution

// A Fit is the result of [MLE].
type Fit struct {
	Theta         []float64  // the estimate θ̂
	LogLikelihood float64    // the mean log-likelihood at θ̂, per draw, in nats
	SE            []float64  // the standard error of each parameter, NaN unless it is Interior
	Standing      []Standing // where the estimate of each parameter lies
}

// A Standing says where the estimate of a parameter lies. Only an Interior estimate has a standard
// error, because only there does the curvature of the likelihood measure the uncertainty.
type Standing uint8

const (
	Interior Standing = iota // at a smooth maximum inside the box
	AtLower                  // at the lower end of its range; the likelihood falls from there
	AtUpper                  // at the upper end of its range; the likelihood falls from there
	Flat                     // the likelihood is constant along a line, so the data do not determine the parameter
	Jagged                   // at a jump or a kink of the likelihood, where there is no curvature
)

// String returns "interior", "at lower end", "at upper end", "flat" or "jagged", and "Standing(9)" for a
// value that is none of the constants.
func (s Standing) String() string {
	names := [...]string{"interior", "at lower end", "at upper end", "flat", "jagged"}
	if int(s) >= len(names) {
		return fmt.Sprintf("Standing(%d)", int(s))
	}
	return names[s]
}

// MLE returns the maximum likelihood estimate, the parameters under which the data are most probable:
//
//	θ̂ = argmax (1/n) Σ ln f(xᵢ; θ)   over lower ≤ θ ≤ upper.
//
// The [Fit] also has the mean log-likelihood at θ̂ and the standard errors from the observed
// information (Efron and Hinkley 1978):
//
//	se = √diag((n·I)⁻¹),   I = −∂²ℓ̄/∂θ² at θ̂.
//
// The box has one pair {lower, upper} for each parameter of start. Either end may be infinite. MLE
// never calls the family at a θ outside the box. It does call it at finite ends: give a standard
// deviation a lower end such as 1e-9, since [Normal] panics at 0.
//
// The search climbs from start. If the likelihood has several maxima (as that of a mixture has), θ̂
// is one near start, so try several starts. At a smooth maximum, θ̂ is accurate to about 1e-9 of
// the length over which ℓ̄ falls by ½. At a jump or a kink, it is accurate to 1e-6 of the range.
//
// There are special cases for single parameters. The other parameters still have standard errors.
//
//   - θ̂ lies at an end of its range (ten draws, all white: θ̂ = 1). The parameter is AtLower or
//     AtUpper and has no standard error. The standard errors of the others treat it as known.
//   - The likelihood does not change along a line through θ̂ (only the sum of two parameters
//     matters). The parameters that change along the line are Flat and have no standard error. θ̂ is
//     one of the best points.
//   - The likelihood has a jump or a kink at θ̂ (the end of a uniform distribution). The parameter is
//     Jagged and has no standard error.
//
// MLE returns an error in three cases: a draw is impossible at start; the log-likelihood is NaN or
// +Inf somewhere, so that it has no maximum; or the log-likelihood still rises when the search ends.
// In an unbounded box, however, the search may end where the rise is too small for float64. The
// parameter is then Flat.
//
// MLE panics if family is nil or returns the zero Distribution, if data is empty or not finite, if
// start is empty, if start and box do not have the same length, if start lies outside the box or
// beyond ±1e150, or if a range is not lower < upper.
func MLE(family Family, data, start []float64, box ...[2]float64) (Fit, error) {
	checkMLE(family, start, box)
	s := &search{family: family, data: Data(data...), n: float64(len(data)), box: box}
	theta := slices.Clone(start)
	if l := s.at(theta); s.err != nil {
		return Fit{}, s.err
	} else if math.IsInf(l, -1) {
		return Fit{}, fmt.Errorf("theory: MLE: at start, θ = %v, some draw is impossible; "+
			"start where each draw has some probability", start)
	}
	rising := s.climb(theta)
	c := s.newton(theta)
	fit := Fit{Theta: theta, LogLikelihood: s.at(theta), SE: c.standardErrors(s.n), Standing: c.standing}
	switch {
	case s.err != nil:
		return Fit{}, s.err
	case rising || s.escaped(theta):
		return Fit{}, fmt.Errorf("theory: MLE: the likelihood still rises at θ = %v; a narrower box or another start may help", theta)
	}
	return fit, nil
}

func checkMLE(family Family, start []float64, box [][2]float64) {
	if family == nil {
		panic("theory: MLE: the Family is nil; give a function from θ to a Distribution")
	}
	if len(start) == 0 {
		panic("theory: MLE: start is empty; at least one parameter is needed")
	}
	if len(start) != len(box) {
		panic(fmt.Sprintf("theory: MLE: start has %s but the box %s", count(len(start), "parameter"), count(len(box), "range")))
	}
	for i, b := range box {
		if !(b[0] < b[1]) || math.IsInf(b[0], 1) || math.IsInf(b[1], -1) {
			panic(fmt.Sprintf("theory: MLE: range %d of the box is [%v, %v], not lower < upper", i, b[0], b[1]))
		}
		if !(start[i] >= b[0] && start[i] <= b[1]) || math.Abs(start[i]) > farthest {
			panic(fmt.Sprintf("theory: MLE: start: parameter %d is %v, outside [%v, %v] or beyond ±%v", i, start[i], b[0], b[1], farthest))
		}
	}
}
