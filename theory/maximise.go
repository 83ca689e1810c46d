package theory

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"

	"ganbook/theory/internal/float"
)

// A search looks for the maximum of the mean log-likelihood ℓ̄ in a box.
type search struct {
	family Family
	data   Distribution
	n      float64
	box    [][2]float64
	err    error // reports the first value of ℓ̄ that was NaN or +Inf
}

// at returns the mean log-likelihood at θ. If that is NaN or +Inf, it sets s.err and returns −Inf.
func (s *search) at(theta []float64) float64 {
	model := s.family(slices.Clone(theta))
	if len(model.atoms)+len(model.components) == 0 {
		panic(fmt.Sprintf("theory: MLE: the Family returned the zero Distribution at θ = %v", theta))
	}
	l := s.data.Expect(model.LogProb)
	if l != l || math.IsInf(l, 1) {
		if s.err == nil {
			why := "the likelihood has no maximum"
			if l != l {
				why = "it must be a number"
			}
			s.err = fmt.Errorf("theory: MLE: the log-likelihood is %v at θ = %v; %s", l, theta, why)
		}
		return math.Inf(-1)
	}
	return l
}

// clampOne moves a value of parameter i into its range and within ±farthest.
func (s *search) clampOne(i int, v float64) float64 {
	return min(max(v, s.box[i][0], -farthest), s.box[i][1], farthest)
}

// escaped reports whether a parameter lies at ±farthest although its range goes on from there.
func (s *search) escaped(theta []float64) bool {
	for i, b := range s.box {
		if math.Abs(theta[i]) == farthest && theta[i] != b[0] && theta[i] != b[1] {
			return true
		}
	}
	return false
}

// scale returns a first guess at the distance by which parameter i will move.
func (s *search) scale(i int, at float64) float64 {
	if width := s.box[i][1] - s.box[i][0]; float.Finite(width) {
		return width / 8
	}
	return max(1, math.Abs(at)) / 4
}

// climb moves θ uphill until ℓ̄ no longer rises. It reports whether ℓ̄ was still rising when the
// rounds ended.
//
// A round consists of line searches along one parameter at a time and of the Nelder–Mead method.
// The line searches work at any scale and at the sides of the box. Nelder–Mead follows ridges that
// are not parallel to a parameter's axis. Both methods work without derivatives, so that jumps,
// kinks and −Inf do not stop them.
func (s *search) climb(theta []float64) (rising bool) {
	const rounds, gain = 24, 1e-12
	best := s.at(theta)
	for round := range rounds {
		for i := range theta {
			s.lineSearch(theta, i)
		}
		// Later simplices are smaller, because a large one may step over a maximum.
		s.nelderMead(theta, math.Pow(0.5, float64(round)))
		l := s.at(theta)
		rising = l > best+gain*(1+math.Abs(best))
		best = max(best, l)
		if !rising && (round > 0 || len(theta) == 1) {
			return false
		}
	}
	return rising
}

// lineSearch moves θ to a maximum along parameter i. The first step is a part of the range. While
// no step to either side raises ℓ̄, the next step is a quarter of the last. So the search works at
// any scale. If ℓ̄ is concave, some step raises it, unless θ is already the maximum or the possible
// rise is no more than rounding.
func (s *search) lineSearch(theta []float64, i int) {
	const shorter, longer, slight = 0.25, 2, 1e-13
	x := slices.Clone(theta)
	at := func(v float64) float64 {
		x[i] = v
		return s.at(x)
	}
	from, here := theta[i], s.at(theta)
	for step := s.scale(i, from); from+step != from; step *= shorter {
		up, down := s.clampOne(i, from+step), s.clampOne(i, from-step)
		atUp, atDown := at(up), at(down)
		if max(atUp, atDown) > here {
			if atDown > atUp {
				step = -step
			}
			// Lengthen the steps for as long as ℓ̄ rises.
			before, peak, next := from, from, s.clampOne(i, from+step)
			for top, l := here, max(atUp, atDown); l > top; l = at(next) {
				step *= longer
				before, peak, top = peak, next, l
				next = s.clampOne(i, from+step)
			}
			theta[i] = float.Maximum(at, min(before, next), peak, max(before, next))
			if at(next) >= at(theta[i]) {
				theta[i] = next
			}
			return
		}
		// Shorter steps would show only rounding.
		if here-atUp <= slight && here-atDown <= slight {
			return
		}
	}
}

