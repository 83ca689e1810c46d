package gan

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// A ConvUp turns rows into images. It is a generator like that of DCGAN (Radford et al. 2016, arXiv
// 1511.06434), but with upsampling and convolution in place of transposed convolutions, which make
// checkerboard patterns (Odena et al. 2016, doi 10.23915/distill.00003). With n = len(Filters):
//
//	for each of Hidden:  z ← φ(norm(z·W)), fully connected
//	first:    h ← φ(norm(z·W)), an image of Height/2ⁿ × Width/2ⁿ with Filters[0] channels
//	n times:  double the height and width by repeating each pixel; then a 3 × 3 convolution to
//	          Filters[i] channels, norm and φ. The last convolution is to Channels channels,
//	          plus a bias, followed by Output
//
// Input rows are shaped [batch, in] and output rows [batch, Height·Width·Channels]. A row holds the
// image line by line, with the channels of a pixel together. Weights start as in [MLP]; the fan-in
// of a convolution is 9 times the number of its input channels.
type ConvUp struct {
	Height, Width, Channels int        // of the image; height and width are multiples of 2ⁿ
	Hidden                  []int      // the number of units of each fully connected layer; may be empty
	Filters                 []int      // the channels of each hidden layer, from the smallest image on
	Activation              Activation // φ
	Norm                    Norm       // the normalisation of each hidden layer
	Output                  Output     // the function after the last layer
}

// A ConvDown judges images. It mirrors [ConvUp]. For each entry of Filters it applies
//
//	h ← φ(conv(h) + b),
//
// where conv is a 3 × 3 convolution with stride 2, which halves height and width. Fully connected layers
// h ← φ(h·W + b) follow, one for each entry of Hidden, and the last layer h·W + b. Rows are shaped
// [batch, Height·Width·Channels], as ConvUp makes them. If a row holds m images one after the other (packing), it is read as one image of
// m·Channels channels. So a smaller size that divides the row is no error.
//
// A ConvDown can be differentiated twice, as gradient penalties on D need.
type ConvDown struct {
	Height, Width, Channels int        // of the image; height and width are multiples of 2ⁿ, n = len(Filters)
	Filters                 []int      // the channels of each hidden layer, from the largest image on
	Hidden                  []int      // the number of units of each fully connected layer; may be empty
	Activation              Activation // φ
	Centred                 bool       // whether the input is first mapped from [0, 1] to [−1, 1]: x ↦ 2x − 1
}

// String describes the network in one line, such as "ConvUp 64·32 ReLU to 28×28×1, BatchNorm".
func (c ConvUp) String() string {
	s := "ConvUp "
	if len(c.Hidden) > 0 {
		s += joined(c.Hidden) + ", "
	}
	s += fmt.Sprintf("%s %v to %d×%d×%d", joined(c.Filters), c.Activation, c.Height, c.Width, c.Channels)
	if c.Norm != NoNorm {
		s += fmt.Sprintf(", %v", c.Norm)
	}
	if c.Output != LinearOutput {
		s += fmt.Sprintf(", %v", c.Output)
	}
	return s
}

// String describes the network in one line, such as "ConvDown 32·64 LeakyReLU of 28×28×1".
func (c ConvDown) String() string {
	s := "ConvDown " + joined(c.Filters)
	if len(c.Hidden) > 0 {
		s += ", " + joined(c.Hidden)
	}
	s += fmt.Sprintf(" %v of %d×%d×%d", c.Activation, c.Height, c.Width, c.Channels)
	if c.Centred {
		s += ", input 2x − 1"
	}
	return s
}

// Validate returns an error that lists the fields of ConvUp that are out of range.
func (c ConvUp) Validate() error { return faults(c.validate) }

func (c ConvUp) validate(bad func(string, ...any)) {
	validateImage(c.Height, c.Width, c.Channels, c.Filters, bad)
	validateHidden(c.Hidden, bad)
	validateChoice("Activation", c.Activation, activations, bad)
	validateChoice("Norm", c.Norm, norms, bad)
	validateChoice("Output", c.Output, outputs, bad)
}

// Validate returns an error that lists the fields of ConvDown that are out of range.
func (c ConvDown) Validate() error { return faults(c.validate) }

func (c ConvDown) validate(bad func(string, ...any)) {
	validateImage(c.Height, c.Width, c.Channels, c.Filters, bad)
	validateHidden(c.Hidden, bad)
	validateChoice("Activation", c.Activation, activations, bad)
}

