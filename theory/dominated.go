package theory

// Undominated removes dominated rows and columns until none is left, and returns the remaining rows
// and columns in ascending order. A row is dominated if another remaining row has a higher payoff
// in every remaining column. A column is dominated if another remaining column has a lower payoff
// in every remaining row. No rational player of a zero-sum game chooses a dominated row or column.
// At least one row and one column remain. The order of removal does not matter.
func (g Game) Undominated() (rows, columns []int) {
	g.check()
	rows, columns = indices(len(g)), indices(len(g[0]))
	for {
		r := withoutDominated(rows, columns, func(i, j int) float64 { return g[i][j] })
		c := withoutDominated(columns, r, func(j, i int) float64 { return -g[i][j] })
		if len(r) == len(rows) && len(c) == len(columns) {
			return rows, columns
		}
		rows, columns = r, c
	}
}

// withoutDominated returns the choices that are not dominated: no other choice has a higher payoff
// against every answer.
func withoutDominated(choices, answers []int, payoff func(choice, answer int) float64) []int {
	better := func(a, b int) bool {
		for _, answer := range answers {
			if !(payoff(a, answer) > payoff(b, answer)) {
				return false
			}
		}
		return true
	}
	var left []int
	for _, b := range choices {
		beaten := false
		for _, a := range choices {
			beaten = beaten || better(a, b)
		}
		if !beaten {
			left = append(left, b)
		}
	}
	return left
}

// indices returns 0, 1, …, n − 1.
func indices(n int) []int {
	is := make([]int, n)
	for i := range is {
		is[i] = i
	}
	return is
}
