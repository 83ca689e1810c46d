package gan

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// A ConvUp makes images out of rows: a generator in the manner of DCGAN (Radford et
// al. 2016, arXiv 1511.06434), with its transposed convolutions replaced by
// upsampling and convolution, which leave no checkerboard (Odena et al. 2016,
// doi 10.23915/distill.00003). With n = len(Filters):
//
//	h ← φ(norm(z·W)), an image of Height/2ⁿ × Width/2ⁿ with Filters[0] channels
//	n times: twice the height and width, each pixel repeated, then a 3 × 3
//	convolution to Filters[i] channels, norm and φ; at the last to Channels, plus a
//	bias, and Output
//
// Rows stay flat: [batch, in] to [batch, Height·Width·Channels], row by row of
// pixels, a pixel's channels together. Weights start as in [MLP], with a fan-in of 9
// times the channels below.
type ConvUp struct {
	Height, Width, Channels int        // of the image; height and width multiples of 2ⁿ
	Filters                 []int      // channels of each hidden layer, from the smallest image on
	Activation              Activation // φ
	Norm                    Norm       // of each hidden layer
	Output                  Output     // after the last layer
}

// A ConvDown judges images: the mirror of [ConvUp]. For each of Filters
//
//	h ← φ(conv(h) + b), a 3 × 3 convolution with stride 2, which halves height and
//	width
//
// and a last layer h·W + b over all that is left. Rows come in flat, shaped
// [batch, Height·Width·Channels], as ConvUp makes them. Rows of m images one after
// the other (packing) are read as one image of m·Channels channels.
//
// It can be differentiated twice, as a gradient penalty on D needs.
type ConvDown struct {
	Height, Width, Channels int        // of the image; height and width multiples of 2ⁿ, n = len(Filters)
	Filters                 []int      // channels of each hidden layer, from the largest image on
	Activation              Activation // φ
	Centred                 bool       // whether the input is first moved from [0, 1] to [−1, 1]: x ↦ 2x − 1
}

// String is the network in one line, such as "ConvUp 64·32 ReLU to 28×28×1, BatchNorm".
func (c ConvUp) String() string {
	s := fmt.Sprintf("ConvUp %s %v to %d×%d×%d", joined(c.Filters), c.Activation, c.Height, c.Width, c.Channels)
	if c.Norm != NoNorm {
		s += fmt.Sprintf(", %v", c.Norm)
	}
	if c.Output != LinearOutput {
		s += fmt.Sprintf(", %v", c.Output)
	}
	return s
}

// String is the network in one line, such as "ConvDown 32·64 LeakyReLU of 28×28×1".
func (c ConvDown) String() string {
	s := fmt.Sprintf("ConvDown %s %v of %d×%d×%d", joined(c.Filters), c.Activation, c.Height, c.Width, c.Channels)
	if c.Centred {
		s += ", input 2x − 1"
	}
	return s
}

// Validate reports what ConvUp cannot run with.
func (c ConvUp) Validate() error { return faults(c.validate) }

func (c ConvUp) validate(bad func(string, ...any)) {
	validateImage(c.Height, c.Width, c.Channels, c.Filters, bad)
	validateChoice("Activation", c.Activation, activations, bad)
	validateChoice("Norm", c.Norm, norms, bad)
	validateChoice("Output", c.Output, outputs, bad)
}

// Validate reports what ConvDown cannot run with.
func (c ConvDown) Validate() error { return faults(c.validate) }

func (c ConvDown) validate(bad func(string, ...any)) {
	validateImage(c.Height, c.Width, c.Channels, c.Filters, bad)
	validateChoice("Activation", c.Activation, activations, bad)
}

func validateImage(height, width, channels int, filters []int, bad func(string, ...any)) {
	if len(filters) == 0 || slices.ContainsFunc(filters, func(f int) bool { return f < 1 }) {
		bad("Filters = %v; one layer or more, each of 1 or more", filters)
	}
	for _, side := range []struct {
		field  string
		pixels int
	}{{"Height", height}, {"Width", width}} {
		if side.pixels < 1 || side.pixels>>len(filters)<<len(filters) != side.pixels {
			bad("%s = %d; above 0 and a multiple of 2^%d, since each of Filters halves it", side.field, side.pixels, len(filters))
		}
	}
	if channels < 1 {
		bad("Channels = %d; 1 or more", channels)
	}
}

// size counts with a layer what [convUp] makes on the way, and its matrices.
func (c ConvUp) size(in, _ float64) (s size) {
	n := len(c.Filters)
	h, w, channels := float64(c.Height>>n), float64(c.Width>>n), float64(c.Filters[0])
	s.layer((in+1)*h*w*channels, h*w*channels)
	for i := range n {
		filters := float64(c.Channels)
		if i+1 < n {
			filters = float64(c.Filters[i+1])
		}
		s.layer((9*channels+1)*filters+6*(h*h+w*w), (9+4)*h*w*filters)
		h, w, channels = 2*h, 2*w, filters
	}
	return s
}

// size counts with a layer what [convDown] makes on the way, and its matrices.
func (c ConvDown) size(in, out float64) (s size) {
	h, w := float64(c.Height), float64(c.Width)
	channels := in / (h * w)
	for _, filters := range c.Filters {
		filters := float64(filters)
		s.layer((9*channels+1)*filters+1.5*(h*h+w*w), h*w/4*(9*channels+filters))
		h, w, channels = h/2, w/2, filters
	}
	s.layer((h*w*channels+1)*out, out)
	return s
}

