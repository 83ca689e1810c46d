package show

import (
	"io"
	"math"
	"os"
	"strings"
	"testing"
)

// outcome runs do as a cell would and returns what it prints and with which status it ends.
func outcome(t *testing.T, do func()) (text string, status int) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	exit = func(code int) { status = code }
	defer func() { os.Stdout, os.Stderr, exit = stdout, stderr, os.Exit }()
	do()
	w.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(b), "\n"), status
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name           string
		got, want, tol float64
		abs, rel       bool
	}{
		{"equal", 3.5, 3.5, 0, true, true},
		{"within", 3.5, 3.6, 0.2, true, true},
		{"at the edge", 1, 1.5, 0.5, true, true},
		{"beyond", 3.5, 3.8, 0.2, false, true},
		{"beyond either", 3.5, 5, 0.2, false, false},
		{"small by share only", 0.001, 0.002, 0.01, true, false},
		{"large by share only", 1e6, 1e6 + 1, 0.01, false, true},
		{"negative", -3.5, -3.6, 0.2, true, true},
		{"sign", 1, -1, 0.5, false, false},
		{"zero wanted", 1e-9, 0, 1e-6, true, false},
		{"both zero", 0, math.Copysign(0, -1), 0, true, true},
		{"NaN got", nan, 1, 1e9, false, false},
		{"NaN wanted", 1, nan, 1e9, false, false},
		{"both NaN", nan, nan, 1e9, false, false},
		{"same infinity", inf, inf, 0.1, true, true},
		{"both −∞", -inf, -inf, 0.1, true, true},
		{"opposite infinities", inf, -inf, 0.1, false, false},
		{"infinite got", inf, 1, 1e300, false, false},
		{"infinite wanted", 1, inf, 0.1, false, false},
		{"infinite wanted, no tolerance", 1, -inf, 0, false, false},
		{"overflowing difference", math.MaxFloat64, -math.MaxFloat64, 1, false, false},
	}
	for _, tt := range tests {
		for form, want := range map[string]bool{"Check": tt.abs, "CheckRel": tt.rel} {
			check := map[string]func(string, float64, float64, float64){"Check": Check, "CheckRel": CheckRel}[form]
			text, status := outcome(t, func() { check("it", tt.got, tt.want, tt.tol) })
			if (status == 0) != want || strings.HasPrefix(text, "✓") != want || strings.HasPrefix(text, "✗") == want {
				t.Errorf("%s, %s: status %d, %q, want to hold: %t", tt.name, form, status, text, want)
			}
		}
	}
}

func TestCheckSaysWhatItCompared(t *testing.T) {
	for _, tt := range []struct {
		do   func()
		want string
	}{
		{func() { Check("E[X]", 3.5, 3.5, 1e-12) }, "✓ E[X]: got 3.5, want 3.5 (± 1e-12)"},
		{func() { Check("V", -math.Log(4), -1.386, 1e-3) }, "✓ V: got −1.386294361, want −1.386 (± 0.001)"},
		{func() { CheckRel("100 % of it", 99, 100, 0.001) }, "✗ 100 % of it: got 99, want 100 (± 0.001 of it)"},
		{func() { Check("KL", inf, inf, 0) }, "✓ KL: got +∞, want +∞ (± 0)"},
		{func() { CheckExact("balls", 7, 10) }, "✗ balls: got 7, want exactly 10"},
		{func() { CheckDrawn("mean", 3.512, 3.5, 0.008) }, "✓ mean: got 3.512 ± 0.008, want 3.5 (off by 1.5 standard errors, 6 allowed)"},
		{func() { CheckAtLeast("quality", 0.978, 0.95) }, "✓ quality: got 0.978, want at least 0.95"},
		{func() { CheckAtMost("error, nats", 0.5, 0.03) }, "✗ error, nats: got 0.5, want at most 0.03"},
		{func() { CheckThat("KL ≥ 0", true) }, "✓ KL ≥ 0"},
		{func() { CheckThat("50 % or more", false) }, "✗ 50 % or more"},
	} {
		if got, _ := outcome(t, tt.do); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// A statistical check allows six standard errors, and an exact one no error. A one-sided check
// allows any value on one side.
func TestKindsOfChecks(t *testing.T) {
	for _, tt := range []struct {
		name  string
		check func()
		holds bool
	}{
		{"exact, the same", func() { CheckExact("it", 0.25, 0.25) }, true},
		{"exact, one rounding off", func() { CheckExact("it", math.Nextafter(0.25, 1), 0.25) }, false},
		{"exact, infinite", func() { CheckExact("it", -inf, -inf) }, true},
		{"exact, NaN", func() { CheckExact("it", nan, nan) }, false},
		{"drawn, six standard errors off", func() { CheckDrawn("it", 8, 5, 0.5) }, true},
		{"drawn, more than six below", func() { CheckDrawn("it", 1.99, 5, 0.5) }, false},
		{"drawn, more than six above", func() { CheckDrawn("it", 8.01, 5, 0.5) }, false},
		{"drawn, no scatter and the same", func() { CheckDrawn("it", 5, 5, 0) }, true},
		{"drawn, no scatter and not the same", func() { CheckDrawn("it", 5.1, 5, 0) }, false},
		{"drawn, NaN", func() { CheckDrawn("it", nan, 5, 0.5) }, false},
		{"at least, better", func() { CheckAtLeast("it", 99, 97) }, true},
		{"at least, equal", func() { CheckAtLeast("it", 97, 97) }, true},
		{"at least, worse", func() { CheckAtLeast("it", 96.9, 97) }, false},
		{"at least, NaN", func() { CheckAtLeast("it", nan, 97) }, false},
		{"at most, better", func() { CheckAtMost("it", 0.1, 0.2) }, true},
		{"at most, worse", func() { CheckAtMost("it", 0.3, 0.2) }, false},
		{"at most, NaN", func() { CheckAtMost("it", nan, 0.2) }, false},
	} {
		text, status := outcome(t, tt.check)
		if (status == 0) != tt.holds || strings.HasPrefix(text, "✓") != tt.holds {
			t.Errorf("%s: status %d, %q, want to hold: %t", tt.name, status, text, tt.holds)
		}
	}
}

// A standard error must be finite and not negative.
func TestCheckDrawnWithoutAStandardError(t *testing.T) {
	for _, se := range []float64{nan, inf, -1} {
		func() {
			defer func() {
				if thrown, ok := recover().(string); !ok || !strings.Contains(thrown, "CheckDrawn") {
					t.Errorf("standard error %g: panic %q, want one that names CheckDrawn", se, thrown)
				}
			}()
			CheckDrawn("it", 1, 1, se)
		}()
	}
}

func TestShowOutsideANotebookSpeaks(t *testing.T) {
	f := Figure{Title: "A fair die", X: "outcome", Y: "probability", Marks: Marks{Rule(3.5)}}
	text, status := outcome(t, func() {
		f.Show()
		Row{f, f}.Show()
		Column{f}.Show()
		Slide(Slider{Name: "n", Values: []float64{1}}, func(float64) Figure { return f })
		live := NewLive()
		live.Say("wait")
		live.Draw(f, Progress{Done: 0.5, Text: "half"})
		live.Finish(f)
	})
	if status != 0 || strings.Count(text, "A fair die") != 6 {
		t.Errorf("status %d, %q", status, text)
	}
}
