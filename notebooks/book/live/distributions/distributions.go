// Package distributions is a live part with two densities that one drags, stretches and mixes, and all
// distances between them, by package theory.
package distributions

import (
	"fmt"
	"math"
	"strings"
	"time"

	"ganbook/notebooks/book/live/part"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

// A Pair is a live part: P and Q, each a bump with a second bump beside it.
type Pair struct {
	chosen part.Chosen
	width  int
	held   string // what the reader drags: "p", "q", or "p2" and "q2" for the second bumps
}

var (
	families = []string{"normal", "Laplace", "uniform"}
	centres  = part.Steps(-5, 5, 101, 1)
	spreads  = part.Steps(0.1, 3, 59, 2)
	mixings  = part.Steps(0, 1, 21, 2)

	settings = concat(settingsOf("p", "P", "-1.0", "1.00"), settingsOf("q", "Q", "1.0", "1.00"))
)

func settingsOf(id, name, centre, spread string) []part.Setting {
	return []part.Setting{
		{ID: id, Label: "Shape", Kind: part.Choice, Values: families, First: "normal", Group: name},
		{ID: id + "m", Label: "Mean", Kind: part.Slider, Values: centres, First: centre, Group: name},
		{ID: id + "s", Label: "Standard deviation", Kind: part.Slider, Values: spreads, First: spread, Group: name},
		{ID: id + "a", Label: "Share of a second bump", Kind: part.Slider, Values: mixings, First: "0.00", Group: name},
		{ID: id + "n", Label: "Mean of the second bump", Kind: part.Slider, Values: centres, First: "3.0", Group: name},
	}
}

func concat(a, b []part.Setting) []part.Setting { return append(append([]part.Setting{}, a...), b...) }

// New returns N(−1, 1) and N(1, 1).
func New() *Pair { return &Pair{chosen: part.First(settings), width: 900} }

// Set changes a setting.
func (d *Pair) Set(id, value string) error { return d.chosen.Set(settings, id, value) }

// Press presses a button.
func (d *Pair) Press(id string) error {
	switch id {
	case "swap":
		for _, s := range settings[:len(settings)/2] {
			other := "q" + s.ID[1:]
			d.chosen[s.ID], d.chosen[other] = d.chosen[other], d.chosen[s.ID]
		}
	case "first":
		d.chosen = part.First(settings)
	default:
		return fmt.Errorf("there is no button %q", id)
	}
	return nil
}

// Resize says how wide the pictures may be together.
func (d *Pair) Resize(width int) { d.width = width }

// Tick does nothing: the part never runs.
func (d *Pair) Tick(time.Duration) (bool, error) { return false, nil }

// Settings returns the settings for an address.
func (d *Pair) Settings() string { return d.chosen.Query(settings) }

// bump returns one bump of a distribution.
func bump(family string, mean, sd float64) theory.Distribution {
	switch family {
	case "Laplace":
		return theory.Laplace(mean, sd/math.Sqrt2) // its variance is 2b²
	case "uniform":
		return theory.Uniform(mean-sd*math.Sqrt(3), mean+sd*math.Sqrt(3)) // its variance is width²/12
	}
	return theory.Normal(mean, sd)
}

// peak returns the density of a bump at its middle, for the standard deviation 1.
func peak(family string) float64 {
	return map[string]float64{
		"normal": 1 / math.Sqrt(2*math.Pi), "Laplace": 1 / math.Sqrt2, "uniform": 1 / (2 * math.Sqrt(3)),
	}[family]
}

// distribution returns P or Q, by the id "p" or "q".
func (d *Pair) distribution(id string) theory.Distribution {
	c := d.chosen
	share := c.Number(id + "a")
	first, second := bump(c[id], c.Number(id+"m"), c.Number(id+"s")), bump(c[id], c.Number(id+"n"), c.Number(id+"s"))
	switch share {
	case 0:
		return first
	case 1:
		return second
	}
	return theory.Mix([]float64{1 - share, share}, first, second)
}

// handles are the places by which the bumps are dragged, with their names.
func (d *Pair) handles() (names []string, xs, ys []float64) {
	for _, id := range []string{"p", "q"} {
		c := d.chosen
		share, top := c.Number(id+"a"), peak(c[id])/c.Number(id+"s")
		names, xs, ys = append(names, id), append(xs, c.Number(id+"m")), append(ys, min((1-share)*top, highest))
		if share > 0 {
			names, xs, ys = append(names, id+"2"), append(xs, c.Number(id+"n")), append(ys, min(share*top, highest))
		}
	}
	return names, xs, ys
}

const (
	left, right = -6.0, 6.0
	top         = 1.0         // of the density that the picture shows
	highest     = 0.985 * top // the place of a handle: higher ones stand at the picture's upper edge
)

// Touch drags the bump whose handle is nearest: sideways to move it, up and down to stretch it. The
// height of a second bump is its share.
func (d *Pair) Touch(t part.Touch) error {
	if t.Picture != 0 || t.Panel != 0 {
		return nil
	}
	if t.Phase == part.Down {
		names, xs, ys := d.handles()
		far := math.Inf(1)
		for i := range names {
			if r := math.Hypot((xs[i]-t.X)/(right-left), (ys[i]-t.Y)/top); r < far {
				far, d.held = r, names[i]
			}
		}
	}
	if d.held == "" {
		return nil
	}
	id := d.held[:1]
	share, unit := d.chosen.Number(id+"a"), peak(d.chosen[id])/d.chosen.Number(id+"s")
	above := func(height float64) bool { return height > highest && t.Y >= highest } // its height does not say how high it is
	if second := strings.HasSuffix(d.held, "2"); second {
		d.chosen[id+"n"] = part.Nearest(centres, t.X)
		if !above(share * unit) {
			d.chosen[id+"a"] = part.Nearest(mixings, min(max(t.Y/unit, 0.05), 0.95))
		}
	} else {
		d.chosen[id+"m"] = part.Nearest(centres, t.X)
		if !above((1 - share) * unit) {
			d.chosen[id+"s"] = part.Nearest(spreads, (1-share)*peak(d.chosen[id])/max(t.Y, 1e-3))
		}
	}
	if t.Phase == part.Up {
		d.held = ""
	}
	return nil
}

// A measure is one number about P and Q.
type measure struct {
	name, note string
	value      float64
}

// measures returns the numbers of the page, in its order.
func measures(p, q theory.Distribution) []measure {
	js := theory.JS(p, q)
	return []measure{
		{"H(P)", "the mean surprise of P; of a density, it may be negative", theory.Entropy(p)},
		{"H(Q)", "", theory.Entropy(q)},
		{"H(P, Q)", "the cross-entropy, H(P) + KL(P‖Q)", theory.CrossEntropy(p, q)},
		{"KL(P‖Q)", "what it costs to believe in Q", theory.KL(p, q)},
		{"KL(Q‖P)", "the other way round", theory.KL(q, p)},
		{"JS(P, Q)", "from 0 to ln 2 = 0.6931", js},
		// By the theorem of [theory.GeneratorCost], which a test compares: to integrate once more would
		// take a fifth of the time of a move.
		{"V(D*, G)", "−ln 4 + 2·JS, with P the data and Q the fakes", -math.Log(4) + 2*js},
		{"total variation", "from 0 to 1; no unit", theory.TotalVariation.Of(p, q)},
		{"W₁(P, Q)", "how far mass must move; units of x", theory.W1(p, q)},
	}
}

// View returns what the page shows.
func (d *Pair) View() part.View {
	p, q := d.distribution("p"), d.distribution("q")
	v := part.View{Groups: append([]part.Group{{Controls: []part.Control{
		{ID: "swap", Kind: part.Button, Label: "Swap P and Q"},
		{ID: "first", Kind: part.Button, Label: "Reset"},
	}}}, d.chosen.Groups(settings)...)}
	for _, m := range measures(p, q) {
		v.Numbers = append(v.Numbers, part.Number{Name: m.name, Value: write(m.value), Note: m.note, Exact: part.Exact(m.value)})
	}
	at := newSample(p, q)
	v.Pictures = []part.Picture{
		{Strokes: show.Strokes(d.densities(at)), Takes: "Drag a dot: sideways to move the density, up or down to make it narrow or wide. The sliders do the same."},
		{Strokes: show.Strokes(d.below(at))},
	}
	v.Words = []string{"All numbers are in nats unless they say otherwise. Each is an integral that is computed anew when you move something."}
	return v
}

// write writes a number as the page shows it.
func write(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	case math.IsNaN(v):
		return "–"
	}
	return strings.Replace(fmt.Sprintf("%.4f", v), "-", "−", 1)
}

