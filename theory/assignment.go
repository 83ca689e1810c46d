package theory

import (
	"math"

	"ganbook/theory/internal/float"
)

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
