package lab

import (
	"fmt"
	"strconv"
	"strings"

	"ganbook/gan"
	"ganbook/notebooks/book/live/part"
)

// An action is a number of steps by some players, or a change of a setting if steps is 0.
type action struct {
	steps     int
	who       gan.Players
	id, value string
}

// The letters of players in an address.
var letters = map[gan.Players]string{gan.Both: "b", gan.DiscriminatorAlone: "d", gan.GeneratorAlone: "g"}

// writeActions writes actions as text, such as "b120_d3_r1~0.1_b40".
func writeActions(as []action) string {
	var words []string
	for _, a := range as {
		if a.steps == 0 {
			words = append(words, a.id+"~"+a.value)
		}
		for n := a.steps; n > 0; n -= mostSteps {
			words = append(words, letters[a.who]+strconv.Itoa(min(n, mostSteps)))
		}
	}
	return strings.Join(words, "_")
}

// mostSteps is the most steps that an address may ask for in one action.
const mostSteps = 1_000_000

// parseActions is the inverse of writeActions.
func parseActions(text string) (as []action, err error) {
	for word := range strings.SplitSeq(text, "_") {
		if id, value, ok := strings.Cut(word, "~"); ok {
			s, known := part.Find(allSettings, id)
			if !known || restarts(id) || looks(id) {
				return nil, fmt.Errorf("lab: %q changes no setting of a training", word)
			}
			if _, err := s.Check(value); err != nil {
				return nil, err
			}
			as = append(as, action{id: id, value: value})
			continue
		}
		a := action{who: -1}
		for who, letter := range letters {
			if rest, ok := strings.CutPrefix(word, letter); ok {
				a.who = who
				a.steps, err = strconv.Atoi(rest)
			}
		}
		if err != nil || a.who < 0 || a.steps < 1 || a.steps > mostSteps {
			return nil, fmt.Errorf("lab: %q is no number of steps; b, d or g, then 1 to %d", word, mostSteps)
		}
		as = append(as, a)
	}
	return as, nil
}
