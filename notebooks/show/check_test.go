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
		{func() { CheckThat("KL ≥ 0", true) }, "✓ KL ≥ 0"},
		{func() { CheckThat("50 % or more", false) }, "✗ 50 % or more"},
	} {
		if got, _ := outcome(t, tt.do); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestExercise(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer float64
		status int
		want   string
	}{
		{"blank", Blank, 0, "not attempted yet"},
		{"computed from blank", 2*Blank + 1, 0, "not attempted yet"},
		{"right", 0.7, 0, "✓ θ̂: 0.7 is right"},
		{"close enough", 0.7004, 0, "✓"},
		{"small", 0.3, 1, "✗ θ̂: 0.3 is too small"},
		{"large", 7, 1, "✗ θ̂: 7 is too large"},
		{"infinite", inf, 1, "✗"},
		{"zero is an answer", 0, 1, "too small"},
	} {
		text, status := outcome(t, func() { Exercise("θ̂", tt.answer, 0.7, 1e-3) })
		if status != tt.status || !strings.Contains(text, tt.want) {
			t.Errorf("%s: status %d, %q, want %d, %q", tt.name, status, text, tt.status, tt.want)
		}
		if status != 0 && strings.Contains(text, "0.7") {
			t.Errorf("%s: %q gives the answer away", tt.name, text)
		}
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

func TestProgressIsDrawn(t *testing.T) {
	s := newScene(Figure{X: "x", Y: "y", Marks: Marks{Rule(3.5)}})
	without, with := s.png(nil), s.png(&Progress{Done: nan, Text: "step 3 of 5"})
	_, h := s.size()
	if got := s.imageSize(&Progress{})["height"].(int); got != int(h)+progressHeight {
		t.Errorf("height %d, want %g and the bar's %d", got, h, progressHeight)
	}
	if len(with) == 0 || string(with) == string(without) {
		t.Error("the bar is missing")
	}
}
