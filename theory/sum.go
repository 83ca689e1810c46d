package theory

import "math"

// A sum is compensated as Neumaier's, so that an average of a million draws is as good as one of ten.
type sum struct{ s, c float64 }

func (s *sum) add(x float64) {
	t := s.s + x
	if math.Abs(s.s) >= math.Abs(x) {
		s.c += (s.s - t) + x
	} else {
		s.c += (x - t) + s.s
	}
	s.s = t
}

func (s *sum) total() float64 {
	if !finite(s.c) {
		return s.s // after an overflow the correction is NaN
	}
	return s.s + s.c
}

func finite(v float64) bool { return v-v == 0 }

// ulp is the distance from |x| to the next float64 up.
func ulp(x float64) float64 {
	x = math.Abs(x)
	return math.Nextafter(x, math.Inf(1)) - x
}
