package gan

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// A bench is a network by itself, under the scope "net". All its weights are random, also those
// that start at 0 or 1, so that every term of a formula counts.
type bench struct {
	t       *testing.T
	network Network
	out     int
	store   *model.Store
}

func newBench(t *testing.T, network Network, in, out int) *bench {
	t.Helper()
	b := &bench{t, network, out, model.NewStore()}
	if err := b.store.SetRNGStateFromSeed(int64(seed.Shifted(1))); err != nil {
		t.Fatal(err)
	}
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	g := NewGraph(backend, "declare")
	defer g.Finalize()
	model.SetStore(g, b.store)
	network.Apply(b.scope(), Parameter(g, "x", shapes.Make(dtypes.Float32, 1, in)), out)
	rng := seed.Rand(1, 2)
	for v := range b.scope().IterVariables() {
		values := make([]float32, v.Shape().Size())
		for i := range values {
			values[i] = float32(rng.NormFloat64() / 2)
			if v.Name() == "variance" || v.Name() == "scale" {
				values[i] = 0.5 + rng.Float32()
			}
			if v.Name() == "batches" {
				values[i] = 3
			}
		}
		setValues(t, v, values)
	}
	b.converge()
	return b
}

func setValues(t *testing.T, v *model.Variable, flat []float32) {
	t.Helper()
	if err := v.SetValue(tensors.FromFlatDataAndDimensions(flat, v.Shape().Dimensions...)); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) scope() *model.Scope { return b.store.RootScope().At("net") }

// call runs a graph on the rows x, shaped [len(x)/in, in].
func (b *bench) call(x []float32, in int, training bool, build func(x *Node) []*Node) []*tensors.Tensor {
	b.t.Helper()
	backend, err := device.Open("")
	if err != nil {
		b.t.Fatal(err)
	}
	exec := model.MustNewExec(backend, b.store, func(_ *model.Scope, x *Node) []*Node {
		b.store.SetTraining(x.Graph(), training)
		return build(x)
	})
	return exec.MustCall(tensors.FromFlatDataAndDimensions(x, len(x)/in, in))
}

func (b *bench) forward(x []float32, in int, training bool) [][]float32 {
	b.t.Helper()
	y := b.call(x, in, training, func(x *Node) []*Node { return []*Node{b.network.Apply(b.scope(), x, b.out)} })[0]
	y.Shape().AssertDims(len(x)/in, b.out)
	return y.Value().([][]float32)
}

// values returns the variables of the network in float64, by their path below "net".
func (b *bench) values() host {
	all := host{}
	for v := range b.scope().IterVariables() {
		tensors.MustConstFlatData(v.MustValue(), func(flat []float32) {
			all[strings.TrimPrefix(v.Path(), "/net/")] = widen(flat)
		})
	}
	return all
}

// A host computes networks from their formulas in float64, one number at a time.
type host map[string][]float64

func (h host) forward(n Network, x [][]float64, out int, training bool) [][]float64 {
	switch n := n.(type) {
	case MLP:
		return h.mlp(n, x, out, training)
	case ConvUp:
		return h.up(n, x, training)
	case ConvDown:
		return h.down(n, x, out)
	case ResUp:
		return h.residualUp(n, x, training)
	case ResDown:
		return h.residualDown(n, x, out)
	case Spectral:
		return h.normalised().forward(n.Network, x, out, training)
	}
	panic(fmt.Sprintf("no reference for %v", n))
}

func (h host) mlp(m MLP, x [][]float64, out int, training bool) [][]float64 {
	if m.Centred {
		x = each(x, func(t float64) float64 { return 2*t - 1 })
	}
	plain := x
	for _, w := range m.Frequencies {
		sin := each(plain, func(t float64) float64 { return math.Sin(w * t) })
		cos := each(plain, func(t float64) float64 { return math.Cos(w * t) })
		joined := make([][]float64, len(x))
		for r := range x {
			joined[r] = slices.Concat(x[r], sin[r], cos[r])
		}
		x = joined
	}
	for i, units := range m.Hidden {
		layer := fmt.Sprintf("hidden_%d/", i)
		p := max(m.Maxout, 1)
		t := h.norm(m.Norm, layer, h.product(layer, x, units*p), units*p, training)
		if m.Maxout == 0 {
			x = each(t, phis[m.Activation])
			continue
		}
		x = make([][]float64, len(t))
		for r := range t {
			for u := range units {
				largest := math.Inf(-1)
				for k := range p {
					largest = max(largest, t[r][k*units+u])
				}
				x[r] = append(x[r], largest)
			}
		}
	}
	return each(h.norm(NoNorm, "output/", h.product("output/", x, out), out, training), ends[m.Output])
}

