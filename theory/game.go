package theory

import (
	"fmt"
	"math"

	"ganbook/theory/internal/float"
)

// A Game is a zero-sum game of two, as its payoff matrix: Game[i][j] is what the row player gains
// and the column player loses when they choose row i and column j. The row player wants it high,
// the column player low. Its methods panic unless there is at least one row and one column, all
// rows are as long, and every payoff is finite.
//
//	matchingPennies := theory.Game{{1, -1}, {-1, 1}}
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

// Maximin returns what the row player is sure of by one row, and the first row that assures it:
//
//	max_i min_j Game[i][j] ≤ [Game.Minimax].
func (g Game) Maximin() (value float64, row int) {
	g.check()
	value = math.Inf(-1)
	for i := range g {
		if least := g.worst(i); least > value {
			value, row = least, i
		}
	}
	return value, row
}

// Minimax returns the most that the column player can lose by one column, and the first column that
// assures it:
//
//	min_j max_i Game[i][j] ≥ [Game.Maximin].
func (g Game) Minimax() (value float64, column int) {
	g.check()
	value = math.Inf(1)
	for j := range g[0] {
		if most := g.best(j); most < value {
			value, column = most, j
		}
	}
	return value, column
}

// worst is the row player's least gain from row i.
func (g Game) worst(i int) float64 {
	least := math.Inf(1)
	for _, v := range g[i] {
		least = min(least, v)
	}
	return least
}

// best is the row player's highest gain against column j.
func (g Game) best(j int) float64 {
	most := math.Inf(-1)
	for _, row := range g {
		most = max(most, row[j])
	}
	return most
}

// Saddle returns the first saddle point, row by row: a payoff that is the least of its row and the
// highest of its column, where neither player gains by leaving alone. There is one only if
// [Game.Maximin] equals [Game.Minimax], its payoff then being the same; otherwise ok is false.
func (g Game) Saddle() (row, column int, ok bool) {
	low, row := g.Maximin()
	high, column := g.Minimax()
	if low != high {
		return 0, 0, false
	}
	return row, column, true
}
