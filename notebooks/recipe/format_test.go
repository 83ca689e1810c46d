package recipe

import (
	"math"
	"testing"
)

func TestFormat(t *testing.T) {
	row := func(method, data string, values ...float64) Row {
		r := Row{Method: method, Data: data}
		for i, v := range values {
			r.Seeds = append(r.Seeds, Result{uint64(i), map[string]Number{"modes": Number(v)}})
		}
		return r
	}
	table := Table{Rows: []Row{
		row("a method", "ring", 7, 8, 8),
		row("… another", "ring", 8, 8),
		row("none", "grid", 1, math.Inf(1)),
		row("large", "grid", 100, 300),
		row("one seed", "grid", 0.123456),
		row("sure", "grid", 0.123456, 0.123458),
	}}
	want := `                     modes
ring
a method       7.67 ± 0.33
… another        8.0 ± 0.0
grid
none                     ∞
large            200 ± 100
one seed             0.123
sure       0.1235 ± 0.0000`
	if got := table.Format("modes"); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	want = `                 modes
ring
a method           7–8
… another            8
grid
none            1–+Inf
large          100–300
one seed         0.123
sure       0.123–0.123`
	if got := table.FormatRanges("modes"); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
}

func TestFormatOfALargeNumberOfOneSeed(t *testing.T) {
	if got := meanAndError(1234.5, math.NaN()); got != "1234" {
		t.Errorf("%q, want 1234", got)
	}
}
