package quad_test

import (
	"fmt"
	"math"

	"ganbook/theory/quad"
)

func ExampleIntegrate() {
	r := quad.Integrate(math.Log, 0, 1) // a singularity at 0
	fmt.Printf("%.9f, error estimate at most %.0e\n", r.Value, max(r.ErrorEstimate, 1e-10))

	bell := func(x float64) float64 { return math.Exp(-x * x / 2) }
	r = quad.Integrate(bell, math.Inf(-1), math.Inf(1))
	fmt.Printf("%.9f\n", r.Value*r.Value/2) // π

	r = quad.Integrate(func(x float64) float64 { return 1 / x }, 0, 1)
	fmt.Println(r.Value)
	// Output:
	// -1.000000000, error estimate at most 1e-10
	// 3.141592654
	// +Inf
}

// A function with a jump needs fewer evaluations if the jump is a break point.
func ExampleIntegrate_breakPoints() {
	step := func(x float64) float64 {
		if x < 0.3 {
			return 1
		}
		return 2
	}
	for _, breakPoints := range [][]float64{nil, {0.3}} {
		r := quad.Integrate(step, 0, 1, breakPoints...)
		fmt.Printf("%.6f, in fewer than 100 evaluations: %v\n", r.Value, r.Evaluations < 100)
	}
	// Output:
	// 1.700000, in fewer than 100 evaluations: false
	// 1.700000, in fewer than 100 evaluations: true
}

// Two digits of a function that costs much are cheaper than eleven.
func ExampleIntegrand_tolerance() {
	for _, tolerance := range []float64{0.01, 0} { // 0 means 1e-11
		f := quad.Integrand{F: func(x quad.Abscissa) float64 { return math.Abs(math.Sin(40 * x.Float64())) }, Tolerance: tolerance}
		r := f.Over(quad.Between(0, 0, 1))
		fmt.Printf("%.2f, in fewer than 1,000 evaluations: %v\n", r.Value, r.Evaluations < 1000)
	}
	// Output:
	// 0.64, in fewer than 1,000 evaluations: true
	// 0.64, in fewer than 1,000 evaluations: false
}

// The weight exp(−x) is given by its logarithm. For large x it is too small for a float64, but its
// product with F is not.
func ExampleIntegrand() {
	f := quad.Integrand{
		F:         func(x quad.Abscissa) float64 { return math.Exp(x.Float64()/2 - 2) },
		LogWeight: func(x quad.Abscissa) float64 { return -x.Float64() },
	}
	r := f.Over(quad.Between(1, 0, math.Inf(1)))
	fmt.Printf("%.9f, 2/e² is %.9f\n", r.Value, 2*math.Exp(-2))
	// Output:
	// 0.270670566, 2/e² is 0.270670566
}

func ExampleIntegrand_Cumulative() {
	f := quad.Integrand{F: func(x quad.Abscissa) float64 { return 3 * x.Float64() * x.Float64() }}
	cube := f.Cumulative(f.Over(quad.Between(0, 0, 1)).Intervals(), 0, 1)
	below, above := cube.At(0.5)
	fmt.Printf("%.6f %.6f %.6f\n", below, above, cube.Inverse(0.729, 0.271))
	// Output:
	// 0.125000 0.875000 0.900000
}

// A peak as narrow and as far away as this one lies between the nodes of any fixed rule.
func ExampleLocate() {
	log := func(x float64) float64 { return -(x - 1e6) * (x - 1e6) * 1e6 / 2 }
	one := func(quad.Abscissa) float64 { return 1 }
	weight := func(x quad.Abscissa) float64 { return x.Apply(log) }
	bell := quad.Integrand{F: one, LogWeight: weight}
	r := bell.Over(quad.Locate(log, math.Inf(-1), math.Inf(1)))
	fmt.Printf("%.9f\n", r.Value*r.Value*1e6/2) // π
	// Output: 3.141592654
}
