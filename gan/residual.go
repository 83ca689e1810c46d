package gan

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// A ResUp turns rows into images with residual blocks (He et al. 2016, arXiv 1512.03385). With
// n = len(Filters):
//
//	for each of Hidden:  z ← φ(norm(z·W)), fully connected
//	first:    h ← z·W + b, an image of Height/2ⁿ × Width/2ⁿ with Filters[0] channels
//	for each other entry of Filters, a block that doubles height and width, to Filters[i] channels
//	last:     Output(R∗(φ(h)) + b), which doubles once more, to Channels channels
//
// A block that changes the size of the image by bilinear resampling R is
//
//	h ← R(h·S) + V·φ(norm(R∗(h))) + c,
//
// where S and V mix the channels of a pixel (1 × 1 convolutions) and R∗ is R and a 3 × 3 convolution
// in one: of the resampled image if that is larger, else of the image before. V starts at 0, so that
// at first each block is linear, and a deep network starts as a shallow one (Zhang et al. 2019, arXiv
// 1901.09321). Between R∗ and V there are max(channels before, channels after) channels. The last
// doubling is no block, since the largest image would make it the most expensive one.
//
// Rows are those of [ConvUp]. The generator of R3GAN (Huang et al. 2024, arXiv 2501.05441) is of this
// kind, with more layers and no norm.
type ResUp struct {
	Height, Width, Channels int        // of the image; height and width are multiples of 2ⁿ
	Hidden                  []int      // the number of units of each fully connected layer; may be empty
	Filters                 []int      // the channels of each image before the last, from the smallest on
	Activation              Activation // φ
	Norm                    Norm       // the normalisation in each block and each fully connected layer
	Output                  Output     // the function after the last block
}

// A ResDown judges images with residual blocks. It mirrors [ResUp]: first h ← φ(R∗(h) + b), to
// Filters[0] channels, halves height and width. Each further entry of Filters adds a block with the
// same formula, without norm. The block also halves the image. Fully connected layers and the last
// layer follow as in [ConvDown], which takes the same rows.
//
// A ResDown can be differentiated twice, as gradient penalties on D need.
type ResDown struct {
	Height, Width, Channels int        // of the image; height and width are multiples of 2ⁿ, n = len(Filters)
	Filters                 []int      // the channels of each image after the first, from the largest on
	Hidden                  []int      // the number of units of each fully connected layer; may be empty
	Activation              Activation // φ
	Centred                 bool       // whether the input is first mapped from [0, 1] to [−1, 1]: x ↦ 2x − 1
}

// plain returns the network of the same fields without residual blocks.
func (r ResUp) plain() ConvUp     { return ConvUp(r) }
func (r ResDown) plain() ConvDown { return ConvDown(r) }

// String describes the network in one line, such as "ResUp 64·32 LeakyReLU to 28×28×1".
func (r ResUp) String() string { return "Res" + r.plain().String()[len("Conv"):] }

// String describes the network in one line, such as "ResDown 32·64 LeakyReLU of 28×28×1".
func (r ResDown) String() string { return "Res" + r.plain().String()[len("Conv"):] }

// Validate returns an error that lists the fields of ResUp that are out of range.
func (r ResUp) Validate() error { return r.plain().Validate() }

// Validate returns an error that lists the fields of ResDown that are out of range.
func (r ResDown) Validate() error { return r.plain().Validate() }

// size includes the intermediate results and the constant matrices of [residual]. It begins with that
// of the network without blocks, whose layers have as many filters.
func (r ResUp) size(in, out float64) size {
	s := r.plain().size(in, out)
	for i, filters := range r.Filters[1:] {
		s.block(r.Filters[i], filters, (r.Height>>len(r.Filters))<<(i+1), (r.Width>>len(r.Filters))<<(i+1))
	}
	return s
}

// size includes the intermediate results and the constant matrices of [residual]; see that of
// [ResUp].
func (r ResDown) size(in, out float64) size {
	s := r.plain().size(in, out)
	for i, filters := range r.Filters[1:] {
		s.block(r.Filters[i], filters, r.Height>>(i+2), r.Width>>(i+2))
	}
	return s
}

