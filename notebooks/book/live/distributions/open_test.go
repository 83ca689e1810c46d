package distributions_test

import (
	"strings"
	"testing"

	"ganbook/notebooks/book/live"
	"ganbook/notebooks/book/live/part"
)

// A handle above the picture is drawn at its upper edge, and is taken there.
func TestTheDotThatIsPressedIsDragged(t *testing.T) {
	for _, sd := range []string{"0.10", "0.20"} {
		p, err := live.Open("distributions", "ps="+sd)
		if err != nil {
			t.Fatal(err)
		}
		p.Touch(part.Touch{Phase: part.Down, X: -1, Y: 0.985})
		p.Touch(part.Touch{Phase: part.Up, X: -2, Y: 0.985})
		if s := p.Settings(); !strings.Contains(s, "pm=-2.0") || !strings.Contains(s, "ps="+sd) || strings.Contains(s, "q") {
			t.Errorf("ps=%s: %s", sd, s)
		}
	}
}
