package show

import (
	"math"
	"strconv"
	"strings"

	"ganbook/notebooks/show/scene"
)

// number writes v for people, to six significant digits: "1,000", "−0.25", "1.5·10⁻⁷".
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	case v == 0:
		return "0"
	}
	if asPower(v) {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 5, 64), "e")
		e, _ := strconv.Atoi(exponent)
		mantissa = trimZeros(mantissa)
		if mantissa == "1" || mantissa == "-1" {
			return typeset(strings.TrimSuffix(mantissa, "1")+"10") + superscript(e)
		}
		return typeset(mantissa) + "·10" + superscript(e)
	}
	decimals := max(0, 5-int(math.Floor(math.Log10(math.Abs(v)))))
	return typeset(trimZeros(strconv.FormatFloat(v, 'f', decimals, 64)))
}

// asPower reports whether a number is so large or so small that it is written with a power of ten.
func asPower(v float64) bool { return math.Abs(v) >= 1e7 || math.Abs(v) < 1e-4 }

// brief is number to three significant digits, which is enough for a listener.
func brief(v float64) string {
	if v == 0 || !scene.Drawable(v) {
		return number(v)
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-2)
	return number(math.Round(v/unit) * unit)
}

// trimZeros drops the zeros that end a number's decimals.
func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// typeset gives a number a true minus sign, and commas from four digits on. Zero has no sign.
func typeset(s string) string {
	s, negative := strings.CutPrefix(s, "-")
	whole, decimals, hasDecimals := strings.Cut(s, ".")
	if len(whole) > 3 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if hasDecimals {
		whole += "." + decimals
	}
	if negative && strings.Trim(s, "0.") != "" {
		return "−" + whole
	}
	return whole
}

func superscript(e int) string {
	return strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
		"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(strconv.Itoa(e))
}
