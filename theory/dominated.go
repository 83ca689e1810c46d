package theory

import "slices"

// Undominated removes dominated rows and columns until none is left, and returns the remaining rows
// and columns in ascending order. A row is dominated if another remaining row has a higher payoff
// in every remaining column. A column is dominated if another remaining column has a lower payoff
// in every remaining row. No rational player of a zero-sum game chooses a dominated row or column.
// At least one row and one column remain. The order of removal does not matter.
func (g Game) Undominated() (rows, columns []int) {
	o := g.opposite()
	rows, columns = indices(len(g)), indices(len(o))
	for {
		r := g.withoutDominated(rows, columns)
		c := o.withoutDominated(columns, r)
		if len(r) == len(rows) && len(c) == len(columns) {
			return rows, columns
		}
		rows, columns = r, c
	}
}

// withoutDominated returns those of the rows that no other of them dominates over the columns.
func (g Game) withoutDominated(rows, columns []int) []int {
	dominates := func(a, b int) bool {
		return !slices.ContainsFunc(columns, func(j int) bool { return g[a][j] <= g[b][j] })
	}
	return slices.DeleteFunc(slices.Clone(rows), func(b int) bool {
		return slices.ContainsFunc(rows, func(a int) bool { return dominates(a, b) })
	})
}

// indices returns 0, 1, …, n − 1.
func indices(n int) []int {
	is := make([]int, n)
	for i := range is {
		is[i] = i
	}
	return is
}
