package recipe

import (
	"strings"
	"testing"

	"ganbook/notebooks/show"
	"ganbook/theory"
)

// The moves alternate: D first, with the old G.
func TestMoves(t *testing.T) {
	start := Pair{D: []float64{0, 0, 0}, G: []float64{-1, 0.4}}
	picture := Moves(theory.Normal(0, 1), start, [][]float64{{1, 2, 3}}, [][]float64{{5, 6}})
	if png := show.PNG(picture); len(png) == 0 {
		t.Error("no picture")
	}
	for move, want := range []string{
		"the start: a = 0.00",
		"D moved: a = 1.00, b = 2.00, c = 3.00; μ = -1.00, σ = 0.40",
		"G moved: a = 1.00, b = 2.00, c = 3.00; μ = 5.00, σ = 6.00",
	} {
		p := []Pair{start, {[]float64{1, 2, 3}, start.G}, {[]float64{1, 2, 3}, []float64{5, 6}}}[move]
		if got := reading(move, p); !strings.HasPrefix(got, want) {
			t.Errorf("move %d reads %q, want %q", move, got, want)
		}
	}
}

// At μ = 0, σ = 1 the arrows are vertical; a generator of width 0 is drawn too.
func TestMovesOfANarrowGenerator(t *testing.T) {
	if png := show.PNG(show.Column{Pair{[]float64{0, 0, 0}, []float64{0, 0}}.densities(theory.Normal(0, 1), "")}); len(png) == 0 {
		t.Error("no picture")
	}
}
