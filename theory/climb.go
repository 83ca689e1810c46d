package theory

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// climb moves θ uphill by Nelder–Mead, which asks for no derivatives and so passes jumps and −Inf. A point outside the
// box counts as the nearest inside. It starts anew until that brings nothing, since a simplex that has run into a
// side of the box is flat; climb says whether it still would have brought something.
func (s *search) climb(theta []float64) (rising bool) {
	const rounds, gain = 12, 1e-12
	best := s.at(theta)
	for round := range rounds {
		from := append([]float64(nil), theta...)
		point := func(u []float64) []float64 {
			x := make([]float64, len(u))
			for i := range x {
				// Smaller simplices later, so that what a large one has stepped over is found.
				x[i] = from[i] + u[i]*s.length(i, from[i])*math.Pow(0.5, float64(round))
			}
			s.clamp(x)
			return x
		}
		result, err := optimize.Minimize(optimize.Problem{Func: func(u []float64) float64 { return -s.at(point(u)) }},
			make([]float64, len(theta)),
			&optimize.Settings{
				FuncEvaluations: 400 * len(theta),
				Converger:       &optimize.FunctionConverge{Absolute: 1e-15, Iterations: 30 * len(theta)},
			},
			&optimize.NelderMead{SimplexSize: 1})
		if result == nil || err != nil && result.X == nil {
			return true
		}
		if -result.F > best {
			copy(theta, point(result.X))
		}
		rising = -result.F > best+gain*(1+math.Abs(best))
		best = max(best, -result.F)
		if !rising {
			return false
		}
	}
	return rising
}

// settle moves parameters onto ends of their range where that is higher still.
func (s *search) settle(theta []float64) {
	best := s.at(theta)
	for i, b := range s.box {
		for _, end := range b {
			was := theta[i]
			if math.IsInf(end, 0) || was == end {
				continue
			}
			theta[i] = end
			if l := s.at(theta); l > best {
				best = l
			} else {
				theta[i] = was
			}
		}
	}
}

// newton moves θ to where the slope is zero: values alone place a summit to half of float64's digits only.
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
		// Equal to rounding counts as uphill: here the slope knows better.
		l := s.at(next)
		if !(l >= best-1e-13*(1+math.Abs(best))) {
			return c
		}
		copy(theta, next)
		best = l
	}
}

// A curvature is the likelihood's slope and second derivatives at θ, over its free parameters.
type curvature struct {
	standing []Standing
	h        []float64 // the half-step of the differences
	slope    []float64
	info     []float64 // diagonal of I = −∂²ℓ̄/∂θ²
	free     []int     // the parameters on a smooth slope
	// values and vectors are the eigensystem of I scaled to a unit diagonal, over the free parameters.
	values  []float64
	vectors mat.Dense
}

// dim is the least eigenvalue that counts as more than the differences' noise.
const dim = 1e-6

func (s *search) curve(theta []float64) *curvature {
	k := len(theta)
	c := &curvature{standing: make([]Standing, k), h: make([]float64, k), slope: make([]float64, k), info: make([]float64, k)}
	for i, b := range s.box {
		switch theta[i] {
		case b[0]:
			c.standing[i] = s.end(theta, i, AtLower)
		case b[1]:
			c.standing[i] = s.end(theta, i, AtUpper)
		default:
			s.along(c, theta, i)
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
	if !finite(mat.Sum(m)) || !eigen.Factorize(m, true) {
		for _, i := range c.free {
			c.standing[i] = Jagged
		}
		c.free = nil
		return c
	}
	c.values = eigen.Values(nil)
	eigen.VectorsTo(&c.vectors)
	const part = 1e-3 // of a direction that belongs to a parameter at least
	for v, value := range c.values {
		for a, i := range c.free {
			if value < dim && math.Abs(c.vectors.At(a, v)) > part {
				c.standing[i] = Flat
			}
		}
	}
	return c
}

// level is the fall of ℓ̄ that is no more than rounding.
const level = 1e-12

// end returns at, where parameter i stands at an end of its range, or Flat where ℓ̄ doesn't fall from there.
func (s *search) end(theta []float64, i int, at Standing) Standing {
	x := append([]float64(nil), theta...)
	step := s.length(i, theta[i]) / 8
	if at == AtUpper {
		step = -step
	}
	x[i] += step
	if s.at(theta)-s.at(x) > level {
		return at
	}
	return Flat
}

// along takes the derivatives along parameter i, by five-point differences as wide as makes ℓ̄ fall by a millionth:
// there, truncation and rounding are both 1e-10 or less.
func (s *search) along(c *curvature, theta []float64, i int) {
	const drop, least = 1e-6, 1e-14
	line := func(d float64) float64 {
		x := append([]float64(nil), theta...)
		x[i] += d
		return s.at(x)
	}
	here := line(0)
	length := s.length(i, theta[i])
	widest := min(theta[i]-s.box[i][0], s.box[i][1]-theta[i]) / 2
	if !finite(widest) {
		widest = 1e3 * length
	}
	h := min(length/64, widest)
	fallen := 0.0
	for range 60 {
		fallen = here - (line(h)+line(-h))/2
		if fallen > drop/4 && fallen < drop*4 || fallen < drop && h == widest {
			break
		}
		h = min(h*math.Sqrt(min(max(drop/max(fallen, 0), 1e-4), 1e4)), widest)
		if h < least*length {
			c.standing[i] = Jagged
			return
		}
	}
	if !(fallen > level) {
		c.standing[i] = Flat
		return
	}
	up, down, up2, down2 := line(h), line(-h), line(2*h), line(-2*h)
	near, far := (up-here)+(down-here), ((up2-here)+(down2-here))/4
	// A parabola is one at any width.
	if !(math.Abs(near-far) <= 0.1*math.Abs(near)) {
		c.standing[i] = Jagged
		return
	}
	c.h[i] = h
	c.slope[i] = (8*(up-down) - (up2 - down2)) / (12 * h)
	c.info[i] = -(4*near - far) / (3 * h * h)
}

// cross is ∂²ℓ̄/∂θᵢ∂θⱼ.
func (s *search) cross(theta []float64, i, j int, hi, hj float64) float64 {
	corner := func(a, b float64) float64 {
		x := append([]float64(nil), theta...)
		x[i] += a * hi
		x[j] += b * hj
		return s.at(x)
	}
	return ((corner(1, 1) - corner(1, -1)) - (corner(-1, 1) - corner(-1, -1))) / (4 * hi * hj)
}

// unit is the length over which ℓ̄ falls by ½ along parameter i.
func (c *curvature) unit(i int) float64 { return 1 / math.Sqrt(c.info[i]) }

// step is Newton's, along the directions that have curvature.
func (c *curvature) step() []float64 {
	d := make([]float64, len(c.standing))
	for v, value := range c.values {
		if value < dim {
			continue
		}
		along := 0.0
		for a, i := range c.free {
			along += c.vectors.At(a, v) * c.slope[i] * c.unit(i)
		}
		for a, i := range c.free {
			d[i] += c.vectors.At(a, v) * along / value * c.unit(i)
		}
	}
	return d
}

// errors returns the standard errors for n draws.
func (c *curvature) errors(n float64) []float64 {
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
			if value >= dim {
				variance += c.vectors.At(a, v) * c.vectors.At(a, v) / value
			}
		}
		se[i] = c.unit(i) * math.Sqrt(variance/n)
	}
	return se
}