var phis = map[Activation]func(float64) float64{
	ReLU:      func(t float64) float64 { return max(0, t) },
	LeakyReLU: func(t float64) float64 { return max(0, t) + 0.2*min(0, t) },
	TanH:      math.Tanh,
	SiLU:      func(t float64) float64 { return t / (1 + math.Exp(-t)) },
}

var ends = map[Output]func(float64) float64{
	LinearOutput:  func(t float64) float64 { return t },
	SigmoidOutput: sigmoid,
	TanHOutput:    math.Tanh,
}

func each(x [][]float64, f func(float64) float64) [][]float64 {
	y := make([][]float64, len(x))
	for r := range x {
		for _, t := range x[r] {
			y[r] = append(y[r], f(t))
		}
	}
	return y
}

func (h host) product(layer string, x [][]float64, units int) [][]float64 {
	w := h[layer+"weights"]
	y := make([][]float64, len(x))
	for r := range x {
		y[r] = make([]float64, units)
		for i, xi := range x[r] {
			for u := range units {
				y[r][u] += xi * w[i*units+u]
			}
		}
	}
	return y
}

// norm standardises rows in which number i belongs to unit i mod units.
func (h host) norm(n Norm, layer string, t [][]float64, units int, training bool) [][]float64 {
	y := make([][]float64, len(t))
	for r := range t {
		for i, v := range t[r] {
			u := i % units
			if n == NoNorm {
				y[r] = append(y[r], v+h[layer+"biases"][u])
				continue
			}
			var mean, variance float64
			switch {
			case n == LayerNorm:
				mean, variance = hostMoments(t[r:r+1], func(int) bool { return true })
			case training:
				mean, variance = hostMoments(t, func(j int) bool { return j%units == u })
			default:
				mean, variance = h[layer+"mean"][u], h[layer+"variance"][u]
			}
			y[r] = append(y[r], h[layer+"scale"][u]*(v-mean)/math.Sqrt(variance+1e-5)+h[layer+"offset"][u])
		}
	}
	return y
}

func hostMoments(t [][]float64, of func(i int) bool) (mean, variance float64) {
	var all []float64
	for _, row := range t {
		for i, v := range row {
			if of(i) {
				all = append(all, v)
			}
		}
	}
	mean = average(all, func(v float64) float64 { return v })
	return mean, average(all, func(v float64) float64 { return (v - mean) * (v - mean) })
}

// convolve returns the 3 × 3 convolution of an image shaped [height, width, channels], with zeros
// outside, at every stride-th pixel.
func (h host) convolve(layer string, x []float64, height, width, channels, filters, stride int) []float64 {
	w, y := h[layer+"weights"], []float64(nil)
	for o := 0; o < height; o += stride {
		for p := 0; p < width; p += stride {
			for f := range filters {
				sum := 0.0
				for k := range 3 {
					for l := range 3 {
						i, j := o+k-1, p+l-1
						if i < 0 || i >= height || j < 0 || j >= width {
							continue
						}
						for c := range channels {
							sum += x[(i*width+j)*channels+c] * w[((k*3+l)*channels+c)*filters+f]
						}
					}
				}
				y = append(y, sum)
			}
		}
	}
	return y
}

func (h host) up(n ConvUp, z [][]float64, training bool) [][]float64 {
	for i, units := range n.Hidden {
		layer := fmt.Sprintf("connected_%d/", i)
		z = each(h.norm(n.Norm, layer, h.product(layer, z, units), units, training), phis[n.Activation])
	}
	height, width, channels := n.Height>>len(n.Filters), n.Width>>len(n.Filters), n.Filters[0]
	x := h.product("hidden_0/", z, height*width*channels)
	x = each(h.norm(n.Norm, "hidden_0/", x, channels, training), phis[n.Activation])
	for i := range n.Filters {
		layer, filters, norm, phi := fmt.Sprintf("hidden_%d/", i+1), n.Channels, n.Norm, phis[n.Activation]
		if i+1 < len(n.Filters) {
			filters = n.Filters[i+1]
		} else {
			layer, norm, phi = "output/", NoNorm, ends[n.Output]
		}
		t := make([][]float64, len(x))
		for r := range x {
			var twice []float64
			for o := range 2 * height {
				for p := range 2 * width {
					at := (o/2*width + p/2) * channels
					twice = append(twice, x[r][at:at+channels]...)
				}
			}
			t[r] = h.convolve(layer, twice, 2*height, 2*width, channels, filters, 1)
		}
		height, width, channels = 2*height, 2*width, filters
		x = each(h.norm(norm, layer, t, channels, training), phi)
	}
	return x
}

