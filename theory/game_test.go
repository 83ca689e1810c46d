package theory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"

	"ganbook/theory/internal/float"
	"ganbook/theory/seed"
)

var (
	pennies  = Game{{1, -1}, {-1, 1}}
	rps      = Game{{0, -1, 1}, {1, 0, -1}, {-1, 1, 0}}
	saddled  = Game{{3, 1, 4}, {5, 2, 6}, {0, -1, 9}}
	constant = Game{{2, 2, 2}, {2, 2, 2}}
)

func TestSolve(t *testing.T) {
	cases := []struct {
		name          string
		g             Game
		value         float64
		rows, columns []float64
	}{
		{"matching pennies", pennies, 0, []float64{0.5, 0.5}, []float64{0.5, 0.5}},
		{"rock, paper, scissors", rps, 0, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{1. / 3, 1. / 3, 1. / 3}},
		// A 2×2 game {{a, b}, {c, d}} without a saddle point has the value v = (ad − bc)/s with
		// s = a + d − b − c. The first row has probability (d − c)/s, the first column (d − b)/s.
		{"two by two", Game{{4, 1}, {2, 3}}, 2.5, []float64{0.25, 0.75}, []float64{0.5, 0.5}},
		{"a saddle", saddled, 2, []float64{0, 1, 0}, []float64{0, 1, 0}},
		{"one payoff", Game{{-7}}, -7, []float64{1}, []float64{1}},
		{"one row", Game{{3, -2, 5}}, -2, []float64{1}, []float64{0, 1, 0}},
		{"one column", Game{{3}, {8}, {5}}, 8, []float64{0, 1, 0}, []float64{1}},
		// With p the probability of row 0, the columns pay 2 − 3p, −1 + 4p and 6 − p. The first two are
		// equal at p = 3/7. The third never binds.
		{"two by three", Game{{-1, 3, 5}, {2, -1, 6}}, 5. / 7, []float64{3. / 7, 4. / 7}, []float64{4. / 7, 3. / 7, 0}},
		{"far from zero", Game{{1e6 + 1, 1e6 - 1}, {1e6 - 1, 1e6 + 1}}, 1e6, []float64{0.5, 0.5}, []float64{0.5, 0.5}},
		{"small stakes", Game{{1e-9, -1e-9}, {-1e-9, 1e-9}}, 0, []float64{0.5, 0.5}, []float64{0.5, 0.5}},
		{"huge stakes", Game{{1e308, -1e308}, {-1e308, 1e308}}, 0, []float64{0.5, 0.5}, []float64{0.5, 0.5}},
	}
	for _, c := range cases {
		v, rows, columns, err := c.g.Solve()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		numerical(t, c.name, v, c.value, 1e-9*max(1, math.Abs(c.value)))
		for i := range rows {
			numerical(t, fmt.Sprint(c.name, ", row ", i), rows[i], c.rows[i], 1e-9)
		}
		for j := range columns {
			numerical(t, fmt.Sprint(c.name, ", column ", j), columns[j], c.columns[j], 1e-9)
		}
	}
	if v, _, _, err := constant.Solve(); v != 2 || err != nil {
		t.Errorf("constant game: %v, %v", v, err)
	}
}

// randomGame returns a game whose payoffs are often equal, because ties are difficult for a linear
// program.
func randomGame(r *rand.Rand) Game {
	g := make(Game, 1+r.IntN(7))
	n := 1 + r.IntN(7)
	coarse := r.IntN(2) == 0
	for i := range g {
		g[i] = make([]float64, n)
		for j := range g[i] {
			if coarse {
				g[i][j] = float64(r.IntN(5) - 2)
			} else {
				g[i][j] = 10 * r.NormFloat64()
			}
		}
	}
	return g
}

