package metric

import (
	"bytes"
	"fmt"
	"math"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"ganbook/gan/device"
)

// blockEntries is the number of distances that the device holds at once: 2²³. With the values
// computed from them, they take about 100 MB.
const blockEntries = 1 << 23

// measure returns for each of xs, shaped [n, dim], its nearest neighbour among the points, shaped
// [m, dim]. It also returns the numbers that the function read computes on the device from
//
//	excess(x, p) = (‖x − p‖² − min_p ‖x − p‖²)/unit² ≥ 0,  shaped [rows, m], float64.
//
// The device processes one block of rows at a time. Each node that read returns must be shaped
// [rows], float64. It becomes a column, shaped [n].
//
// Nearly all the work is one matrix product, since ‖x − p‖² = ‖x‖² + ‖p‖² − 2x·p. This formula
// loses digits if x and p are close, and then the digits matter most. So the device only marks the
// points that may be the nearest, allowing for all rounding. The host then finds the nearest of the
// marked points by x − p in float64.
//
// The rows must have passed [checkRows].
func measure(xs, points [][]float32, read func(excess *Node, unit float64) []*Node) (found []Neighbour, columns [][]float64, err error) {
	backend, err := device.Open("")
	if err != nil {
		return nil, nil, err
	}
	err = device.Catch(func() {
		at := transformFor(xs, points)
		product := productType(backend)
		exec := MustNewExec(backend, func(x, p *Node) []*Node {
			excess, slack := excessAndSlack(x, p, product)
			near := ConvertDType(LessOrEqual(excess, slack), dtypes.Uint8)
			return append([]*Node{near}, read(excess, at.unit)...)
		}).WithName("distances")
		defer exec.Finalize()

		p := at.upload(points, len(points))
		defer p.MustFinalizeAll()

		// All blocks have the same size, because each size is compiled separately.
		blocks := (len(xs)*len(points) + blockEntries - 1) / blockEntries
		blocks = min(max(blocks, 1), len(xs))
		rows := (len(xs) + blocks - 1) / blocks
		for start := 0; start < len(xs); start += rows {
			block := xs[start:min(start+rows, len(xs))]
			near, read := call(exec, at.upload(block, rows), p)
			for i, x := range block {
				found = append(found, nearestOf(x, points, near[i*len(points):(i+1)*len(points)]))
			}
			if columns == nil {
				columns = make([][]float64, len(read))
			}
			for k, column := range read {
				columns[k] = append(columns[k], column[:len(block)]...)
			}
		}
	})
	return found, columns, err
}

// call runs a program on a block and frees the block.
func call(exec *Exec, block, points *tensors.Tensor) (near []byte, columns [][]float64) {
	defer block.MustFinalizeAll()
	out := exec.MustCall(block, points)
	for _, o := range out {
		defer o.MustFinalizeAll()
	}
	if err := out[0].ConstBytes(func(data []byte) { near = bytes.Clone(data) }); err != nil {
		panic(err)
	}
	for _, o := range out[1:] {
		columns = append(columns, o.Value().([]float64))
	}
	return near, columns
}

// nearestOf returns the point nearest to x among those that near marks with 1. If several are
// equally near, it returns the first.
func nearestOf(x []float32, points [][]float32, near []byte) Neighbour {
	best := Neighbour{Distance: math.Inf(1)}
	for k := 0; ; k++ {
		next := bytes.IndexByte(near[k:], 1)
		if next < 0 {
			return best
		}
		k += next
		if d := distance(x, points[k]); d < best.Distance {
			best = Neighbour{k, d}
		}
	}
}

// distance returns ‖x − p‖ with the rounding of float64. It cannot overflow: the squared difference
// of two finite float32 is far inside the range of float64.
func distance(x, p []float32) float64 {
	squared := 0.0
	for j, v := range x {
		d := float64(v) - float64(p[j])
		squared += d * d
	}
	return math.Sqrt(squared)
}