// pixels returns the images of a row as one: for each pixel, the channels of all images.
func pixels(row []float64, count, channels int) (t []float64) {
	for i := range count {
		for image := range slices.Chunk(row, count*channels) {
			t = append(t, image[i*channels:(i+1)*channels]...)
		}
	}
	return t
}

func (h host) down(n ConvDown, x [][]float64, out int) [][]float64 {
	size := n.Height * n.Width * n.Channels
	if n.Centred {
		x = each(x, func(t float64) float64 { return 2*t - 1 })
	}
	last := make([][]float64, len(x))
	for r, row := range x {
		height, width, channels := n.Height, n.Width, len(row)/size*n.Channels
		t := pixels(row, n.Height*n.Width, n.Channels)
		for i, filters := range n.Filters {
			layer := fmt.Sprintf("hidden_%d/", i)
			t = h.convolve(layer, t, height, width, channels, filters, 2)
			for j := range t {
				t[j] += h[layer+"biases"][j%filters]
				t[j] = phis[n.Activation](t[j])
			}
			height, width, channels = height/2, width/2, filters
		}
		last[r] = t
	}
	for i, units := range n.Hidden {
		layer := fmt.Sprintf("connected_%d/", i)
		last = each(h.norm(NoNorm, layer, h.product(layer, last, units), units, false), phis[n.Activation])
	}
	return h.norm(NoNorm, "output/", h.product("output/", last, out), out, false)
}

// kinds are small networks of each kind, with the widths of their inputs and outputs.
var kinds = []struct {
	network Network
	in, out int
}{
	{MLP{}, 3, 2},
	{MLP{Hidden: []int{4, 3}}, 2, 1},
	{MLP{Hidden: []int{4, 3}, Activation: LeakyReLU, Output: SigmoidOutput}, 2, 2},
	{MLP{Hidden: []int{4}, Activation: TanH, Output: TanHOutput, Centred: true}, 2, 2},
	{MLP{Hidden: []int{4, 3}, Activation: SiLU}, 2, 1},
	{MLP{Hidden: []int{3, 2}, Maxout: 3}, 2, 1},
	{MLP{Hidden: []int{4, 3}, Activation: SiLU, Frequencies: []float64{1.5, 3}}, 2, 1},
	{MLP{Hidden: []int{4, 3}, Activation: SiLU, Norm: BatchNorm}, 2, 1},
	{MLP{Hidden: []int{4, 3}, Activation: SiLU, Norm: LayerNorm}, 2, 1},
	{MLP{Hidden: []int{4, 3}, Maxout: 2, Norm: BatchNorm}, 2, 1},
	{ConvUp{Height: 4, Width: 8, Channels: 2, Filters: []int{3, 2}, Output: SigmoidOutput}, 2, 64},
	{ConvUp{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Activation: SiLU, Norm: BatchNorm}, 2, 16},
	{ConvUp{Height: 4, Width: 4, Channels: 1, Filters: []int{2, 2}, Activation: TanH, Norm: LayerNorm, Output: TanHOutput}, 2, 16},
	{ConvUp{Height: 4, Width: 4, Channels: 1, Hidden: []int{3, 2}, Filters: []int{2}, Activation: SiLU, Norm: BatchNorm}, 2, 16},
	{ConvDown{Height: 4, Width: 8, Channels: 2, Filters: []int{2, 3}, Activation: LeakyReLU}, 64, 1},
	{ConvDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Hidden: []int{3, 2}, Activation: SiLU}, 16, 1},
	{ConvDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Activation: SiLU, Centred: true}, 16, 1},
	{ConvDown{Height: 4, Width: 2, Channels: 2, Filters: []int{2}, Activation: SiLU}, 2 * 16, 1}, // two images in a row
	{ConvDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2, 2}, Activation: SiLU}, 16, 1},
	{ResUp{Height: 4, Width: 8, Channels: 2, Filters: []int{3, 2}, Activation: LeakyReLU, Output: SigmoidOutput}, 2, 64},
	{ResUp{Height: 4, Width: 4, Channels: 1, Hidden: []int{3}, Filters: []int{2}, Activation: SiLU, Norm: BatchNorm}, 2, 16},
	{ResDown{Height: 4, Width: 8, Channels: 2, Filters: []int{2, 3}, Activation: LeakyReLU, Centred: true}, 64, 1},
	{ResDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Hidden: []int{3}, Activation: SiLU}, 16, 1},
	{ResDown{Height: 2, Width: 4, Channels: 2, Filters: []int{3}, Activation: SiLU}, 2 * 16, 1}, // two images in a row
	{Spectral{MLP{Hidden: []int{4}, Activation: SiLU}}, 3, 1},
	{Spectral{ConvDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}, Hidden: []int{3}, Activation: SiLU}}, 16, 1},
}

