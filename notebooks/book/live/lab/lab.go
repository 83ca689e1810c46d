// Package lab is a GAN that trains while one looks and turns its knobs. It trains with package gan, on
// GoMLX's pure-Go backend, and draws with package show.
package lab

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ganbook/gan"
	"ganbook/notebooks/book/live/part"
)

// A Lab is a live part. It has one training at a time.
type Lab struct {
	chosen  choice // the settings as they are now
	began   choice // those with which the training began
	drawn   drawing
	story   *story
	width   int
	running bool
	said    string // the last thing worth saying

	t       *training // nil until the first look, and while there are no data
	actions []action  // what has been done with the training since it began
	plan    []action  // what is still to be done to see what a link promised
	slow    slowMotion
	clock   speed
}

// New returns a lab with the settings that the page begins with.
func New() *Lab {
	return &Lab{chosen: firstChoice(), began: firstChoice(), width: 900}
}

// Resize says how wide the pictures may be together.
func (l *Lab) Resize(width int) { l.width = width }

// Set changes a setting. "drawn" takes the points of a drawing, "do" what to do with the training, and
// "story" the name of the story that is open, as [Lab.Settings] writes them. An open story adds its
// text and its link to the view; it sets nothing.
func (l *Lab) Set(id, value string) error {
	switch id {
	case "drawn":
		d, err := parseDrawing(value, l.chosen.dim())
		if err != nil {
			return err
		}
		l.drawn = d
		l.restart()
		return nil
	case "do":
		plan, err := parseActions(value)
		if err != nil {
			return err
		}
		l.plan, l.running = plan, len(plan) > 0
		return nil
	case "story":
		s, err := findStory(value)
		if err != nil {
			return err
		}
		l.story = s
		return nil
	}
	s, ok := part.Find(allSettings, id)
	if !ok {
		return fmt.Errorf("lab: there is no setting %q", id)
	}
	value, err := s.Check(value)
	if err != nil {
		return err
	}
	if names := dataFor(l.chosen.dim()); id == "data" && !slices.Contains(names, value) {
		return fmt.Errorf("%s with %d coordinates is %q; one of %s", s.Label, l.chosen.dim(), value, strings.Join(names, ", "))
	}
	if l.chosen.Chosen[id] == value {
		return nil
	}
	l.chosen.Chosen[id] = value
	switch {
	case id == "dim":
		l.drawn = drawing{}
		if names := dataFor(l.chosen.dim()); !slices.Contains(names, l.chosen.Chosen["data"]) {
			l.chosen.Chosen["data"] = names[0]
		}
		l.restartFor(s)
	case restarts(id):
		l.restartFor(s)
	case !looks(id):
		return l.change(s)
	}
	return nil
}

// change goes on with the training under the settings that are chosen now.
func (l *Lab) change(s part.Setting) error {
	if l.t == nil || len(l.actions) == 0 { // nothing has been learnt
		l.restart()
		return nil
	}
	if err := l.t.change(l.chosen.config()); err != nil {
		l.running = false
		return err
	}
	done := action{id: s.ID, value: l.chosen.Chosen[s.ID]}
	if n := len(l.actions); l.actions[n-1].id == s.ID {
		l.actions[n-1] = done // a slider on its way
	} else {
		l.actions = append(l.actions, done)
	}
	l.said = fmt.Sprintf("From step %d on: %s %s. The networks stay as they are.", l.t.run.Step(), s.Label, l.chosen.Chosen[s.ID])
	return nil
}

// restartFor starts the training again because a setting is new, and says so if something was learnt.
func (l *Lab) restartFor(s part.Setting) {
	learnt := len(l.actions) > 0
	l.restart()
	if learnt {
		l.said = "The training starts again: " + s.Label + " is new."
	}
}

// restart forgets the training.
func (l *Lab) restart() {
	if l.t != nil {
		l.t.end()
	}
	l.t, l.actions, l.plan, l.said = nil, nil, nil, ""
	l.slow = slowMotion{}
	l.began = l.chosen.clone()
}

// Press presses a button.
func (l *Lab) Press(id string) error {
	if name, ok := strings.CutPrefix(id, "story "); ok {
		return l.tell(name)
	}
	switch id {
	case "run":
		l.running = !l.running && l.ready() == nil
		l.plan = nil
		return l.ready()
	case "both", "d", "g":
		l.running, l.plan = false, nil
		return l.do(map[string]action{"both": {who: gan.Both, steps: 1}, "d": {who: gan.DiscriminatorAlone, steps: 1}, "g": {who: gan.GeneratorAlone, steps: 1}}[id])
	case "restart":
		l.running = false
		l.restart()
		return nil
	case "reseed":
		return l.Set("seed", strconv.Itoa(l.chosen.Count("seed")+1))
	case "clear":
		l.running = false
		l.drawn = drawing{}
		l.restart()
		return nil
	case "first":
		l.running, l.story = false, nil
		l.chosen, l.drawn = firstChoice(), drawing{}
		l.restart()
		return nil
	}
	return fmt.Errorf("lab: there is no button %q", id)
}