func validateImage(height, width, channels int, filters []int, bad func(string, ...any)) {
	if len(filters) == 0 || slices.ContainsFunc(filters, func(f int) bool { return f < 1 }) {
		bad("Filters = %v; one number or more, each 1 or more", filters)
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

// size includes the intermediate results and the constant matrices of [convUp] in each layer.
func (c ConvUp) size(in, _ float64) (s size) {
	n := len(c.Filters)
	h, w, channels := float64(c.Height>>n), float64(c.Width>>n), float64(c.Filters[0])
	s = MLP{Hidden: c.Hidden}.size(in, h*w*channels)
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

// size includes the intermediate results and the constant matrices of [convDown] in each layer.
func (c ConvDown) size(in, out float64) (s size) {
	h, w := float64(c.Height), float64(c.Width)
	channels := in / (h * w)
	for _, filters := range c.Filters {
		filters := float64(filters)
		s.layer((9*channels+1)*filters+1.5*(h*h+w*w), h*w/4*(9*channels+filters))
		h, w, channels = h/2, w/2, filters
	}
	return s.then(MLP{Hidden: c.Hidden}.size(h*w*channels, out))
}

// Apply builds the network. It panics if out is not Height·Width·Channels.
func (c ConvUp) Apply(scope *model.Scope, z *Node, out int) *Node {
	batch, n := z.Shape().Dim(0), len(c.Filters)
	if out != c.Height*c.Width*c.Channels {
		panic(fmt.Sprintf("%v makes rows of %d; the data's have %d", c, c.Height*c.Width*c.Channels, out))
	}
	phi, norm := activations[c.Activation], norms[c.Norm].apply
	z = connected(scope, z, MLP{Hidden: c.Hidden, Activation: c.Activation, Norm: c.Norm})

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

// Apply builds the network. It panics if the width of x is not a multiple of Height·Width·Channels.
func (c ConvDown) Apply(scope *model.Scope, x *Node, out int) *Node {
	phi := activations[c.Activation]
	if c.Centred {
		x = centre(x)
	}
	h := images(c, x, c.Height, c.Width, c.Channels)
	for i, filters := range c.Filters {
		layer := scope.At("hidden_%d", i)
		h = phi.apply(addBias(layer, convDown(layer, h, filters, phi.gain)))
	}
	return c.judge(scope, h, out)
}

// judge builds the fully connected layers and the last one, from images to [batch, out].
func (c ConvDown) judge(scope *model.Scope, h *Node, out int) *Node {
	h = Reshape(h, h.Shape().Dim(0), -1)
	h = connected(scope, h, MLP{Hidden: c.Hidden, Activation: c.Activation})
	return dense(scope.At("output"), h, out)
}

// connected builds the hidden layers of an MLP beside the images of a network.
func connected(scope *model.Scope, x *Node, of MLP) *Node {
	for i, units := range of.Hidden {
		x = of.hidden(scope.At("connected_%d", i), x, units)
	}
	return x
}

// images reshapes the flat rows of a network to [batch, height, width, channels], where channels are those of all
// images of a row.
func images(of Network, x *Node, height, width, channels int) *Node {
	batch, row := x.Shape().Dim(0), x.Shape().Dim(1)
	size := height * width * channels
	m := row / size
	if m < 1 || row%size != 0 {
		panic(fmt.Sprintf("%v takes rows of %d, or of a multiple; these have %d", of, size, row))
	}
	x = TransposeAllAxes(Reshape(x, batch, m, height, width, channels), 0, 2, 3, 1, 4)
	return Reshape(x, batch, height, width, m*channels)
}

// convDown is a 3 × 3 convolution of x with stride 2, from [batch, height, width, channels] to
// [batch, height/2, width/2, filters]:
//
//	y[o, p] = Σ_k Σ_l x[2o + k − 1, 2p + l − 1]·W[k, l],  x = 0 outside
func convDown(scope *model.Scope, x *Node, filters int, gain float64) *Node {
	at := func(o, k int) int { return 2*o + k - 1 }
	lines := func(in int) *Node { return selector(x.Graph(), in, in/2, at) }
	return convolve(scope, x, lines, filters, gain)
}

// convUp is a 3 × 3 convolution of x after each pixel is repeated twice down and twice across, from
// [batch, h, w, channels] to [batch, 2h, 2w, filters]:
//
//	y[o, p] = Σ_k Σ_l x[⌊(o + k − 1)/2⌋, ⌊(p + l − 1)/2⌋]·W[k, l],  x = 0 outside
func convUp(scope *model.Scope, x *Node, filters int, gain float64) *Node {
	at := func(o, k int) int { return (o+k+1)/2 - 1 } // ⌊(o + k − 1)/2⌋, also for −1
	lines := func(in int) *Node { return selector(x.Graph(), in, 2*in, at) }
	return convolve(scope, x, lines, filters, gain)
}

// convolve is a 3 × 3 convolution together with a change of the image's size, from [batch, height,
// width, channels] to [batch, out height, out width, filters]:
//
//	y[o, p] = Σ_k Σ_l (Σ_i Σ_j L[i, k, o]·L[j, l, p]·x[i, j])·W[k, l]
//
// The function lines returns L, shaped [in, 3, out], for each of the two sides of the image, by its
// length in. Such a matrix says what line k of the kernel meets for line o of the result. If the
// image becomes larger, the product with W comes first, on the small image: after doubling, this is a
// quarter of the work.
//
// It is made of matrix products and does not use GoMLX's convolution, for two reasons that were
// measured in November 2026 with GoMLX 0.28.1. GoMLX's has no second derivative: a D with R1 ends with
// "gradient of Convolve with input dilation not defined". And in a loop on XLA's CPU backend it is
// slow: a step with a D of 28×28 images, 32·64 filters and a batch of 64 took 265 ms of CPU time, and
// 36 ms with convDown.
func convolve(scope *model.Scope, x *Node, lines func(in int) *Node, filters int, gain float64) *Node {
	height, width, channels := x.Shape().Dim(1), x.Shape().Dim(2), x.Shape().Dim(3)
	down, across := lines(height), lines(width)
	w := weight(scope, x.Graph(), gain, 9*channels, 3, 3, channels, filters)
	if down.Shape().Dim(2) > height {
		x = Einsum("bhwc,klcf->bhwklf", x, w)
		x = Einsum("bhwklf,hko->bwlfo", x, down)
		return Einsum("bwlfo,wlp->bopf", x, across)
	}
	x = Einsum("bhwc,hko->bokwc", x, down)
	x = Einsum("bokwc,wlp->bopklc", x, across)
	return Einsum("bopklc,klcf->bopf", x, w)
}

// selector returns a constant shaped [in, 3, out]. It is 1 at [i, k, o] if line o of the result
// multiplies line i = at(o, k) of the input by line k of the kernel. Otherwise it is 0.
func selector(g *Graph, in, out int, at func(o, k int) int) *Node {
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
