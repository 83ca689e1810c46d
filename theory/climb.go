package theory

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"

	"ganbook/theory/internal/float"
)

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
	x := append([]float64(nil), theta...)
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
			theta[i] = goldenMaximum(at, min(before, next), peak, max(before, next))
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
	x := append([]float64(nil), theta...)
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
	const steps, close, patience = 200, 1e-15, 20 // steps per parameter
	k := len(theta)
	if k == 1 {
		return // lineSearch has found the maximum
	}
	inside := func(x []float64) []float64 {
		x = slices.Clone(x)
		s.clamp(x)
		return x
	}
	// gonum calls the function in a goroutine, where a panic of the family would end the process.
	var thrown any
	fall := func(x []float64) (v float64) {
		defer func() {
			if r := recover(); r != nil {
				thrown, v = r, math.Inf(1)
			}
		}()
		if thrown != nil {
			return math.Inf(1)
		}
		return -s.at(inside(x))
	}
	simplex := &optimize.NelderMead{}
	for i := -1; i < k; i++ {
		x := slices.Clone(theta)
		if i >= 0 {
			d := size * s.fallLength(theta, i)
			if s.clampOne(i, x[i]+d) == x[i] {
				d = -d
			}
			x[i] = s.clampOne(i, x[i]+d)
		}
		simplex.InitialVertices = append(simplex.InitialVertices, x)
		simplex.InitialValues = append(simplex.InitialValues, -s.at(x))
	}
	result, err := optimize.Minimize(optimize.Problem{Func: fall}, theta, &optimize.Settings{
		MajorIterations: steps * k,
		Converger:       &optimize.FunctionConverge{Relative: close, Iterations: patience},
	}, simplex)
	if thrown != nil {
		panic(thrown)
	}
	if err == nil && -result.F > s.at(theta) {
		copy(theta, inside(result.X))
	}
}

// snapToEnds moves a parameter onto an end of its range if ℓ̄ is higher there. It also does so if
// ℓ̄ is equally high and the parameter is almost at the end.
func (s *search) snapToEnds(theta []float64) {
	const next = 1e-12 // of the range
	best := s.at(theta)
	for i, b := range s.box {
		for _, end := range b {
			was := theta[i]
			if math.IsInf(end, 0) || was == end {
				continue
			}
			theta[i] = end
			if l := s.at(theta); l > best || l == best && math.Abs(end-was) <= next*s.scale(i, was) {
				best = l
			} else {
				theta[i] = was
			}
		}
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
			small = small && math.Abs(d) <= enough*c.unit(i)
		}
		if small || round == rounds {
			return c
		}
		next := append([]float64(nil), theta...)
		for i := range next {
			next[i] += step[i]
		}
		s.clamp(next)
		// A fall within rounding counts as uphill, because here the gradient is more accurate than ℓ̄.
		l := s.at(next)
		if !(l >= best-1e-13*(1+math.Abs(best))) {
			return c
		}
		copy(theta, next)
		best = l
	}
}

// A curvature holds the gradient and the second derivatives of ℓ̄ at θ, for the free parameters.
type curvature struct {
	standing []Standing
	h        []float64 // the step of the differences
	slope    []float64
	info     []float64 // the diagonal of I = −∂²ℓ̄/∂θ²
	free     []int     // the free parameters: ℓ̄ is smooth and curved along them
	// values and vectors are the eigenvalues and eigenvectors of I over the free parameters, where I is
	// scaled to a unit diagonal.
	values  []float64
	vectors mat.Dense
}

// minEigenvalue is the least eigenvalue that is not attributed to the noise of the differences.
const minEigenvalue = 1e-6

// curve returns the curvature of ℓ̄ at θ, with the Standing of each parameter.
func (s *search) curve(theta []float64) *curvature {
	k := len(theta)
	c := &curvature{standing: make([]Standing, k), h: make([]float64, k), slope: make([]float64, k), info: make([]float64, k)}
	for i, b := range s.box {
		switch theta[i] {
		case b[0]:
			c.standing[i] = s.endStanding(theta, i, AtLower)
		case b[1]:
			c.standing[i] = s.endStanding(theta, i, AtUpper)
		default:
			s.derivatives(c, theta, i)
		}
		if c.standing[i] == Interior {
			c.free = append(c.free, i)
		}
	}
	if len(c.free) == 0 {
		return c
	}
	m := mat.NewSymDense(len(c.free), nil)
	for a, i := range c.free {
		m.SetSym(a, a, 1)
		for b, j := range c.free[:a] {
			m.SetSym(a, b, -s.cross(theta, i, j, c.h[i], c.h[j])/math.Sqrt(c.info[i]*c.info[j]))
		}
	}
	var eigen mat.EigenSym
	if !float.Finite(mat.Sum(m)) || !eigen.Factorize(m, true) {
		for _, i := range c.free {
			c.standing[i] = Jagged
		}
		c.free = nil
		return c
	}
	c.values = eigen.Values(nil)
	eigen.VectorsTo(&c.vectors)
	const part = 1e-3 // the least component of a flat direction that makes a parameter Flat
	for v, value := range c.values {
		for a, i := range c.free {
			if value < minEigenvalue && math.Abs(c.vectors.At(a, v)) > part {
				c.standing[i] = Flat
			}
		}
	}
	return c
}

