package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"ganbook/theory/internal/float"
)

// Solve returns the value v of the game and an equilibrium in mixed strategies. These are
// probabilities for the rows and for the columns with
//
//	Σ rows[i]·Game[i][j] ≥ v for every column j,   Σ columns[j]·Game[i][j] ≤ v for every row i.
//
// So the row player gains at least v on average, and the column player loses at most v on average,
// whatever the other player does. [Game.Maximin] ≤ v ≤ [Game.Minimax]. An equilibrium always exists
// (von Neumann 1928). If there are several, v is the same for all of them, and Solve returns one.
//
// Solve uses linear programming. The inequalities hold to about 1e-9 of the difference between the
// highest and the lowest payoff. If the linear program does not reach this, Solve returns an error.
func (g Game) Solve() (v float64, rows, columns []float64, err error) {
	g.check()
	low, high := math.Inf(1), math.Inf(-1)
	for i := range g {
		for j := range g[i] {
			low, high = min(low, g[i][j]), max(high, g[i][j])
		}
	}
	span := high/2 - low/2 // half the difference, because the difference may overflow
	if span == 0 {
		span = 1
	}
	// The linear program needs a positive value, so the payoffs are scaled to lie from 1 to 3.
	scaled := func(i, j int) float64 { return (g[i][j]/2-low/2)/span*2 + 1 }
	y, err := columnStrategy(len(g), len(g[0]), scaled)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: %w", err)
	}
	// The row player is the column player of the transposed game with the opposite payoffs.
	x, err := columnStrategy(len(g[0]), len(g), func(j, i int) float64 { return 4 - scaled(i, j) })
	if err != nil {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: %w", err)
	}
	// The check uses the scaled payoffs, because a large constant in all payoffs costs digits.
	least, most := guarantees(x, y, scaled)
	payoff := func(scaled float64) float64 { return 2 * (low/2 + (scaled-1)/2*span) }
	if !(most-least <= 2e-9) {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: the linear program left the value between %v and %v", payoff(least), payoff(most))
	}
	return min(max(payoff((least+most)/2), low), high), x, y, nil
}

// guarantees returns what the mixed strategies x and y guarantee in game a: the least gain of x and
// the highest loss of y.
func guarantees(x, y []float64, a func(i, j int) float64) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for j := range y {
		var s float.Sum
		for i := range x {
			s.Add(x[i] * a(i, j))
		}
		least = min(least, s.Total())
	}
	for i := range x {
		var s float.Sum
		for j := range y {
			s.Add(y[j] * a(i, j))
		}
		most = max(most, s.Total())
	}
	return least, most
}

// columnStrategy returns an optimal mixed strategy of the column player in the m×n game a, whose
// payoffs must be positive. The strategy is y = w/Σw, where w ≥ 0 has the highest Σw under the
// constraints Σⱼ a(i, j)·wⱼ ≤ 1 for every i. A slack variable for each row turns the constraints
// into equations, with the feasible first solution w = 0.
func columnStrategy(m, n int, a func(i, j int) float64) ([]float64, error) {
	cost := make([]float64, n+m)
	matrix := mat.NewDense(m, n+m, nil)
	ones := make([]float64, m)
	slacks := make([]int, m)
	for j := range n {
		cost[j] = -1
	}
	for i := range m {
		for j := range n {
			matrix.Set(i, j, a(i, j))
		}
		matrix.Set(i, n+i, 1)
		ones[i] = 1
		slacks[i] = n + i
	}
	_, w, err := lp.Simplex(cost, matrix, ones, 1e-12, slacks)
	if err != nil {
		return nil, err
	}
	var total float.Sum
	for j := range n {
		w[j] = max(w[j], 0)
		total.Add(w[j])
	}
	y := make([]float64, n)
	for j := range y {
		y[j] = w[j] / total.Total()
	}
	return y, nil
}
