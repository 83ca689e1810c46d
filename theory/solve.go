package theory

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Solve returns the value v of the game and an equilibrium in mixed strategies. These are
// probabilities for the rows and for the columns with
//
//	Σ rows[i]·Game[i][j] ≥ v for every column j,   Σ columns[j]·Game[i][j] ≤ v for every row i.
//
// So the row player gains at least v on average, and the column player loses at most v on average,
// whatever the other player does. [Game.Maximin] ≤ v ≤ [Game.Minimax]. An equilibrium always exists
// (von Neumann 1928). If there are several, v is the same for all of them, and Solve returns one: that
// of [Game.Saddle] if there is a saddle point.
//
// Solve uses linear programming. The inequalities hold to about 1e-9 of the difference between the
// highest and the lowest payoff. If the linear program does not reach this, Solve returns an error.
func (g Game) Solve() (v float64, rows, columns []float64, err error) {
	gain, row := g.Maximin()
	loss, column := g.Minimax()
	if gain == loss { // pure strategies, without the rounding of a linear program
		rows, columns = make([]float64, len(g)), make([]float64, len(g[0]))
		rows[row], columns[column] = 1, 1
		return gain, rows, columns, nil
	}
	payoffs := slices.Concat(g...)
	low, high := slices.Min(payoffs), slices.Max(payoffs)
	halfRange := high/2 - low/2 // the whole range may overflow
	if halfRange == 0 {
		halfRange = 1
	}
	// The linear program needs a positive value, so the payoffs are scaled to lie from 1 to 3.
	for i := range payoffs {
		payoffs[i] = (payoffs[i]/2-low/2)/halfRange*2 + 1
	}
	scaled := mat.NewDense(len(g), len(g[0]), payoffs)
	x, y, least, most, err := guarantees(scaled)
	if err != nil || !(most-least <= 2e-9) {
		// The rounding errors are too large. They are often smaller for the game with the players exchanged, whose
		// payoffs have the opposite sign.
		var opposite mat.Dense
		opposite.Apply(func(_, _ int, payoff float64) float64 { return 4 - payoff }, scaled.T())
		if y, x, least, most, err = guarantees(&opposite); err != nil {
			return 0, nil, nil, fmt.Errorf("theory: Game: Solve: %w", err)
		}
		least, most = 4-most, 4-least
	}
	payoff := func(scaled float64) float64 { return 2 * (low/2 + (scaled-1)/2*halfRange) }
	if !(most-least <= 2e-9) {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: the linear program left the value between %v and %v", payoff(least), payoff(most))
	}
	return min(max(payoff((least+most)/2), gain), loss), x, y, nil
}

// guarantees returns strategies of both players in game a, the least that the row player gains with x, and the
// most that the column player loses with y. (It takes the scaled payoffs, because a large constant in all payoffs costs
// digits.)
func guarantees(a *mat.Dense) (x, y []float64, least, most float64, err error) {
	x, y, err = equilibrium(a)
	if err != nil {
		return nil, nil, 0, 0, err
	}
	var gains, losses mat.VecDense
	gains.MulVec(a.T(), mat.NewVecDense(len(x), x))
	losses.MulVec(a, mat.NewVecDense(len(y), y))
	return x, y, mat.Min(&gains), mat.Max(&losses), nil
}
