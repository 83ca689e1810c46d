// Package bag is a live part with a bag of white and red balls. Balls are drawn one by one, with
// replacement, and the page shows what they tell about the share of white balls: the likelihood, its
// logarithm, the estimate and its interval.
package bag

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"ganbook/notebooks/book/live/part"
	"ganbook/notebooks/show"
	"ganbook/theory"
	"ganbook/theory/seed"
)

// A Bag is a live part.
type Bag struct {
	chosen  part.Chosen
	draws   []bool // true is white
	byHand  bool   // the reader has chosen some of the balls
	rng     *rand.Rand
	width   int
	running bool
	last    time.Time // of the last ball while it runs
}

// most is the most balls that are drawn.
const most = 2000

var settings = []part.Setting{
	{ID: "kind", Label: "What is drawn", Kind: part.Choice, Values: []string{"balls from a bag", "tosses of a coin"}, First: "balls from a bag", Group: "The truth"},
	{ID: "theta", Label: "θ, the true share", Kind: part.Slider, Values: part.Steps(0, 1, 101, 2), First: "0.60", Group: "The truth", Help: "a change begins anew"},
	{ID: "show", Label: "Show the truth in the pictures", Kind: part.Switch, Values: part.OnOff, First: "off", Group: "The truth"},
	{ID: "seed", Label: "Seed", Kind: part.Count, First: "3", Group: "The truth", Help: "the same seed draws the same"},
}

// New returns a bag from which nothing has been drawn.
func New() *Bag {
	b := &Bag{chosen: part.First(settings), width: 900}
	b.empty()
	return b
}

func (b *Bag) empty() {
	b.draws, b.running, b.byHand = nil, false, false
	b.rng = seed.Rand(uint64(b.chosen.Number("seed")), 0)
}

// Set changes a setting. "draws" takes a row of w and r, and "n" a number of balls to draw.
func (b *Bag) Set(id, value string) error {
	switch id {
	case "draws":
		if len(value) > most || strings.Trim(value, "wr") != "" {
			return fmt.Errorf("the draws are %q; a row of w and r, %d at most", value, most)
		}
		b.empty()
		b.byHand = true
		for _, c := range value {
			b.draws = append(b.draws, c == 'w')
		}
		return nil
	case "n":
		var n int
		if _, err := fmt.Sscan(value, &n); err != nil || n < 0 || n > most {
			return fmt.Errorf("the number of draws is %q; from 0 to %d", value, most)
		}
		b.draw(n)
		return nil
	}
	before := b.chosen[id]
	if err := b.chosen.Set(settings, id, value); err != nil {
		return err
	}
	if (id == "theta" || id == "seed") && b.chosen[id] != before {
		b.empty()
	}
	return nil
}

// draw draws n balls.
func (b *Bag) draw(n int) {
	for range min(n, most-len(b.draws)) {
		b.draws = append(b.draws, b.rng.Float64() < b.chosen.Number("theta"))
	}
	if len(b.draws) >= most {
		b.running = false
	}
}

// Press presses a button.
func (b *Bag) Press(id string) error {
	switch id {
	case "run":
		b.running = !b.running && len(b.draws) < most
	case "1":
		b.draw(1)
	case "10":
		b.draw(10)
	case "100":
		b.draw(100)
	case "white", "red":
		if len(b.draws) >= most {
			return fmt.Errorf("%d draws are all that the page holds", most)
		}
		b.draws, b.byHand = append(b.draws, id == "white"), true
	case "seven":
		return b.Set("draws", "wwrwwrwwrw") // 7 white and 3 red, as in the chapter
	case "empty":
		b.empty()
	default:
		return fmt.Errorf("there is no button %q", id)
	}
	return nil
}

// Touch does nothing.
func (b *Bag) Touch(part.Touch) error { return nil }

// Resize says how wide the pictures may be together.
func (b *Bag) Resize(width int) { b.width = width }

// pause is the time from one ball to the next while they are drawn on and on.
const pause = 150 * time.Millisecond

// Tick draws a ball if it is time.
func (b *Bag) Tick(time.Duration) (bool, error) {
	if b.running && time.Since(b.last) >= pause {
		b.last = time.Now()
		b.draw(1)
	}
	return b.running, nil
}

