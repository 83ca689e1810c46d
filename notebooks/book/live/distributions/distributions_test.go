package distributions

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"ganbook/notebooks/book/live/part"
	"ganbook/theory"
)

func set(t *testing.T, d *Pair, pairs ...string) {
	t.Helper()
	for _, pair := range pairs {
		id, value, _ := strings.Cut(pair, "=")
		if err := d.Set(id, value); err != nil {
			t.Fatal(err)
		}
	}
}

// number returns a number of the view in full.
func number(t *testing.T, d *Pair, name string) float64 {
	t.Helper()
	for _, n := range d.View().Numbers {
		if n.Name == name {
			v, err := strconv.ParseFloat(n.Exact, 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatalf("no number is called %s", name)
	return 0
}

// N(−1, 1) and N(1, 1), two apart: KL = d²/2 = 2, W₁ = 2, H = ½ ln 2πe, the total variation is
// 2Φ(d/2) − 1, and JS from a table (FACTS: d = 2).
func TestTwoNormals(t *testing.T) {
	d := New()
	for name, want := range map[string]float64{
		"KL(P‖Q)": 2, "KL(Q‖P)": 2, "W₁(P, Q)": 2, "H(P)": math.Log(2*math.Pi*math.E) / 2,
		"H(P, Q)": math.Log(2*math.Pi*math.E)/2 + 2, "total variation": math.Erf(1 / math.Sqrt2), "JS(P, Q)": 0.336831,
		"V(D*, G)": -math.Log(4) + 2*0.336831,
	} {
		tolerance := 1e-9
		if name == "JS(P, Q)" || name == "V(D*, G)" {
			tolerance = 2e-6 // the table's last digit
		}
		if got := number(t, d, name); !(math.Abs(got-want) <= tolerance) {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
}

// Each family has the mean and the standard deviation that its sliders say.
func TestFamilies(t *testing.T) {
	for _, family := range families {
		d := New()
		set(t, d, "p="+family, "pm=2.0", "ps=0.50")
		p := d.distribution("p")
		if mean, sd := p.Mean(), math.Sqrt(p.Variance()); math.Abs(mean-2) > 1e-9 || math.Abs(sd-0.5) > 1e-9 {
			t.Errorf("%s has mean %v and standard deviation %v, want 2 and 0.5", family, mean, sd)
		}
		if got, want := p.Prob(2), peak(family)/0.5; math.Abs(got-want) > 1e-12 {
			t.Errorf("%s is %v high, want %v", family, got, want)
		}
	}
	d := New()
	set(t, d, "pa=0.25", "pn=3.0")
	if mean := d.distribution("p").Mean(); math.Abs(mean) > 1e-9 { // ¾·(−1) + ¼·3
		t.Errorf("the mixture has mean %v, want 0", mean)
	}
}

// The numbers agree with each other by identities, whatever the families.
func TestIdentities(t *testing.T) {
	for _, settings := range [][]string{
		{"pa=0.30", "qs=2.00"}, {"p=Laplace", "q=normal"}, {"p=uniform", "q=normal"}, {"qa=0.50", "qn=-4.0", "ps=0.30"},
	} {
		d := New()
		set(t, d, settings...)
		if got, want := number(t, d, "H(P, Q)"), number(t, d, "H(P)")+number(t, d, "KL(P‖Q)"); !(math.Abs(got-want) < 1e-8) {
			t.Errorf("%v: H(P, Q) = %v, and H(P) + KL = %v", settings, got, want)
		}
		if got, want := number(t, d, "V(D*, G)"), theory.GeneratorCost(d.distribution("p"), d.distribution("q")); !(math.Abs(got-want) < 1e-8) {
			t.Errorf("%v: V = %v, and by its two expectations %v", settings, got, want)
		}
	}
	d := New()
	set(t, d, "q=uniform")
	if kl := number(t, d, "KL(P‖Q)"); !math.IsInf(kl, 1) {
		t.Errorf("KL of a normal and a uniform distribution is %v, want +Inf", kl)
	}
}

// A dot that is dragged takes its bump with it.
func TestDragging(t *testing.T) {
	d := New()
	drag := func(x0, y0, x1, y1 float64) {
		t.Helper()
		for _, touch := range []part.Touch{{Phase: part.Down, X: x0, Y: y0}, {Phase: part.Move, X: (x0 + x1) / 2, Y: (y0 + y1) / 2}, {Phase: part.Up, X: x1, Y: y1}} {
			if err := d.Touch(touch); err != nil {
				t.Fatal(err)
			}
		}
	}
	drag(1, 0.4, -2, 0.8) // Q to −2, and twice as high
	if d.chosen["qm"] != "-2.0" || d.chosen["qs"] != "0.50" || d.chosen["pm"] != "-1.0" {
		t.Errorf("Q has mean %s and standard deviation %s, P mean %s", d.chosen["qm"], d.chosen["qs"], d.chosen["pm"])
	}
	if d.held != "" {
		t.Error("the dot is still held")
	}
	set(t, d, "pa=0.50", "pn=3.0")
	drag(3, 0.2, 4, 0.1) // the second bump of P
	if d.chosen["pn"] != "4.0" || d.chosen["pa"] != "0.25" {
		t.Errorf("the second bump of P is at %s with the share %s", d.chosen["pn"], d.chosen["pa"])
	}
	if err := d.Touch(part.Touch{Phase: part.Move, X: 0, Y: 0.5}); err != nil || d.chosen["pm"] != "-1.0" {
		t.Error("a touch that holds nothing has moved something")
	}
}

func TestSwapAndSettings(t *testing.T) {
	d := New()
	set(t, d, "p=Laplace", "pm=2.0", "qa=0.50")
	kl := number(t, d, "KL(P‖Q)")
	if err := d.Press("swap"); err != nil {
		t.Fatal(err)
	}
	if got := number(t, d, "KL(Q‖P)"); got != kl {
		t.Errorf("after the swap KL(Q‖P) = %v, want %v", got, kl)
	}
	twin := New()
	set(t, twin, strings.Split(d.Settings(), "&")...)
	if twin.Settings() != d.Settings() || number(t, twin, "KL(Q‖P)") != kl {
		t.Errorf("the settings %s give %s", d.Settings(), twin.Settings())
	}
	if err := d.Set("pm", "0.05"); err == nil {
		t.Error("a mean between two positions was taken")
	}
	if err := d.Press("what"); err == nil {
		t.Error("a button that is not there was pressed")
	}
}

// BenchmarkMeasures is all numbers after one move of the pointer.
func BenchmarkMeasures(b *testing.B) {
	for _, mixed := range []string{"0.00", "0.50"} {
		d := New()
		d.chosen["pa"], d.chosen["qa"] = mixed, mixed
		p, q := d.distribution("p"), d.distribution("q")
		b.Run("second bumps of "+mixed, func(b *testing.B) {
			for b.Loop() {
				measures(p, q)
			}
		})
	}
}
