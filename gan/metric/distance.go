package metric

import (
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

// distances are a block of rows x against all points p, as nodes:
//
//	‖x − p‖² = least(x) + beyond(x, p)
type distances struct {
	nearest *Node // [rows], int32: the point closest to x
	least   *Node // [rows], float64: its squared distance
	beyond  *Node // [rows, points], float64, from 0: how much farther the others are
}

// measure returns, for each of xs, shaped [n, dim], the numbers that read makes of
// its distances to the points, shaped [m, dim]. Each node that read returns is
// shaped [rows] and becomes one column of the answer, shaped [n, columns].
//
// The rows must have been checked: see [checkRows].
func measure(xs, points [][]float32, read func(d distances) []*Node) (answer [][]float64, err error) {
	backend, err := device.Open("")
	if err != nil {
		return nil, err
	}
	err = device.Catch(func() {
		product := productType(backend)
		exec := MustNewExec(backend, func(x, p *Node) *Node {
			var columns []*Node
			for _, c := range read(between(x, p, product)) {
				columns = append(columns, ConvertDType(c, dtypes.Float64))
			}
			return Stack(columns, 1)
		}).WithName("distances")
		defer exec.Finalize()

		middle := centroid(points)
		p := centred(points, middle, len(points))
		defer p.MustFinalizeAll()

		// Blocks of equal size, as each size is compiled apart.
		blocks := (len(xs)*len(points) + blockEntries - 1) / blockEntries
		blocks = min(max(blocks, 1), len(xs))
		rows := (len(xs) + blocks - 1) / blocks
		for start := 0; start < len(xs); start += rows {
			block := xs[start:min(start+rows, len(xs))]
			answer = append(answer, call(exec, centred(block, middle, rows), p)[:len(block)]...)
		}
	})
	return answer, err
}

// call runs a program on a block, which it frees.
func call(exec *Exec, block, points *tensors.Tensor) [][]float64 {
	defer block.MustFinalizeAll()
	out := exec.MustCall(block, points)[0]
	defer out.MustFinalizeAll()
	return out.Value().([][]float64)
}

// between builds the distances of x, shaped [rows, dim], from p, shaped
// [points, dim], by ‖x − p‖² = ‖x‖² + ‖p‖² − 2x·p: nearly all the work is then one
// product of matrices. That difference loses digits where x and p are close, and
// there it matters most; so the nearest point's distance is computed again from
// x − p itself.
func between(x, p *Node, product dtypes.DType) distances {
	dot := DotGeneral(ConvertDType(x, product), []int{1}, nil, ConvertDType(p, product), []int{1}, nil)
	squared := Sub(
		Add(InsertAxes(squaredNorm(x), -1), InsertAxes(squaredNorm(p), 0)),
		MulScalar(double(dot), 2))
	nearest := ArgMin(squared, 1)
	return distances{
		nearest: nearest,
		least:   squaredNorm(Sub(double(x), double(Gather(p, InsertAxes(nearest, -1))))),
		beyond:  Sub(squared, InsertAxes(ReduceMin(squared, 1), -1)),
	}
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

// centred puts rows on the device with a centre subtracted, which moves no distance
// and keeps norms, and so rounding, small. Rows of zeros are added up to size.
func centred(rows [][]float32, centre []float64, size int) *tensors.Tensor {
	dim := len(centre)
	flat := make([]float32, size*dim)
	for i, row := range rows {
		at := flat[i*dim : (i+1)*dim]
		for j, v := range row {
			at[j] = float32(float64(v) - centre[j])
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