// Apply builds the network.
func (c ConvUp) Apply(scope *model.Scope, z *Node, out int) *Node {
	batch, n := z.Shape().Dim(0), len(c.Filters)
	if out != c.Height*c.Width*c.Channels {
		panic(fmt.Sprintf("%v makes rows of %d; the data's have %d", c, c.Height*c.Width*c.Channels, out))
	}
	phi, norm := activations[c.Activation], norms[c.Norm].apply

	h, w := c.Height>>n, c.Width>>n
	first := scope.At("hidden_0")
	x := Dot(z, weightMatrix(first, z, h*w*c.Filters[0], phi.gain)).MatMul()
	x = phi.apply(norm(first, Reshape(x, batch, h, w, c.Filters[0])))
	for i, filters := range c.Filters[1:] {
		layer := scope.At("hidden_%d", i+1)
		x = phi.apply(norm(layer, convUp(layer, x, filters, phi.gain)))
	}
	last := scope.At("output")
	x = addBias(last, convUp(last, x, c.Channels, 1))
	return outputs[c.Output].apply(Reshape(x, batch, out))
}

// Apply builds the network.
func (c ConvDown) Apply(scope *model.Scope, x *Node, out int) *Node {
	phi := activations[c.Activation]
	if c.Centred {
		x = centre(x)
	}
	h := c.images(x)
	for i, filters := range c.Filters {
		layer := scope.At("hidden_%d", i)
		h = phi.apply(addBias(layer, convDown(layer, h, filters, phi.gain)))
	}
	return dense(scope.At("output"), Reshape(h, h.Shape().Dim(0), -1), out)
}

// images shapes flat rows as [batch, height, width, channels].
func (c ConvDown) images(x *Node) *Node {
	batch, width := x.Shape().Dim(0), x.Shape().Dim(1)
	size := c.Height * c.Width * c.Channels
	m := width / size
	if m < 1 || width%size != 0 {
		panic(fmt.Sprintf("%v takes rows of %d, or of a multiple; these have %d", c, size, width))
	}
	x = TransposeAllAxes(Reshape(x, batch, m, c.Height, c.Width, c.Channels), 0, 2, 3, 1, 4)
	return Reshape(x, batch, c.Height, c.Width, m*c.Channels)
}

// convDown is a 3 × 3 convolution with stride 2 of x, from [batch, height, width,
// channels] to [batch, height/2, width/2, filters]:
//
//	y[o, p] = Σ_k Σ_l x[2o + k − 1, 2p + l − 1]·W[k, l],  x = 0 outside
//
// It and [convUp] are products with matrices that say which line meets which, not
// GoMLX's convolution: that has no second derivative, and in a loop on XLA's CPU
// backend it takes more than ten times as long.
func convDown(scope *model.Scope, x *Node, filters int, gain float64) *Node {
	g, height, width, channels := x.Graph(), x.Shape().Dim(1), x.Shape().Dim(2), x.Shape().Dim(3)
	at := func(o, k int) int { return 2*o + k - 1 }
	lines, columns := meet(g, height, height/2, at), meet(g, width, width/2, at)
	x = Einsum("bhwc,hko->bokwc", x, lines)
	x = Einsum("bokwc,wlp->bopklc", x, columns)
	return Einsum("bopklc,klcf->bopf", x, weight(scope, g, gain, 9*channels, 3, 3, channels, filters))
}

// convUp is a 3 × 3 convolution of x with each pixel repeated twice down and across,
// from [batch, h, w, channels] to [batch, 2h, 2w, filters]:
//
//	y[o, p] = Σ_k Σ_l x[⌊(o + k − 1)/2⌋, ⌊(p + l − 1)/2⌋]·W[k, l],  x = 0 outside
//
// The product with W comes first, on the small image: a quarter of the work.
func convUp(scope *model.Scope, x *Node, filters int, gain float64) *Node {
	g, h, w, channels := x.Graph(), x.Shape().Dim(1), x.Shape().Dim(2), x.Shape().Dim(3)
	at := func(o, k int) int { return (o+k+1)/2 - 1 } // rounds down, −1 included
	lines, columns := meet(g, h, 2*h, at), meet(g, w, 2*w, at)
	x = Einsum("bhwc,klcf->bhwklf", x, weight(scope, g, gain, 9*channels, 3, 3, channels, filters))
	x = Einsum("bhwklf,hko->bwlfo", x, lines)
	return Einsum("bwlfo,wlp->bopf", x, columns)
}

// meet is 1 at [i, k, o] where line o of the result takes line i = at(o, k) of the
// input with line k of the kernel, else 0; shaped [in, 3, out].
func meet(g *Graph, in, out int, at func(o, k int) int) *Node {
	flat := make([]float32, in*3*out)
	for k := range 3 {
		for o := range out {
			if i := at(o, k); i >= 0 && i < in {
				flat[(i*3+k)*out+o] = 1
			}
		}
	}
	return Const(g, tensors.FromFlatDataAndDimensions(flat, in, 3, out))
}