// testRows returns n rows of numbers from −1 to 1, as one slice and as rows.
func testRows(n, width int) (flat []float32, rows [][]float64) {
	rng := seed.Rand(uint64(n), uint64(width))
	for range n {
		row := make([]float32, width)
		for i := range row {
			row[i] = 2*rng.Float32() - 1
		}
		flat, rows = append(flat, row...), append(rows, widen(row))
	}
	return flat, rows
}

func TestNetworksAreTheirFormulas(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		b := newBench(t, k.network, k.in, k.out)
		flat, rows := testRows(5, k.in)
		h := b.values()
		outs := b.call(flat, k.in, false, func(x *Node) []*Node { // one program for both modes
			inUse := b.network.Apply(b.scope(), x, b.out)
			b.store.SetTraining(x.Graph(), true)
			return []*Node{inUse, b.network.Apply(b.scope(), x, b.out)}
		})
		for mode, training := range []bool{false, true} {
			want := h.forward(k.network, rows, k.out, training)
			outs[mode].Shape().AssertDims(len(rows), k.out)
			for r, row := range outs[mode].Value().([][]float32) {
				for i, y := range row {
					near(t, fmt.Sprintf("%v, training %v: row %d, output %d", k.network, training, r, i), float64(y), want[r][i], 2e-5)
				}
			}
		}
	}
}

// The gradients with respect to all weights are compared with central differences of the formulas
// in float64. The functions are Σ yᵢ·cᵢ and, for networks with one output like D, the penalty
// ½·mean‖∇ₓ Σ y‖².
func TestNetworksHaveTwoDerivatives(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		b := newBench(t, k.network, k.in, k.out)
		const n = 3
		flat, rows := testRows(n, k.in)
		_, c := testRows(n, k.out)

		value := func(h host) float64 {
			sum := 0.0
			for r, row := range h.forward(k.network, rows, k.out, true) {
				for i, y := range row {
					sum += y * c[r][i]
				}
			}
			return sum
		}
		total := func(h host) float64 {
			sum := 0.0
			for _, row := range h.forward(k.network, rows, k.out, true) {
				for _, y := range row {
					sum += y
				}
			}
			return sum
		}
		penalty := func(h host) float64 {
			sum := 0.0
			for r := range rows {
				for i := range rows[r] {
					d := slopeBy(1e-4, rows[r], i, func() float64 { return total(h) })
					sum += d * d
				}
			}
			return sum / (2 * n)
		}

		var paths []string
		out := b.call(flat, k.in, true, func(x *Node) []*Node {
			g := x.Graph()
			y := b.network.Apply(b.scope(), x, b.out)
			var weights []*Node
			for v := range b.scope().IterVariables() {
				if v.Trainable {
					paths, weights = append(paths, strings.TrimPrefix(v.Path(), "/net/")), append(weights, v.NodeValue(g))
				}
			}
			flatC := make([]float32, 0, n*k.out)
			for _, row := range c {
				for _, v := range row {
					flatC = append(flatC, float32(v))
				}
			}
			first := Gradient(ReduceAllSum(Mul(y, Const(g, tensors.FromFlatDataAndDimensions(flatC, n, k.out)))), weights...)
			if k.out > 1 {
				return first
			}
			slopes := Gradient(ReduceAllSum(y), x)[0]
			second := Gradient(DivScalar(ReduceAllSum(Square(slopes)), 2*n), weights...)
			return append(first, second...)
		})
		h := b.values()
		for i, path := range paths {
			// The penalty needs differences of differences, which are slow on the host. So only
			// some elements of each variable are compared.
			compare := func(what string, got *tensors.Tensor, f func(host) float64, atMost int, h1, tolerance float64) {
				tensors.MustConstFlatData(got, func(flat []float32) {
					for j := 0; j < len(flat); j += 1 + len(flat)/atMost {
						near(t, fmt.Sprintf("%v: %s in %s[%d]", k.network, what, path, j), float64(flat[j]),
							slopeBy(h1, h[path], j, func() float64 { return f(h) }), tolerance)
					}
				})
			}
			compare("gradient", out[i], value, 100, 1e-5, 2e-4)
			if k.out == 1 {
				compare("gradient of the penalty", out[len(paths)+i], penalty, 8, 1e-4, 2e-3)
			}
		}
	}
}

