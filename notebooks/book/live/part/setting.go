package part

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A Setting is one thing that the reader chooses.
type Setting struct {
	ID, Label string
	Kind      Kind
	Values    []string // of a slider, a choice or a switch; nil for a number that is typed
	First     string   // the value at first
	Group     string   // the name of the control's group
	Help      string
}

// OnOff are the values of a switch.
var OnOff = []string{"off", "on"}

// Check returns the value that a text from a page or an address stands for: the text itself, or, for a
// slider and a text such as "#3", the value at this position. It returns an error if the setting cannot
// have the value.
func (s Setting) Check(text string) (value string, err error) {
	if position, ok := strings.CutPrefix(text, "#"); ok && s.Kind == Slider {
		if i, err := strconv.Atoi(position); err == nil && i >= 0 && i < len(s.Values) {
			return s.Values[i], nil
		}
	}
	switch s.Kind {
	case Count:
		if n, err := strconv.ParseUint(text, 10, 64); err != nil || n > 1<<53 {
			return "", fmt.Errorf("%s is %q; a whole number, 0 or more", s.Label, text)
		}
		return text, nil
	case Entry:
		if v, err := strconv.ParseFloat(text, 64); err != nil || !(math.Abs(v) <= 1e9) {
			return "", fmt.Errorf("%s is %q; a number", s.Label, text)
		}
		return text, nil
	}
	if !slices.Contains(s.Values, text) {
		return "", fmt.Errorf("%s is %q; one of %s", s.Label, text, strings.Join(s.Values, ", "))
	}
	return text, nil
}

// Control returns the control of the setting at a value.
func (s Setting) Control(value string) Control {
	return Control{ID: s.ID, Kind: s.Kind, Label: s.Label, Value: value, Options: s.Values, Help: s.Help}
}

// Chosen are the values of settings, by their ids.
type Chosen map[string]string

// First returns the values that settings have at first.
func First(settings []Setting) Chosen {
	c := Chosen{}
	for _, s := range settings {
		c[s.ID] = s.First
	}
	return c
}

// On says whether a switch is on.
func (c Chosen) On(id string) bool { return c[id] == "on" }

// Number returns the value of a setting that is a number.
func (c Chosen) Number(id string) float64 {
	v, err := strconv.ParseFloat(c[id], 64)
	if err != nil {
		panic("part: " + id + ": " + err.Error()) // values are checked before they are chosen
	}
	return v
}

// Count returns the value of a setting that is a whole number.
func (c Chosen) Count(id string) int { return int(c.Number(id)) }

// Clone returns a copy.
func (c Chosen) Clone() Chosen {
	own := Chosen{}
	for id, value := range c {
		own[id] = value
	}
	return own
}

// Set checks and sets a value. It returns an error if there is no such setting, or no such value.
func (c Chosen) Set(settings []Setting, id, text string) error {
	s, ok := Find(settings, id)
	if !ok {
		return fmt.Errorf("there is no setting %q", id)
	}
	value, err := s.Check(text)
	if err != nil {
		return err
	}
	c[id] = value
	return nil
}

// Find returns the setting with an id.
func Find(settings []Setting, id string) (Setting, bool) {
	i := slices.IndexFunc(settings, func(s Setting) bool { return s.ID == id })
	if i < 0 {
		return Setting{}, false
	}
	return settings[i], true
}

// Groups returns the controls of settings in their groups. Groups whose names are in folded open by a
// click.
func (c Chosen) Groups(settings []Setting, folded ...string) (groups []Group) {
	at := map[string]int{}
	for _, s := range settings {
		i, ok := at[s.Group]
		if !ok {
			i = len(groups)
			at[s.Group] = i
			groups = append(groups, Group{Name: s.Group, Folded: slices.Contains(folded, s.Group)})
		}
		groups[i].Controls = append(groups[i].Controls, s.Control(c[s.ID]))
	}
	return groups
}

// Query writes the values that differ from the first ones, as the query of an address.
func (c Chosen) Query(settings []Setting) string {
	var pairs []string
	for _, s := range settings {
		if c[s.ID] != s.First {
			pairs = append(pairs, s.ID+"="+url.QueryEscape(c[s.ID]))
		}
	}
	return strings.Join(pairs, "&")
}

// Steps writes the numbers from lo to hi in equal steps, as the values of a slider.
func Steps(lo, hi float64, n, decimals int) (values []string) {
	for i := range n {
		v := lo + (hi-lo)*float64(i)/float64(n-1)
		text := strconv.FormatFloat(v, 'f', decimals, 64)
		if v, _ := strconv.ParseFloat(text, 64); v == 0 {
			text = strings.TrimPrefix(text, "-")
		}
		values = append(values, text)
	}
	return values
}

// Nearest returns the one of the values of a slider that is nearest to v.
func Nearest(values []string, v float64) string {
	best, far := values[0], math.Inf(1)
	for _, text := range values {
		if at, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(at-v) < far {
			best, far = text, math.Abs(at-v)
		}
	}
	return best
}
