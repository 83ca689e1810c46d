package gan

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// An hostImage is an image in float64, shaped [height, width, channels].
type hostImage struct {
	height, width, channels int
	at                      []float64
}

// twice is bilinear interpolation at twice the resolution, from the positions of the pixels: pixel o of the
// result has its centre at (o + ½)/2 − ½ in the coordinates of the image.
func (x hostImage) twice() hostImage {
	y := hostImage{2 * x.height, 2 * x.width, x.channels, nil}
	for o := range y.height {
		for p := range y.width {
			for c := range x.channels {
				y.at = append(y.at, x.between((float64(o)+0.5)/2-0.5, (float64(p)+0.5)/2-0.5, c))
			}
		}
	}
	return y
}

// between interpolates a channel at a position. Beyond the edge it is as at the edge.
func (x hostImage) between(line, column float64, channel int) float64 {
	sum := 0.0
	for _, i := range []float64{math.Floor(line), math.Floor(line) + 1} {
		for _, j := range []float64{math.Floor(column), math.Floor(column) + 1} {
			weight := (1 - math.Abs(line-i)) * (1 - math.Abs(column-j))
			sum += weight * x.pixel(int(i), int(j), channel)
		}
	}
	return sum
}

func (x hostImage) pixel(line, column, channel int) float64 {
	line, column = min(max(line, 0), x.height-1), min(max(column, 0), x.width-1)
	return x.at[(line*x.width+column)*x.channels+channel]
}

// half averages with the weights ⅛, ⅜, ⅜, ⅛ in each direction.
func (x hostImage) half() hostImage {
	weights := []float64{0.125, 0.375, 0.375, 0.125}
	y := hostImage{x.height / 2, x.width / 2, x.channels, nil}
	for o := range y.height {
		for p := range y.width {
			for c := range x.channels {
				sum := 0.0
				for k, u := range weights {
					for l, v := range weights {
						sum += u * v * x.pixel(2*o+k-1, 2*p+l-1, c)
					}
				}
				y.at = append(y.at, sum)
			}
		}
	}
	return y
}

// mixed multiplies the channels of each pixel by a matrix.
func (x hostImage) mixed(w []float64) hostImage {
	filters := len(w) / x.channels
	y := hostImage{x.height, x.width, filters, nil}
	for pixel := range slices.Chunk(x.at, x.channels) {
		for f := range filters {
			sum := 0.0
			for c, v := range pixel {
				sum += v * w[c*filters+f]
			}
			y.at = append(y.at, sum)
		}
	}
	return y
}

// residual computes a block of a batch of images, step by step: first the resampling and then the convolution, or
// the other way round, where the network does both at once.
func (h host) residual(block string, xs []hostImage, up bool, activation Activation, norm Norm, training bool) []hostImage {
	skips, inner := make([]hostImage, len(xs)), make([]hostImage, len(xs))
	sums := make([][]float64, len(xs))
	units := 0
	for r, x := range xs {
		if up {
			x = x.twice()
		}
		weights := h[block+"inner/weights"]
		units = len(weights) / 9 / x.channels
		y := hostImage{x.height, x.width, units, h.convolve(block+"inner/", x.at, x.height, x.width, x.channels, units, 1)}
		if !up {
			x, y = x.half(), y.half()
		}
		skips[r], inner[r], sums[r] = x.mixed(h[block+"skip/weights"]), y, y.at
	}
	sums = each(h.norm(norm, block+"inner/", sums, units, training), phis[activation])
	for r := range inner {
		inner[r].at = sums[r]
		for i, v := range inner[r].mixed(h[block+"weights"]).at {
			skips[r].at[i] += v + h[block+"biases"][i%skips[r].channels]
		}
	}
	return skips
}

func (h host) residualUp(n ResUp, z [][]float64, training bool) [][]float64 {
	for i, units := range n.Hidden {
		layer := fmt.Sprintf("connected_%d/", i)
		z = each(h.norm(n.Norm, layer, h.product(layer, z, units), units, training), phis[n.Activation])
	}
	height, width := n.Height>>len(n.Filters), n.Width>>len(n.Filters)
	units := height * width * n.Filters[0]
	images := make([]hostImage, len(z))
	for r, row := range h.norm(NoNorm, "first/", h.product("first/", z, units), units, training) {
		images[r] = hostImage{height, width, n.Filters[0], row}
	}
	for i := range n.Filters[1:] {
		images = h.residual(fmt.Sprintf("block_%d/", i+1), images, true, n.Activation, n.Norm, training)
	}
	rows := make([][]float64, len(z))
	for r := range rows {
		image := hostImage{images[r].height, images[r].width, images[r].channels, each([][]float64{images[r].at}, phis[n.Activation])[0]}
		large := image.twice()
		rows[r] = h.convolve("output/", large.at, large.height, large.width, large.channels, n.Channels, 1)
	}
	rows = h.norm(NoNorm, "output/", rows, n.Channels, training)
	return each(rows, ends[n.Output])
}

