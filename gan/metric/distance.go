package metric

import (
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"ganbook/gan/device"
)

// blockEntries is the number of products x·p that are held at once: 2²⁴, which takes 64 MiB in
// float32.
const blockEntries = 1 << 24

// measure returns for each of xs, shaped [n, dim], its nearest neighbour among the points, shaped
// [m, dim]. It also calls use with the index of each row x of xs, with
//
//	excess[j] = (‖x − p_j‖² − min_k ‖x − p_k‖²)/unit² ≥ 0,  shaped [m],
//
// and with the unit. It calls use on all cores at once; use must not keep excess. If use is nil, it
// is not called.
//
// Nearly all the work is one matrix product, since ‖x − p‖² = ‖x‖² + ‖p‖² − 2x·p. The device
// computes it for one block of rows at a time. The host reads it row by row; on a CPU XLA's
// reductions would take longer. The formula loses digits if x and p are close, and then the digits
// matter most. So the excess only says which points may be the nearest, allowing for all rounding.
// Among these the nearest is found by x − p in float64.
//
// The rows must have passed [checkRows].
func measure(xs, points [][]float32, use func(i int, excess []float64, unit float64)) (found []Neighbour, err error) {
	backend, err := device.Open("")
	if err != nil {
		return nil, err
	}
	found = make([]Neighbour, len(xs))
	err = device.Catch(func() {
		at := transformFor(xs, points)
		exec := products(backend, productType(backend))
		defer exec.Finalize()

		p := at.place(points, len(points))
		defer p.device.MustFinalizeAll()
		largest := slices.Max(p.squaredNorms)

		// All blocks have the same size, because each size is compiled separately.
		blocks := (len(xs)*len(points) + blockEntries - 1) / blockEntries
		blocks = min(max(blocks, 1), len(xs))
		rows := (len(xs) + blocks - 1) / blocks
		for start := 0; start < len(xs); start += rows {
			block := xs[start:min(start+rows, len(xs))]
			x := at.place(block, rows)
			readRows(exec, x, p, len(block), func(i int, excess []float64) {
				slack := slackOf(x.squaredNorms[i], largest, len(at.centre))
				found[start+i] = nearestOf(block[i], points, excess, slack)
				if use != nil {
					use(start+i, excess, at.unit)
				}
			})
		}
	})
	return found, err
}

// products returns the program that computes x·p for all rows x and p, shaped [rows, m].
func products(backend compute.Backend, in dtypes.DType) *Exec {
	return MustNewExec(backend, func(x, p *Node) *Node {
		return DotGeneral(ConvertDType(x, in), []int{1}, nil, ConvertDType(p, in), []int{1}, nil)
	}).WithName("products")
}

// readRows runs the products of x and p, frees x, and calls read with each of the first rows and its
// excess, on all cores at once.
func readRows(exec *Exec, x, p placed, rows int, read func(i int, excess []float64)) {
	defer x.device.MustFinalizeAll()
	dots := exec.MustCall1(x.device, p.device)
	defer dots.MustFinalizeAll()
	if dots.DType() == dtypes.Float64 {
		tensors.MustConstFlatData(dots, func(dots []float64) { forExcess(dots, x, p, rows, read) })
		return
	}
	tensors.MustConstFlatData(dots, func(dots []float32) { forExcess(dots, x, p, rows, read) })
}

// forExcess computes the excess of each of the first rows from the products of x and p, shaped
// [≥ rows, m], and calls read with it, on all cores at once.
func forExcess[T float32 | float64](dots []T, x, p placed, rows int, read func(i int, excess []float64)) {
	m := len(p.squaredNorms)
	workers := min(runtime.GOMAXPROCS(0), rows)
	forEach(workers, func(worker int) { // not forEach row, since a slice for each costs a few percent
		excess := make([]float64, m)
		for i := worker; i < rows; i += workers {
			least := math.Inf(1)
			for j, dot := range dots[i*m : (i+1)*m] {
				excess[j] = p.squaredNorms[j] - 2*float64(dot)
				least = min(least, excess[j])
			}
			for j := range excess {
				excess[j] -= least
			}
			read(i, excess)
		}
	})
}

// nearestOf returns the point nearest to x among those whose excess is at most the slack. If several
// are equally near, it returns the first.
func nearestOf(x []float32, points [][]float32, excess []float64, slack float64) Neighbour {
	best := Neighbour{Distance: math.Inf(1)}
	for j, e := range excess {
		if e > slack {
			continue
		}
		if d := distance(x, points[j]); d < best.Distance {
			best = Neighbour{j, d}
		}
	}
	return best
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

// slackOf returns the slack of a row x of dim coordinates: a point whose excess is larger is not the
// nearest. It takes ‖x‖² and the largest ‖p‖², both in units.
//
// Let u = 2⁻²⁴, a = ‖x‖ and b = max ‖p‖. Rounding x and p to float32 changes ‖x − p‖² by at most
// 2u(a + b)². A product of dim terms in float32, summed in any order, has an error of at most
// dim·u·a·b. So the error of ‖x − p‖² is at most (dim/2 + 2)·u·(a + b)², and the error of a
// difference of two is at most twice that. Terms of order u² are far below the tenth that is added.
// If x and p are far below the unit, products may be rounded to 0. Each such product loses at most
// 2⁻¹²⁶, and so does each such coordinate.
func slackOf(squaredX, largest float64, dim int) float64 {
	reach := math.Sqrt(squaredX) + math.Sqrt(largest)
	return 1.1*float64(dim+4)*0x1p-24*reach*reach + 16*float64(dim)*0x1p-126
}

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

// placed are transformed rows on the device, and the squared norm of each, in float64.
type placed struct {
	device       *tensors.Tensor
	squaredNorms []float64
}

// place transforms rows and puts them on the device. It adds rows of zeros until there are size
// rows.
func (at transform) place(rows [][]float32, size int) placed {
	dim := len(at.centre)
	flat, norms := make([]float32, size*dim), make([]float64, len(rows))
	for i, row := range rows {
		into := flat[i*dim : (i+1)*dim]
		for j, v := range row {
			into[j] = float32((float64(v) - at.centre[j]) / at.unit)
			norms[i] += float64(into[j]) * float64(into[j])
		}
	}
	return placed{tensors.FromFlatDataAndDimensions(flat, size, dim), norms}
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
