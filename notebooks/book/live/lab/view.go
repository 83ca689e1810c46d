package lab

import (
	"fmt"
	"math"
	"strings"
	"time"

	"ganbook/notebooks/book/live/part"
	"ganbook/notebooks/show"
)

// judgeEvery is the time between two judgements of a training that is running: they take as long as
// some steps.
const judgeEvery = 400 * time.Millisecond

// View returns what the page shows.
func (l *Lab) View() part.View {
	v := part.View{Groups: l.groups(), Running: l.running, Say: l.said}
	takes := ""
	if l.chosen.Chosen["data"] == drawnName {
		takes = "Draw data here: press and move. With the keyboard: arrow keys move, space draws."
	}
	if err := l.ready(); err != nil {
		v.Pictures = []part.Picture{{Strokes: show.Strokes(l.empty()), Takes: takes}}
		v.Say = err.Error()
		return v
	}
	due := l.judgementIsDue()
	sight := l.t.seen.look(l.t.run, l.needed(due))
	main := l.line
	if l.chosen.dim() == 2 {
		main = l.plane
	}
	if due {
		l.t.seen.keepJudgement(sight)
	}
	j := l.t.seen.past[len(l.t.seen.past)-1]
	v.Pictures = []part.Picture{{Strokes: show.Strokes(main(sight)), Takes: takes}, {}}
	if due || !l.running {
		v.Pictures[1].Strokes = show.Strokes(below(l.courses()))
	}
	v.Numbers = l.numbers(sight, j)
	v.Words = l.words()
	if l.story != nil {
		v.Link = &l.story.link
	}
	if !l.running {
		v.Code = l.code()
	}
	return v
}

// below puts figures below each other.
func below(pictures []show.Picture) show.Picture {
	var c show.Column
	for _, p := range pictures {
		c = append(c, p.(show.Figure))
	}
	return c
}

// judgementIsDue says whether the last judgement is too old to be shown.
func (l *Lab) judgementIsDue() bool {
	s := l.t.seen
	if len(s.past) == 0 {
		return true
	}
	isOld := s.past[len(s.past)-1].step != l.t.run.Step()
	return isOld && !(l.running && time.Since(s.judgedAt) < judgeEvery)
}

// keepJudgement judges what is seen now.
func (s *stage) keepJudgement(v sight) {
	s.judgedAt = time.Now()
	s.past = append(s.past, s.judge(v))
}

// needed says what the next view has to see. A judgement, the histogram of the line and D* need all
// fakes; a picture of the plane shows fewer.
func (l *Lab) needed(judging bool) need {
	n := need{fakes: dots, grid: l.chosen.On("grid"), arrows: l.chosen.On("arrows")}
	if judging || l.chosen.dim() == 1 || l.chosen.Chosen["heat"] == "D*" {
		n.fakes = fakes
	}
	return n
}

func (l *Lab) groups() []part.Group {
	name := "Run"
	if l.running {
		name = "Pause"
	}
	main := part.Group{Controls: []part.Control{
		{ID: "run", Kind: part.Button, Label: name, Main: true},
		{ID: "both", Kind: part.Button, Label: "One step", Help: "D moves k times, then G moves once"},
		{ID: "d", Kind: part.Button, Label: "D once", Help: "only D moves, k times"},
		{ID: "g", Kind: part.Button, Label: "G once", Help: "only G moves"},
		{ID: "restart", Kind: part.Button, Label: "Start again", Help: "new networks with the same seed"},
		{ID: "reseed", Kind: part.Button, Label: "New seed"},
		{ID: "first", Kind: part.Button, Label: "Reset all", Help: "all settings as at first"},
	}}
	if l.chosen.Chosen["data"] == drawnName {
		main.Controls = append(main.Controls, part.Control{ID: "clear", Kind: part.Button, Label: "Clear drawing"})
	}
	groups := []part.Group{main, {Name: "Stories", Top: true}}
	for _, s := range stories {
		groups[1].Controls = append(groups[1].Controls, part.Control{ID: "story " + s.name, Kind: part.Button, Label: s.name})
	}
	groups = append(groups, part.Group{Name: "Data", Top: true})
	at := map[string]int{groupMain: 0, "": 2}
	for _, s := range allSettings {
		i, ok := at[s.Group]
		if !ok {
			i = len(groups)
			at[s.Group] = i
			groups = append(groups, part.Group{Name: s.Group, Folded: s.Group != groupLoss})
		}
		c := s.Control(l.chosen.Chosen[s.ID])
		if s.ID == "data" {
			c.Options = dataFor(l.chosen.dim())
		}
		groups[i].Controls = append(groups[i].Controls, c)
	}
	return groups
}