// ready starts the training if it has not begun. It returns an error if there are no data yet.
func (l *Lab) ready() error {
	if l.t != nil {
		return nil
	}
	data, err := l.data()
	if err != nil {
		return err
	}
	t, err := begin(l.chosen, data)
	if err != nil {
		return err
	}
	l.t, l.began, l.clock = t, l.chosen.clone(), speed{}
	return nil
}

// do takes the steps of an action or makes its change.
func (l *Lab) do(a action) error {
	if err := l.ready(); err != nil {
		return err
	}
	if a.steps == 0 {
		return l.Set(a.id, a.value)
	}
	err := l.t.advance(a.steps, a.who)
	l.done(a)
	return err
}

// done records an action, together with the last one if both are steps of the same players.
func (l *Lab) done(a action) {
	if n := len(l.actions); n > 0 && a.steps > 0 && l.actions[n-1].steps > 0 && l.actions[n-1].who == a.who {
		l.actions[n-1].steps += a.steps
		return
	}
	l.actions = append(l.actions, a)
}

// Tick trains for about the given time.
func (l *Lab) Tick(budget time.Duration) (bool, error) {
	if !l.running {
		return false, nil
	}
	if err := l.ready(); err != nil {
		l.running = false
		return false, err
	}
	began, first := time.Now(), l.t.run.Step()
	err := l.tick(began.Add(budget))
	l.clock.took(l.t.run.Step()-first, began)
	if err != nil {
		l.running = false
		var diverged *gan.NotFiniteError
		if errors.As(err, &diverged) {
			err = fmt.Errorf("the training has left the finite numbers at step %d (%s); try a lower learning rate, or start again", diverged.Step, diverged.What)
		}
	}
	return l.running, err
}

func (l *Lab) tick(until time.Time) error {
	for len(l.plan) > 0 {
		a := &l.plan[0]
		one := *a
		if a.steps > 1 && a.who == gan.Both {
			one.steps = 1
			a.steps--
		} else {
			l.plan = l.plan[1:]
		}
		rest := l.plan
		if err := l.do(one); err != nil {
			return err
		}
		l.plan = rest
		if len(l.plan) == 0 {
			l.running = false
			l.said = fmt.Sprintf("This is what the sender of the link saw, at step %d.", l.t.run.Step())
			return nil
		}
		if !time.Now().Before(until) {
			return nil
		}
	}
	if l.chosen.On("slow") {
		who, due := l.slow.next()
		if !due {
			return nil
		}
		l.said = "Slow motion: " + map[gan.Players]string{gan.DiscriminatorAlone: "D has moved. Now the arrows show where G will push its fakes.", gan.GeneratorAlone: "G has moved along the arrows."}[who]
		return l.do(action{who: who, steps: 1})
	}
	for {
		if err := l.t.step(); err != nil {
			return err
		}
		l.done(action{who: gan.Both, steps: 1})
		if !time.Now().Before(until) {
			return nil
		}
	}
}

// Touch draws data, if the reader has chosen to.
func (l *Lab) Touch(t part.Touch) error {
	if l.chosen.Chosen["data"] != drawnName || t.Picture != 0 || t.Panel != 0 {
		return nil
	}
	switch t.Phase {
	case part.Down, part.Move:
		l.running = false
		lo, hi := l.chosen.reach()
		if l.t != nil {
			l.restart()
		}
		return l.drawn.add(t.X, t.Y, l.chosen.dim(), lo, hi)
	}
	return nil
}

// Settings returns the settings with which the training began, the drawing, what was done since, how
// the picture looks, and which story is open.
func (l *Lab) Settings() string {
	var pairs []string
	add := func(id, value string) { pairs = append(pairs, id+"="+url.QueryEscape(value)) }
	for _, s := range allSettings {
		value := l.began.Chosen[s.ID]
		if looks(s.ID) || l.t == nil {
			value = l.chosen.Chosen[s.ID]
		}
		if value != s.First {
			add(s.ID, value)
		}
	}
	if len(l.drawn.points) > 0 {
		add("drawn", l.drawn.String())
	}
	if do := slices.Concat(l.actions, l.plan); len(do) > 0 {
		add("do", writeActions(do))
	}
	if l.story != nil {
		add("story", l.story.name)
	}
	return strings.Join(pairs, "&")
}

// speed measures steps a second, over the last seconds.
type speed struct {
	steps int
	since time.Time
	rate  float64
}

// took counts steps that began at a time.
func (s *speed) took(steps int, began time.Time) {
	if s.since.IsZero() || time.Since(s.since) > 5*time.Second && s.steps == 0 {
		s.since = began
	}
	s.steps += steps
	if passed := time.Since(s.since); passed > time.Second {
		s.rate = float64(s.steps) / passed.Seconds()
		s.steps, s.since = 0, time.Now()
	}
}

// slowMotion lets D and G move in turn, slowly enough to be followed.
type slowMotion struct {
	last time.Time
	who  gan.Players // who moved last; Both before the first move
}

const slowPause = 800 * time.Millisecond

func (s *slowMotion) next() (who gan.Players, due bool) {
	if time.Since(s.last) < slowPause {
		return 0, false
	}
	s.last = time.Now()
	if s.who == gan.DiscriminatorAlone {
		s.who = gan.GeneratorAlone
	} else {
		s.who = gan.DiscriminatorAlone
	}
	return s.who, true
}