// The row player gains at least the value, and the column player loses at most the value, whatever
// the other does. The two inequalities together prove that both strategies are optimal.
func TestGuarantees(t *testing.T) {
	r := seed.Rand(5, 5)
	saddles := 0
	for range 600 {
		g := randomGame(r)
		v, x, y, err := g.Solve()
		if err != nil {
			t.Errorf("%v: %v", g, err)
			continue
		}
		var sx, sy float64
		for _, p := range x {
			sx += p
			if !(p >= 0) {
				t.Errorf("%v: rows %v", g, x)
			}
		}
		for _, p := range y {
			sy += p
			if !(p >= 0) {
				t.Errorf("%v: columns %v", g, y)
			}
		}
		numerical(t, "rows sum", sx, 1, 1e-12)
		numerical(t, "columns sum", sy, 1, 1e-12)
		for j := range g[0] {
			gain := 0.0
			for i := range g {
				gain += x[i] * g[i][j]
			}
			if !(gain >= v-1e-9*40) {
				t.Errorf("%v: rows %v gain %v against column %d, less than %v", g, x, gain, j, v)
			}
		}
		for i := range g {
			loss := 0.0
			for j := range g[i] {
				loss += y[j] * g[i][j]
			}
			if !(loss <= v+1e-9*40) {
				t.Errorf("%v: columns %v lose %v against row %d, more than %v", g, y, loss, i, v)
			}
		}
		low, _ := g.Maximin()
		high, _ := g.Minimax()
		if !(low <= v+1e-9*40 && v <= high+1e-9*40 && low <= high) {
			t.Errorf("%v: maximin %v, value %v, minimax %v", g, low, v, high)
		}
		i, j, ok := g.Saddle()
		if ok != (low == high) {
			t.Errorf("%v: saddle %v, but maximin %v and minimax %v", g, ok, low, high)
		}
		if ok {
			saddles++
			numerical(t, "payoff at the saddle", g[i][j], v, 1e-9*40)
			for k := range g {
				if g[k][j] > g[i][j] {
					t.Errorf("%v: row %d betters the saddle at (%d, %d)", g, k, i, j)
				}
			}
			for k := range g[i] {
				if g[i][k] < g[i][j] {
					t.Errorf("%v: column %d betters the saddle at (%d, %d)", g, k, i, j)
				}
			}
		}
		// The removal of dominated rows and columns does not change the value.
		rows, columns := g.Undominated()
		var left Game
		for _, i := range rows {
			var row []float64
			for _, j := range columns {
				row = append(row, g[i][j])
			}
			left = append(left, row)
		}
		rest, _, _, err := left.Solve()
		if err != nil {
			t.Errorf("%v: %v", left, err)
		}
		numerical(t, "value without dominated strategies", rest, v, 1e-9*40)
	}
	if saddles < 50 {
		t.Errorf("only %d games with a saddle", saddles)
	}
}

// The value is linear in the payoffs: v(s·g + o) = s·v(g) + o. The guarantees hold to 1e-9 of the
// difference between the payoffs, and to the rounding of the payoffs themselves.
func TestSolveAtAnyHeight(t *testing.T) {
	r := seed.Rand(6, 5)
	for range 60 {
		g := randomGame(r)
		v, _, _, err := g.Solve()
		if err != nil {
			t.Fatal(err)
		}
		low, high := math.Inf(1), math.Inf(-1)
		for _, row := range g {
			low, high = min(low, slices.Min(row)), max(high, slices.Max(row))
		}
		for _, scale := range []float64{1e-300, 1e-9, 1, 1e6, 1e9, 1e300} {
			for _, offset := range []float64{0, 1e6, 1e9, -1e12, 1e15} {
				moved := make(Game, len(g))
				for i, row := range g {
					for _, payoff := range row {
						moved[i] = append(moved[i], payoff*scale+offset)
					}
				}
				got, x, y, err := moved.Solve()
				name := fmt.Sprintf("%v·%v + %v", scale, g, offset)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				want := v*scale + offset
				numerical(t, name, got, want, 2e-9*(high-low)*scale+4*float.ULP(offset)+4*float.ULP(want))
				for j := range y {
					var over float.Sum
					for i := range x {
						over.Add(x[i] * (moved[i][j] - got))
					}
					if gain := over.Total(); !(gain >= -2e-9*(high-low)*scale-4*float.ULP(offset)-4*float.ULP(want)) {
						t.Errorf("%s: rows %v gain %v less than the value against column %d", name, x, gain, j)
					}
				}
			}
		}
	}
}

