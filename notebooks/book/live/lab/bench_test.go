package lab

import "testing"

// BenchmarkView is what a frame costs beside the steps.
func BenchmarkView(b *testing.B) {
	l := New()
	if err := l.Press("both"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l.running = true // so that the controls and the code are left out
		l.View()
	}
}

// BenchmarkStep is a step of both players at 2×32, batch 128.
func BenchmarkStep(b *testing.B) {
	l := New()
	for b.Loop() {
		if err := l.do(action{steps: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
