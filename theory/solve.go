package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"ganbook/theory/internal/float"
)

// Solve returns the value v of the game and an equilibrium in mixed strategies: probabilities for
// the rows and for the columns with which
//
//	Σ rows[i]·Game[i][j] ≥ v for every column j,   Σ columns[j]·Game[i][j] ≤ v for every row i,
//
// so that the row player gets no less than v on average and the column player loses no more,
// whatever the other does, and [Game.Maximin] ≤ v ≤ [Game.Minimax]. There is always one (von
// Neumann 1928), found by linear programming; where there are several, v is the same and the
// strategies are one pair of them. The guarantees hold to about 1e-9 of the difference between the
// highest and lowest payoff; a failure of the linear program to reach that is an error.
func (g Game) Solve() (v float64, rows, columns []float64, err error) {
	g.check()
	low, high := math.Inf(1), math.Inf(-1)
	for i := range g {
		for j := range g[i] {
			low, high = min(low, g[i][j]), max(high, g[i][j])
		}
	}
	span := high/2 - low/2 // half the difference, which may overflow
	if span == 0 {
		span = 1
	}
	// In payoffs from 1 to 3 the value is positive, as the program asks.
	scaled := func(i, j int) float64 { return (g[i][j]/2-low/2)/span*2 + 1 }
	y, err := bestMix(len(g), len(g[0]), scaled)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: %w", err)
	}
	// The row player's program is the column player's of the game turned round.
	x, err := bestMix(len(g[0]), len(g), func(j, i int) float64 { return 4 - scaled(i, j) })
	if err != nil {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: %w", err)
	}
	// Judged in the scaled payoffs, where a large one common to all costs no digits.
	sure, most := assured(x, y, scaled)
	payoff := func(scaled float64) float64 { return 2 * (low/2 + (scaled-1)/2*span) }
	if !(most-sure <= 2e-9) {
		return 0, nil, nil, fmt.Errorf("theory: Game: Solve: the linear program left the value between %v and %v", payoff(sure), payoff(most))
	}
	return min(max(payoff((sure+most)/2), low), high), x, y, nil
}

// assured returns what mixed strategies x and y assure their players in game a: x's least gain and
// y's highest loss.
func assured(x, y []float64, a func(i, j int) float64) (sure, most float64) {
	sure, most = math.Inf(1), math.Inf(-1)
	for j := range y {
		var s float.Sum
		for i := range x {
			s.Add(x[i] * a(i, j))
		}
		sure = min(sure, s.Total())
	}
	for i := range x {
		var s float.Sum
		for j := range y {
			s.Add(y[j] * a(i, j))
		}
		most = max(most, s.Total())
	}
	return sure, most
}

// bestMix returns the column player's mixed strategy of the m×n game a, all payoffs positive: y =
// w/Σw for the w ≥ 0 that has the highest Σw under Σⱼ a(i, j)·wⱼ ≤ 1 for every i. A slack per row
// makes these equations, and a first solution that is feasible, w = 0.
func bestMix(m, n int, a func(i, j int) float64) ([]float64, error) {
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