func TestPureStrategies(t *testing.T) {
	low, row := pennies.Maximin()
	high, column := pennies.Minimax()
	if low != -1 || row != 0 || high != 1 || column != 0 {
		t.Errorf("matching pennies: maximin %v by row %d, minimax %v by column %d", low, row, high, column)
	}
	if _, _, ok := pennies.Saddle(); ok {
		t.Error("matching pennies has a saddle")
	}
	if i, j, ok := saddled.Saddle(); i != 1 || j != 1 || !ok {
		t.Errorf("saddle at (%d, %d), %v; want (1, 1)", i, j, ok)
	}
}

func TestUndominated(t *testing.T) {
	cases := []struct {
		name          string
		g             Game
		rows, columns []int
	}{
		{"none", rps, []int{0, 1, 2}, []int{0, 1, 2}},
		{"equal rows stay", constant, []int{0, 1}, []int{0, 1, 2}},
		// Row 1 dominates row 0. Then column 1 dominates the others. Then row 1 dominates row 2.
		{"in turn", saddled, []int{1}, []int{1}},
		{"a tie is no domination", Game{{1, 1}, {1, 2}}, []int{0, 1}, []int{0, 1}},
		{"one column", Game{{1, 0}, {0, -1}}, []int{0}, []int{1}},
	}
	for _, c := range cases {
		rows, columns := c.g.Undominated()
		if !slices.Equal(rows, c.rows) || !slices.Equal(columns, c.columns) {
			t.Errorf("%s: rows %v and columns %v, want %v and %v", c.name, rows, columns, c.rows, c.columns)
		}
	}
}

func xy(x, y float64) (float64, float64) { return y, x }

func TestPlayOnXY(t *testing.T) {
	const rate, steps = 0.1, 200
	xs, ys := SimultaneousPlay(xy, 1, 0.5, rate, steps)
	if len(xs) != steps+1 || len(ys) != steps+1 || xs[0] != 1 || ys[0] != 0.5 {
		t.Fatalf("path of %d and %d points from (%v, %v)", len(xs), len(ys), xs[0], ys[0])
	}
	for i := 1; i <= steps; i++ {
		numerical(t, "growth", math.Hypot(xs[i], ys[i])/math.Hypot(xs[i-1], ys[i-1]), math.Sqrt(1+rate*rate), 1e-12)
	}
	xs, ys = AlternatingPlay(xy, 1, 0.5, rate, 5000)
	level := func(x, y float64) float64 { return x*x - rate*x*y + y*y }
	for i := range xs {
		numerical(t, "ellipse", level(xs[i], ys[i]), level(1, 0.5), 1e-10)
	}
	// The path goes around the equilibrium.
	if slices.Min(xs) > -1 || slices.Max(xs) < 1 {
		t.Errorf("the ellipse reaches from %v to %v", slices.Min(xs), slices.Max(xs))
	}
	// With damping, f = xy + x²/4 − y²/4, both kinds of play converge.
	damped := func(x, y float64) (float64, float64) { return y + x/2, x - y/2 }
	for _, play := range []func(Gradient, float64, float64, float64, int) ([]float64, []float64){SimultaneousPlay, AlternatingPlay} {
		xs, ys = play(damped, 1, 0.5, rate, 1000)
		numerical(t, "damped", math.Hypot(xs[1000], ys[1000]), 0, 1e-9)
	}
}

// Player x minimises f and player y maximises f. For f = (x − 1)² − (y − 2)² they go to 1 and 2.
func TestPlayWhoWantsWhat(t *testing.T) {
	xs, ys := SimultaneousPlay(func(x, y float64) (float64, float64) { return 2 * (x - 1), -2 * (y - 2) }, 5, -5, 0.25, 200)
	numerical(t, "x", xs[200], 1, 1e-12)
	numerical(t, "y", ys[200], 2, 1e-12)
}

