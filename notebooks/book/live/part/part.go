// Package part says what a live part of the book is: a small program that gets messages from a page
// and answers with what the page shows. It knows nothing of a browser, so each part is tested by go
// test. The page has one way to show a [View], and no code for a single part.
package part

import (
	"encoding/json"
	"strconv"
	"time"
)

// A Part is a program behind a page. Its methods are called one at a time.
type Part interface {
	// Set gives the control with this id a value, as the reader has chosen it. It returns an error
	// that says what is wrong if the control cannot have that value.
	Set(id, value string) error

	// Press presses the button with this id.
	Press(id string) error

	// Touch tells where the reader's mouse, finger or arrow key is in the picture.
	Touch(t Touch) error

	// Resize tells how many pixels wide the picture may be.
	Resize(width int)

	// Tick lets a part that is running go on for about the given time. It reports whether the part is
	// still running.
	Tick(budget time.Duration) (running bool, err error)

	// View returns what the page shows.
	View() View

	// Settings returns all that the reader has chosen, as the query of an address: a new part with
	// these settings shows the same.
	Settings() string
}

// A Phase is a moment of a touch.
type Phase string

const (
	Down Phase = "down" // the button or the finger goes down
	Move Phase = "move" // it moves, and is down
	Up   Phase = "up"   // it goes up
)

// A Touch is where the reader points.
type Touch struct {
	Phase   Phase   `json:"phase"`
	Picture int     `json:"picture"` // the number of the picture in the view, from 0
	Panel   int     `json:"panel"`   // the number of the panel in the picture, from 0
	X       float64 `json:"x"`       // on the panel's axes
	Y       float64 `json:"y"`
}

// A View is what a page shows of a part.
type View struct {
	Groups   []Group   `json:"groups,omitempty"` // the controls
	Pictures []Picture `json:"-"`                // [View.JSON] writes them
	Numbers  []Number  `json:"numbers,omitempty"`
	Say      string    `json:"say,omitempty"`   // what has happened, for the eye and for a screen reader
	Words    []string  `json:"words,omitempty"` // sentences under the picture
	Link     *Link     `json:"link,omitempty"`  // where to read more
	Code     string    `json:"code,omitempty"`  // the Go that does the same
	Running  bool      `json:"running"`         // the part wants ticks
	Settings string    `json:"settings"`
	Error    string    `json:"error,omitempty"` // what went wrong with the last message
}

// A Picture is a picture on the page.
type Picture struct {
	Strokes []byte // the JSON of show.Strokes; nil for the same as before
	Takes   string // what touches do, as an instruction; empty if it takes none
}

// JSON returns the view for the page. It copies the strokes as they are: a page is redrawn many times
// a second, and to parse them again would take longer than to draw them.
func (v View) JSON() []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic("part: " + err.Error()) // a view holds texts only
	}
	out = append(out[:len(out)-1], `,"pictures":[`...)
	for i, p := range v.Pictures {
		if i > 0 {
			out = append(out, ',')
		}
		takes, err := json.Marshal(p.Takes)
		if err != nil {
			panic("part: " + err.Error())
		}
		out = append(append(append(out, `{"takes":`...), takes...), `,"strokes":`...)
		if p.Strokes == nil {
			out = append(out, "null"...)
		} else {
			out = append(out, p.Strokes...)
		}
		out = append(out, '}')
	}
	return append(out, "]}"...)
}

// A Group is a row or a box of controls that belong together.
type Group struct {
	Name     string    `json:"name"`              // empty for the main row
	Folded   bool      `json:"folded,omitempty"`  // it opens by a click
	Top      bool      `json:"top,omitempty"`     // it stands above the pictures, in one row
	Columns  int       `json:"columns,omitempty"` // the controls form a table of so many columns
	Controls []Control `json:"controls"`
}

// A Kind says how a control looks.
type Kind string

const (
	Slider Kind = "slider" // Value is the number of the position, from 0
	Choice Kind = "choice" // Value is the name of the option
	Switch Kind = "switch" // Value is "on" or "off"
	Button Kind = "button"
	Entry  Kind = "entry" // a number that is typed; Value is its text
	Count  Kind = "count" // a whole number of 0 or more that is typed
)

// A Control is something that the reader can change or press.
type Control struct {
	ID      string   `json:"id"`
	Kind    Kind     `json:"kind"`
	Label   string   `json:"label"`
	Value   string   `json:"value,omitempty"`
	Options []string `json:"options,omitempty"` // of a choice; of a slider, what each position stands for
	Help    string   `json:"help,omitempty"`
	Off     bool     `json:"off,omitempty"`  // it cannot be used at the moment
	Main    bool     `json:"main,omitempty"` // the button that the reader wants most
}

// A Number is a value beside the picture.
type Number struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`  // how it is computed
	Exact string `json:"exact,omitempty"` // the value in full, for whoever computes with it
}

// Exact writes a number in full.
func Exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// A Link leads to a page of the book. Page is its name without an ending, such as
// "08_why_it_circles".
type Link struct {
	Page string `json:"page"`
	Text string `json:"text"`
}
