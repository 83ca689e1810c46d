package series

import (
	"fmt"
	"math"
	"strings"
)

// A Grade says what an exercise asks for.
type Grade string

const (
	Number     Grade = "number"     // a number
	Change     Grade = "change"     // a change to a cell of the notebook, or a prediction before a slider is moved
	Derivation Grade = "derivation" // a few lines of algebra
)

// An Exercise is one exercise of a notebook, with its solution.
type Exercise struct {
	ID        string // the notebook and a number, such as "01.1"
	Title     string
	Grade     Grade
	Task      Text
	Answer    *float64 // nil where no number is asked for
	Tolerance float64  // how far an answer may be off
	Hint      Text     // for a wrong answer that no mistake explains
	Mistakes  []Mistake
	Solution  Text
}

// A Mistake is a range of wrong answers that have one likely cause, and the hint for it.
type Mistake struct {
	From, To *float64 // nil means no limit
	Hint     Text
}

// Find returns the exercise with the given ID.
func Find(id string) (Exercise, error) {
	number, _, _ := strings.Cut(id, ".")
	var there []string
	for _, e := range ExercisesOf(number) {
		if e.ID == id {
			return e, nil
		}
		there = append(there, e.ID)
	}
	if there == nil {
		return Exercise{}, fmt.Errorf("there is no exercise %q; the notebook's number and the exercise's, such as \"01.1\"", id)
	}
	return Exercise{}, fmt.Errorf("there is no exercise %q; this notebook has %s", id, strings.Join(there, ", "))
}

// Right reports whether an answer is within Tolerance of the right one. NaN is not.
func (e Exercise) Right(answer float64) bool {
	return e.Answer != nil && math.Abs(answer-*e.Answer) <= e.Tolerance*(1+1e-9) // the difference is rounded
}

// HintFor returns the hint that fits a wrong answer.
func (e Exercise) HintFor(answer float64) Text {
	for _, m := range e.Mistakes {
		if (m.From == nil || answer >= *m.From) && (m.To == nil || answer <= *m.To) {
			return m.Hint
		}
	}
	return e.Hint
}

// asks is what an exercise of each grade asks for, in a reader's words.
var asks = map[Grade]string{Number: "a number", Change: "a change", Derivation: "a derivation"}

// Markdown returns the task as a notebook shows it.
func (e Exercise) Markdown() string {
	return fmt.Sprintf("**%s** %s *(%s)*\n\n%s", e.ID, e.Title, asks[e.Grade], e.Task)
}

// Solutions returns the solutions of a notebook as it shows them: each is folded until a reader opens
// it.
func Solutions(number string) string {
	var b strings.Builder
	b.WriteString("## Solutions\n\nOpen one after you have tried.")
	for _, e := range ExercisesOf(number) {
		fmt.Fprintf(&b, "\n\n<details>\n<summary>%s %s</summary>\n\n%s\n\n</details>", e.ID, e.Title, e.Solution)
	}
	return b.String()
}
