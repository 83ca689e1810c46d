package games

import "ganbook/theory"

// A match is a number of rounds of one game. The learner plays columns by fictitious play (Brown 1951):
// it answers the shares with which the rows have been played so far. In a zero-sum game the shares of
// two such learners come to an equilibrium (Robinson 1951).
type match struct {
	rows, columns []float64 // how often each has been played
	total         float64   // what row has gained
	means         []float64 // what row had gained on average, after each round
}

func newMatch(rows, columns int) match {
	return match{rows: make([]float64, rows), columns: make([]float64, columns)}
}

// play plays one round with a row of the reader's. It returns the learner's column and what row gains.
func (m *match) play(g theory.Game, row int) (column int, gain float64) {
	column = m.answerOfColumn(g)
	m.record(g, row, column)
	return column, g[row][column]
}

// learn plays one round of two learners.
func (m *match) learn(g theory.Game) { m.record(g, m.answerOfRow(g), m.answerOfColumn(g)) }

func (m *match) record(g theory.Game, row, column int) {
	m.rows[row]++
	m.columns[column]++
	m.total += g[row][column]
	m.means = append(m.means, m.total/float64(len(m.means)+1))
}

// answerOfColumn returns the first column that loses least against the rows so far.
func (m *match) answerOfColumn(g theory.Game) (best int) {
	loss := func(j int) (sum float64) {
		for i, n := range m.rows {
			sum += n * g[i][j]
		}
		return sum
	}
	for j := range m.columns {
		if loss(j) < loss(best) {
			best = j
		}
	}
	return best
}

// answerOfRow returns the first row that gains most against the columns so far.
func (m *match) answerOfRow(g theory.Game) (best int) {
	gain := func(i int) (sum float64) {
		for j, n := range m.columns {
			sum += n * g[i][j]
		}
		return sum
	}
	for i := range m.rows {
		if gain(i) > gain(best) {
			best = i
		}
	}
	return best
}
