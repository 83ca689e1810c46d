package recipe

import (
	"math"
	"reflect"
	"testing"

	"ganbook/gan/metric"
)

// Draws have the distribution of the data: their quality is that of the distribution, within six
// standard errors of a share.
func TestDrawsAreTheDatas(t *testing.T) {
	ring := Ring()
	xs, err := Draws(ring, Drawn, 1)
	if err != nil {
		t.Fatal(err)
	}
	report := metric.Modes(xs, ring)
	within := 1 - math.Exp(-4.5) // the probability that a normal sample in the plane is within 3σ
	if se := math.Sqrt(within * (1 - within) / Drawn); math.Abs(report.Quality-within) > 6*se {
		t.Errorf("%v; want a quality of %.4f ± %.4f", report, within, 6*se)
	}
	again, err := Draws(ring, Drawn, 1)
	if err != nil || !reflect.DeepEqual(xs, again) {
		t.Errorf("the same seed draws otherwise (%v)", err)
	}
	if other, _ := Draws(ring, Drawn, 2); reflect.DeepEqual(xs, other) {
		t.Error("two seeds draw the same")
	}
}
