package bag

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"ganbook/notebooks/book/live/part"
	"ganbook/theory"
	"ganbook/theory/seed"
)

func pressed(t *testing.T, ids ...string) *Bag {
	t.Helper()
	b := New()
	for _, id := range ids {
		if err := b.Press(id); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// The chapter's example: 7 white and 3 red balls. ln L(0.7) = 7·ln 0.7 + 3·ln 0.3 = −6.108643, and the
// mean surprise is the entropy of the estimate.
func TestSevenWhiteThreeRed(t *testing.T) {
	tally := pressed(t, "seven").tally()
	hat, se := tally.Estimate()
	if hat != 0.7 || math.Abs(se-math.Sqrt(0.021)) > 1e-15 {
		t.Errorf("θ̂ = %v ± %v, want 0.7 ± √0.021", hat, se)
	}
	if l := tally.LogLikelihood(hat); math.Abs(l+6.108643) > 5e-7 {
		t.Errorf("ln L = %v, want −6.108643", l)
	}
	if mean, h := -tally.LogLikelihood(hat)/10, theory.Entropy(theory.Bernoulli(0.7)); math.Abs(mean-h) > 1e-12 {
		t.Errorf("mean surprise %v, entropy %v", mean, h)
	}
}

// The estimate and its standard error are those of theory.MLE, which searches for the peak.
func TestEstimateIsThePeak(t *testing.T) {
	for _, draws := range []string{"wwr", "wrrrrrrr", strings.Repeat("wr", 40), strings.Repeat("wwwr", 100)} {
		b := New()
		if err := b.Set("draws", draws); err != nil {
			t.Fatal(err)
		}
		var data []float64
		for _, white := range b.draws {
			data = append(data, float64(truth(white)))
		}
		fit, err := theory.MLE(func(theta []float64) theory.Distribution { return theory.Bernoulli(theta[0]) }, data, []float64{0.5}, [2]float64{1e-6, 1 - 1e-6})
		if err != nil {
			t.Fatal(err)
		}
		hat, se := b.tally().Estimate()
		if math.Abs(fit.Theta[0]-hat) > 1e-6 || math.Abs(fit.SE[0]-se) > 1e-4*se {
			t.Errorf("%.20s…: θ̂ = %v ± %v, MLE %v ± %v", draws, hat, se, fit.Theta[0], fit.SE[0])
		}
		// At both ends of the interval ln L is 2 below its peak.
		lo, hi := b.tally().Interval()
		for _, end := range []float64{lo, hi} {
			if down := b.tally().LogLikelihood(hat) - b.tally().LogLikelihood(end); math.Abs(down-depth) > 1e-9 {
				t.Errorf("%.20s…: at %v ln L is %v below its peak", draws, end, down)
			}
		}
	}
}

// With one colour only, the interval ends where all balls have this colour; without draws it is all.
func TestOneColour(t *testing.T) {
	b := New()
	if lo, hi := b.tally().Interval(); lo != 0 || hi != 1 {
		t.Errorf("without draws the interval is %v to %v", lo, hi)
	}
	b.View()
	b = pressed(t, "white", "white", "white")
	lo, hi := b.tally().Interval() // θ³ = e⁻², so θ = e^(−2/3)
	if math.Abs(lo-math.Exp(-2./3)) > 1e-12 || hi != 1 {
		t.Errorf("three white: %v to %v, want %v to 1", lo, hi, math.Exp(-2./3))
	}
	b.View()
}

// The draws come with the probability θ: their share is within six standard errors. Statistical: a share of
// 2,000 draws is nearly normal, so the false alarm rate is below 1e-8.
func TestDrawsHaveTheTrueShare(t *testing.T) {
	b := New()
	if err := b.Set("theta", "0.30"); err != nil {
		t.Fatal(err)
	}
	b.draw(most)
	hat, _ := b.tally().Estimate()
	if se := math.Sqrt(0.3 * 0.7 / most); !(math.Abs(hat-0.3) <= 6*se) {
		t.Errorf("the share is %v, want 0.3 ± %v", hat, 6*se)
	}
	if b.draw(5); len(b.draws) != most {
		t.Errorf("%d draws, want %d at most", len(b.draws), most)
	}
}

// A shift of all seeds reaches the bag too.
func TestDrawsAreShifted(t *testing.T) {
	row := func(shift string) string {
		t.Setenv(seed.Variable, shift)
		return fmt.Sprint(pressed(t, "100").draws)
	}
	if row("") != row("0") || row("") == row("1000") {
		t.Errorf("without a shift, with 0 and with 1000 it draws\n%s\n%s\n%s", row(""), row("0"), row("1000"))
	}
}

func TestSettingsShowTheSame(t *testing.T) {
	for _, b := range []*Bag{pressed(t, "10", "100"), pressed(t, "10", "white", "red")} {
		if err := b.Set("show", "on"); err != nil {
			t.Fatal(err)
		}
		twin := New()
		for pair := range strings.SplitSeq(b.Settings(), "&") {
			id, value, _ := strings.Cut(pair, "=")
			if err := twin.Set(id, value); err != nil {
				t.Fatal(err)
			}
		}
		if b.tally() != twin.tally() || b.Settings() != twin.Settings() || twin.chosen["show"] != "on" {
			t.Errorf("%s gives %+v, want %+v", b.Settings(), twin.tally(), b.tally())
		}
	}
}

func TestRunningDrawsOn(t *testing.T) {
	b := pressed(t, "run")
	for len(b.draws) < 2 {
		if running, err := b.Tick(0); !running || err != nil {
			t.Fatal(running, err)
		}
	}
	if err := b.Press("run"); err != nil || b.running {
		t.Error("it does not pause")
	}
	if _, ok := any(b).(part.Part); !ok {
		t.Error("it is no part")
	}
}

func TestWrongSettingsAreRefused(t *testing.T) {
	b := New()
	for id, value := range map[string]string{"draws": "wxr", "n": "-1", "theta": "2", "seed": "x", "what": "1"} {
		if err := b.Set(id, value); err == nil {
			t.Errorf("%s = %q was taken", id, value)
		}
	}
	if err := b.Press("what"); err == nil {
		t.Error("a button that is not there was pressed")
	}
}
