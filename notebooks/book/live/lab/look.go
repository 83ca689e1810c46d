package lab

import (
	"math"
	"slices"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/metric"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

// A run pads the rows that pass through a network to a power of two, up to 1,024. A whole look passes
// 1,016 rows or fewer through each network: once through G and once through D. A look of a run in
// progress passes 256 through G if it can.
const (
	cells     = 26  // of the background of D in the plane, in each direction
	linePlace = 121 // points of the line at which D is asked
	arrowRows = 60  // fakes that have an arrow
	levelRows = 100 // data on which the mean score of D is taken
	fakes     = 890 // fakes from fixed z's
	gridSide  = 11  // points of the grid of z, in each direction
	bins      = 60  // of the line
	dots      = 256 // data and fakes that are drawn
	compared  = 250 // data and fakes of which the energy distance is taken
)

// A need says which rows a look passes through the networks besides those of the background.
type need struct {
	fakes  int // how many of the fakes
	grid   bool
	arrows bool
}

// whole is all that a look can see.
var whole = need{fakes: fakes, grid: true, arrows: true}

// A stage knows what does not change while a training goes on.
type stage struct {
	choice   choice // only what needs new networks is read
	lo, hi   float64
	data     [][]float32      // from Pdata; the same number as there are fakes
	level    [][]float32      // a part of them
	sorted   []float64        // the data on the line, in order
	share    []float64        // the share of Pdata in each bin of the line
	known    bool             // whether the shares are exact
	blur     []float64        // the blurred share of the data in each cell of the plane
	z        [][]float32      // the fixed z's of the fakes, then the grid of z
	mix      *dataset.Mixture // the data, if they are a mixture in the plane
	past     []judgement
	judgedAt time.Time // when the last one was made
}

// A judgement is how far Pg is from Pdata at a step.
type judgement struct {
	step    int
	js, far float64 // NaN if it is not known
	modes   *metric.ModeReport
}

func newStage(run *gan.Run, c choice) *stage {
	s := &stage{choice: c.clone()}
	s.lo, s.hi = c.reach()
	run.Look(func(run *gan.Run) {
		s.data = run.Real(fakes)
		s.z = append(run.Noise(fakes), gridOfZ(c)...)
	})
	s.level = s.data[:levelRows]
	if c.dim() == 1 {
		s.sorted = column(s.data)
		slices.Sort(s.sorted)
		s.share = shares(s.sorted, s.lo, s.hi)
		if line, ok := run.Data().(*dataset.Line); ok {
			s.known = true
			for i := range s.share {
				from, to := s.edge(i), s.edge(i+1)
				s.share[i] = line.Distribution().CDF(to) - line.Distribution().CDF(from)
			}
		}
	} else {
		s.blur = blurred(s.data, s.lo, s.hi)
		s.mix, _ = run.Data().(*dataset.Mixture)
	}
	return s
}

// edge returns where bin i of the line begins.
func (s *stage) edge(i int) float64 { return s.lo + (s.hi-s.lo)*float64(i)/bins }

// gridOfZ returns points z whose first two coordinates form a grid, row by row, and whose others are
// 0. If z has one coordinate, or x does, only the first one varies.
func gridOfZ(c choice) (z [][]float32) {
	reach := float32(2) // of N(0, 1)
	if c.Chosen["pz"] == "uniform" {
		reach = 1
	}
	dim := c.Count("noise")
	row := func(first, second float32) []float32 {
		r := make([]float32, dim)
		r[0] = first
		if dim > 1 {
			r[1] = second
		}
		return r
	}
	if dim == 1 || c.dim() == 1 {
		n := gridSide * gridSide
		for i := range n {
			z = append(z, row(reach*(2*float32(i)/float32(n-1)-1), 0))
		}
		return z
	}
	for i := range gridSide {
		for j := range gridSide {
			z = append(z, row(reach*(2*float32(j)/(gridSide-1)-1), reach*(2*float32(i)/(gridSide-1)-1)))
		}
	}
	return z
}

// A sight is what one look sees.
type sight struct {
	step   int
	fakes  [][]float32 // G(z) at fixed z's
	grid   [][]float32 // G at the grid of z; nil if it is not needed
	d      []float64   // what D says at the places of the background
	from   [][]float32 // fakes, none if no arrows are needed, and
	push   [][]float64 // minus the gradient of L_G at each, in nats or units of the loss per unit of x
	onData float64     // the mean score of D on data
}

// look asks both networks once for what is needed. It draws nothing from the random streams of the
// run.
func (s *stage) look(run *gan.Run, n need) (v sight) {
	v.step = run.Step()
	z := s.z[:n.fakes:n.fakes]
	if n.grid {
		z = append(z, s.z[fakes:]...)
	}
	x := run.Generate(z)
	v.fakes = x[:n.fakes]
	if n.grid {
		v.grid = x[n.fakes:]
	}
	places := s.places()
	rows := slices.Concat(places, s.level)
	if n.arrows {
		v.from = v.fakes[:arrowRows]
	}
	h := float32((s.hi - s.lo) / 500) // of the difference that stands for a derivative
	dim := s.choice.dim()
	for _, x := range v.from {
		for j := range dim {
			for _, side := range [...]float32{h, -h} {
				moved := slices.Clone(x)
				moved[j] += side
				rows = append(rows, moved)
			}
		}
	}
	scores := run.Logits(rows)
	level := scores[len(places):][:levelRows]
	v.onData = mean(level)
	at := len(places) + levelRows
	for range v.from {
		push, score := make([]float64, dim), 0.0
		for j := range dim {
			ahead, back := float64(scores[at]), float64(scores[at+1])
			push[j] = (ahead - back) / (2 * float64(h))
			score += (ahead + back) / float64(2*dim)
			at += 2
		}
		pull := pullOf(run.Config().Loss, score, level)
		for j := range push {
			push[j] *= pull
		}
		v.push = append(v.push, push)
	}
	reading := readingOf(run.Config().Loss)
	v.d = make([]float64, len(places))
	for i, score := range scores[:len(places)] {
		v.d[i] = reading.of(float64(score), v.onData)
	}
	return v
}

// places are the rows at which D is asked for the background: cells of the plane row by row, or
// points of the line.
func (s *stage) places() (rows [][]float32) {
	if s.choice.dim() == 1 {
		for _, x := range s.line() {
			rows = append(rows, []float32{float32(x)})
		}
		return rows
	}
	step := (s.hi - s.lo) / cells
	for i := range cells {
		for j := range cells {
			rows = append(rows, []float32{float32(s.lo + (float64(j)+0.5)*step), float32(s.lo + (float64(i)+0.5)*step)})
		}
	}
	return rows
}

// line returns the places on the line: the edges of all bins and their centres.
func (s *stage) line() []float64 { return show.Span(s.lo, s.hi, linePlace) }

// A reading says how D's score is shown.
type reading struct {
	name   string
	lo, hi float64 // the values at the ends of the colours
	of     func(score, onData float64) float64
	best   func(p, q float64) float64 // the best reading where Pdata and Pg have these densities; nil if it depends on more
	star   string                     // the name of the best reading
}

// readingOf returns the probability D(x) where the loss makes D one, else the score. Where a loss
// leaves a constant in the score free, data have the mean 0.
func readingOf(l gan.Loss) reading {
	score := func(score, _ float64) float64 { return score }
	above := func(score, onData float64) float64 { return score - onData }
	share := func(p, q float64) float64 { return p / (p + q) }
	switch {
	case l.Logit:
		return reading{"D(x)", 0, 1, func(score, _ float64) float64 { return 1 / (1 + math.Exp(-score)) }, share, "D*(x)"}
	case l.Name == gan.LeastSquares.Name:
		return reading{"score of D", 0, 1, score, share, "best score"}
	case l.Name == gan.Hinge.Name:
		return reading{"score of D", -1, 1, score, nil, ""}
	case l.Name == gan.Relativistic.Name:
		return reading{"score of D − mean on data", -4, 4, above, nil, ""}
	}
	return reading{"score of D − mean on data", -2, 2, above, nil, ""}
}

// pullOf returns minus the derivative of L_G, for one fake, by its score. Its product with the
// gradient of the score is where the loss of G falls fastest.
func pullOf(l gan.Loss, score float64, onData []float32) float64 {
	sigmoid := func(t float64) float64 { return 1 / (1 + math.Exp(-t)) }
	switch l.Name {
	case gan.Minimax.Name:
		return sigmoid(score)
	case gan.NonSaturating.Name:
		return sigmoid(-score)
	case gan.LeastSquares.Name:
		return 1 - score
	case gan.Relativistic.Name:
		sum := 0.0
		for _, real := range onData {
			sum += sigmoid(float64(real) - score)
		}
		return sum / float64(len(onData))
	}
	return 1 // Wasserstein and Hinge
}

// judge says how far the fakes are from the data.
func (s *stage) judge(v sight) judgement {
	j := judgement{step: v.step, js: math.NaN()}
	if s.choice.dim() == 1 {
		fakes := column(v.fakes)
		slices.Sort(fakes)
		for i := range fakes {
			j.far += math.Abs(fakes[i]-s.sorted[i]) / float64(len(fakes))
		}
		j.js = jsOf(s.share, shares(fakes, s.lo, s.hi))
		return j
	}
	j.far = metric.Energy(s.data[:compared], v.fakes[:compared])
	if s.mix != nil {
		j.js = metric.BinnedJS(v.fakes, s.mix)
		modes := metric.Modes(v.fakes, s.mix)
		j.modes = &modes
	}
	return j
}

// jsOf returns the JS of two lists of shares. What is missing from a sum of 1 is one bin more.
func jsOf(p, q []float64) float64 {
	whole := func(shares []float64) []float64 {
		rest := 1.0
		for _, s := range shares {
			rest -= s
		}
		all := append(slices.Clone(shares), max(rest, 0))
		sum := 0.0
		for _, s := range all {
			sum += s
		}
		for i := range all {
			all[i] /= sum
		}
		return all
	}
	return theory.JS(theory.PMF(whole(p)...), theory.PMF(whole(q)...))
}

// shares returns the share of values in each of the bins from lo to hi.
func shares(values []float64, lo, hi float64) []float64 {
	out := make([]float64, bins)
	for _, x := range values {
		if i := int(math.Floor((x - lo) / (hi - lo) * bins)); i >= 0 && i < bins {
			out[i] += 1 / float64(len(values))
		}
	}
	return out
}

// blurred returns the share of rows in each cell of the plane, blurred by about one cell in each
// direction, row by row.
func blurred(rows [][]float32, lo, hi float64) []float64 {
	grid := make([]float64, cells*cells)
	for _, row := range rows {
		j, i := int(math.Floor((float64(row[0])-lo)/(hi-lo)*cells)), int(math.Floor((float64(row[1])-lo)/(hi-lo)*cells))
		if i >= 0 && i < cells && j >= 0 && j < cells {
			grid[i*cells+j] += 1 / float64(len(rows))
		}
	}
	kernel := [...]float64{1. / 16, 4. / 16, 6. / 16, 4. / 16, 1. / 16}
	for _, stride := range [...]int{1, cells} {
		out := make([]float64, len(grid))
		for i := range grid {
			along := i / stride % cells
			for k, weight := range kernel {
				if at := along + k - 2; at >= 0 && at < cells {
					out[i] += weight * grid[i+(k-2)*stride]
				}
			}
		}
		grid = out
	}
	return grid
}

func column(rows [][]float32) []float64 {
	xs := make([]float64, len(rows))
	for i, row := range rows {
		xs[i] = float64(row[0])
	}
	return xs
}

func mean(xs []float32) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += float64(x)
	}
	return sum / float64(len(xs))
}