// slopeBy returns the central difference quotient of f with respect to xs[i], with steps of ±h.
func slopeBy(h float64, xs []float64, i int, f func() float64) float64 {
	x := xs[i]
	xs[i] = x + h
	up := f()
	xs[i] = x - h
	down := f()
	xs[i] = x
	return (up - down) / (2 * h)
}

func TestParametersByHand(t *testing.T) {
	goodfellowG := MLP{Hidden: []int{1200, 1200}, Output: SigmoidOutput}
	goodfellowD := MLP{Hidden: []int{240, 240}, Maxout: 5, InputDropout: 0.2, Dropout: 0.5}
	for _, c := range []struct {
		network Network
		in, out int
		want    int
		line    string
	}{
		{MLP{}, 3, 2, 3*2 + 2, "MLP without hidden layers"},
		{MLP{Hidden: []int{64, 64}, Activation: LeakyReLU}, 2, 1, 2*64 + 64 + 64*64 + 64 + 64 + 1, "MLP 64·64 LeakyReLU"},
		{MLP{Hidden: []int{5}, Norm: BatchNorm, Centred: true}, 3, 2, 3*5 + 5 + 5 + 5*2 + 2, "MLP 5 ReLU, BatchNorm, input 2x − 1"},
		{MLP{Hidden: []int{5}, Frequencies: []float64{1.5, 3}}, 2, 1, 10*5 + 5 + 5 + 1, "MLP 5 ReLU, waves 1.5 3"},
		{goodfellowG, 100, 784, 100*1200 + 1200 + 1200*1200 + 1200 + 1200*784 + 784, "MLP 1200·1200 ReLU, SigmoidOutput"},
		{goodfellowD, 784, 1, 784*1200 + 1200 + 240*1200 + 1200 + 240 + 1, "MLP 240·240 Maxout(5), dropout 0.5, input dropout 0.2"},
		{ConvUp{Height: 28, Width: 28, Channels: 1, Filters: []int{64, 32}, Norm: BatchNorm, Output: SigmoidOutput}, 10, 784,
			10*7*7*64 + 64 + 64 + 9*64*32 + 32 + 32 + 9*32 + 1, "ConvUp 64·32 ReLU to 28×28×1, BatchNorm, SigmoidOutput"},
		{ConvDown{Height: 28, Width: 28, Channels: 1, Filters: []int{32, 64}, Activation: LeakyReLU, Centred: true}, 784, 1,
			9*32 + 32 + 9*32*64 + 64 + 7*7*64 + 1, "ConvDown 32·64 LeakyReLU of 28×28×1, input 2x − 1"},
		{ConvUp{Height: 28, Width: 28, Channels: 1, Hidden: []int{20, 30}, Filters: []int{64}}, 10, 784,
			10*20 + 20 + 20*30 + 30 + 30*14*14*64 + 64 + 9*64 + 1, "ConvUp 20·30, 64 ReLU to 28×28×1"},
		{ConvDown{Height: 28, Width: 28, Channels: 1, Filters: []int{32}, Hidden: []int{20, 30}}, 784, 1,
			9*32 + 32 + 14*14*32*20 + 20 + 20*30 + 30 + 30 + 1, "ConvDown 32, 20·30 ReLU of 28×28×1"},
		{ResUp{Height: 28, Width: 28, Channels: 3, Hidden: []int{20}, Filters: []int{48, 24}, Output: SigmoidOutput}, 10, 28 * 28 * 3,
			10*20 + 20 + (20+1)*7*7*48 + (9*48+1)*48 + (48+1+48)*24 + 9*24*3 + 3, "ResUp 20, 48·24 ReLU to 28×28×3, SigmoidOutput"},
		{ResDown{Height: 28, Width: 28, Channels: 3, Filters: []int{24, 48}, Hidden: []int{20}, Activation: LeakyReLU}, 28 * 28 * 3, 1,
			(9*3+1)*24 + (9*24+1)*48 + (48+1+24)*48 + (7*7*48+1)*20 + 20 + 1, "ResDown 24·48, 20 LeakyReLU of 28×28×3"},
	} {
		b := newBench(t, c.network, c.in, c.out)
		if got := parameters(b.scope()); got != c.want {
			t.Errorf("%v has %d parameters, want %d", c.network, got, c.want)
		}
		if c.network.String() != c.line {
			t.Errorf("String %q, want %q", c.network, c.line)
		}
	}
}

