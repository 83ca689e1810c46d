package theory

// Undominated returns the rows and columns that are left, in ascending order, when dominated ones
// are struck out until there are none: a row than which another left one is better against every
// column left, a column than which another is better (for the column player: lower) against every
// row left. No player who wins what the other loses chooses them, whatever the other does. At least
// one row and column stay, and the order of striking doesn't matter.
func (g Game) Undominated() (rows, columns []int) {
	g.check()
	rows, columns = upTo(len(g)), upTo(len(g[0]))
	for {
		r := undominated(rows, columns, func(i, j int) float64 { return g[i][j] })
		c := undominated(columns, r, func(j, i int) float64 { return -g[i][j] })
		if len(r) == len(rows) && len(c) == len(columns) {
			return rows, columns
		}
		rows, columns = r, c
	}
}

// undominated returns the choices than which no other pays more against everything that may answer.
func undominated(choices, answers []int, payoff func(choice, answer int) float64) []int {
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

func upTo(n int) []int {
	is := make([]int, n)
	for i := range is {
		is[i] = i
	}
	return is
}
