// Package games is a live part with zero-sum games. The reader edits a payoff matrix, sees what each
// player can be sure of, and plays against a learner. A second game is played by gradients, on f = xy
// and on the smallest GAN.
package games

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ganbook/notebooks/book/live/part"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

// A Table is a live part.
type Table struct {
	chosen part.Chosen
	payoff [][]string // as the reader has typed it
	match  match
	width  int
	said   string
}

const (
	groupMatrix   = "Payoffs: what row gains and column loses"
	groupGradient = "Gradient play"
	mostSide      = 4
)

var sides = []string{"1", "2", "3", "4"}

var settings = []part.Setting{
	{ID: "rows", Label: "Rows", Kind: part.Slider, Values: sides, First: "2", Group: "Size"},
	{ID: "columns", Label: "Columns", Kind: part.Slider, Values: sides, First: "2", Group: "Size"},

	{ID: "f", Label: "Game", Kind: part.Choice, Values: fieldNames(), First: "f = xy", Group: groupGradient},
	{ID: "how", Label: "Moves", Kind: part.Choice, Values: []string{"both at once", "in turn", "looking ahead", "optimistic"}, First: "both at once", Group: groupGradient},
	{ID: "rate", Label: "Learning rate", Kind: part.Slider, Values: []string{"0.01", "0.02", "0.05", "0.1", "0.2", "0.3", "0.5", "0.7", "1"}, First: "0.1", Group: groupGradient},
	{ID: "gamma", Label: "Friction γ on y (of a GAN: R1)", Kind: part.Slider, Values: []string{"0", "0.05", "0.1", "0.2", "0.3", "0.5", "1", "1.5", "2"}, First: "0", Group: groupGradient},
	{ID: "x", Label: "Start x", Kind: part.Slider, Values: part.Steps(-3, 3, 61, 1), First: "1.0", Group: groupGradient},
	{ID: "y", Label: "Start y", Kind: part.Slider, Values: part.Steps(-3, 3, 61, 1), First: "0.0", Group: groupGradient},
	{ID: "steps", Label: "Steps", Kind: part.Slider, Values: []string{"1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"}, First: "100", Group: groupGradient},
}

// known are the games that a button sets up.
var known = []struct {
	name   string
	payoff [][]string
}{
	{"matching pennies", [][]string{{"1", "-1"}, {"-1", "1"}}},
	{"rock, paper, scissors", [][]string{{"0", "-1", "1"}, {"1", "0", "-1"}, {"-1", "1", "0"}}},
	{"with a saddle", [][]string{{"3", "1", "4"}, {"1", "0", "2"}, {"2", "-1", "5"}}},
	{"two heads pay 3", [][]string{{"3", "-1"}, {"-1", "1"}}},
}

// New returns matching pennies.
func New() *Table {
	t := &Table{chosen: part.First(settings), width: 900}
	t.setUp(known[0].payoff)
	return t
}

func (t *Table) setUp(payoff [][]string) {
	t.payoff = nil
	for _, row := range payoff {
		t.payoff = append(t.payoff, append([]string{}, row...))
	}
	t.chosen["rows"], t.chosen["columns"] = strconv.Itoa(len(payoff)), strconv.Itoa(len(payoff[0]))
	t.begin()
}

// begin forgets the match, since the game is new.
func (t *Table) begin() {
	t.match = newMatch(len(t.payoff), len(t.payoff[0]))
	t.said = ""
}

// Set changes a setting or, by an id such as "a01", a payoff.
func (t *Table) Set(id, value string) error {
	if i, j, ok := cell(id); ok {
		if i >= len(t.payoff) || j >= len(t.payoff[0]) {
			return fmt.Errorf("there is no payoff in row %d, column %d", i+1, j+1)
		}
		v, err := (part.Setting{Label: fmt.Sprintf("the payoff in row %d, column %d,", i+1, j+1), Kind: part.Entry}).Check(value)
		if err != nil {
			return err
		}
		t.payoff[i][j] = v
		t.begin()
		return nil
	}
	if err := t.chosen.Set(settings, id, value); err != nil {
		return err
	}
	if id == "rows" || id == "columns" {
		t.resize(t.chosen.Count("rows"), t.chosen.Count("columns"))
	}
	return nil
}

