package gan

import (
	"fmt"
	"math"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/device"
	seeds "ganbook/theory/seed"
)

// An Augmented is a D that sees images only after random changes T, data and fakes alike
// (DiffAugment: Zhao et al. 2020, arXiv 2006.10738):
//
//	l(x) = Network(T(x)),   with a new T for each image and each pass
//
// With few images, D memorises them. Each change makes a different image, so D sees the same image
// less often.
//
// The law of T is the same for data and fakes, so Pg = Pdata remains a solution. It is the only one
// if the law of T(x) determines that of x. T can be differentiated, so G learns through it. A penalty
// is on the slope of l. In use (Logits) nothing is changed.
//
// Pixels are from 0 to 1. T applies the parts that are switched on, in this order:
//
//	Colour   x ← x + b;  x ← a + s·(x − a) with a the mean of the pixel's channels;
//	         x ← m + c·(x − m) with m the mean of the image.
//	         b ~ U(−¼, ¼), s ~ U(0, 2), c ~ U(½, 3⁄2)
//	Shift    a shift by whole pixels, each way, uniform from −Shift·side to Shift·side; outside is 0
//	Cutout   a rectangle of 0 with sides Cutout·height and Cutout·width, whose middle lies anywhere in
//	         the image
//
// Rows are those of [ConvDown]. If a row holds several images (packing), each gets its own change.
type Augmented struct {
	Network                 Network // judges the changed images; not one that is Augmented
	Height, Width, Channels int     // of the image
	Colour                  bool
	Shift, Cutout           float64 // shares of the sides, from 0 (none) to 1; the paper has ⅛ and ½
}

// String describes the network and the changes in one line, such as "ConvDown 4 ReLU of 8×8×3,
// augmented: colour, shift 0.125, cutout 0.5".
func (a Augmented) String() string {
	var parts []string
	if a.Colour {
		parts = append(parts, "colour")
	}
	if a.Shift != 0 {
		parts = append(parts, fmt.Sprintf("shift %v", a.Shift))
	}
	if a.Cutout != 0 {
		parts = append(parts, fmt.Sprintf("cutout %v", a.Cutout))
	}
	return fmt.Sprintf("%v, augmented: %s", a.Network, strings.Join(parts, ", "))
}

// Validate returns an error that lists the fields of Augmented that are out of range.
func (a Augmented) Validate() error { return faults(a.validate) }

func (a Augmented) validate(bad func(string, ...any)) {
	if _, twice := a.Network.(Augmented); twice {
		bad("Network = %v; a network that is not Augmented", a.Network)
		return
	}
	validatePart("Network", "a network such as ConvDown", a.Network, bad)
	if a.Height < 1 || a.Width < 1 || a.Channels < 1 {
		bad("Height, Width, Channels = %d, %d, %d; each 1 or more", a.Height, a.Width, a.Channels)
	}
	for _, share := range []struct {
		field string
		value float64
	}{{"Shift", a.Shift}, {"Cutout", a.Cutout}} {
		if !(0 <= share.value && share.value <= 1) {
			bad("%s = %v; from 0 to 1", share.field, share.value)
		}
	}
	if !a.Colour && a.Shift == 0 && a.Cutout == 0 {
		bad("Colour, Shift, Cutout are all off; one or more, or the network without Augmented")
	}
}

func (a Augmented) inner() Network { return a.Network }

func (a Augmented) size(in, out float64) size { return sizeOf(a.Network, in, out) }

// Apply builds the network. It panics if the width of x is not a multiple of Height·Width·Channels.
func (a Augmented) Apply(scope *model.Scope, x *Node, out int) *Node {
	if scope.IsTraining(x.Graph()) {
		x = a.change(scope, x)
	}
	return a.Network.Apply(scope, x, out)
}

// Change returns T(x) for each image x, with the T's that a seed gives: images as D sees them in a
// training. The images are rows of Height·Width·Channels numbers. Errors: a field of a is out of
// range, there is no image, or one has another length; those of opening the backend, as in [Train].
func (a Augmented) Change(images [][]float32, seed uint64) (changed [][]float32, err error) {
	if err := a.Validate(); err != nil {
		return nil, fmt.Errorf("gan: Augmented: %w", err)
	}
	if len(images) == 0 {
		return nil, fmt.Errorf("gan: Change by %v: no image", a)
	}
	size := a.Height * a.Width * a.Channels
	for i, image := range images {
		if len(image) != size {
			return nil, fmt.Errorf("gan: Change by %v: image %d has %d numbers, want %d", a, i, len(image), size)
		}
	}
	if err := seeds.Check(); err != nil {
		return nil, fmt.Errorf("gan: %w", err)
	}
	backend, err := device.Open("")
	if err != nil {
		return nil, err
	}
	store := model.NewStore()
	if err := startRandom(store, seed); err != nil {
		return nil, err
	}
	rows := []shapes.Shape{shapes.Make(dtypes.Float32, len(images), size)}
	program, err := compile(backend, "change", store, rows, func(scope *model.Scope, _ *Graph, inputs []*Node) []*Node {
		return []*Node{a.change(scope, inputs[0])}
	})
	if err != nil {
		return nil, err
	}
	err = device.Catch(func() { changed = call(program, store, images) })
	return changed, err
}