// size is the space between the axes of a picture that may be at most so wide.
func (d *Pair) size(most int) int { return max(180, min(most, d.width-84)) }

// A sample holds both distributions at the places of the pictures, so that each is asked once.
type sample struct{ xs, p, q, logP, logQ, cdfP, cdfQ []float64 }

func newSample(p, q theory.Distribution) sample {
	const places = 201
	s := sample{xs: show.Span(left, right, places)}
	s.logP, s.logQ = show.Map(s.xs, p.LogProb), show.Map(s.xs, q.LogProb)
	s.p, s.q = show.Map(s.logP, math.Exp), show.Map(s.logQ, math.Exp)
	s.cdfP, s.cdfQ = show.Map(s.xs, p.CDF), show.Map(s.xs, q.CDF)
	return s
}

func (d *Pair) densities(s sample) show.Picture {
	f := show.Figure{Title: "Two densities", X: "x", Y: "density", XRange: show.Range{left, right}, YRange: show.Range{0, top},
		Width: d.size(460), Height: 320}
	f.Marks = show.Marks{
		show.Area(s.xs, s.p).Named("P").In(show.Blue),
		show.Area(s.xs, s.q).Named("Q").In(show.Orange),
	}
	names, hx, hy := d.handles()
	for i, name := range names {
		color, label := show.Blue, "P"
		if name[0] == 'q' {
			color, label = show.Orange, "Q"
		}
		f.Marks = append(f.Marks, show.Points(hx[i:i+1], hy[i:i+1]).Named(label+", drag here").In(color))
	}
	return f
}

