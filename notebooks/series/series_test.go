package series

import (
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// answers computes the answer of each exercise that asks for a number, in another way than its
// solution where there is one. The files answers_NN_test.go fill it.
var answers = map[string]func() float64{}

var (
	exerciseID = regexp.MustCompile(`^\d\d\.[1-9]$`)
	grades     = []Grade{Number, Change, Derivation}
)

func TestExercises(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Exercises() {
		bad := func(format string, args ...any) { t.Helper(); t.Errorf(e.ID+": "+format, args...) }
		if !exerciseID.MatchString(e.ID) || seen[e.ID] {
			bad("its ID is not such as 01.1, or stands twice")
		}
		seen[e.ID] = true
		if e.Title == "" || e.Task == "" || e.Solution == "" {
			bad("title, task and solution must not be empty")
		}
		if !slices.Contains(grades, e.Grade) {
			bad("grade %q; one of %v", e.Grade, grades)
		}
		if e.Grade == Number && e.Answer == nil {
			bad("it asks for a number and has no answer")
		}
		if e.Answer == nil {
			if answers[e.ID] != nil {
				bad("it has no answer, and a test computes one")
			}
			continue
		}
		if !(e.Tolerance > 0) || e.Hint == "" {
			bad("tolerance %v and hint %q; above 0, and not empty", e.Tolerance, e.Hint)
		}
		compute := answers[e.ID]
		if compute == nil {
			bad("no test computes its answer")
			continue
		}
		// The stored answer is rounded, by less than a reader is allowed to be off.
		if got := compute(); !(math.Abs(got-*e.Answer) <= e.Tolerance/5) {
			bad("the answer is %v and computes to %v", *e.Answer, got)
		}
		for _, m := range e.Mistakes {
			if m.Hint == "" || (m.From == nil || *e.Answer >= *m.From) && (m.To == nil || *e.Answer <= *m.To) {
				bad("the range of the mistake %q holds the right answer, or its hint is empty", m.Hint)
			}
		}
	}
	for id := range answers {
		if !seen[id] {
			t.Errorf("a test computes the answer of %s, which is not there", id)
		}
	}
}

// Each notebook has exercises of all three grades.
func TestGrades(t *testing.T) {
	for _, n := range Contents() {
		for _, grade := range grades {
			if !slices.ContainsFunc(ExercisesOf(n.Number), func(e Exercise) bool { return e.Grade == grade }) {
				t.Errorf("notebook %s has no exercise of grade %q", n.Number, grade)
			}
		}
	}
}

// The tables have no empty entry and no entry twice.
func TestTables(t *testing.T) {
	unique := func(table string, keys []string) {
		for i, key := range keys {
			if strings.TrimSpace(key) == "" || slices.Contains(keys[:i], key) {
				t.Errorf("%s: the entry %q is empty or stands twice", table, key)
			}
		}
	}
	var numbers, signs, words, keys, links []string
	for _, n := range Contents() {
		numbers = append(numbers, n.Number)
		if n.File == "" || n.Title == "" || n.Chinese == "" || n.Question == "" {
			t.Errorf("contents: %+v has an empty field", n)
		}
	}
	for _, s := range Notation() {
		signs = append(signs, s.Sign)
		if s.Meaning == "" || !slices.Contains(numbers, s.Since) {
			t.Errorf("notation: %+v has no meaning, or no notebook introduces it", s)
		}
	}
	for _, w := range Glossary() {
		words = append(words, w.English)
		if w.Chinese == "" || w.Meaning == "" || !slices.Contains(numbers, w.Since) {
			t.Errorf("glossary: %+v has an empty field, or no notebook introduces it", w)
		}
	}
	for _, s := range Sources() {
		keys, links = append(keys, s.Key), append(links, s.Link)
		if s.Authors == "" || s.Title == "" || s.Where == "" || s.Year < 1600 || !strings.HasPrefix(s.Link, "https://") {
			t.Errorf("sources: %+v has an empty field", s)
		}
	}
	unique("contents", numbers)
	unique("notation", signs)
	unique("glossary", words)
	unique("sources", keys)
	unique("sources", links)
}

// What a first cell says of its reading, in the words that notebooks use.
func TestReadingOf(t *testing.T) {
	t.Parallel()
	const first = "On a first reading, sections 1 to 4 and 6 (about 55 minutes) are enough; the others go deeper."
	suffices := Reading{FirstSections: "1 to 4 and 6", FirstMinutes: 55}
	for text, want := range map[string]int{
		"The notebook runs in about 2 minutes and takes about 40 minutes to read. " + first: 40,
		first + " Reading takes two evenings, about 120 minutes; running takes 1 minute.":   120,
		"It runs in 3 minutes. " + first: 0,
	} {
		suffices.Minutes = want
		if got := ReadingOf(text); got != suffices {
			t.Errorf("%q: %+v; want %+v", text, got, suffices)
		}
	}
	if got := ReadingOf("It runs in 3 minutes."); got != (Reading{}) {
		t.Errorf("%+v of a cell that says nothing", got)
	}
}

// An answer that is off by just the tolerance is right, as a reader would write both in decimals.
func TestRightAtTheEdge(t *testing.T) {
	decimal := func(x float64) *big.Rat {
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'f', -1, 64))
		return r
	}
	for _, e := range Exercises() {
		if e.Answer == nil {
			continue
		}
		at, off := decimal(*e.Answer), decimal(e.Tolerance)
		for _, edge := range []*big.Rat{new(big.Rat).Sub(at, off), new(big.Rat).Add(at, off)} {
			answer, _ := edge.Float64()
			if !e.Right(answer) {
				t.Errorf("%s: %v is off by no more than %v from %v, and is called wrong", e.ID, answer, e.Tolerance, *e.Answer)
			}
		}
		if e.Right(*e.Answer+1.001*e.Tolerance) || e.Right(math.NaN()) {
			t.Errorf("%s: an answer beyond the tolerance is called right", e.ID)
		}
	}
}
