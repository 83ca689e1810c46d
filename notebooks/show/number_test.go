package show

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	tests := []struct {
		v    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {1, "1"}, {-2.5, "−2.5"}, {0.1 + 0.2, "0.3"}, {1000, "1,000"}, {10000, "10,000"}, {1234567, "1,234,567"},
		{-10000, "−10,000"}, {1e7, "10⁷"}, {1.5e-7, "1.5·10⁻⁷"}, {-1e-10, "−10⁻¹⁰"}, {0.0001, "0.0001"}, {2.0 / 3, "0.666667"},
		{999999.7, "1,000,000"}, {nan, "NaN"}, {inf, "∞"}, {-inf, "−∞"}, {math.MaxFloat64, "1.79769·10³⁰⁸"},
	}
	for _, tt := range tests {
		if got := number(tt.v); got != tt.want {
			t.Errorf("number(%g) = %q, want %q", tt.v, got, tt.want)
		}
	}
}
