package watch

import (
	"ganbook/gan"
	"ganbook/notebooks/show"
)

const (
	cells = 40  // of the heat map, each way
	dots  = 400 // data and samples in a picture
)

// A planeStage draws the first two coordinates: data and samples as dots over D as a heat map.
type planeStage struct {
	lo, hi  float64
	xs, ys  []float64 // data
	rows    [][]float32
	name    string
	twoOnly bool // whether D is a function of what is drawn
}

// A planeScene is what a planeStage saw.
type planeScene struct {
	xs, ys []float64
	d      [][]float64
}

func newPlaneStage(r *gan.Run) *planeStage {
	s := &planeStage{name: r.Data().Name(), twoOnly: r.Data().Dim() == 2}
	s.xs, s.ys = plane(r.Real(dots))
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
	if s.twoOnly {
		d := r.Discriminate(s.rows)
		for i := range cells {
			row := make([]float64, cells)
			for j := range row {
				row[j] = float64(d[i*cells+j])
			}
			scene.d = append(scene.d, row)
		}
	}
	return scene
}

func (s *planeStage) draw(seen any) show.Figure {
	scene := seen.(planeScene)
	f := show.Figure{
		Title: "Pdata = " + s.name, X: "x₁", Y: "x₂",
		XRange: show.Range{s.lo, s.hi}, YRange: show.Range{s.lo, s.hi}, Width: 300, Height: 300,
	}
	if scene.d != nil {
		f.Marks = append(f.Marks, show.HeatMap(scene.d, s.lo, s.hi, s.lo, s.hi).Over(0, 1).Centered().Named("D(x)"))
	}
	f.Marks = append(f.Marks,
		show.Points(s.xs, s.ys).Named("Pdata").In(show.Blue),
		show.Points(scene.xs, scene.ys).Named("Pg").In(show.Orange))
	return f
}

func plane(rows [][]float32) (xs, ys []float64) {
	for _, row := range rows {
		xs, ys = append(xs, float64(row[0])), append(ys, float64(row[1]))
	}
	return xs, ys
}
