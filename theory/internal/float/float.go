// Package float holds what float64 arithmetic needs beside package math, and searches among float64s.
package float

import "math"

// Finite reports whether v is neither an infinity nor NaN.
func Finite(v float64) bool { return v-v == 0 }

// ULP is the distance from |x| to the next larger float64.
func ULP(x float64) float64 {
	x = math.Abs(x)
	return math.Nextafter(x, math.Inf(1)) - x
}

// Log is math.Log, and right for numbers below 2^−1022 too: math.Log on amd64 takes all of those for
// about that one (golang.org/issue/56600).
func Log(x float64) float64 {
	if x > 0 && x < 0x1p-1022 {
		return math.Log(x*0x1p60) - 60*math.Ln2
	}
	return math.Log(x)
}

// A Sum is a compensated sum (Neumaier 1974): the sum of a million numbers is as accurate as that of
// ten. The zero Sum is empty.
type Sum struct{ sum, compensation float64 }

// Add adds x.
func (s *Sum) Add(x float64) {
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.compensation += (s.sum - t) + x
	} else {
		s.compensation += (x - t) + s.sum
	}
	s.sum = t
}

// Total returns the sum.
func (s *Sum) Total() float64 {
	if !Finite(s.compensation) {
		return s.sum // after an overflow the compensation is NaN
	}
	return s.sum + s.compensation
}