// excessAndSlack builds excess(x, p) of x, shaped [rows, dim], and p, shaped [points, dim], both as
// upload returns them. It also builds slack, shaped [rows, 1]. A point whose excess is larger than
// the slack is not the nearest.
//
// Let u = 2⁻²⁴, a = ‖x‖ and b = max ‖p‖. Rounding x and p to float32 changes ‖x − p‖² by at most
// 2u(a + b)². A product of dim terms in float32, summed in any order, has an error of at most
// dim·u·a·b. So the error of ‖x − p‖² is at most (dim/2 + 2)·u·(a + b)², and the error of a
// difference of two is at most twice that. Terms of order u² are far below the tenth that is added.
// If x and p are far below the unit, products may be rounded to 0. Each such product loses at most
// 2⁻¹²⁶, and so does each such coordinate.
func excessAndSlack(x, p *Node, product dtypes.DType) (excess, slack *Node) {
	dot := DotGeneral(ConvertDType(x, product), []int{1}, nil, ConvertDType(p, product), []int{1}, nil)
	normX, normP := squaredNorm(x), squaredNorm(p)
	squared := Sub(Add(InsertAxes(normX, -1), InsertAxes(normP, 0)), MulScalar(double(dot), 2))
	excess = MaxScalar(Sub(squared, InsertAxes(ReduceMin(squared, 1), -1)), 0)
	reach := Square(Add(Sqrt(normX), Sqrt(ReduceAllMax(normP))))
	dim := float64(x.Shape().Dim(1))
	return excess, InsertAxes(AddScalar(MulScalar(reach, 1.1*(dim+4)*0x1p-24), 16*dim*0x1p-126), -1)
}

// squaredNorm returns ‖x‖² of each row, in float64.
func squaredNorm(x *Node) *Node { return ReduceSum(Square(double(x)), 1) }

func double(x *Node) *Node { return ConvertDType(x, dtypes.Float64) }

// productType returns the type for the matrix product. On a CPU, float32 is exact enough and four
// times as fast as float64. A GPU may round float32 factors to 10 bits (TF32), but it has float64
// units.
func productType(b compute.Backend) dtypes.DType {
	switch device.Name(b) {
	case device.XLA, device.Go:
		return dtypes.Float32
	}
	return dtypes.Float64
}

// centroid returns the mean of the rows.
func centroid(rows [][]float32) []float64 {
	mean := make([]float64, len(rows[0]))
	for _, row := range rows {
		for j, v := range row {
			mean[j] += float64(v)
		}
	}
	for j := range mean {
		mean[j] /= float64(len(rows))
	}
	return mean
}

// A transform maps rows to the coordinates that the device uses. It subtracts the centre. This
// keeps distances as they are and makes norms small, and rounding errors with them. Then it divides
// by unit, a power of two. No coordinate is then outside ±1, so that no square overflows.
type transform struct {
	centre []float64
	unit   float64
}

func transformFor(xs, points [][]float32) transform {
	at := transform{centroid(points), 1}
	largest := 0.0
	for _, rows := range [][][]float32{xs, points} {
		for _, row := range rows {
			for j, v := range row {
				largest = max(largest, math.Abs(float64(v)-at.centre[j]))
			}
		}
	}
	if largest > 0 {
		_, exponent := math.Frexp(largest)
		at.unit = math.Ldexp(1, exponent)
	}
	return at
}

// upload transforms rows and puts them on the device. It adds rows of zeros until there are size
// rows.
func (at transform) upload(rows [][]float32, size int) *tensors.Tensor {
	dim := len(at.centre)
	flat := make([]float32, size*dim)
	for i, row := range rows {
		into := flat[i*dim : (i+1)*dim]
		for j, v := range row {
			into[j] = float32((float64(v) - at.centre[j]) / at.unit)
		}
	}
	return tensors.FromFlatDataAndDimensions(flat, size, dim)
}

// A rowSet is a set of rows with its name in error messages.
type rowSet struct {
	name string
	rows [][]float32
}

// checkRows returns an error if a set has no rows, if a row has another width than the first row of
// all sets, or if a value is not finite.
func checkRows(sets ...rowSet) error {
	width := 0
	for _, set := range sets {
		if len(set.rows) == 0 {
			return fmt.Errorf("no %s rows; 1 or more", set.name)
		}
		for i, row := range set.rows {
			if width == 0 {
				width = len(row)
			}
			if len(row) != width || width == 0 {
				return fmt.Errorf("%s row %d has %d coordinates; want %d", set.name, i, len(row), max(width, 1))
			}
			for j, v := range row {
				if v != v || math.IsInf(float64(v), 0) {
					return fmt.Errorf("%s row %d has %v at %d; finite coordinates", set.name, i, v, j)
				}
			}
		}
	}
	return nil
}