// change returns T(x).
func (a Augmented) change(scope *model.Scope, x *Node) *Node {
	row := x.Shape().Dim(1)
	if size := a.Height * a.Width * a.Channels; row%size != 0 {
		panic(fmt.Sprintf("%v takes rows of %d, or of a multiple; these have %d", a, size, row))
	}
	images := Reshape(x, -1, a.Height, a.Width, a.Channels)
	if a.Colour {
		images = recolour(scope, images)
	}
	if a.Shift > 0 {
		images = shift(scope, images, a.Shift)
	}
	if a.Cutout > 0 {
		images = cutout(scope, images, a.Cutout)
	}
	return Reshape(images, -1, row)
}

// recolour changes brightness, saturation and contrast.
func recolour(scope *model.Scope, x *Node) *Node {
	between := func(low, high float64) *Node {
		return AddScalar(MulScalar(perImage(scope, x), high-low), low)
	}
	around := func(mean, factor *Node) *Node { return Add(mean, Mul(factor, Sub(x, mean))) }
	x = Add(x, between(-0.25, 0.25))
	x = around(ReduceAndKeep(x, ReduceMean, 3), between(0, 2))
	return around(ReduceAndKeep(x, ReduceMean, 1, 2, 3), between(0.5, 1.5))
}

// shift moves each image by a whole number of pixels down and across. With δ the number of pixels,
// line o of the result is line o − δ of the image, or 0 if there is none. This is a product with a
// matrix of zeros and ones.
func shift(scope *model.Scope, x *Node, share float64) *Node {
	lines := func(axis int) *Node {
		n := x.Shape().Dim(axis)
		most := math.Floor(share*float64(n) + 1e-9) // 1/49·49 is below 1
		delta := integer(perImage(scope, x), -most, most)
		square := shapes.Make(dtypes.Float32, x.Shape().Dim(0), n, n)
		from, to := Iota(x.Graph(), square, 1), Iota(x.Graph(), square, 2)
		moved := Add(from, Reshape(delta, -1, 1, 1))
		return ConvertDType(Equal(moved, to), dtypes.Float32)
	}
	x = Einsum("bhwc,bho->bowc", x, lines(1))
	return Einsum("bowc,bwp->bopc", x, lines(2))
}

// cutout sets the pixels of a rectangle to 0. It has k = share·n lines, rounded, of the n lines of an
// image. The first of them is line −⌊k/2⌋ to n − ⌈k/2⌉, so that the middle of the rectangle lies
// anywhere in the image.
func cutout(scope *model.Scope, x *Node, share float64) *Node {
	inside := func(axis int) *Node {
		n := x.Shape().Dim(axis)
		k := math.Round(share * float64(n))
		dims := []int{x.Shape().Dim(0), 1, 1, 1}
		dims[axis] = n
		line := Iota(x.Graph(), shapes.Make(dtypes.Float32, dims...), axis)
		first := integer(perImage(scope, x), -math.Floor(k/2), float64(n)-math.Ceil(k/2))
		in := LogicalAnd(GreaterOrEqual(line, first), LessThan(line, AddScalar(first, k)))
		return BroadcastToDims(in, x.Shape().Dimensions...)
	}
	return Where(LogicalAnd(inside(1), inside(2)), ZerosLike(x), x)
}

// perImage draws a number from U(0, 1) for each image of x, shaped [batch, 1, 1, 1].
func perImage(scope *model.Scope, x *Node) *Node {
	return scope.RandomUniform(x.Graph(), shapes.Make(dtypes.Float32, x.Shape().Dim(0), 1, 1, 1))
}

// integer returns a whole number from low to high, all equally likely for u ~ U(0, 1).
func integer(u *Node, low, high float64) *Node {
	count := high - low + 1
	return AddScalar(MinScalar(Floor(MulScalar(u, count)), count-1), low) // u·count may be rounded up to count
}