func TestPlayEndsBeforeInfinity(t *testing.T) {
	xs, ys := SimultaneousPlay(xy, 1, 1, 1e10, 1000)
	if n := len(xs); n != len(ys) || n < 2 || n > 100 || !float.Finite(xs[n-1]) || !float.Finite(ys[n-1]) {
		t.Errorf("path of %d points ends at (%v, %v)", n, xs[n-1], ys[n-1])
	}
}

func TestGameMisuse(t *testing.T) {
	panics(t, "empty", func() { Game{}.Maximin() }, "Game", "empty")
	panics(t, "no columns", func() { Game{{}}.Minimax() }, "row 0", "0 payoffs")
	panics(t, "ragged", func() { Game{{1, 2}, {3}}.Solve() }, "row 1 has 1", "row 0 has 2")
	panics(t, "NaN", func() { Game{{1, 2}, {3, math.NaN()}}.Saddle() }, "row 1, column 1", "NaN")
	panics(t, "Inf", func() { Game{{inf}}.Undominated() }, "+Inf")
	panics(t, "nil gradient", func() { SimultaneousPlay(nil, 1, 1, 0.1, 1) }, "SimultaneousPlay", "nil")
	panics(t, "start", func() { AlternatingPlay(xy, math.NaN(), 1, 0.1, 1) }, "AlternatingPlay", "NaN")
	panics(t, "rate", func() { AlternatingPlay(xy, 1, 1, -0.1, 1) }, "rate = -0.1")
	panics(t, "infinite rate", func() { AlternatingPlay(xy, 1, 1, inf, 1) }, "rate = +Inf")
	panics(t, "steps", func() { AlternatingPlay(xy, 1, 1, 0.1, -1) }, "steps = -1")
}

// In games with many equal payoffs a simplex method may go round for ever; gonum's does in the first one.
// Exact bounds: Solve says itself what its strategies guarantee, so the equilibrium is asked for here with the payoffs
// as they are. Between integers the value is a fraction, and the bound is that of Solve.
func TestSolveDegenerateGames(t *testing.T) {
	t.Parallel()
	games := []Game{
		{{0, 0, 0, 4, 1, 0, 0, 0}, {0, 4, 2, 0, 0, 3, 1, 0}, {0, 15, 2054, 0, 0, 1, 0, 0}, {64, 17, 258, 0, 4735, 2, 1, 1}},
	}
	r := seed.Rand(1, 0)
	for range 2000 {
		g := make(Game, 2+r.IntN(9))
		columns, most := 2+r.IntN(9), 1+r.IntN(3)
		for i := range g {
			for range columns {
				x := float64(r.IntN(most + 1))
				if r.IntN(20) == 0 {
					x = math.Floor(math.Exp(10 * r.Float64()))
				}
				g[i] = append(g[i], x)
			}
		}
		games = append(games, g)
	}
	for _, g := range games {
		v, rows, columns, err := g.Solve()
		if err != nil {
			t.Errorf("%v: %v", g, err)
			continue
		}
		payoffs := slices.Concat(g...)
		bound := 1e-8 * (slices.Max(payoffs) - slices.Min(payoffs))
		for i := range g {
			if loss := floats.Dot(g[i], columns); loss > v+bound {
				t.Errorf("%v: row %d gains %v, more than %v", g, i, loss, v)
			}
		}
		for j := range columns {
			gain := 0.0
			for i, p := range rows {
				gain += p * g[i][j]
			}
			if gain < v-bound {
				t.Errorf("%v: column %d loses %v, less than %v", g, j, gain, v)
			}
		}
		if math.Abs(floats.Sum(rows)-1) > 1e-12 || math.Abs(floats.Sum(columns)-1) > 1e-12 || floats.Min(rows) < 0 || floats.Min(columns) < 0 {
			t.Errorf("%v: strategies %v and %v", g, rows, columns)
		}
	}
}
