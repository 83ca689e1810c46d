package theory

import "math"

// ln is math.Log where x may be smaller than 2^−1022: math.Log on amd64 takes all such numbers for about that one
// (golang.org/issue/56600).
func ln(x float64) float64 {
	if x > 0 && x < 0x1p-1022 {
		return math.Log(x*0x1p60) - 60*math.Ln2
	}
	return math.Log(x)
}
