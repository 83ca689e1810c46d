// Package live holds the live parts of the book: programs in Go, compiled to WebAssembly, that compute
// on the page with the packages that the notebooks call.
//
//	lab            a GAN that trains while one looks
//	distributions  two densities that one drags, and all distances between them
//	bag            balls drawn one by one, and what they tell about the bag
//	games          payoff matrices, and players who follow a gradient
//
// Each is a [part.Part]. Package engine runs them in a Web Worker, package web holds the page's side,
// and the program build writes the files that a static server needs.
package live

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"ganbook/notebooks/book/live/bag"
	"ganbook/notebooks/book/live/distributions"
	"ganbook/notebooks/book/live/games"
	"ganbook/notebooks/book/live/lab"
	"ganbook/notebooks/book/live/part"
)

// Names are the names of the parts.
var Names = []string{"lab", "distributions", "bag", "games"}

// Title returns the title of a part.
func Title(name string) string {
	return map[string]string{"lab": "GAN lab", "distributions": "Two distributions", "bag": "The bag and the coin", "games": "Games"}[name]
}

// Open returns a part with the given settings, which are the query of an address. A setting that is
// unknown or out of range is an error; the part then has its first settings.
func Open(name, settings string) (part.Part, error) {
	makers := map[string]func() part.Part{
		"lab":           func() part.Part { return lab.New() },
		"distributions": func() part.Part { return distributions.New() },
		"bag":           func() part.Part { return bag.New() },
		"games":         func() part.Part { return games.New() },
	}
	make, ok := makers[name]
	if !ok {
		return nil, fmt.Errorf("live: no part is called %q; the parts are %s", name, strings.Join(Names, ", "))
	}
	p := make()
	if err := restore(p, settings); err != nil {
		return make(), err
	}
	return p, nil
}

// restore gives a part its settings, in the order in which they are written.
func restore(p part.Part, settings string) error {
	for pair := range strings.SplitSeq(settings, "&") {
		if pair == "" {
			continue
		}
		id, value, _ := strings.Cut(pair, "=")
		id, err := url.QueryUnescape(id)
		if err == nil {
			value, err = url.QueryUnescape(value)
		}
		if err == nil {
			err = p.Set(id, value)
		}
		if err != nil {
			return fmt.Errorf("the address has a setting that cannot be used: %w", err)
		}
	}
	return nil
}

// A Message is what a page asks of a part. Exactly one of Set, Press, Touch and Width is given, or none
// for a look.
type Message struct {
	Set   string      `json:"set,omitempty"` // the id of a control, which gets Value
	Value string      `json:"value,omitempty"`
	Press string      `json:"press,omitempty"` // the id of a button
	Touch *part.Touch `json:"touch,omitempty"`
	Width int         `json:"width,omitempty"`
	Tick  int         `json:"tick,omitempty"` // milliseconds
}

// Answer applies a message to a part. A look during a run has no controls, since they have not
// changed.
func (m Message) Answer(p part.Part) part.View {
	var err error
	switch {
	case m.Set != "":
		err = p.Set(m.Set, m.Value)
	case m.Press != "":
		err = p.Press(m.Press)
	case m.Touch != nil:
		err = p.Touch(*m.Touch)
	case m.Width > 0:
		p.Resize(m.Width)
	case m.Tick > 0:
		_, err = p.Tick(time.Duration(m.Tick) * time.Millisecond)
	}
	a := p.View()
	a.Settings = p.Settings()
	if err != nil {
		a.Error = err.Error()
	}
	if m.Tick > 0 && a.Running {
		a.Groups = nil
	}
	return a
}
