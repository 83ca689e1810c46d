package theory

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"ganbook/theory/internal/float"
)

// climb moves θ uphill until that brings nothing more, and says whether it still would have brought
// something. It goes along one parameter at a time, which finds the way whatever the scale and at
// the sides of the box, and then by Nelder–Mead, which turns along ridges. Neither asks for
// derivatives, so that both pass jumps, kinks and −Inf.
func (s *search) climb(theta []float64) (rising bool) {
	const rounds, gain = 24, 1e-12
	best := s.at(theta)
	for round := range rounds {
		for i := range theta {
			s.line(theta, i)
		}
		// Smaller simplices later, so that what a large one has stepped over is found.
		s.simplex(theta, math.Pow(0.5, float64(round)))
		l := s.at(theta)
		rising = l > best+gain*(1+math.Abs(best))
		best = max(best, l)
		if !rising && (round > 0 || len(theta) == 1) {
			return false
		}
	}
	return rising
}

// line moves θ to a summit along parameter i. The first step is a part of the range, and as long as
// no step brings anything the next is a quarter of it. So no scale is too small: of a concave ℓ̄ a
// step to either side brings something unless θ is the summit, or the rise from here to there is no
// more than rounding.
func (s *search) line(theta []float64, i int) {
	const shorter, longer, slight = 0.25, 2, 1e-13
	x := append([]float64(nil), theta...)
	at := func(v float64) float64 {
		x[i] = v
		return s.at(x)
	}
	from, here := theta[i], s.at(theta)
	for step := s.length(i, from); from+step != from; step *= shorter {
		up, down := s.clampOne(i, from+step), s.clampOne(i, from-step)
		atUp, atDown := at(up), at(down)
		if max(atUp, atDown) > here {
			if atDown > atUp {
				step = -step
			}
			// As long as it rises, on.
			before, peak, next := from, from, s.clampOne(i, from+step)
			for top, l := here, max(atUp, atDown); l > top; l = at(next) {
				step *= longer
				before, peak, top = peak, next, l
				next = s.clampOne(i, from+step)
			}
			theta[i] = goldenMaximum(at, min(before, next), peak, max(before, next))
			return
		}
		if here-atUp <= slight && here-atDown <= slight {
			return
		}
	}
}

// reach is the length over which ℓ̄ falls by some ½ along parameter i, to the side where it falls
// less; the widest there is where it doesn't.
func (s *search) reach(theta []float64, i int) float64 {
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
	d := s.length(i, theta[i])
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

// simplex moves θ uphill by Nelder–Mead (1965), from a simplex with edges of size reaches. A point
// outside the box is moved to the nearest inside.
func (s *search) simplex(theta []float64, size float64) {
	const steps, close = 200, 1e-15 // steps per parameter
	k := len(theta)
	if k == 1 {
		return // line has done all
	}
	type vertex struct {
		theta []float64
		l     float64
	}
	vertices := make([]vertex, k+1)
	vertices[0] = vertex{append([]float64(nil), theta...), s.at(theta)}
	for i := range theta {
		x := append([]float64(nil), theta...)
		d := size * s.reach(theta, i)
		if s.clampOne(i, x[i]+d) == x[i] {
			d = -d
		}
		x[i] = s.clampOne(i, x[i]+d)
		vertices[i+1] = vertex{x, s.at(x)}
	}
	// along returns the point at m + t·(m − worst), m the middle of all but the worst.
	along := func(t float64) vertex {
		x := make([]float64, k)
		for i := range x {
			for _, v := range vertices[:k] {
				x[i] += v.theta[i] / float64(k)
			}
			x[i] += t * (x[i] - vertices[k].theta[i])
		}
		s.clamp(x)
		return vertex{x, s.at(x)}
	}
	for range steps * k {
		slices.SortStableFunc(vertices, func(a, b vertex) int { return cmp.Compare(b.l, a.l) })
		best, worst := vertices[0].l, vertices[k].l
		if best-worst <= close*math.Abs(best) {
			break
		}
		next := along(1)
		switch {
		case next.l > best:
			if on := along(2); on.l > next.l {
				next = on
			}
		case next.l > vertices[k-1].l:
		case next.l > worst:
			next = along(0.5)
		default:
			next = along(-0.5)
		}
		if next.l > worst {
			vertices[k] = next
			continue
		}
		for _, v := range vertices[1:] {
			for i := range v.theta {
				v.theta[i] = vertices[0].theta[i] + (v.theta[i]-vertices[0].theta[i])/2
			}
		}
		for i := range vertices[1:] {
			vertices[i+1].l = s.at(vertices[i+1].theta)
		}
	}
	if top := slices.MaxFunc(vertices, func(a, b vertex) int { return cmp.Compare(a.l, b.l) }); top.l > s.at(theta) {
		copy(theta, top.theta)
	}
}

// settle moves parameters onto ends of their range where that is higher still, or as high and the
// end is next to θ.
func (s *search) settle(theta []float64) {
	const next = 1e-12 // of the range
	best := s.at(theta)
	for i, b := range s.box {
		for _, end := range b {
			was := theta[i]
			if math.IsInf(end, 0) || was == end {
				continue
			}
			theta[i] = end
			if l := s.at(theta); l > best || l == best && math.Abs(end-was) <= next*s.length(i, was) {
				best = l
			} else {
				theta[i] = was
			}
		}
	}
}

// newton moves θ to where the slope is zero: values alone place a summit to half of float64's
// digits only.
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
	if !float.Finite(mat.Sum(m)) || !eigen.Factorize(m, true) {
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

// end returns at, where parameter i stands at an end of its range, or Flat where ℓ̄ doesn't fall
// from there at any scale.
func (s *search) end(theta []float64, i int, at Standing) Standing {
	const shorter = 0.25
	x := append([]float64(nil), theta...)
	step := s.length(i, theta[i]) / 8
	if at == AtUpper {
		step = -step
	}
	for here := s.at(theta); theta[i]+step != theta[i]; step *= shorter {
		x[i] = theta[i] + step
		if here-s.at(x) > level {
			return at
		}
	}
	return Flat
}

// along takes the derivatives along parameter i, by five-point differences as wide as makes ℓ̄ fall
// by a millionth: there, truncation and rounding are both 1e-10 or less.
func (s *search) along(c *curvature, theta []float64, i int) {
	const drop, least = 1e-6, 64 // the narrowest, in roundings of θ
	line := func(d float64) float64 {
		x := append([]float64(nil), theta...)
		x[i] += d
		return s.at(x)
	}
	here := line(0)
	length := s.length(i, theta[i])
	widest := min(theta[i]-s.box[i][0], s.box[i][1]-theta[i]) / 2
	if !float.Finite(widest) {
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
		if h < least*float.ULP(theta[i]) {
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
