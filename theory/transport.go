package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"ganbook/theory/internal/float"
)

// Transport returns the best plan to move the masses p to the masses q, and its mean cost:
//
//	min Σ plan[i][j]·cost[i][j]   over plan ≥ 0 with Σⱼ plan[i][j] = p[i] and Σᵢ plan[i][j] = q[j]
//
// (Kantorovich 1942). plan[i][j] is the mass that moves from place i of p to place j of q, and
// cost[i][j] is the cost of each unit of it. If the cost is a distance, the mean cost is the
// Wasserstein-1 distance. If several plans are best, Transport returns one. At most len(p) + len(q) − 1
// of its entries are positive.
//
// Transport uses the simplex algorithm, which takes some seconds for 40 places on each side. For more
// places of equal mass, use [Assignment]. The sums of the plan hold to about 1e-12, and the mean cost to
// about 1e-12 of the greatest |cost|. Transport returns an error if the linear program fails.
//
// It panics unless p and q are not empty, no mass is negative or NaN, each of p and q sums to 1 within
// 1e-9 (they are then divided by their sums), cost has len(p) rows of len(q) columns, and every cost is
// finite.
func Transport(p, q []float64, cost [][]float64) (plan [][]float64, meanCost float64, err error) {
	p, q = normalized("Transport", p), normalized("Transport", q)
	checkCosts("Transport", cost, len(p), len(q))
	m, n := len(p), len(q)
	if m == 1 || n == 1 { // there is only one plan, and rounding would make the program infeasible
		for i := range m {
			plan = append(plan, make([]float64, n))
			for j := range n {
				plan[i][j] = p[i] * q[j]
				meanCost += plan[i][j] * cost[i][j]
			}
		}
		return plan, meanCost, nil
	}
	// The variable i·n + j is plan[i][j]. One of the m + n equations follows from the others, so the
	// last one is left out.
	equations := mat.NewDense(m+n-1, m*n, nil)
	costs := make([]float64, 0, m*n)
	for i := range m {
		costs = append(costs, cost[i]...)
		for j := range n {
			equations.Set(i, i*n+j, 1)
			if j < n-1 {
				equations.Set(m+j, i*n+j, 1)
			}
		}
	}
	sums := append(append([]float64{}, p...), q[:n-1]...)
	largest := floats.Norm(costs, math.Inf(1))
	if largest > 0 { // the tolerance of the simplex method is absolute
		for k := range costs {
			costs[k] /= largest
		}
	}
	meanCost, x, err := lp.Simplex(costs, equations, sums, 1e-12, northWestCorner(p, q))
	if err != nil {
		return nil, 0, fmt.Errorf("theory: Transport: %w", err)
	}
	for k := range x {
		x[k] = max(x[k], 0) // rounding
	}
	for i := range m {
		plan = append(plan, x[i*n:(i+1)*n:(i+1)*n])
	}
	return plan, meanCost * largest, nil
}

// northWestCorner returns the variables of a first feasible plan. It fills the first place of q from
// the first places of p, then the next. These are the m + n − 1 cells of a path from one corner of the
// plan to the opposite one.
func northWestCorner(p, q []float64) (basic []int) {
	m, n := len(p), len(q)
	i, j := 0, 0
	left, open := p[0], q[0]
	for {
		basic = append(basic, i*n+j)
		switch {
		case i == m-1 && j == n-1:
			return basic
		case j == n-1 || i < m-1 && left <= open:
			i++
			open -= left
			left = p[i]
		default:
			j++
			left -= open
			open = q[j]
		}
	}
}

// normalized returns the masses divided by their sum. It panics as [Discrete] does.
func normalized(name string, masses []float64) []float64 {
	return floats.ScaleTo(make([]float64, len(masses)), 1/checkedTotal(name, "mass", masses), masses)
}

// checkCosts panics unless the costs are finite, in rows rows of columns columns.
func checkCosts(name string, cost [][]float64, rows, columns int) {
	if len(cost) != rows {
		panic(fmt.Sprintf("theory: %s: the cost has %s, not %d", name, count(len(cost), "row"), rows))
	}
	for i, row := range cost {
		if len(row) != columns {
			panic(fmt.Sprintf("theory: %s: row %d of the cost has %s, not %d", name, i, count(len(row), "column"), columns))
		}
		for j, c := range row {
			if !float.Finite(c) {
				panic(fmt.Sprintf("theory: %s: the cost at row %d, column %d is %v, not finite", name, i, j, c))
			}
		}
	}
}