// The running averages are the mean of the first 100 batches. Then each batch has weight 1/100.
func TestBatchNormRunningAverages(t *testing.T) {
	t.Parallel()
	b := newBench(t, MLP{Hidden: []int{2}, Norm: BatchNorm}, 3, 1)
	set := func(name string, values ...float32) {
		setValues(t, b.scope().At("hidden_0").GetVariable(name), values)
	}
	var means, variances [2][]float64
	batch := func(seed int) []float32 {
		flat, rows := testRows(5+seed, 3)
		h := b.values()
		for u := range 2 {
			mean, variance := hostMoments(h.product("hidden_0/", rows, 2), func(i int) bool { return i == u })
			means[u], variances[u] = append(means[u], mean), append(variances[u], variance)
		}
		return flat
	}
	self := func(v float64) float64 { return v }

	set("batches", 0)
	set("mean", 7, 7) // the values before the first batch must not count
	set("variance", 7, 7)
	for i := range 3 {
		b.forward(batch(i), 3, true)
	}
	h := b.values()
	for u := range 2 {
		near(t, "running mean of three", h["hidden_0/mean"][u], average(means[u], self), 1e-5)
		near(t, "running variance of three", h["hidden_0/variance"][u], average(variances[u], self), 1e-5)
	}
	if h["hidden_0/batches"][0] != 3 {
		t.Errorf("%v batches counted, want 3", h["hidden_0/batches"])
	}

	set("batches", 500)
	b.forward(batch(3), 3, true)
	after := b.values()
	for u := range 2 {
		near(t, "running mean, late", after["hidden_0/mean"][u], 0.99*h["hidden_0/mean"][u]+0.01*means[u][3], 1e-6)
		near(t, "running variance, late", after["hidden_0/variance"][u], 0.99*h["hidden_0/variance"][u]+0.01*variances[u][3], 1e-6)
	}

	b.forward(batch(4), 3, false)
	if again := b.values(); !slices.Equal(again["hidden_0/mean"], after["hidden_0/mean"]) || again["hidden_0/batches"][0] != 501 {
		t.Error("using a network moved its running averages")
	}
}

func TestDropoutKeepsTheMean(t *testing.T) {
	t.Parallel()
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	const n, rate = 100_000, 0.3
	for _, training := range []bool{false, true} {
		store := model.NewStore()
		if err := store.SetRNGStateFromSeed(int64(seed.Shifted(4))); err != nil {
			t.Fatal(err)
		}
		exec := model.MustNewExec(backend, store, func(scope *model.Scope, x *Node) *Node {
			store.SetTraining(x.Graph(), training)
			return dropout(scope, x, rate)
		})
		zeros, sum := 0, 0.0
		for _, y := range exec.MustCall(tensors.FromFlatDataAndDimensions(slices.Repeat([]float32{2}, n), n))[0].Value().([]float32) {
			switch {
			case y == 0:
				zeros++
			case training:
				near(t, "what stays", float64(y), 2/(1-rate), 1e-6)
			default:
				near(t, "in use", float64(y), 2, 0)
			}
			sum += float64(y)
		}
		if training {
			drawn(t, "share dropped", float64(zeros)/n, rate, math.Sqrt(rate*(1-rate)/n))
			drawn(t, "mean", sum/n, 2, 2*math.Sqrt(rate/(1-rate)/n))
		} else if zeros != 0 {
			t.Errorf("%d dropped in use", zeros)
		}
	}

	// A whole network: with the same weights, dropout changes the outputs in training. In use, the
	// outputs follow the formula without dropout.
	b := newBench(t, MLP{Hidden: []int{20}, Dropout: 0.5, InputDropout: 0.2}, 4, 1)
	flat, rows := testRows(6, 4)
	want := b.values().forward(b.network, rows, 1, false)
	differ := 0
	train := b.forward(flat, 4, true)
	for r, row := range b.forward(flat, 4, false) {
		near(t, "MLP with dropout, in use", float64(row[0]), want[r][0], 1e-5)
		if math.Abs(float64(train[r][0]-row[0])) > 1e-3 {
			differ++
		}
	}
	if differ < 3 {
		t.Errorf("dropout changed %d of 6 outputs in training", differ)
	}
}