// fallLength returns the length over which ℓ̄ falls by about ½ along parameter i, to the side where
// it falls less. If ℓ̄ does not fall, it returns the greatest length that it tries.
func (s *search) fallLength(theta []float64, i int) float64 {
	const least, most, times = 1. / 8, 1. / 2, 4
	x := slices.Clone(theta)
	here := s.at(theta)
	fall := func(d float64) float64 {
		drop := math.Inf(1)
		for _, side := range [...]float64{d, -d} {
			x[i] = s.clampOne(i, theta[i]+side)
			if x[i] != theta[i] {
				drop = min(drop, here-s.at(x))
			}
		}
		return drop
	}
	d := s.scale(i, theta[i])
	widest := d
	if !float.Finite(s.box[i][1] - s.box[i][0]) {
		widest *= 1e6
	}
	for d < widest && fall(d) < least {
		d *= times
	}
	for theta[i]+d != theta[i] && fall(d) > most {
		d /= times
	}
	return d
}

// nelderMead moves θ uphill by the method of Nelder and Mead (1965). Each edge of the first simplex
// is size times the fallLength of its parameter. A point outside the box stands for the nearest
// point inside.
func (s *search) nelderMead(theta []float64, size float64) {
	const steps, smallest, patience = 200, 1e-15, 20 // steps per parameter
	k := len(theta)
	if k == 1 {
		return // lineSearch has found the maximum
	}
	edges := make([]float64, k)
	for i := range edges {
		edges[i] = size * s.fallLength(theta, i)
		if theta[i] == s.box[i][1] {
			edges[i] = -edges[i]
		}
	}
	point := func(u []float64) []float64 {
		x := make([]float64, k)
		for i := range x {
			x[i] = s.clampOne(i, theta[i]+u[i]*edges[i])
		}
		return x
	}
	// gonum calls the function in a goroutine, where a panic of the family would end the process.
	var thrown any
	height := func(u []float64) (v float64) {
		defer func() {
			if r := recover(); r != nil {
				thrown = r
			}
		}()
		if thrown != nil {
			return 0
		}
		return -s.at(point(u))
	}
	result, err := optimize.Minimize(optimize.Problem{Func: height}, make([]float64, k), &optimize.Settings{
		MajorIterations: steps * k,
		Converger:       &optimize.FunctionConverge{Relative: smallest, Iterations: patience},
	}, &optimize.NelderMead{SimplexSize: 1})
	if thrown != nil {
		panic(thrown)
	}
	if err == nil && -result.F > s.at(theta) {
		copy(theta, point(result.X))
	}
}

// newton moves θ to the point where the gradient is zero, and returns the curvature there. The
// values of ℓ̄ alone locate a maximum only to half of float64's digits.
func (s *search) newton(theta []float64) *curvature {
	const rounds, enough = 20, 1e-11
	best := s.at(theta)
	for round := 0; ; round++ {
		c := s.curve(theta)
		step := c.step()
		small := true
		for i, d := range step {
			small = small && math.Abs(d) <= enough*c.unit[i]
		}
		if small || round == rounds {
			return c
		}
		next := slices.Clone(theta)
		for i := range next {
			next[i] = s.clampOne(i, next[i]+step[i])
		}
		// A fall within rounding counts as uphill, because here the gradient is more accurate than ℓ̄.
		l := s.at(next)
		if !(l >= best-1e-13*(1+math.Abs(best))) {
			return c
		}
		copy(theta, next)
		best = l
	}
}

// A curvature holds the derivatives of ℓ̄ at θ. The slope and the unit of a parameter are 0 unless it
// is Interior.
type curvature struct {
	standing []Standing
	slope    []float64 // ∂ℓ̄/∂θ
	unit     []float64 // the length over which ℓ̄ falls by ½ along one parameter
	// inverse is the inverse of I = −∂²ℓ̄/∂θ², in these units. It leaves out the directions without
	// curvature.
	inverse *mat.SymDense
}