// below draws what the numbers are made of: D*, the integrand of KL, and the distribution functions
// whose distance is W₁.
func (d *Pair) below(s sample) show.Picture {
	w := d.size(340)
	best, cost := make([]float64, len(s.xs)), make([]float64, len(s.xs))
	for i, p := range s.p {
		q := s.q[i]
		best[i] = p / (p + q) // NaN where neither has density, and the line breaks
		cost[i] = q
		if p > 0 {
			cost[i] = p*(s.logP[i]-s.logQ[i]) - p + q // never negative, and the same integral
		}
	}
	x := show.Range{left, right}
	return show.Column{
		{Title: "The best discriminator", X: "x", Y: "D*(x)", XRange: x, YRange: show.Range{0, 1.02}, Width: w, Height: 110,
			Marks: show.Marks{show.Level(0.5).Dashed(), show.Line(s.xs, best).Named("D* = P/(P + Q)").In(show.Green)}},
		{Title: "The area is KL(P‖Q)", X: "x", Y: "nats / x", XRange: x, YRange: show.Range{0, max(0.5, 1.05*most(cost, 4))}, Width: w, Height: 110,
			Marks: show.Marks{show.Area(s.xs, show.Map(cost, finite)).Named("P ln(P/Q) − P + Q").In(show.Purple)}},
		{Title: "The area between is W₁", X: "x", Y: "P(X ≤ x)", XRange: x, YRange: show.Range{0, 1.02}, Width: w, Height: 110,
			Marks: show.Marks{show.Band(s.xs, s.cdfP, s.cdfQ).Named("between").In(show.Brown).Faint(),
				show.Line(s.xs, s.cdfP).Named("of P").In(show.Blue), show.Line(s.xs, s.cdfQ).Named("of Q").In(show.Orange)}},
	}
}

// finite returns v, or NaN in place of what cannot be drawn.
func finite(v float64) float64 {
	if math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

// most returns the greatest finite value, up to a limit.
func most(values []float64, limit float64) (greatest float64) {
	for _, v := range values {
		if v > greatest {
			greatest = min(v, limit)
		}
	}
	return greatest
}
