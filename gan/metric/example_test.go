package metric_test

import (
	"fmt"
	"log"
	"math"

	"ganbook/gan/dataset"
	"ganbook/gan/metric"
	"ganbook/theory"
	"ganbook/theory/seed"
)

// The samples reach two of four modes, and one sample lies between the modes.
func ExampleModes() {
	data := dataset.Grid(2, 2, 0.1) // centres at (±1, ±1)
	samples := [][]float32{{1, 1}, {1.1, 0.9}, {-1, -1}, {-0.9, -1.2}, {0, 0}}
	report := metric.Modes(samples, data)
	fmt.Println(report)
	fmt.Println(report.Counts)
	// Output:
	// 2 of 4 modes, 0 of them with 20 samples or more; 80.0 % of high quality; reverse KL 0.6931
	// [2 0 0 2]
}

// A generator that makes only the centres of the modes has a quality of 1. It fills one bin of 16 in each mode.
func ExampleBinnedJS() {
	data := dataset.Grid(2, 2, 0.1)
	var centres, far [][]float32
	for _, c := range data.Centres() {
		centres = append(centres, []float32{float32(c[0]), float32(c[1])})
		far = append(far, []float32{10, 10})
	}
	fmt.Printf("%.3f\n", metric.BinnedJS(centres, data))
	fmt.Printf("%.3f, nearly ln 2\n", metric.BinnedJS(far, data))
	// Output:
	// 0.575
	// 0.663, nearly ln 2
}

// On each mode there are 80 points at the distance σ from the centre, half of them in each direction.
func ExampleWidths() {
	data := dataset.Grid(2, 2, 0.1)
	var crosses [][]float32
	for range 20 {
		for _, c := range data.Centres() {
			x, y := float32(c[0]), float32(c[1])
			crosses = append(crosses, []float32{x + 0.1, y}, []float32{x - 0.1, y}, []float32{x, y + 0.1}, []float32{x, y - 0.1})
		}
	}
	fmt.Println(metric.Widths(crosses, data))
	// Output: width 0.71 σ about the centres; principal standard deviations 0.71 and 0.71 σ
}

// The fakes come from N(0, 1), the distribution of the data. The score is close to the best
// possible one, minus the entropy of N(0, 1), −1.419.
func ExampleParzenWindow() {
	rows := func(stream uint64) (rows [][]float32) {
		for _, x := range theory.Normal(0, 1).Sample(1000, seed.Shifted(stream)) {
			rows = append(rows, []float32{float32(x)})
		}
		return rows
	}
	p, err := metric.ParzenWindow(rows(1), rows(2), rows(3), []float64{0.01, 0.2, 0.4, 2})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("σ is neither the narrowest nor the widest:", p.Sigma == 0.2 || p.Sigma == 0.4)
	// Six standard errors, and the loss that 1,000 windows of this width cause.
	fmt.Println("near −1.42:", math.Abs(p.Mean+1.42) < 6*p.StandardError+0.02)
	// Output:
	// σ is neither the narrowest nor the widest: true
	// near −1.42: true
}

func ExampleNearest() {
	training := [][]float32{{0, 0}, {3, 4}, {10, 0}}
	near, err := metric.Nearest([][]float32{{0, 1}, {3, 4}}, training)
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range near {
		fmt.Printf("row %d, %.0f away\n", n.Index, n.Distance)
	}
	// Output:
	// row 0, 1 away
	// row 1, 0 away
}

// The logit of this D is too large by 0.1. For a trained D, pass run.Logits.
func ExampleAgainstOptimalD() {
	p, g := theory.Normal(0, 1), theory.Normal(1, 1) // logit D* = ½ − x
	logits := func(xs [][]float32) (ls []float32) {
		for _, x := range xs {
			ls = append(ls, 0.6-x[0])
		}
		return ls
	}
	d := metric.AgainstOptimalD(logits, p, g)
	fmt.Printf("correlation %.3f, %.3f nats off, V %.4f short of V*\n", d.Correlation, d.MeanError, d.Shortfall)
	// Output:
	// correlation 1.000, 0.100 nats off, V 0.0020 short of V*
}

// D = ¾ and ½ on two real samples, and ½ on the fakes.
func ExampleValue() {
	v, se := metric.Value([]float32{float32(math.Log(3)), 0}, []float32{0, 0, 0})
	fmt.Printf("%.3f ± %.3f\n", v, se)
	// Output:
	// -1.184 ± 0.203
}

// Two samples at 0 and 2 against two at 5 and 9: 2·6 − 2 − 4. The second pair of sets is
// interleaved, and the estimate, since it is unbiased, may then be below 0.
func ExampleEnergy() {
	fmt.Println(metric.Energy([][]float32{{0}, {2}}, [][]float32{{5}, {9}}))
	fmt.Println(metric.Energy([][]float32{{0}, {2}}, [][]float32{{1}, {3}}))
	// Output:
	// 6
	// -1
}

// The means are 1 and 7, the variances 2 and 8: d² = 6² + 2 + 8 − 2·√(2·8).
func ExampleFrechet() {
	d2, err := metric.Frechet([][]float32{{0}, {2}}, [][]float32{{5}, {9}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f\n", d2)
	// Output:
	// 38.000
}

// Within the sets the kernel (x·y + 1)³ is 27 and 1. Between them its mean is (1 + 64 + 1 + 343)/4.
func ExampleKernel() {
	k, err := metric.Kernel([][]float32{{1}, {2}}, [][]float32{{0}, {3}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f\n", k)
	// Output:
	// -176.5
}

// All fakes are good, and they leave out two of the four real samples.
func ExamplePrecisionRecall() {
	report, err := metric.PrecisionRecall([][]float32{{0}, {1}, {10}, {11}}, [][]float32{{0.2}, {0.5}, {0.9}}, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report)
	// Output:
	// precision 100.0 %, recall 50.0 % (k = 1)
}
