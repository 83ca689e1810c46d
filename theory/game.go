package theory

import (
	"fmt"
	"math"
	"slices"

	"ganbook/theory/internal/float"
)

// A Game is the payoff matrix of a zero-sum game of two players. Game[i][j] is what the row player
// gains and the column player loses if they choose row i and column j. The row player maximises the
// payoff, the column player minimises it.
//
//	matchingPennies := theory.Game{{1, -1}, {-1, 1}}
//
// The methods panic unless there is at least one row and one column, all rows have the same length,
// and every payoff is finite.
type Game [][]float64

func (g Game) check() {
	if len(g) == 0 {
		panic("theory: Game: the payoff matrix is empty; at least one row and one column are needed")
	}
	for i, row := range g {
		if len(row) == 0 || len(row) != len(g[0]) {
			panic(fmt.Sprintf("theory: Game: row %d has %d payoffs, row 0 has %d; all rows need as many, one at least",
				i, len(row), len(g[0])))
		}
		for j, v := range row {
			if !float.Finite(v) {
				panic(fmt.Sprintf("theory: Game: the payoff at row %d, column %d is %v, not finite", i, j, v))
			}
		}
	}
}

// Maximin returns the largest gain that the row player can guarantee with a single row, and the
// first row that guarantees it:
//
//	max_i min_j Game[i][j] ≤ min_j max_i Game[i][j].
//
// The right side is [Game.Minimax].
func (g Game) Maximin() (value float64, row int) {
	g.check()
	value = math.Inf(-1)
	for i := range g {
		if least := slices.Min(g[i]); least > value {
			value, row = least, i
		}
	}
	return value, row
}

// Minimax returns the smallest loss to which the column player can limit itself with a single
// column, and the first column that does so:
//
//	min_j max_i Game[i][j] ≥ max_i min_j Game[i][j].
//
// The right side is [Game.Maximin].
func (g Game) Minimax() (value float64, column int) {
	value, column = g.opposite().Maximin()
	return -value, column
}

// opposite returns the same game with the players exchanged. The column player is now the row
// player, so the payoffs have the opposite sign.
func (g Game) opposite() Game {
	g.check()
	o := make(Game, len(g[0]))
	for j := range o {
		for _, row := range g {
			o[j] = append(o[j], -row[j])
		}
	}
	return o
}

// Saddle returns a saddle point: a payoff that is the least of its row and the greatest of its
// column. There, neither player gains by a change of choice alone. If there are several, it is the
// first, row by row. If there is none, ok is false. There is one exactly where [Game.Maximin]
// equals [Game.Minimax], and its payoff is this value.
func (g Game) Saddle() (row, column int, ok bool) {
	low, row := g.Maximin()
	high, column := g.Minimax()
	if low != high {
		return 0, 0, false
	}
	return row, column, true
}