// cell returns the place that the id of a payoff names.
func cell(id string) (i, j int, ok bool) {
	if len(id) != 3 || id[0] != 'a' {
		return 0, 0, false
	}
	i, j = int(id[1]-'0'), int(id[2]-'0')
	return i, j, i >= 0 && i < mostSide && j >= 0 && j < mostSide
}

// resize keeps the payoffs that still have a place. New ones are 0.
func (t *Table) resize(rows, columns int) {
	if rows == len(t.payoff) && columns == len(t.payoff[0]) {
		return
	}
	payoff := make([][]string, rows)
	for i := range payoff {
		payoff[i] = make([]string, columns)
		for j := range payoff[i] {
			payoff[i][j] = "0"
			if i < len(t.payoff) && j < len(t.payoff[0]) {
				payoff[i][j] = t.payoff[i][j]
			}
		}
	}
	t.payoff = payoff
	t.begin()
}

// Press presses a button.
func (t *Table) Press(id string) error {
	for _, k := range known {
		if id == k.name {
			t.setUp(k.payoff)
			return nil
		}
	}
	if row, ok := strings.CutPrefix(id, "play "); ok {
		i, err := strconv.Atoi(row)
		if err != nil || i < 0 || i >= len(t.payoff) {
			return fmt.Errorf("there is no row %q", row)
		}
		j, gain := t.match.play(t.game(), i)
		t.said = fmt.Sprintf("You played row %d and the learner column %d: you gain %s.", i+1, j+1, write(gain))
		return nil
	}
	switch id {
	case "learners":
		for range 100 {
			t.match.learn(t.game())
		}
		t.said = "Two learners have played 100 rounds: each answers what the other has done so far."
	case "anew":
		t.begin()
	default:
		return fmt.Errorf("there is no button %q", id)
	}
	return nil
}

// Touch moves the start of the gradient play.
func (t *Table) Touch(touch part.Touch) error {
	if touch.Picture != 2 {
		return nil
	}
	for _, id := range []string{"x", "y"} {
		s, _ := part.Find(settings, id)
		v := touch.X
		if id == "y" {
			v = touch.Y
		}
		t.chosen[id] = part.Nearest(s.Values, v)
	}
	return nil
}

// Resize says how wide the pictures may be together.
func (t *Table) Resize(width int) { t.width = width }

// Tick does nothing: the part never runs.
func (t *Table) Tick(time.Duration) (bool, error) { return false, nil }

// Settings returns the settings and the payoffs, for an address.
func (t *Table) Settings() string {
	pairs := []string{}
	if q := t.chosen.Query(settings); q != "" {
		pairs = append(pairs, q)
	}
	plain := newPlain(len(t.payoff), len(t.payoff[0]))
	for i, row := range t.payoff {
		for j, v := range row {
			if v != plain[i][j] {
				pairs = append(pairs, fmt.Sprintf("a%d%d=%s", i, j, url.QueryEscape(v)))
			}
		}
	}
	return strings.Join(pairs, "&")
}

// newPlain returns the payoffs of a part whose first settings are the numbers of rows and columns.
func newPlain(rows, columns int) [][]string {
	t := New()
	t.resize(rows, columns)
	return t.payoff
}

// game returns the payoff matrix.
func (t *Table) game() theory.Game {
	g := make(theory.Game, len(t.payoff))
	for i, row := range t.payoff {
		for _, text := range row {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				panic("games: " + err.Error()) // payoffs are checked before they are kept
			}
			g[i] = append(g[i], v)
		}
	}
	return g
}

// write writes a number with at most four decimals.
func write(v float64) string {
	s := strconv.FormatFloat(v, 'f', 4, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		s = "0"
	}
	return strings.Replace(s, "-", "−", 1)
}

// View returns what the page shows.
func (t *Table) View() part.View {
	g := t.game()
	v := part.View{Say: t.said}
	v.Groups = append(t.buttons(), t.matrix())
	v.Groups = append(v.Groups, t.chosen.Groups(settings)...)
	v.Numbers = append(t.solution(g), t.eigenvalues()...)
	v.Pictures = []part.Picture{
		{Strokes: show.Strokes(t.board(g))},
		{Strokes: show.Strokes(t.course(g))},
		{Strokes: show.Strokes(t.path()), Takes: "Press or drag to move the start of the gradient play."},
	}
	return v
}

