package watch

import (
	"math"
	"slices"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

const (
	cells = 36  // of the heat map, each way
	dots  = 400 // data and samples in a picture
)

// A planeStage draws two coordinates: data and samples as dots over D as a heat map.
type planeStage struct {
	lo, hi float64
	xs, ys []float64   // data
	rows   [][]float32 // where D is looked at
	name   string
	pg     string      // how the legend names Pg
	d      *verdict    // nil where D has no picture
	real   [][]float32 // data that scores are counted from
	most   float64     // the farthest from 0 that a score was seen: all pictures share their colours
}

// A planeScene is what a planeStage saw.
type planeScene struct {
	xs, ys []float64
	d      [][]float64
}

func newPlaneStage(r *gan.Run) *planeStage {
	s := &planeStage{name: r.Data().Name(), pg: nameOfPg(r.Config()), d: newVerdict(r.Config()), real: r.Real(asked)}
	s.xs, s.ys = plane(s.real[:dots])
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
		for row := range slices.Chunk(s.d.ask(r, s.rows, s.real), cells) {
			scene.d = append(scene.d, row)
			s.most = max(s.most, slices.Max(row), -slices.Min(row))
		}
	}
	return scene
}

func (s *planeStage) pace() pace { return even }

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

// colors is the range that D's colours span, its middle where D is undecided.
func (s *planeStage) colors() (lo, hi float64) {
	switch {
	case s.d.probability || s.d.share:
		return 0, 1
	case s.most > 0:
		unit := math.Pow(10, math.Floor(math.Log10(s.most))-1) // two digits are easier to read
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