// block adds the weights and outputs that a residual block has beyond its convolution. The convolution
// is from channels to filters, with a result of height × width.
func (s *size) block(channels, filters, height, width int) {
	from, to, pixels := float64(channels), float64(filters), float64(height)*float64(width)
	inner := max(from, to)
	s.layer(9*from*(inner-to)+(from+inner+1)*to, pixels*(inner+2*to))
}

// Apply builds the network. It panics if out is not Height·Width·Channels.
func (r ResUp) Apply(scope *model.Scope, z *Node, out int) *Node {
	batch, n := z.Shape().Dim(0), len(r.Filters)
	if out != r.Height*r.Width*r.Channels {
		panic(fmt.Sprintf("%v makes rows of %d; the data's have %d", r, r.Height*r.Width*r.Channels, out))
	}
	z = connected(scope, z, MLP{Hidden: r.Hidden, Activation: r.Activation, Norm: r.Norm})
	h, w := r.Height>>n, r.Width>>n
	x := Reshape(dense(scope.At("first"), z, h*w*r.Filters[0]), batch, h, w, r.Filters[0])
	for i, filters := range r.Filters[1:] {
		x = residual(scope.At("block_%d", i+1), x, filters, doubling, r.Activation, r.Norm)
	}
	last := scope.At("output")
	x = addBias(last, resample(last, activations[r.Activation].apply(x), r.Channels, doubling, 1))
	return outputs[r.Output].apply(Reshape(x, batch, out))
}

// Apply builds the network. It panics if the width of x is not a multiple of Height·Width·Channels.
func (r ResDown) Apply(scope *model.Scope, x *Node, out int) *Node {
	if r.Centred {
		x = centre(x)
	}
	h := images(r, x, r.Height, r.Width, r.Channels)
	phi, first := activations[r.Activation], scope.At("first")
	h = phi.apply(addBias(first, resample(first, h, r.Filters[0], halving, phi.gain)))
	for i, filters := range r.Filters[1:] {
		h = residual(scope.At("block_%d", i+1), h, filters, halving, r.Activation, NoNorm)
	}
	return r.plain().judge(scope, h, out)
}

// residual builds a block, from [batch, height, width, channels] to [batch, out height, out width, filters].
func residual(scope *model.Scope, x *Node, filters int, by func(n int) resampling,
	activation Activation, norm Norm) *Node {
	phi, inner := activations[activation], scope.At("inner")
	h := resample(inner, x, max(x.Shape().Dim(3), filters), by, phi.gain)
	h = phi.apply(norms[norm].apply(inner, h))
	h = addBias(scope, mix(scope, h, filters, zeros))
	return Add(skip(scope.At("skip"), x, filters, by), h)
}

// resample returns R∗(x), from [batch, height, width, channels] to [batch, out height, out width, filters].
func resample(scope *model.Scope, x *Node, filters int, by func(n int) resampling, gain float64) *Node {
	return convolve(scope, x, func(in int) *Node { return by(in).kernelLines(x.Graph()) }, filters, gain)
}

// skip returns R(x·S). S and R act on different axes, so their order does not matter. The product that
// makes the image smaller comes first.
func skip(scope *model.Scope, x *Node, filters int, by func(n int) resampling) *Node {
	channels := x.Shape().Dim(3)
	s := normal(1 / float64(channels))
	if height := x.Shape().Dim(1); by(height).out < height {
		return mix(scope, resampleImage(x, by), filters, s)
	}
	return resampleImage(mix(scope, x, filters, s), by)
}

// mix multiplies the channels of each pixel by a matrix, from [batch, height, width, channels] to [batch,
// height, width, filters].
func mix(scope *model.Scope, x *Node, filters int, initial initializer) *Node {
	w := inScope(scope, "weights", initial, x.Shape().Dim(3), filters).NodeValue(x.Graph())
	return Einsum("bhwc,cf->bhwf", x, w)
}
