package main

import "math"

// A line is t = Fixed + Slope·x. Residual is the largest |t − line|/t of the points that it was fitted to.
type line struct{ Fixed, Slope, Residual float64 }

// at returns the line's value at x.
func (l line) at(x float64) float64 { return l.Fixed + l.Slope*x }

// fit returns the line that makes Σ ((t − line)/t)² least: errors count relative to the value, since x
// and t may span several powers of ten. If that line has a negative fixed part, which no work has, the
// best line through the origin takes its place. All t must be positive. The line is NaN if all x are
// equal.
func fit(xs, ts []float64) line {
	// With weights 1/t² the normal equations of (Fixed, Slope) are
	//
	//	(s0 s1) (Fixed)   (r0)
	//	(s1 s2) (Slope) = (r1).
	var s0, s1, s2, r0, r1 float64
	for i, x := range xs {
		w := 1 / (ts[i] * ts[i])
		s0, s1, s2 = s0+w, s1+w*x, s2+w*x*x
		r0, r1 = r0+w*ts[i], r1+w*x*ts[i]
	}
	l := line{Fixed: math.NaN(), Slope: math.NaN()}
	if d := s0*s2 - s1*s1; d > 1e-12*s0*s2 {
		l.Fixed, l.Slope = (r0*s2-r1*s1)/d, (s0*r1-s1*r0)/d
	}
	if l.Fixed < 0 {
		l.Fixed, l.Slope = 0, r1/s2
	}
	for i, x := range xs {
		l.Residual = math.Max(l.Residual, math.Abs(ts[i]-l.at(x))/ts[i])
	}
	return l
}