// numbers are the numbers beside the picture.
func (l *Lab) numbers(v sight, j judgement) (ns []part.Number) {
	add := func(name string, value float64, note string) {
		text := "–"
		if !math.IsNaN(value) {
			text = strings.Replace(fmt.Sprintf("%.3f", value), "-", "−", 1)
		}
		ns = append(ns, part.Number{Name: name, Value: text, Note: note})
	}
	last := func(values []float64) float64 {
		if len(values) == 0 {
			return math.NaN()
		}
		return values[len(values)-1]
	}
	h := l.t.run.History()
	ns = append(ns, part.Number{Name: "step", Value: fmt.Sprint(v.step)})
	loss := l.chosen.loss()
	add("L_D", last(h.DLoss), levels(loss))
	add("L_G", last(h.GLoss), "")
	if h.Penalty != nil {
		add("penalty", last(h.Penalty), "added to L_D")
	}
	if loss.Logit {
		add("V̂", last(h.Value), "−ln 4 = −1.386 if D is ½ everywhere")
		add("D(x)", last(h.DReal), "the mean over a batch of data")
		add("D(G(z))", last(h.DFake), "the mean over a batch of fakes")
	}
	if !math.IsNaN(j.js) {
		note := fmt.Sprintf("nats; of %d fakes and the data, in %d bins", fakes, bins)
		if l.chosen.dim() == 2 {
			note = fmt.Sprintf("nats; of %d fakes, in 16 bins around each bump (metric.BinnedJS)", fakes)
		}
		add("JS", j.js, note)
	}
	if j.name() == "W₁" {
		add("W₁", j.far, fmt.Sprintf("units of x; %d data and %d fakes, in order", fakes, fakes))
	} else {
		add("energy distance", j.far, fmt.Sprintf("units of x; of %d data and %d fakes (metric.Energy)", compared, compared))
	}
	if j.modes != nil {
		ns = append(ns, part.Number{Name: "bumps with fakes", Value: fmt.Sprintf("%d of %d", j.modes.Populated, j.modes.Of),
			Note: fmt.Sprintf("20 of %d or more within 3σ", fakes)})
	}
	if l.clock.rate > 0 {
		ns = append(ns, part.Number{Name: "steps a second", Value: fmt.Sprintf("%.0f", l.clock.rate)})
	}
	return ns
}

// words explain the picture.
func (l *Lab) words() (words []string) {
	if l.story != nil {
		words = append(words, l.story.words...)
	}
	s := l.t.seen
	if l.chosen.Chosen["heat"] == "D*" {
		if l.chosen.dim() == 2 {
			words = append(words, fmt.Sprintf("D* is estimated from %d data and %d fakes, both blurred by one cell of the background. Cells with next to none of both are left out.", fakes, fakes))
		} else if readingOf(l.chosen.loss()).best == nil {
			words = append(words, "With this loss, the best score at x does not follow from the two densities at x alone, so it is not drawn.")
		} else {
			of := "the true Pdata"
			if !s.known {
				of = fmt.Sprintf("%d data", fakes)
			}
			words = append(words, fmt.Sprintf("D* is computed in %d bins, from %s and %d fakes.", bins, of, fakes))
		}
	}
	if l.chosen.Chosen["heat"] != "none" && l.chosen.dim() == 2 && l.width < roomy {
		words = append(words, "The background is blue where D takes x for data, and orange where it takes x for a fake.")
	}
	return words
}

// code is the Go that trains like this.
func (l *Lab) code() string {
	lo, hi := l.chosen.reach()
	code := l.chosen.code(l.drawn.rows(l.chosen.dim(), lo, hi), l.t.run.Step())
	if len(l.actions) > 1 { // more than steps of both players under one configuration
		code = strings.Replace(code, "cfg := gan.Defaults()\n", "// The settings as they are now, from the first step on: what was changed on the way is left out.\ncfg := gan.Defaults()\n", 1)
	}
	return code
}