// Equal pieces share the gradient. In the second unit all three pieces are 0.
func TestMaxoutSharesTies(t *testing.T) {
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	out := MustNewExec(backend, func(x *Node) []*Node {
		y := maxout(x, 3)
		return []*Node{y, Gradient(ReduceAllSum(y), x)[0]}
	}).MustCall([][]float64{{1, 0, 1, 0, -1, 0}}) // the pieces are (1, 0), (1, 0) and (−1, 0)
	y, slopes := out[0].Value().([][]float64)[0], out[1].Value().([][]float64)[0]
	for i, want := range []float64{1, 0} {
		near(t, "maxout", y[i], want, 1e-15)
	}
	for i, want := range []float64{0.5, 1. / 3, 0.5, 1. / 3, 0, 1. / 3} {
		near(t, "its slope", slopes[i], want, 1e-15)
	}
}

func TestNetworksNameEachBadField(t *testing.T) {
	for _, c := range []struct {
		network Network
		says    []string
	}{
		{MLP{Hidden: []int{3, 0}, Activation: 9, Output: -1, Norm: 5, Maxout: 1, Dropout: 1, InputDropout: math.NaN()},
			[]string{"N.Hidden = [3 0]", "N.Activation = Activation(9); one of [ReLU LeakyReLU TanH SiLU]",
				"N.Output = Output(-1); one of [LinearOutput SigmoidOutput TanHOutput]", "N.Norm = Norm(5); one of [NoNorm BatchNorm LayerNorm]",
				"N.Maxout = 1", "N.Activation = Activation(9) with Maxout", "N.Dropout = 1", "N.InputDropout = NaN"}},
		{MLP{Hidden: []int{3}, Frequencies: []float64{1, 0}}, []string{"N.Frequencies = [1 0]; each above 0 and finite"}},
		{MLP{Hidden: []int{3}, Maxout: -2, Dropout: -0.1}, []string{"N.Maxout = -2", "N.Dropout = -0.1"}},
		{ConvUp{Height: 30, Width: 0, Channels: 0, Filters: []int{8, 8}, Activation: 9, Norm: 9, Output: 9},
			[]string{"N.Height = 30; above 0 and a multiple of 2^2", "N.Width = 0", "N.Channels = 0", "Activation(9)", "Norm(9)", "Output(9)"}},
		{ConvDown{Height: -4, Width: 28, Channels: 1, Activation: 9}, []string{"N.Height = -4", "N.Filters = []", "Activation(9)"}},
		{ConvDown{Height: 28, Width: 28, Channels: 1, Filters: []int{0}}, []string{"N.Filters = [0]"}},
		{ConvUp{Height: 28, Width: 28, Channels: 1, Filters: []int{8}, Hidden: []int{0}}, []string{"N.Hidden = [0]"}},
		{ConvDown{Height: 28, Width: 28, Channels: 1, Filters: []int{8}, Hidden: []int{3, -1}}, []string{"N.Hidden = [3 -1]"}},
		{Func{}, []string{`N.Name = ""`, "N.Build = nil"}},
	} {
		var said []string
		validatePart("N", "", c.network, func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) })
		if len(said) != len(c.says) {
			t.Errorf("%v: %q, want %d complaints", c.network, said, len(c.says))
			continue
		}
		for i, part := range c.says {
			if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, part) }) {
				t.Errorf("%v: complaint %d of %q does not say %q", c.network, i, said, part)
			}
		}
	}
	for _, k := range kinds {
		validatePart("N", "", k.network, func(format string, args ...any) { t.Errorf("%v: "+format, append([]any{k.network}, args...)...) })
	}
}

// bars is a data set of size × size images with pixels in [0, 1]. Each image has one bright row or
// column. All bars are equally likely.
type bars struct{ size int }

func (b bars) Name() string              { return "bars" }
func (b bars) Dim() int                  { return b.size * b.size }
func (b bars) Tables() []*tensors.Tensor { return nil }
func (b bars) at(i, row, column int) bool {
	return i < b.size && row == i || i >= b.size && column == i-b.size
}

func (b bars) Draw(scope *model.Scope, g *Graph, _ []*Node, n int) *Node {
	images := make([][]float32, 2*b.size)
	for i := range images {
		for p := range b.Dim() {
			pixel := float32(0)
			if b.at(i, p/b.size, p%b.size) {
				pixel = 1
			}
			images[i] = append(images[i], pixel)
		}
	}
	which := scope.Store().RandomIntN(g, int32(len(images)), shapes.Make(dtypes.Int32, n))
	return Gather(Const(g, images), ExpandAxes(which, -1))
}