// curve returns the curvature of ℓ̄ at θ, with the Standing of each parameter.
func (s *search) curve(theta []float64) *curvature {
	const minEigenvalue = 1e-6 // a lower eigenvalue may be the noise of the differences
	const part = 1e-3          // the least component of a flat direction that makes a parameter Flat
	k := len(theta)
	c := &curvature{make([]Standing, k), make([]float64, k), make([]float64, k), mat.NewSymDense(k, nil)}
	h := make([]float64, k)
	info := mat.NewSymDense(k, nil)
	for i := range theta {
		h[i], c.standing[i] = s.derivatives(c, theta, i)
		info.SetSym(i, i, 1)
		for j := range i {
			if c.standing[i] == Interior && c.standing[j] == Interior {
				info.SetSym(i, j, -s.cross(theta, i, j, h[i], h[j])*c.unit[i]*c.unit[j])
			}
		}
	}
	var eigen mat.EigenSym
	if !float.Finite(mat.Sum(info)) || !eigen.Factorize(info, true) {
		for i := range theta {
			if c.standing[i] == Interior {
				c.standing[i] = Jagged
			}
		}
		return c
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	for v, value := range eigen.Values(nil) {
		if value >= minEigenvalue {
			c.inverse.SymRankOne(c.inverse, 1/value, vectors.ColView(v))
			continue
		}
		for i := range theta {
			if math.Abs(vectors.At(i, v)) > part {
				c.standing[i] = Flat
			}
		}
	}
	return c
}

// negligibleFall is the largest fall of ℓ̄ that is attributed to rounding.
const negligibleFall = 1e-12

// falls reports whether ℓ̄ falls from θ along parameter i, at some scale.
func (s *search) falls(theta []float64, i int) bool {
	const shorter = 0.25
	x := slices.Clone(theta)
	here := s.at(theta)
	for step := s.scale(i, theta[i]) / 8; theta[i]+step != theta[i]; step *= shorter {
		for _, side := range [...]float64{step, -step} {
			if x[i] = s.clampOne(i, theta[i]+side); here-s.at(x) > negligibleFall {
				return true
			}
		}
	}
	return false
}

// derivatives sets the slope and the unit of parameter i. It returns its Standing and the step h of
// the differences. They are five-point differences. The step is chosen so that ℓ̄ falls by a
// millionth. Then the truncation error and the rounding error are both at most 1e-10.
func (s *search) derivatives(c *curvature, theta []float64, i int) (h float64, standing Standing) {
	// A smooth ℓ̄ may be no parabola over a step of that size, if it falls little on the whole (a rare event).
	for _, drop := range [...]float64{1e-6, 1e-8, 1e-10} {
		if h, standing = s.derivativesAt(c, theta, i, drop); standing != Jagged {
			break
		}
	}
	return h, standing
}

// derivativesAt is derivatives with steps over which ℓ̄ falls by about drop.
func (s *search) derivativesAt(c *curvature, theta []float64, i int, drop float64) (h float64, standing Standing) {
	const least = 64 // the least step, in roundings of θ
	for end, at := range [...]Standing{AtLower, AtUpper} {
		if theta[i] == s.box[i][end] {
			if s.falls(theta, i) {
				return 0, at
			}
			return 0, Flat
		}
	}
	at := func(d float64) float64 {
		x := slices.Clone(theta)
		x[i] += d
		return s.at(x)
	}
	here := at(0)
	length := s.scale(i, theta[i])
	widest := min(theta[i]-s.box[i][0], s.box[i][1]-theta[i]) / 2
	if !float.Finite(widest) {
		widest = 1e3 * length
	}
	h = min(length/64, widest)
	fallen := 0.0
	for range 60 {
		fallen = here - (at(h)+at(-h))/2
		if fallen > drop/4 && fallen < drop*4 || fallen < drop && h == widest {
			break
		}
		h = min(h*math.Sqrt(min(max(drop/max(fallen, 0), 1e-4), 1e4)), widest)
		if h < least*float.ULP(theta[i]) {
			return h, Jagged
		}
	}
	if !(fallen > negligibleFall) {
		return h, Flat
	}
	up, down, up2, down2 := at(h), at(-h), at(2*h), at(-2*h)
	near, far := (up-here)+(down-here), ((up2-here)+(down2-here))/4
	// A smooth ℓ̄ is a parabola nearby, so both steps must give nearly the same value.
	if !(math.Abs(near-far) <= 0.1*math.Abs(near)) {
		return h, Jagged
	}
	c.slope[i] = (8*(up-down) - (up2 - down2)) / (12 * h)
	c.unit[i] = h * math.Sqrt(3/(far-4*near))
	return h, Interior
}

// cross returns ∂²ℓ̄/∂θᵢ∂θⱼ.
func (s *search) cross(theta []float64, i, j int, hi, hj float64) float64 {
	corner := func(a, b float64) float64 {
		x := slices.Clone(theta)
		x[i] += a * hi
		x[j] += b * hj
		return s.at(x)
	}
	return ((corner(1, 1) - corner(1, -1)) - (corner(-1, 1) - corner(-1, -1))) / (4 * hi * hj)
}

// step returns the step of Newton's method, along the directions that have curvature.
func (c *curvature) step() []float64 {
	d := make([]float64, len(c.unit))
	for i, unit := range c.unit {
		for j, slope := range c.slope {
			d[i] += unit * c.inverse.At(i, j) * c.unit[j] * slope
		}
	}
	return d
}

// standardErrors returns the standard errors of the parameters for n draws.
func (c *curvature) standardErrors(n float64) []float64 {
	se := make([]float64, len(c.unit))
	for i, unit := range c.unit {
		se[i] = unit * math.Sqrt(c.inverse.At(i, i)/n)
		if c.standing[i] != Interior {
			se[i] = math.NaN()
		}
	}
	return se
}