func (t *Table) buttons() []part.Group {
	games := part.Group{Name: "Known games", Top: true}
	for _, k := range known {
		games.Controls = append(games.Controls, part.Control{ID: k.name, Kind: part.Button, Label: k.name})
	}
	play := part.Group{}
	for i := range t.payoff {
		play.Controls = append(play.Controls, part.Control{ID: fmt.Sprintf("play %d", i), Kind: part.Button, Main: i == 0,
			Label: fmt.Sprintf("Play row %d", i+1), Help: "against a learner, who answers what you have played so far"})
	}
	play.Controls = append(play.Controls,
		part.Control{ID: "learners", Kind: part.Button, Label: "Two learners, 100 rounds"},
		part.Control{ID: "anew", Kind: part.Button, Label: "Play anew"})
	return []part.Group{play, games}
}

func (t *Table) matrix() part.Group {
	g := part.Group{Name: groupMatrix, Columns: len(t.payoff[0])}
	for i, row := range t.payoff {
		for j, v := range row {
			g.Controls = append(g.Controls, part.Control{ID: fmt.Sprintf("a%d%d", i, j), Kind: part.Entry, Label: fmt.Sprintf("row %d, column %d", i+1, j+1), Value: v})
		}
	}
	return g
}

func names(what string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("%s %d", what, i+1))
	}
	return all
}

// board draws the payoffs with the best answers, and a frame around the saddle.
func (t *Table) board(g theory.Game) show.Picture {
	b := show.Board(names("row", len(g)), names("col.", len(g[0])), g).BestAnswers()
	if i, j, ok := g.Saddle(); ok {
		b = b.Framed(i, j)
	}
	return show.Figure{Title: "Payoffs", X: "column loses", Y: "row gains", Marks: show.Marks{b}}
}

// solution are the numbers of the matrix.
func (t *Table) solution(g theory.Game) (ns []part.Number) {
	add := func(name, value, note string) { ns = append(ns, part.Number{Name: name, Value: value, Note: note}) }
	low, row := g.Maximin()
	high, column := g.Minimax()
	add("maximin", write(low), fmt.Sprintf("row is sure of it with row %d", row+1))
	add("minimax", write(high), fmt.Sprintf("column loses no more with column %d", column+1))
	if i, j, ok := g.Saddle(); ok {
		add("saddle", fmt.Sprintf("row %d, column %d", i+1, j+1), "nobody gains by a change alone")
	} else {
		add("saddle", "none", "so it is best to mix")
	}
	value, rows, columns, err := g.Solve()
	if err != nil {
		add("value", "–", err.Error())
		return ns
	}
	add("value", write(value), "what row gains on average, if both play their best mixture")
	ns[len(ns)-1].Exact = part.Exact(value)
	add("row's mixture", list(rows), "probabilities of the rows")
	add("column's mixture", list(columns), "probabilities of the columns")
	return ns
}

func list(ps []float64) string {
	var words []string
	for _, p := range ps {
		words = append(words, strconv.FormatFloat(p, 'f', 3, 64))
	}
	return strings.Join(words, "  ")
}

// size is the space between the axes of a picture that may be at most so wide.
func (t *Table) size(most int) int { return max(180, min(most, t.width-84)) }

// course draws what row has gained on average, round by round.
func (t *Table) course(g theory.Game) show.Picture {
	f := show.Figure{Title: "Against the learner", X: "round", Y: "row's mean gain", Width: t.size(300), Height: 200}
	var xs []float64
	for i := range t.match.means {
		xs = append(xs, float64(i+1))
	}
	f.XRange = show.Range{0, max(10, float64(len(xs)))}
	f.Marks = show.Marks{show.Line(xs, t.match.means).Named("mean gain").In(show.Blue)}
	if n := len(xs); n > 0 {
		f.Marks = append(f.Marks, show.Points(xs[n-1:], t.match.means[n-1:]).Named("now").In(show.Blue))
	}
	if value, _, _, err := g.Solve(); err == nil {
		f.Marks = append(f.Marks, show.Level(value).Named("value").Dashed())
	}
	payoffs := slices.Concat(g...)
	low, high := slices.Min(payoffs), slices.Max(payoffs)
	margin := max(high-low, 1) / 10
	f.YRange = show.Range{low - margin, high + margin}
	return f
}
