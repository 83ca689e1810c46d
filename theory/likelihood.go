package theory

import (
	"fmt"
	"math"

	"ganbook/theory/internal/float"
)

// LogLikelihood returns the mean log-likelihood of a model, per draw and in nats:
//
//	ℓ̄ = (1/n) Σ ln q(xᵢ),
//
// by masses where the model has atoms, else by densities ([Distribution.LogProb]). The logarithm of
// the likelihood itself, of the draws in their order, is n times that. It is −[CrossEntropy] of
// [Data](data...) and the model; −Inf where the model has no place for a draw. It panics as [Data]
// does, where data is empty or not finite.
func LogLikelihood(model Distribution, data []float64) float64 {
	model.check()
	return Data(data...).Expect(model.LogProb)
}

// A Family is a model whose parameters are left open: it returns the distribution at θ.
type Family func(theta []float64) Distribution

// A Fit is what [MLE] found.
type Fit struct {
	Theta         []float64  // θ̂
	LogLikelihood float64    // the mean log-likelihood there, per draw, in nats
	SE            []float64  // standard error of each parameter, NaN unless it is Interior
	Standing      []Standing // where each parameter came to stand
}

// A Standing says where a parameter's estimate lies, and so whether the likelihood's curvature
// tells how sure it is.
type Standing uint8

const (
	Interior Standing = iota // on a summit inside the box: the only one with a standard error
	AtLower                  // at the lower end of its range, from where the likelihood falls
	AtUpper                  // at the upper end
	Flat                     // the likelihood is as high along a line: the data don't identify it
	Jagged                   // at a jump or a kink, where there is no curvature
)

// String returns "interior", "at lower end", "at upper end", "flat" or "jagged".
func (s Standing) String() string {
	return [...]string{"interior", "at lower end", "at upper end", "flat", "jagged"}[s]
}

// MLE returns the parameters under which the data are most probable,
//
//	θ̂ = argmax (1/n) Σ ln f(xᵢ; θ)   over lower ≤ θ ≤ upper,
//
// with the mean log-likelihood there and standard errors from the observed information,
//
//	se = √diag((n·I)⁻¹),   I = −∂²ℓ̄/∂θ² at θ̂
//
// (Efron and Hinkley 1978). There is one pair {lower, upper} of the box for each parameter of
// start; either end may be infinite, and the family is asked for no θ outside. It is climbed from
// start: where the likelihood has several summits (a mixture's), θ̂ is one near start, so try
// several. On a smooth summit θ̂ is good to about 1e-9 of the length over which ℓ̄ falls by ½; at a
// jump or kink to 1e-6 of the range.
//
// Special cases, one parameter at a time, the others still having theirs:
//
//   - θ̂ lies at an end of its range (ten draws, all white: θ̂ = 1): AtLower or AtUpper, no standard error, and those
//     of the others take it as known.
//   - The likelihood doesn't change along a line through θ̂ (only the sum of two parameters matters): Flat for those
//     that change along it, no standard error; θ̂ is one of the best.
//   - θ̂ is where the likelihood jumps or has a kink (the end of a uniform): Jagged, no standard error.
//
// It returns an error where a draw is impossible at start, where the log-likelihood is NaN or +Inf
// somewhere (it has no maximum), or still rises when the search ends; in an endless box it may
// instead end where float64 no longer sees it rise, which is Flat. It panics where data is empty or
// not finite, where start and box don't have the same length or start lies outside, where a range
// isn't lower < upper, or family is nil.
func MLE(family Family, data, start []float64, box ...[2]float64) (Fit, error) {
	checkMLE(family, start, box)
	s := &search{family: family, data: Data(data...), n: float64(len(data)), box: box}
	theta := append([]float64(nil), start...)
	if l := s.at(theta); s.broken != nil {
		return Fit{}, s.broken
	} else if math.IsInf(l, -1) {
		return Fit{}, fmt.Errorf("theory: MLE: at start, θ = %v, some draw is impossible; "+
			"start where each draw has some probability", start)
	}
	rising := s.climb(theta)
	s.settle(theta)
	c := s.newton(theta)
	fit := Fit{Theta: theta, LogLikelihood: s.at(theta), SE: c.errors(s.n), Standing: c.standing}
	switch {
	case s.broken != nil:
		return Fit{}, s.broken
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

// A search is for the maximum of the mean log-likelihood in a box.
type search struct {
	family Family
	data   Distribution
	n      float64
	box    [][2]float64
	broken error // the first value that no likelihood with a maximum has
}

// at returns the mean log-likelihood at θ, −Inf where it broke.
func (s *search) at(theta []float64) float64 {
	model := s.family(append([]float64(nil), theta...))
	if len(model.atoms)+len(model.components) == 0 {
		panic(fmt.Sprintf("theory: MLE: the Family returned the zero Distribution at θ = %v", theta))
	}
	l := s.data.Expect(model.LogProb)
	if l != l || math.IsInf(l, 1) {
		if s.broken == nil {
			why := "the likelihood has no maximum"
			if l != l {
				why = "it must be a number"
			}
			s.broken = fmt.Errorf("theory: MLE: the log-likelihood is %v at θ = %v; %s", l, theta, why)
		}
		return math.Inf(-1)
	}
	return l
}

// clamp moves θ into the box, and no farther out than distributions go.
func (s *search) clamp(theta []float64) {
	for i := range theta {
		theta[i] = s.clampOne(i, theta[i])
	}
}

func (s *search) clampOne(i int, v float64) float64 {
	return min(max(v, s.box[i][0], -farthest), s.box[i][1], farthest)
}

// escaped says whether a parameter has run as far out as clamp lets it.
func (s *search) escaped(theta []float64) bool {
	for i, b := range s.box {
		if math.Abs(theta[i]) == farthest && theta[i] != b[0] && theta[i] != b[1] {
			return true
		}
	}
	return false
}

// length is a first guess at how far parameter i moves.
func (s *search) length(i int, at float64) float64 {
	if width := s.box[i][1] - s.box[i][0]; float.Finite(width) {
		return width / 8
	}
	return max(1, math.Abs(at)) / 4
}