// negligibleFall is the largest fall of ℓ̄ that is attributed to rounding.
const negligibleFall = 1e-12

// endStanding returns the Standing of parameter i at an end of its range. It returns at if ℓ̄ falls
// from there at some scale, else Flat.
func (s *search) endStanding(theta []float64, i int, at Standing) Standing {
	const shorter = 0.25
	x := append([]float64(nil), theta...)
	step := s.scale(i, theta[i]) / 8
	if at == AtUpper {
		step = -step
	}
	for here := s.at(theta); theta[i]+step != theta[i]; step *= shorter {
		x[i] = theta[i] + step
		if here-s.at(x) > negligibleFall {
			return at
		}
	}
	return Flat
}

// derivatives computes the first and second derivative of ℓ̄ along parameter i, by five-point
// differences. The step is chosen so that ℓ̄ falls by a millionth. Then the truncation error and
// the rounding error are both at most 1e-10.
func (s *search) derivatives(c *curvature, theta []float64, i int) {
	const drop, least = 1e-6, 64 // least: the least step, in roundings of θ
	at := func(d float64) float64 {
		x := append([]float64(nil), theta...)
		x[i] += d
		return s.at(x)
	}
	here := at(0)
	length := s.scale(i, theta[i])
	widest := min(theta[i]-s.box[i][0], s.box[i][1]-theta[i]) / 2
	if !float.Finite(widest) {
		widest = 1e3 * length
	}
	h := min(length/64, widest)
	fallen := 0.0
	for range 60 {
		fallen = here - (at(h)+at(-h))/2
		if fallen > drop/4 && fallen < drop*4 || fallen < drop && h == widest {
			break
		}
		h = min(h*math.Sqrt(min(max(drop/max(fallen, 0), 1e-4), 1e4)), widest)
		if h < least*float.ULP(theta[i]) {
			c.standing[i] = Jagged
			return
		}
	}
	if !(fallen > negligibleFall) {
		c.standing[i] = Flat
		return
	}
	up, down, up2, down2 := at(h), at(-h), at(2*h), at(-2*h)
	near, far := (up-here)+(down-here), ((up2-here)+(down2-here))/4
	// A smooth ℓ̄ is a parabola nearby, so both steps must give nearly the same value.
	if !(math.Abs(near-far) <= 0.1*math.Abs(near)) {
		c.standing[i] = Jagged
		return
	}
	c.h[i] = h
	c.slope[i] = (8*(up-down) - (up2 - down2)) / (12 * h)
	c.info[i] = -(4*near - far) / (3 * h * h)
}

// cross returns ∂²ℓ̄/∂θᵢ∂θⱼ.
func (s *search) cross(theta []float64, i, j int, hi, hj float64) float64 {
	corner := func(a, b float64) float64 {
		x := append([]float64(nil), theta...)
		x[i] += a * hi
		x[j] += b * hj
		return s.at(x)
	}
	return ((corner(1, 1) - corner(1, -1)) - (corner(-1, 1) - corner(-1, -1))) / (4 * hi * hj)
}

// unit returns the length over which ℓ̄ falls by ½ along parameter i.
func (c *curvature) unit(i int) float64 { return 1 / math.Sqrt(c.info[i]) }

// step returns the step of Newton's method, along the directions that have curvature.
func (c *curvature) step() []float64 {
	d := make([]float64, len(c.standing))
	for v, value := range c.values {
		if value < minEigenvalue {
			continue
		}
		projection := 0.0
		for a, i := range c.free {
			projection += c.vectors.At(a, v) * c.slope[i] * c.unit(i)
		}
		for a, i := range c.free {
			d[i] += c.vectors.At(a, v) * projection / value * c.unit(i)
		}
	}
	return d
}

// standardErrors returns the standard errors of the parameters for n draws.
func (c *curvature) standardErrors(n float64) []float64 {
	se := make([]float64, len(c.standing))
	for i := range se {
		se[i] = math.NaN()
	}
	for a, i := range c.free {
		if c.standing[i] != Interior {
			continue
		}
		variance := 0.0
		for v, value := range c.values {
			if value >= minEigenvalue {
				variance += c.vectors.At(a, v) * c.vectors.At(a, v) / value
			}
		}
		se[i] = c.unit(i) * math.Sqrt(variance/n)
	}
	return se
}
