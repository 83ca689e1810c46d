package gan

import (
	"testing"
	"time"
)

// A stretch takes about pace, or ten steps if these take longer, but never much longer than longest.
func TestNextSize(t *testing.T) {
	l := &loop{maxSteps: 1024}
	for _, test := range []struct {
		taken int
		took  time.Duration
		want  int
	}{
		{1, 2 * time.Second, 1},            // compiling, or a step of two seconds
		{100, 100 * time.Millisecond, 100}, // a step of 1 ms
		{10, 300 * time.Millisecond, 10},   // 30 ms
		{10, 2 * time.Second, 2},           // 200 ms
		{5, time.Millisecond, 20},          // it grows at most fourfold
		{1000, time.Millisecond, 1024},     // the most that the history holds
	} {
		if got := l.nextSize(test.taken, test.took); got != test.want {
			t.Errorf("after %d steps in %v: %d steps, want %d", test.taken, test.took, got, test.want)
		}
	}
}
