package theory

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
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
	y, err := columnStrategy(scaled)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: %w", err)
	}
	// The row player is the column player of the transposed game with the opposite payoffs.
	var opposite mat.Dense
	opposite.Apply(func(_, _ int, payoff float64) float64 { return 4 - payoff }, scaled.T())
	x, err := columnStrategy(&opposite)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: %w", err)
	}
	// The check uses the scaled payoffs, because a large constant in all payoffs costs digits.
	var gains, losses mat.VecDense
	gains.MulVec(scaled.T(), mat.NewVecDense(len(x), x))
	losses.MulVec(scaled, mat.NewVecDense(len(y), y))
	least, most := mat.Min(&gains), mat.Max(&losses)
	payoff := func(scaled float64) float64 { return 2 * (low/2 + (scaled-1)/2*halfRange) }
	if !(most-least <= 2e-9) {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: the linear program left the value between %v and %v", payoff(least), payoff(most))
	}
	return min(max(payoff((least+most)/2), gain), loss), x, y, nil
}

// columnStrategy returns an optimal mixed strategy of the column player in game a, whose payoffs
// must be positive. The strategy is y = w/Σw, where w ≥ 0 has the highest Σw under the constraints
// Σⱼ a(i, j)·wⱼ ≤ 1 for every i. A slack variable for each row turns the constraints into
// equations, with the feasible first solution w = 0.
func columnStrategy(a *mat.Dense) ([]float64, error) {
	m, n := a.Dims()
	cost := make([]float64, n+m)
	ones := make([]float64, m)
	slacks := make([]int, m)
	for j := range n {
		cost[j] = -1
	}
	for i := range m {
		ones[i] = 1
		slacks[i] = n + i
	}
	var equations mat.Dense
	equations.Augment(a, mat.NewDiagDense(m, ones))
	_, w, err := lp.Simplex(cost, &equations, ones, 1e-12, slacks)
	if err != nil {
		return nil, err
	}
	y := w[:n]
	for j := range y {
		y[j] = max(y[j], 0)
	}
	floats.Scale(1/floats.Sum(y), y)
	return y, nil
}