// A convolutional pair must learn to draw bars: at least a tenth of its images must be close to one.
// Of random images, none is.
func TestConvolutionsTrain(t *testing.T) {
	t.Parallel()
	cfg := Defaults()
	cfg.Standardise = false
	cfg.Generator = ConvUp{Height: 4, Width: 4, Channels: 1, Filters: []int{32, 16}, Norm: BatchNorm, Output: SigmoidOutput}
	cfg.Discriminator = ConvDown{Height: 4, Width: 4, Channels: 1, Filters: []int{16, 32}, Activation: LeakyReLU, Centred: true}
	fast := Adam{LearningRate: 2e-3, Beta2: 0.999}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = fast, fast
	cfg.Batch, cfg.Steps, cfg.Seed = 32, 300, 1
	data := bars{4}
	run := train1(t, cfg, data)

	good := func(x []float32) bool {
		for i := range 2 * data.size {
			far := 0.0
			for p, v := range x {
				want := 0.0
				if data.at(i, p/data.size, p%data.size) {
					want = 1
				}
				far += math.Abs(float64(v)-want) / float64(len(x))
			}
			if far < 0.1 {
				return true
			}
		}
		return false
	}
	count := func(xs [][]float32) (n int) {
		for _, x := range xs {
			if good(x) {
				n++
			}
		}
		return n
	}
	if real := count(run.Real(100)); real != 100 {
		t.Fatalf("%d of 100 bars look like one", real)
	}
	fakes := count(run.Sample(1000))
	t.Logf("%d of 1000 samples are a bar", fakes)
	atLeast(t, "of 1000 samples, those that are a bar (of noise, none)", float64(fakes), 100)
	if batches := run.loop.store.GetVariable("/generator/hidden_0/batches").MustValue().Value().(float32); batches != 600 {
		t.Errorf("batch norm saw %v batches in 300 steps, want 600: one for D and one for G", batches)
	}
}

func TestNetworksThatDoNotFit(t *testing.T) {
	ring := dataset.Ring(8, 1, 0.05)
	wrong := func(x func(*Node) *Node) Func {
		return Func{"mine", func(_ *model.Scope, z *Node) *Node { return x(z) }}
	}
	for _, c := range []struct {
		what   string
		change func(*Config)
		says   []string
	}{
		{"size", func(c *Config) { c.Generator = ConvUp{Height: 2, Width: 2, Channels: 1, Filters: []int{4}} },
			[]string{"ConvUp 4 ReLU to 2×2×1", "rows of 4", "have 2"}},
		{"rows", func(c *Config) { c.Discriminator = ConvDown{Height: 2, Width: 2, Channels: 1, Filters: []int{4}} },
			[]string{"ConvDown 4 ReLU of 2×2×1", "rows of 4", "have 2"}},
		{"shape", func(c *Config) { c.Generator = wrong(func(z *Node) *Node { return z }) },
			[]string{"Func mine", "[32, 4]", "[32, 2]"}},
		{"nil", func(c *Config) { c.Discriminator = wrong(func(*Node) *Node { return nil }) },
			[]string{"Func mine", "nil", "[32, 1]"}},
		{"second derivative", func(c *Config) { // GoMLX's convolution has only a first derivative
			c.R1, c.Discriminator = 1, Func{"convolved", func(scope *model.Scope, x *Node) *Node {
				kernel := scope.VariableWithShape("kernel", shapes.Make(dtypes.Float32, 2, 1, 1)).NodeValue(x.Graph())
				return ReduceSum(Square(Convolve(ExpandAxes(x, -1), kernel).PadSame().Done()), 1)
			}}
		}, []string{"the discriminator's loss and penalty", "Func convolved", "second derivative"}},
	} {
		cfg := small()
		c.change(&cfg)
		run, err := Train(context.Background(), cfg, ring)
		if err == nil || run != nil {
			t.Errorf("%s: run %v, error %v; want no run and an error", c.what, run, err)
			continue
		}
		says(t, c.what, err, c.says)
	}
}

// A Func with the layers of an MLP gives the same bits as that MLP, whichever way it enters scopes.
func TestFuncIsItsFunction(t *testing.T) {
	t.Parallel()
	twin := MLP{Hidden: []int{16}, Activation: LeakyReLU}
	cfg := smallOnGo()
	cfg.Generator = twin
	a := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	cfg.Generator = Func{"twin", func(scope *model.Scope, x *Node) *Node {
		hidden := activations[LeakyReLU].apply(addBias(scope.In("hidden_0"), Dot(x, weightMatrix(scope.Shared("hidden_0"), x, 16, 2)).MatMul()))
		return dense(scope.In("output"), hidden, 2)
	}}
	sameBits(t, "as a function", a, train1(t, cfg, dataset.Ring(8, 1, 0.05)))
}