func (h host) residualDown(n ResDown, x [][]float64, out int) [][]float64 {
	if n.Centred {
		x = each(x, func(t float64) float64 { return 2*t - 1 })
	}
	images, rows := make([]hostImage, len(x)), make([][]float64, len(x))
	for r, row := range x {
		t := pixels(row, n.Height*n.Width, n.Channels)
		t = h.convolve("first/", t, n.Height, n.Width, len(t)/n.Height/n.Width, n.Filters[0], 1)
		rows[r] = hostImage{n.Height, n.Width, n.Filters[0], t}.half().at
	}
	for r, row := range each(h.norm(NoNorm, "first/", rows, n.Filters[0], false), phis[n.Activation]) {
		images[r] = hostImage{n.Height / 2, n.Width / 2, n.Filters[0], row}
	}
	for i := range n.Filters[1:] {
		images = h.residual(fmt.Sprintf("block_%d/", i+1), images, false, n.Activation, NoNorm, false)
	}
	for r := range rows {
		rows[r] = images[r].at
	}
	for i, units := range n.Hidden {
		layer := fmt.Sprintf("connected_%d/", i)
		rows = each(h.norm(NoNorm, layer, h.product(layer, rows, units), units, false), phis[n.Activation])
	}
	return h.norm(NoNorm, "output/", h.product("output/", rows, out), out, false)
}

// Doubling keeps constants and, inside, straight lines. Halving keeps constants.
func TestBilinearKeepsConstantsAndLines(t *testing.T) {
	for _, n := range []int{1, 2, 7} {
		up, down := doubling(n), halving(2*n)
		for o := range 2 * n {
			sum, place := 0.0, 0.0
			for i := range n {
				sum += float64(up.weight(i, o))
				place += float64(up.weight(i, o)) * float64(i)
			}
			near(t, fmt.Sprintf("doubling %d: sum of the weights of line %d", n, o), sum, 1, 0)
			if o > 0 && o < 2*n-1 {
				near(t, fmt.Sprintf("doubling %d: place of line %d", n, o), place, (float64(o)+0.5)/2-0.5, 0)
			}
		}
		for o := range n {
			sum := 0.0
			for i := range 2 * n {
				sum += float64(down.weight(i, o))
			}
			near(t, fmt.Sprintf("halving %d: sum of the weights of line %d", 2*n, o), sum, 1, 0)
		}
	}
}

// As it starts, a block is linear, apart from a constant: f(x) + f(y) = f(x + y) + f(0).
func TestResidualBlocksStartLinear(t *testing.T) {
	t.Parallel()
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	for name, by := range map[string]func(int) resampling{"doubling": doubling, "halving": halving} {
		const in = 4 * 4 * 2
		x, _ := testRows(4, in)
		for i := range in { // the third image is the sum of the first two, and the fourth 0
			x[2*in+i], x[3*in+i] = x[i]+x[in+i], 0
		}
		exec := model.MustNewExec(backend, model.NewStore(), func(scope *model.Scope, x *Node) *Node {
			return Reshape(residual(scope.At("block"), x, 3, by, ReLU, NoNorm), 4, -1)
		})
		y := exec.MustCall(tensors.FromFlatDataAndDimensions(x, 4, 4, 4, 2))[0].Value().([][]float32)
		var all []float64
		for i := range y[0] {
			near(t, fmt.Sprintf("%s, output %d", name, i), float64(y[0][i]+y[1][i]), float64(y[2][i]+y[3][i]), 1e-5)
			all = append(all, math.Abs(float64(y[0][i]-y[3][i])))
		}
		atLeast(t, name+": the largest output", slices.Max(all), 1e-3) // not all are 0
	}
}

func TestResidualNetworksRefuseOtherRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		network Network
		in, out int
		word    string
	}{
		{ResUp{Height: 4, Width: 4, Channels: 1, Filters: []int{2}}, 3, 15, "ResUp 2 ReLU to 4×4×1 makes rows of 16; the data's have 15"},
		{ResDown{Height: 4, Width: 4, Channels: 1, Filters: []int{2}}, 15, 1, "ResDown 2 ReLU of 4×4×1 takes rows of 16, or of a multiple; these have 15"},
	} {
		data := dataset.Rows("rows", [][]float32{make([]float32, 15)})
		cfg := Defaults()
		cfg.Steps, cfg.Standardise = 1, false
		if c.out == 1 {
			cfg.Discriminator = c.network
		} else {
			cfg.Generator = c.network
		}
		if _, err := Train(t.Context(), cfg, data); err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("error %v, want one that says %q", err, c.word)
		}
	}
	cfg := Defaults()
	cfg.Generator = ResUp{Height: 6, Width: 4, Channels: 1, Filters: []int{2, 2}}
	cfg.Discriminator = ResDown{Height: 4, Width: 4, Channels: 1}
	err := cfg.Validate()
	for _, word := range []string{"Generator.Height = 6", "Discriminator.Filters = []"} {
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("error %v, want one that says %q", err, word)
		}
	}
}
