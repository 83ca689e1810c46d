package dataset

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/theory"
)

// A Line is a distribution on the line that is drawn on the device. It consists of parts: densities
// and atoms. A draw picks a part by its weight, with Walker's alias method (Walker 1977, ACM TOMS
// 3:253). A draw from an atom is the value of the atom. A draw from a density is
//
//	x = Q(Φ(z)), z ~ N(0, 1),
//
// where Q is the quantile function of the part. x is interpolated linearly in a table of Q∘Φ on
// −6 ≤ z ≤ 6. For a normal part the table is a straight line, and the draws are exact. For other
// parts the error is of second order in the spacing 12/4096. |z| > 6 occurs once in 5·10⁸ draws and
// is cut to 6. Draws are float32, with seven digits.
type Line struct {
	p         theory.Distribution
	parts     int // the number of densities and atoms; the densities come first
	densities int
	tables    []*tensors.Tensor
}

const (
	reach = 6.0      // the table covers −reach ≤ z ≤ reach
	knots = 4096 + 1 // the number of entries in the table of one density
)

// From returns p as a data set of one coordinate, with the name of p. It panics if p is the zero
// Distribution or if a value of p is beyond the range of float32.
func From(p theory.Distribution) *Line {
	weights, densities := p.Densities()
	values, masses := p.Atoms()
	if len(densities)+len(values) == 0 {
		panic("dataset: From the zero Distribution; give one such as theory.Normal(0, 1)")
	}

	var quantiles, atoms []float32
	for _, d := range densities {
		for i := range knots {
			z := reach * (2*float64(i)/(knots-1) - 1)
			quantiles = append(quantiles, toFloat32(d, d.Quantile(0.5*math.Erfc(-z/math.Sqrt2))))
		}
	}
	for _, v := range values {
		atoms = append(atoms, toFloat32(p, v))
	}
	l := &Line{p: p, parts: len(densities) + len(values), densities: len(densities)}
	keep, other := alias(append(append([]float64{}, weights...), masses...))
	l.tables = []*tensors.Tensor{
		tensors.FromFlatDataAndDimensions(keep, l.parts, 1),
		tensors.FromFlatDataAndDimensions(other, l.parts, 1),
	}
	if len(quantiles) > 0 {
		l.tables = append(l.tables, tensors.FromFlatDataAndDimensions(quantiles, len(quantiles), 1))
	}
	if len(atoms) > 0 {
		l.tables = append(l.tables, tensors.FromFlatDataAndDimensions(atoms, len(atoms), 1))
	}
	return l
}

func toFloat32(p theory.Distribution, x float64) float32 {
	if !representable(x) {
		panic(fmt.Sprintf("dataset: From(%v) would draw %v, which float32 cannot hold", p, x))
	}
	return float32(x)
}

// Distribution returns the distribution of the draws.
func (l *Line) Distribution() theory.Distribution { return l.p }

// Name returns the name of the distribution, such as "N(0, 1)".
func (l *Line) Name() string { return l.p.String() }

// Dim returns 1.
func (l *Line) Dim() int { return 1 }

// Tables returns the alias table and the values of the parts.
func (l *Line) Tables() []*tensors.Tensor { return l.tables }

// Draw picks a part for each sample, then a value of the part.
func (l *Line) Draw(scope *model.Scope, g *Graph, tables []*Node, n int) *Node {
	part := pick(scope, g, n, l.parts)
	if l.parts > 1 {
		u := scope.RandomUniform(g, shapes.Make(dtypes.Float32, n, 1))
		part = Where(LessThan(u, Gather(tables[0], part)), part, Gather(tables[1], part))
	}
	tables = tables[2:]
	if l.densities == 0 {
		return Gather(tables[0], part)
	}
	x := interpolate(scope, tables[0], Min(part, Const(g, int32(l.densities-1))))
	if l.densities == l.parts {
		return x
	}
	first := Const(g, int32(l.densities)) // the first part that is an atom
	atom := Gather(tables[1], Max(Sub(part, first), ScalarZero(g, dtypes.Int32)))
	return Where(LessThan(part, first), x, atom)
}

// interpolate draws z ~ N(0, 1) and interpolates Q(Φ(z)). row, shaped [n, 1], holds the index of
// the density for each draw.
func interpolate(scope *model.Scope, table, row *Node) *Node {
	g := table.Graph()
	z := scope.RandomNormal(g, shapes.Make(dtypes.Float32, row.Shape().Dim(0), 1))
	at := MulScalar(AddScalar(ClipScalar(z, -reach, reach), reach), (knots-1)/(2*reach))
	knot := Min(ConvertDType(at, dtypes.Int32), Const(g, int32(knots-2)))
	fraction := Sub(at, ConvertDType(knot, dtypes.Float32))
	index := Add(MulScalar(row, knots), knot)
	low, high := Gather(table, index), Gather(table, AddScalar(index, 1))
	return Add(low, Mul(fraction, Sub(high, low)))
}

// alias builds Walker's table for weights that sum to 1. To draw i with probability weights[i],
// draw i uniformly and keep it with probability keep[i]; otherwise take other[i].
func alias(weights []float64) (keep []float32, other []int32) {
	n := len(weights)
	keep, other = make([]float32, n), make([]int32, n)
	share := make([]float64, n) // of the n cells of equal size, the part that i still has to fill
	var small, large []int
	for i, w := range weights {
		share[i] = w * float64(n)
		if share[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		keep[s], other[s] = float32(share[s]), int32(l)
		share[l] -= 1 - share[s]
		if share[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) { // full cells, up to rounding
		keep[i], other[i] = 1, int32(i)
	}
	return keep, other
}
