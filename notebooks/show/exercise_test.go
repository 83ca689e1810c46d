package show

import (
	"fmt"
	"strings"
	"testing"

	"ganbook/notebooks/series"
)

// Every exercise that asks for a number takes the right one, refuses others with a hint, and gives
// nothing away.
func TestExercise(t *testing.T) {
	for _, e := range series.Exercises() {
		if e.Answer == nil {
			continue
		}
		right := *e.Answer
		wrong := right + 3*e.Tolerance + 1
		for _, tt := range []struct {
			name   string
			answer float64
			status int
			want   string
		}{
			{"blank", Blank, 0, "not attempted yet"},
			{"computed from blank", 2*Blank + 1, 0, "not attempted yet"},
			{"right", right, 0, "✓ " + e.ID},
			{"close enough", right + e.Tolerance/2, 0, "✓ " + e.ID},
			{"too far", right + 1.01*e.Tolerance, 1, "✗ " + e.ID},
			{"wrong", wrong, 1, string(e.HintFor(wrong))},
			{"infinite", inf, 1, "✗ " + e.ID},
		} {
			text, status := outcome(t, func() { Exercise(e.ID, tt.answer) })
			if status != tt.status || !strings.Contains(text, tt.want) {
				t.Errorf("%s, %s: status %d, %q, want %d, %q", e.ID, tt.name, status, text, tt.status, tt.want)
			}
			if answer := fmt.Sprintf("%.4g", right); status != 0 && tt.name == "infinite" && len(answer) > 3 && strings.Contains(text, answer) {
				t.Errorf("%s: %q gives the answer away", e.ID, text)
			}
		}
	}
}

func TestExerciseThatIsNotThere(t *testing.T) {
	for id, want := range map[string]string{"01.99": "01.1", "1.1": "such as", "": "such as"} {
		func() {
			defer func() {
				if thrown, ok := recover().(string); !ok || !strings.Contains(thrown, want) {
					t.Errorf("%q: panic %q, want one that says %q", id, thrown, want)
				}
			}()
			Exercise(id, 1)
		}()
	}
}
