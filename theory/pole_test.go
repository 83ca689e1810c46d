package theory

import (
	"fmt"
	"math"
	"testing"

	"ganbook/theory/seed"
)

// powerMean returns E|X − c|^−a for X uniform on (0, 1).
func powerMean(a, c float64) float64 {
	return (math.Pow(c, 1-a) + math.Pow(1-c, 1-a)) / (1 - a)
}

// The bound holds for a singularity at any point inside the range and of any steepness. It is small
// if float64 comes near enough to the point. What lies nearer than 4,096 roundings is extrapolated.
// It is a share of about (1e-12)^(1−a) of the whole.
func TestExpectBoundHoldsAtPoles(t *testing.T) {
	uniform := Uniform(0, 1)
	r := seed.Rand(9, 41)
	for _, a := range []float64{0.05, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.93, 0.95, 0.97} {
		for k := 1; k <= 60; k++ {
			// The points are multiples of 1/41 and 1/16, random points, and points close to either end.
			c := float64(k) / 41
			switch {
			case k > 55:
				c = 1 - math.Pow(10, -4*r.Float64())
			case k > 50:
				c = math.Pow(10, -8*r.Float64())
			case k > 40:
				c = r.Float64()
			case k > 32:
				c = float64(k-32) / 16
			}
			if !(c > 0 && c < 1) {
				continue
			}
			name := fmt.Sprintf("E|X − %v|^−%v", c, a)
			got, bound := uniform.ExpectErr(func(x float64) float64 { return math.Pow(math.Abs(x-c), -a) })
			want := powerMean(a, c)
			bounded(t, name, got, bound, want)
			if c > 0.02 && c < 0.98 && a < 0.75 {
				numerical(t, name+" bound", bound, 0, 1e-9*want)
			}
			if !(bound < want) {
				t.Errorf("%s: a bound of %v says nothing about %v", name, bound, got)
			}
		}
	}
}

func TestExpectOfSeveralPoles(t *testing.T) {
	at := []float64{0.1, 0.25, 1. / 3, 0.5, 0.77, 0.9}
	for _, a := range []float64{0.3, 0.6, 0.9} {
		want := 0.0
		for _, c := range at {
			want += powerMean(a, c)
		}
		got, bound := Uniform(0, 1).ExpectErr(func(x float64) float64 {
			s := 0.0
			for _, c := range at {
				s += math.Pow(math.Abs(x-c), -a)
			}
			return s
		})
		bounded(t, fmt.Sprint("six singularities of power ", a), got, bound, want)
		numerical(t, "their bound", bound, 0, 1e-5*want)
	}
	const many = 20
	a, want := 0.5, 0.0
	for k := range many {
		want += powerMean(a, (float64(k)+0.5)/many) / many
	}
	got, bound := Uniform(0, 1).ExpectErr(func(x float64) float64 {
		s := 0.0
		for k := range many {
			s += 1 / math.Sqrt(math.Abs(x-(float64(k)+0.5)/many)) / many
		}
		return s
	})
	bounded(t, "twenty singularities", got, bound, want)
	numerical(t, "their bound", bound, 0, 1e-8*want)
}

// The density K·|x − c|^−a has a singularity inside its range. It has mass 1 and the right moments.
// A similar formula gives E[X − c].
func TestDensityWithAPoleInside(t *testing.T) {
	for _, a := range []float64{0.3, 0.5, 0.8} {
		for _, c := range []float64{0.3, 0.5, 1. / 3, 0.85} {
			mass := powerMean(a, c)
			p := Density(func(x float64) float64 { return -a*math.Log(math.Abs(x-c)) - math.Log(mass) }, 0, 1)
			want := (math.Pow(1-c, 2-a) - math.Pow(c, 2-a)) / (2 - a) / mass
			got, bound := p.ExpectErr(func(x float64) float64 { return x - c })
			bounded(t, fmt.Sprintf("E[X − c] of |x − %v|^−%v", c, a), got, bound, want)
			numerical(t, "its bound", bound, 0, 1e-5)
		}
	}
}
