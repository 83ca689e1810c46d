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

// blockEntries is how many distances the device holds at once: 2²³ of them, some
// 100 MB with what is made of them.
const blockEntries = 1 << 23

// measure returns, for each of xs, shaped [n, dim], its neighbour among the points, shaped
// [m, dim], and the numbers that read makes of
//
//	beyond(x, p) = (‖x − p‖² − min_p ‖x − p‖²)/unit²,  shaped [rows, m], float64, from 0
//
// on the device, a block of rows at a time: each node that read returns is shaped [rows],
// float64, and becomes a column, shaped [n].
//
// Nearly all the work is one product of matrices, as ‖x − p‖² = ‖x‖² + ‖p‖² − 2x·p. That
// difference loses digits where x and p are close, and there they matter most. So the
// device only makes a list of the points that may be the nearest, given all that rounding
// can do, and the neighbour is the nearest of these by x − p itself, in float64.
//
// The rows must have been checked: see [checkRows].
func measure(xs, points [][]float32, read func(beyond *Node, unit float64) []*Node) (found []Neighbour, columns [][]float64, err error) {
	backend, err := device.Open("")
	if err != nil {
		return nil, nil, err
	}
	err = device.Catch(func() {
		at := placeOf(xs, points)
		product := productType(backend)
		exec := MustNewExec(backend, func(x, p *Node) []*Node {
			beyond, slack := between(x, p, product)
			near := ConvertDType(LessOrEqual(beyond, slack), dtypes.Uint8)
			return append([]*Node{near}, read(beyond, at.unit)...)
		}).WithName("distances")
		defer exec.Finalize()

		p := at.put(points, len(points))
		defer p.MustFinalizeAll()

		// Blocks of equal size, as each size is compiled apart.
		blocks := (len(xs)*len(points) + blockEntries - 1) / blockEntries
		blocks = min(max(blocks, 1), len(xs))
		rows := (len(xs) + blocks - 1) / blocks
		for start := 0; start < len(xs); start += rows {
			block := xs[start:min(start+rows, len(xs))]
			near, read := call(exec, at.put(block, rows), p)
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

// call runs a program on a block, which it frees.
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

// nearestOf returns the nearest to x of the points that near marks with 1, the first where
// several are equally near.
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

// distance is ‖x − p‖, to the rounding of float64: the square of what two finite float32
// differ by is far inside its range.
func distance(x, p []float32) float64 {
	squared := 0.0
	for j, v := range x {
		d := float64(v) - float64(p[j])
		squared += d * d
	}
	return math.Sqrt(squared)
}

// between builds beyond(x, p) of x, shaped [rows, dim], and p, shaped [points, dim], as put
// makes them, and slack, shaped [rows, 1]: a point beyond which more lies is not the
// nearest.
//
// Let u = 2⁻²⁴, a = ‖x‖ and b = max ‖p‖. Rounding x and p to float32 moves ‖x − p‖² by
// 2u(a + b)² at most, and a product of dim terms in float32, in whatever order it is
// summed, has an error of dim·u·a·b at most. So ‖x − p‖² is off by no more than
// (dim/2 + 2)·u·(a + b)², and a difference of two by twice that; what is of the order u²
// is far below the tenth that is added. Where x and p are far below the unit, products
// may be rounded to 0: each loses 2⁻¹²⁶ at most, and so may a coordinate.
func between(x, p *Node, product dtypes.DType) (beyond, slack *Node) {
	dot := DotGeneral(ConvertDType(x, product), []int{1}, nil, ConvertDType(p, product), []int{1}, nil)
	normX, normP := squaredNorm(x), squaredNorm(p)
	squared := Sub(Add(InsertAxes(normX, -1), InsertAxes(normP, 0)), MulScalar(double(dot), 2))
	beyond = MaxScalar(Sub(squared, InsertAxes(ReduceMin(squared, 1), -1)), 0)
	reach := Square(Add(Sqrt(normX), Sqrt(ReduceAllMax(normP))))
	dim := float64(x.Shape().Dim(1))
	return beyond, InsertAxes(AddScalar(MulScalar(reach, 1.1*(dim+4)*0x1p-24), 16*dim*0x1p-126), -1)
}

// squaredNorm is ‖x‖² of each row, in float64.
func squaredNorm(x *Node) *Node { return ReduceSum(Square(double(x)), 1) }

func double(x *Node) *Node { return ConvertDType(x, dtypes.Float64) }

// productType is the type in which to multiply matrices. On a CPU float32 is exact
// enough and four times as fast; a GPU may round float32 factors to 10 bits (TF32),
// and has float64 units.
func productType(b compute.Backend) dtypes.DType {
	switch device.Name(b) {
	case device.XLA, device.Go:
		return dtypes.Float32
	}
	return dtypes.Float64
}

// centroid is the rows' mean.
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

// A place is where rows are put on the device: their centre is subtracted, which moves no
// distance and keeps norms, and so rounding, small; and they are measured in a unit, a
// power of two, in which no coordinate is beyond ±1, so that no square overflows.
type place struct {
	centre []float64
	unit   float64
}

func placeOf(xs, points [][]float32) place {
	at := place{centroid(points), 1}
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

// put puts rows on the device. Rows of zeros are added up to size.
func (at place) put(rows [][]float32, size int) *tensors.Tensor {
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

// A rowSet is rows with the name that an error gives them.
type rowSet struct {
	name string
	rows [][]float32
}

// checkRows reports what keeps sets of rows from being measured against each other:
// none at all, another width than the first row's, or a value that is not finite.
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