// Settings returns the settings for an address, with the draws.
func (b *Bag) Settings() string {
	q := b.chosen.Query(settings)
	if len(b.draws) == 0 {
		return q
	}
	if q != "" {
		q += "&"
	}
	if !b.byHand {
		return q + fmt.Sprintf("n=%d", len(b.draws))
	}
	var s strings.Builder
	for _, white := range b.draws {
		s.WriteByte("rw"[truth(white)])
	}
	return q + "draws=" + s.String()
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A Tally is what draws tell about θ.
type Tally struct{ White, N int }

// Estimate returns θ̂ = White/N, where the likelihood is greatest, and its standard error
// √(θ̂(1 − θ̂)/N). Both are NaN for N = 0.
func (t Tally) Estimate() (hat, se float64) {
	hat = float64(t.White) / float64(t.N)
	return hat, math.Sqrt(hat * (1 - hat) / float64(t.N))
}

// LogLikelihood returns ln L(θ) = White·ln θ + (N − White)·ln(1 − θ), in nats, with 0·ln 0 = 0.
func (t Tally) LogLikelihood(theta float64) float64 {
	term := func(n int, p float64) float64 {
		if n == 0 {
			return 0
		}
		return float64(n) * math.Log(p)
	}
	return term(t.White, theta) + term(t.N-t.White, 1-theta)
}

// Relative returns L(θ)/L(θ̂), from 0 to 1.
func (t Tally) Relative(theta float64) float64 {
	if t.N == 0 {
		return 1
	}
	hat, _ := t.Estimate()
	return math.Exp(t.LogLikelihood(theta) - t.LogLikelihood(hat))
}

// depth is how far below its peak ln L may be for a θ to belong to the interval. For a bell it is two
// standard errors on each side.
const depth = 2

// Interval returns the least and the greatest θ with ln L(θ) ≥ ln L(θ̂) − 2.
func (t Tally) Interval() (lo, hi float64) {
	if t.N == 0 {
		return 0, 1
	}
	hat, _ := t.Estimate()
	end := func(outside float64) float64 {
		if t.Relative(outside) >= math.Exp(-depth) {
			return outside
		}
		inside := hat
		for range 60 {
			middle := (inside + outside) / 2
			if t.Relative(middle) >= math.Exp(-depth) {
				inside = middle
			} else {
				outside = middle
			}
		}
		return (inside + outside) / 2
	}
	return end(0), end(1)
}

func (b *Bag) tally() Tally {
	t := Tally{N: len(b.draws)}
	for _, white := range b.draws {
		t.White += truth(white)
	}
	return t
}

// names are what the two sides are called.
func (b *Bag) names() (white, red, both string) {
	if b.chosen["kind"] == "tosses of a coin" {
		return "heads", "tails", "tosses"
	}
	return "white", "red", "balls"
}

// View returns what the page shows.
func (b *Bag) View() part.View {
	white, red, both := b.names()
	t := b.tally()
	run := "Draw on and on"
	if b.running {
		run = "Pause"
	}
	v := part.View{Running: b.running, Groups: append([]part.Group{{Controls: []part.Control{
		{ID: "1", Kind: part.Button, Label: "Draw one", Main: true},
		{ID: "10", Kind: part.Button, Label: "Draw 10"},
		{ID: "100", Kind: part.Button, Label: "Draw 100"},
		{ID: "run", Kind: part.Button, Label: run},
		{ID: "white", Kind: part.Button, Label: "Add one " + white},
		{ID: "red", Kind: part.Button, Label: "Add one " + red},
		{ID: "seven", Kind: part.Button, Label: "7 " + white + ", 3 " + red},
		{ID: "empty", Kind: part.Button, Label: "Begin anew"},
	}}}, b.chosen.Groups(settings)...)}
	v.Pictures = []part.Picture{{Strokes: show.Strokes(b.likelihoods(t))}, {Strokes: show.Strokes(b.course(both))}}
	v.Say = fmt.Sprintf("%d %s: %d %s, %d %s.", t.N, both, t.White, white, t.N-t.White, red)
	if n := len(b.draws); n > 0 {
		last := red
		if b.draws[n-1] {
			last = white
		}
		v.Say += " The last one: " + last + "."
	}
	hat, se := t.Estimate()
	lo, hi := t.Interval()
	number := func(name string, value float64, note string) {
		text := "–"
		if !math.IsNaN(value) {
			text = strings.Replace(fmt.Sprintf("%.4f", value), "-", "−", 1)
		}
		v.Numbers = append(v.Numbers, part.Number{Name: name, Value: text, Note: note, Exact: part.Exact(value)})
	}
	number("θ̂", hat, "the share of "+white+": here L is greatest")
	number("standard error", se, "√(θ̂(1 − θ̂)/n)")
	number("θ̂ − 2 standard errors", hat-2*se, "")
	number("θ̂ + 2 standard errors", hat+2*se, "")
	number("interval, from", lo, "all θ with ln L at most 2 below its peak")
	number("to", hi, "")
	if t.N > 0 {
		number("ln L(θ̂)", t.LogLikelihood(hat), "nats, of the draws in their order")
		number("−ln L(θ̂)/n", (0-t.LogLikelihood(hat))/float64(t.N), "the mean surprise, which is H(θ̂)")
		number("H(θ̂)", theory.Entropy(theory.Bernoulli(hat)), "the entropy of a bag with this share, nats")
	}
	return v
}

// size is the space between the axes of a picture that may be at most so wide.
func (b *Bag) size(most int) int { return max(180, min(most, b.width-84)) }

// likelihoods draws L and ln L over θ.
func (b *Bag) likelihoods(t Tally) show.Picture {
	ts := show.Span(0.001, 0.999, 400)
	hat, _ := t.Estimate()
	lo, hi := t.Interval()
	marks := func(of func(theta float64) float64, level float64) show.Marks {
		ms := show.Marks{show.Line(ts, show.Map(ts, of)).In(show.Blue)}
		if t.N > 0 {
			ms = append(ms, show.Rule(hat).Named("θ̂").Dashed(), show.Line([]float64{lo, hi}, []float64{level, level}).Named("interval").In(show.Purple))
		}
		if b.chosen.On("show") {
			ms = append(ms, show.Rule(b.chosen.Number("theta")).Named("truth").In(show.Green))
		}
		return ms
	}
	top := t.LogLikelihood(hat)
	if t.N == 0 {
		top = 0
	}
	w := b.size(400)
	lowest := max(12, 3*float64(depth))
	return show.Column{
		{Title: "Likelihood, relative to its peak", X: "θ", Y: "L(θ)/L(θ̂)", XRange: show.Range{0, 1}, YRange: show.Range{0, 1.15}, Width: w, Height: 160,
			Marks: marks(t.Relative, math.Exp(-depth))},
		{Title: "Its logarithm", X: "θ", Y: "ln L(θ)", XRange: show.Range{0, 1}, YRange: show.Range{top - lowest, top + 1.5}, Width: w, Height: 160,
			Marks: marks(t.LogLikelihood, top-depth)},
	}
}

// course draws the estimate and its interval as the draws came.
func (b *Bag) course(both string) show.Picture {
	var ns, hats, los, his []float64
	t := Tally{}
	n := len(b.draws)
	each := max(1, n/200)
	for i, white := range b.draws {
		t.N++
		t.White += truth(white)
		if (i+1)%each != 0 && i+1 != n {
			continue
		}
		hat, _ := t.Estimate()
		lo, hi := t.Interval()
		ns, hats, los, his = append(ns, float64(t.N)), append(hats, hat), append(los, lo), append(his, hi)
	}
	f := show.Figure{Title: "The estimate, draw by draw", X: both, Y: "θ", XRange: show.Range{0, max(10, float64(n))}, YRange: show.Range{0, 1},
		Width: b.size(400), Height: 240,
		Marks: show.Marks{show.Band(ns, los, his).Named("interval").In(show.Purple).Faint(), show.Line(ns, hats).Named("θ̂").In(show.Blue)}}
	if b.chosen.On("show") {
		f.Marks = append(f.Marks, show.Level(b.chosen.Number("theta")).Named("truth").In(show.Green).Dashed())
	}
	if n > 0 && n <= 60 {
		var ws, rs []float64
		for i, white := range b.draws {
			if white {
				ws = append(ws, float64(i+1))
			} else {
				rs = append(rs, float64(i+1))
			}
		}
		at := func(xs []float64, y float64) []float64 { return show.Map(xs, func(float64) float64 { return y }) }
		white, red, _ := b.names()
		f.Marks = append(f.Marks, show.Points(ws, at(ws, 0.97)).Named(white).In(show.Brown), show.Points(rs, at(rs, 0.03)).Named(red).In(show.Orange))
	}
	return f
}
