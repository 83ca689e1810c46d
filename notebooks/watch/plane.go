package watch

import (
	"math"
	"slices"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

const (
	cells = 36  // the number of cells of the heat map in each direction
	dots  = 300 // the number of data and of samples in a picture
)

// A planeStage draws data of two coordinates. Data and samples are dots on a heat map of D.
type planeStage struct {
	lo, hi    float64
	xs, ys    []float64   // the data
	rows      [][]float32 // the points at which D is asked
	name      string
	pg        string      // the name of Pg in the legend
	d         *verdict    // nil if D is not drawn
	reference [][]float32 // data on which the mean score is 0
	most      float64     // the largest absolute score so far; all pictures use the same colours
}

// A planeScene is what a planeStage sees of a run.
type planeScene struct {
	xs, ys []float64
	d      [][]float64
}

func newPlaneStage(r *gan.Run) *planeStage {
	s := &planeStage{name: r.Data().Name(), pg: nameOfPg(r.Config()), d: newVerdict(r.Config()), reference: r.Real(referenceRows)}
	s.xs, s.ys = plane(s.reference[:dots])
	far := 0.0
	for i := range s.xs {
		far = max(far, s.xs[i], -s.xs[i], s.ys[i], -s.ys[i])
	}
	if far == 0 {
		far = 1
	}
	s.lo, s.hi = -1.4*far, 1.4*far
	step := (s.hi - s.lo) / cells
	for i := range cells {
		for j := range cells {
			s.rows = append(s.rows, []float32{float32(s.lo + (float64(j)+0.5)*step), float32(s.lo + (float64(i)+0.5)*step)})
		}
	}
	return s
}

func (s *planeStage) look(r *gan.Run) any {
	scene := planeScene{}
	scene.xs, scene.ys = plane(r.Sample(dots))
	if s.d != nil {
		for row := range slices.Chunk(s.d.ask(r, s.rows, s.reference), cells) {
			scene.d = append(scene.d, row)
			s.most = max(s.most, slices.Max(row), -slices.Min(row))
		}
	}
	return scene
}

// pace keeps the data of the replay near 150 kB, since a frame takes up to 10 kB.
func (s *planeStage) pace() pace { return pace{16, 1} }

func (s *planeStage) draw(seen any) show.Row {
	scene := seen.(planeScene)
	f := show.Figure{
		Title: "Pdata = " + s.name, X: "x₁", Y: "x₂",
		XRange: show.Range{s.lo, s.hi}, YRange: show.Range{s.lo, s.hi}, Width: 300, Height: 300,
	}
	if scene.d != nil {
		lo, hi := s.colors()
		f.Marks = append(f.Marks, show.HeatMap(scene.d, s.lo, s.hi, s.lo, s.hi).Over(lo, hi).Centered().Named(s.d.axis))
	}
	f.Marks = append(f.Marks,
		show.Points(s.xs, s.ys).Named("Pdata").In(show.Blue),
		show.Points(scene.xs, scene.ys).Named(s.pg).In(show.Orange))
	return show.Row{f}
}

// colors returns the range of D's colours. In the middle of the range, D is undecided.
func (s *planeStage) colors() (lo, hi float64) {
	switch {
	case s.d.probability || s.d.inUnitRange:
		return 0, 1
	case s.most > 0:
		unit := math.Pow(10, math.Floor(math.Log10(s.most))-1) // round to two digits
		most := math.Ceil(s.most/unit) * unit
		return -most, most
	}
	return -1, 1
}

func plane(rows [][]float32) (xs, ys []float64) {
	for _, row := range rows {
		xs, ys = append(xs, float64(row[0])), append(ys, float64(row[1]))
	}
	return xs, ys
}
