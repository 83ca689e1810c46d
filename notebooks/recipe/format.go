package recipe

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// Format writes a table in lines: the mean of each measure over the seeds of a row, and its standard
// error. Rows on the same data follow a line with the name of the data.
func (t Table) Format(measures ...string) string {
	return t.lines(measures, 17, func(r Row, measure string) string { return meanAndError(r.Mean(measure)) })
}

// FormatRanges writes a table as Format does, with the smallest and the largest value of each measure over the
// seeds of a row, such as "0.71–0.74". If these are equal, as with one seed, it writes one number.
func (t Table) FormatRanges(measures ...string) string {
	return t.lines(measures, 13, func(r Row, measure string) string {
		low, high := r.Range(measure)
		if low == high {
			return threeDigits(low)
		}
		return threeDigits(low) + "–" + threeDigits(high)
	})
}

// threeDigits writes a number with three digits, or a larger one as a whole number.
func threeDigits(x float64) string {
	if math.Abs(x) >= 999.5 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}

// lines writes a table with columns of a width, and with what cell returns of each row and measure.
func (t Table) lines(measures []string, width int, cell func(r Row, measure string) string) string {
	first := 0
	for _, row := range t.Rows {
		first = max(first, utf8.RuneCountInString(row.Method))
	}
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", first))
	for _, m := range measures {
		b.WriteString(right(m, width))
	}
	data := ""
	for _, row := range t.Rows {
		if row.Data != data {
			data = row.Data
			fmt.Fprintf(&b, "\n%s", data)
		}
		fmt.Fprintf(&b, "\n%-*s", first, row.Method)
		for _, m := range measures {
			b.WriteString(right(cell(row, m), width))
		}
	}
	return b.String()
}

// right writes s at the right end of a column.
func right(s string, width int) string {
	return strings.Repeat(" ", max(1, width-utf8.RuneCountInString(s))) + s
}

// meanAndError writes a mean with two digits of its standard error, such as "0.849 ± 0.012", or with four
// digits of the mean if these are fewer. A mean of one seed has no error: it is written with three digits.
func meanAndError(mean, standardError float64) string {
	if math.IsInf(mean, 0) || math.IsNaN(mean) {
		return strings.NewReplacer("+Inf", "∞", "-Inf", "−∞").Replace(fmt.Sprint(mean))
	}
	if math.IsNaN(standardError) {
		return threeDigits(mean)
	}
	decimals := 1
	if standardError > 0 {
		decimals = 1 - exponent(standardError)
		if mean != 0 {
			decimals = min(decimals, 3-exponent(math.Abs(mean)))
		}
		decimals = max(0, decimals)
	}
	return fmt.Sprintf("%.*f ± %.*f", decimals, mean, decimals, standardError)
}

// exponent returns the exponent of x > 0 in scientific notation.
func exponent(x float64) int { return int(math.Floor(math.Log10(x))) }
