package theory

import (
	"errors"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A tableau is that of the linear program of a matrix game with positive payoffs a(i, j): the highest Σw
// over w ≥ 0 with Σⱼ a(i, j)·wⱼ ≤ 1 for every row i. It is condensed: it has a column for each variable that
// is 0, and a row for each other one. w = 0 satisfies all constraints, so the simplex method starts there.
// (Gonum's lp.Simplex cycles in some games with equal payoffs.)
type tableau struct {
	cells   [][]float64 // the last column holds the values of the rows' variables, the last row the costs
	columns []int       // the variable of each column: j < n is wⱼ, n + i is the slack of row i
	rows    []int       // the variable of each row
	stalled int         // steps since Σw has last risen
}

func newTableau(a *mat.Dense) *tableau {
	m, n := a.Dims()
	t := &tableau{columns: indices(n), rows: indices(m)}
	for i := range t.rows {
		t.rows[i] += n
		t.cells = append(t.cells, append(mat.Row(nil, i, a), 1))
	}
	costs := make([]float64, n+1)
	floats.AddConst(-1, costs[:n])
	t.cells = append(t.cells, costs)
	return t
}

// negligible is how far a cell may be from 0 by rounding. The payoffs are about 1.
const negligible = 1e-11

// careful reports whether to use the rule of Bland (1977, Mathematics of Operations Research 2:103): of the
// allowed variables, take that with the lowest number. The rule is slow but cannot cycle, so it is used only
// after a long stall.
func (t *tableau) careful() bool { return t.stalled > len(t.rows)+len(t.columns) }

// entering returns the column whose variable rises from 0: that of the lowest cost. It returns −1 if no cost
// is negative, so that the solution is found.
func (t *tableau) entering() int {
	costs, best := t.cells[len(t.rows)], -1
	for j, cost := range costs[:len(t.columns)] {
		switch {
		case cost >= -negligible:
		case best < 0 || t.careful() && t.columns[j] < t.columns[best] || !t.careful() && cost < costs[best]:
			best = j
		}
	}
	return best
}

// leaving returns the row whose variable is the first to become 0 when that of column c rises, or −1 if none
// does.
func (t *tableau) leaving(c int) int {
	best, value := -1, len(t.columns)
	for i := range t.rows {
		row := t.cells[i]
		if !(row[c] > negligible) {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		least := t.cells[best]
		d := row[value]*least[c] - least[value]*row[c] // has the sign of the difference of the two ratios
		if d < 0 || d == 0 && (t.careful() && t.rows[i] < t.rows[best] || !t.careful() && row[c] > least[c]) {
			best = i
		}
	}
	return best
}

// exchange is a pivot: the variable of column c becomes that of row r, and the other way round.
func (t *tableau) exchange(r, c int) {
	value := len(t.columns)
	if t.cells[r][value] > negligible {
		t.stalled = 0
	} else {
		t.stalled++
	}
	pivot := t.cells[r][c]
	floats.Scale(1/pivot, t.cells[r])
	for i, row := range t.cells {
		if factor := row[c]; i != r && factor != 0 {
			floats.AddScaled(row, -factor, t.cells[r])
			row[c] = -factor / pivot
		}
		if i < len(t.rows) {
			row[value] = max(row[value], 0) // below 0 only by rounding
		}
	}
	t.cells[r][c] = 1 / pivot
	t.columns[c], t.rows[r] = t.rows[r], t.columns[c]
}

// equilibrium returns optimal mixed strategies x of the rows and y of the columns in game a, whose payoffs must be
// positive. With w of the tableau, y = w/Σw. The reduced costs of the slack variables, divided by their sum,
// are x: they solve the dual program, which is that of the row player (Dantzig 1951).
func equilibrium(a *mat.Dense) (x, y []float64, err error) {
	m, n := a.Dims()
	t := newTableau(a)
	for steps := 0; ; steps++ {
		c := t.entering()
		if c < 0 {
			break
		}
		r := t.leaving(c)
		if r < 0 || steps > 100*(m+n) {
			return nil, nil, errors.New("the simplex method found no equilibrium")
		}
		t.exchange(r, c)
	}
	x, y = make([]float64, m), make([]float64, n)
	for i, v := range t.rows {
		if v < n {
			y[v] = t.cells[i][n]
		}
	}
	for j, v := range t.columns {
		if v >= n {
			x[v-n] = max(t.cells[m][j], 0)
		}
	}
	floats.Scale(1/floats.Sum(x), x)
	floats.Scale(1/floats.Sum(y), y)
	return x, y, nil
}
