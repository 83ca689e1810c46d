package games

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"ganbook/notebooks/book/live/part"
)

func set(t *testing.T, table *Table, pairs ...string) {
	t.Helper()
	for _, pair := range pairs {
		id, value, _ := strings.Cut(pair, "=")
		if err := table.Set(id, value); err != nil {
			t.Fatal(err)
		}
	}
}

func press(t *testing.T, table *Table, id string) {
	t.Helper()
	if err := table.Press(id); err != nil {
		t.Fatal(err)
	}
}

func value(t *testing.T, table *Table, name string) string {
	t.Helper()
	for _, n := range table.View().Numbers {
		if n.Name == name {
			return n.Value
		}
	}
	t.Fatalf("no number is called %s", name)
	return ""
}

func TestSolutions(t *testing.T) {
	for game, want := range map[string]map[string]string{
		"matching pennies":      {"maximin": "−1", "minimax": "1", "saddle": "none", "value": "0", "row's mixture": "0.500  0.500"},
		"rock, paper, scissors": {"value": "0", "column's mixture": "0.333  0.333  0.333"},
		"with a saddle":         {"maximin": "1", "minimax": "1", "saddle": "row 1, column 2", "value": "1"},
		"two heads pay 3":       {"value": "0.3333", "row's mixture": "0.333  0.667"}, // p = 2/(a + 3), value (a − 1)/(a + 3) at a = 3
	} {
		table := New()
		press(t, table, game)
		for name, text := range want {
			if got := value(t, table, name); got != text {
				t.Errorf("%s: %s is %q, want %q", game, name, got, text)
			}
		}
	}
}

// A payoff that is edited counts at once, and the matrix keeps what still has a place.
func TestEditing(t *testing.T) {
	table := New()
	set(t, table, "a00=5", "columns=3", "a02=-2.5", "rows=1")
	if got := value(t, table, "maximin"); got != "−2.5" {
		t.Errorf("the row 5, −1, −2.5 has maximin %s", got)
	}
	set(t, table, "rows=4", "columns=4")
	if len(table.payoff) != 4 || table.payoff[0][0] != "5" || table.payoff[3][3] != "0" {
		t.Errorf("the payoffs are %v", table.payoff)
	}
	for _, wrong := range []string{"a00=x", "a00=Inf", "a00=1e300", "a44=1", "rows=5", "what=1", "rate=7"} {
		id, v, _ := strings.Cut(wrong, "=")
		if err := table.Set(id, v); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
	for _, id := range []string{"play 7", "play x", "what"} {
		if err := table.Press(id); err == nil {
			t.Errorf("%q was pressed", id)
		}
	}
}

// The learner answers what has been played: who always plays heads at matching pennies loses from the
// second round on.
func TestTheLearnerLearns(t *testing.T) {
	table := New()
	for range 20 {
		press(t, table, "play 0")
	}
	if mean := table.match.means[19]; mean != (1-19)/20. {
		t.Errorf("20 times heads gain %v on average, want −0.9", mean)
	}
}

// The shares of two learners come to an equilibrium: what their shares are sure of closes in on the
// value from both sides (Robinson 1951). For n rounds of these games the gap is about 1/√n.
func TestTwoLearnersFindTheValue(t *testing.T) {
	for _, game := range []string{"matching pennies", "rock, paper, scissors", "with a saddle", "two heads pay 3"} {
		table := New()
		press(t, table, game)
		for range 40 {
			press(t, table, "learners")
		}
		g := table.game()
		v, _, _, err := g.Solve()
		if err != nil {
			t.Fatal(err)
		}
		n := float64(len(table.match.means))
		sure, most := math.Inf(1), math.Inf(-1)
		for j := range g[0] {
			sum := 0.0
			for i := range g {
				sum += table.match.rows[i] / n * g[i][j]
			}
			sure = min(sure, sum)
		}
		for i := range g {
			sum := 0.0
			for j := range g[0] {
				sum += table.match.columns[j] / n * g[i][j]
			}
			most = max(most, sum)
		}
		if !(sure <= v+1e-9 && v <= most+1e-9 && most-sure <= 5/math.Sqrt(n)) {
			t.Errorf("%s: after %v rounds from %v to %v, and the value is %v", game, n, sure, most, v)
		}
	}
}

// f = xy with steps of 0.1: each step of both at once multiplies the distance by √1.01; in turn, and
// looking ahead, by theory.
func TestGradientPlay(t *testing.T) {
	for how, want := range map[string]float64{
		"both at once": math.Sqrt(1.01), "in turn": 1, "looking ahead": math.Sqrt(1 - 0.01 + 0.0001),
	} {
		table := New()
		set(t, table, "how="+how)
		for _, n := range table.eigenvalues() {
			if n.Name != "greatest |eigenvalue| of a step" {
				continue
			}
			if got := number(t, n); math.Abs(got-want) > 1e-8 {
				t.Errorf("%s: |λ| = %v, want %v", how, got, want)
			}
		}
		xs, ys := table.follow()
		if got := math.Hypot(xs[100], ys[100]); how != "in turn" && math.Abs(got/math.Pow(want, 100)-1) > 1e-6 {
			t.Errorf("%s: the distance after 100 steps is %v, want %v", how, got, math.Pow(want, 100))
		}
	}
	table := New()
	if got := value(t, table, "eigenvalues of the flow"); got != "i,  −i" {
		t.Errorf("the eigenvalues of xy are %q", got)
	}
	// The Dirac GAN with R1 at γ = 2·|ℓ′(0)| = 1: both eigenvalues are −½.
	set(t, table, "f=Dirac GAN, minimax", "gamma=1")
	if got := value(t, table, "eigenvalues of the flow"); !strings.HasPrefix(got, "−0.5") {
		t.Errorf("the eigenvalues at the critical damping are %q", got)
	}
	for _, f := range fields {
		for _, how := range []string{"both at once", "in turn", "looking ahead", "optimistic"} {
			set(t, table, "f="+f.name, "how="+how, "rate=1", "steps=1000", "gamma=2")
			table.View()
		}
	}
}

func number(t *testing.T, n part.Number) float64 {
	t.Helper()
	var v float64
	if _, err := fmt.Sscan(n.Exact, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTouchMovesTheStart(t *testing.T) {
	table := New()
	if err := table.Touch(part.Touch{Phase: part.Down, Picture: 2, X: -1.23, Y: 2.51}); err != nil {
		t.Fatal(err)
	}
	if table.chosen["x"] != "-1.2" || table.chosen["y"] != "2.5" {
		t.Errorf("the start is at %s, %s", table.chosen["x"], table.chosen["y"])
	}
}

func TestSettingsShowTheSame(t *testing.T) {
	table := New()
	press(t, table, "with a saddle")
	set(t, table, "a11=7", "rate=0.3", "how=optimistic")
	twin := New()
	for pair := range strings.SplitSeq(table.Settings(), "&") {
		set(t, twin, strings.ReplaceAll(pair, "+", " "))
	}
	if table.Settings() != twin.Settings() || twin.payoff[1][1] != "7" || twin.payoff[0][2] != "4" {
		t.Errorf("%s gives %s, %v", table.Settings(), twin.Settings(), twin.payoff)
	}
}
