package scene

import (
	"math"
	"testing"
)

func TestAxisPlacesValues(t *testing.T) {
	linear := Axis{Lo: -1, Hi: 3, Pixels: 200}
	decades := Axis{Lo: 10, Hi: 1e5, Log: true, Pixels: 200}
	for _, tt := range []struct {
		axis  Axis
		v     float64
		takes bool
		at    float64
	}{
		{linear, -1, true, 0}, {linear, 0, true, 50}, {linear, 3, true, 200}, {linear, 5, true, 300},
		{linear, math.NaN(), false, 0}, {linear, math.Inf(1), false, 0}, {linear, 1e300, false, 0},
		{decades, 10, true, 0}, {decades, 1000, true, 100}, {decades, 1e5, true, 200}, {decades, 1, true, -50},
		{decades, 0, false, 0}, {decades, -10, false, 0}, {decades, 1e-300, false, 0},
	} {
		if got := tt.axis.Takes(tt.v); got != tt.takes {
			t.Errorf("%+v takes %g: %t, want %t", tt.axis, tt.v, got, tt.takes)
		}
		if !tt.takes {
			continue
		}
		if got := tt.axis.At(tt.v); math.Abs(got-tt.at) > 1e-9 {
			t.Errorf("%+v: %g is at %g pixels, want %g", tt.axis, tt.v, got, tt.at)
		}
		if got := tt.axis.Unscale(tt.axis.Scale(tt.v)); math.Abs(got-tt.v) > 1e-9*math.Abs(tt.v) {
			t.Errorf("%+v: Unscale(Scale(%g)) is %g", tt.axis, tt.v, got)
		}
	}
}
