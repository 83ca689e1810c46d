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
// places of equal mass, use [Assignment]. The sums of the plan hold to about 1e-12. Transport returns an
// error if the linear program fails.
//
// It panics unless p and q are not empty, no mass is negative or NaN, each of p and q sums to 1 within
// 1e-9 (they are then divided by their sums), cost has len(p) rows of len(q) columns, and every cost is
// finite.
func Transport(p, q []float64, cost [][]float64) (plan [][]float64, meanCost float64, err error) {
	p, q = normalized("Transport", p), normalized("Transport", q)
	checkCosts("Transport", cost, len(p), len(q))
	m, n := len(p), len(q)
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
	meanCost, x, err := lp.Simplex(costs, equations, sums, 1e-12, northWestCorner(p, q))
	if err != nil {
		return nil, 0, fmt.Errorf("theory: Transport: %w", err)
	}
	for i := range m {
		plan = append(plan, x[i*n:(i+1)*n:(i+1)*n])
	}
	return plan, meanCost, nil
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

// Assignment returns the best assignment of n rows to n columns, one to one, and its total cost:
//
//	min Σ cost[i][columns[i]]   over the permutations columns.
//
// With cost[i][j] = ‖xᵢ − yⱼ‖/n the total is the Wasserstein-1 distance between two samples of n points
// in any dimension, because some best [Transport] between equal masses does not split a mass (Birkhoff).
//
// It uses shortest augmenting paths (Jonker and Volgenant 1987, without their initialisation; the method
// is also called Hungarian, after Kuhn 1955). The time grows as n³ at most: some seconds for n = 1,000.
// It panics unless cost is square, not empty and finite.
func Assignment(cost [][]float64) (columns []int, total float64) {
	const free = -1
	n := len(cost)
	if n == 0 {
		panic("theory: Assignment: the cost is empty; at least one row is needed")
	}
	checkCosts("Assignment", cost, n, n)
	// The prices u of the rows and v of the columns satisfy u[i] + v[j] ≤ cost[i][j], with equality for
	// assigned pairs. So the assignment is best among the assigned rows. Column n is an additional one,
	// which holds the row that comes next.
	u, v := make([]float64, n), make([]float64, n+1)
	rowOf := make([]int, n+1)
	for j := range rowOf {
		rowOf[j] = free
	}
	distance, from := make([]float64, n+1), make([]int, n)
	for next := range n {
		// Dijkstra's search for the shortest path from row next to a free column. The length of a pair
		// is cost[i][j] − u[i] − v[j].
		open, reached := indices(n), []int{}
		for j := range n {
			distance[j] = math.Inf(1)
		}
		at := n
		rowOf[n] = next
		for rowOf[at] != free {
			reached = append(reached, at)
			i, nearest := rowOf[at], 0
			start, row := distance[at]-u[i], cost[i]
			for k, j := range open {
				if d := start + row[j] - v[j]; d < distance[j] {
					distance[j], from[j] = d, at
				}
				if distance[j] < distance[open[nearest]] {
					nearest = k
				}
			}
			at = open[nearest]
			last := len(open) - 1
			open[nearest] = open[last]
			open = open[:last]
		}
		for _, j := range reached {
			u[rowOf[j]] += distance[at] - distance[j]
			v[j] -= distance[at] - distance[j]
		}
		// Each row of the path takes the next column.
		for at != n {
			rowOf[at] = rowOf[from[at]]
			at = from[at]
		}
	}
	columns = make([]int, n)
	var sum float.Sum
	for j, i := range rowOf[:n] {
		columns[i] = j
	}
	for i, j := range columns {
		sum.Add(cost[i][j])
	}
	return columns, sum.Total()
}
