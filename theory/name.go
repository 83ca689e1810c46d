package theory

import (
	"fmt"
	"strconv"
	"strings"
)

// String returns a short name of the distribution, for example "N(0, 1)", "PMF of 6 values" or
// "½·N(−2, 0.5) + ½·N(2, 0.5)". For the zero Distribution it is "zero Distribution".
func (p Distribution) String() string {
	switch {
	case p.label != "":
		return p.label
	case len(p.components) == 1:
		return p.components[0].name()
	}
	return "zero Distribution"
}

// nameOf returns the name of a family with its parameters, for example "N(0, 1)".
func nameOf(family string, parameters ...float64) string {
	var texts []string
	for _, x := range parameters {
		texts = append(texts, formatNumber(x))
	}
	return family + "(" + strings.Join(texts, ", ") + ")"
}

// maxParts is the largest number of parts that the name of a mixture lists.
const maxParts = 4

// mixtureName returns the name of a mixture.
func mixtureName(weights []float64, ds []Distribution) string {
	var parts []string
	for i, d := range ds {
		if weights[i] == 0 {
			continue
		}
		name := d.String()
		if strings.Contains(name, " + ") {
			name = "(" + name + ")"
		}
		if weights[i] != 1 {
			name = formatWeight(weights[i]) + "·" + name
		}
		parts = append(parts, name)
	}
	if len(parts) > maxParts {
		return fmt.Sprintf("mixture of %d", len(parts))
	}
	return strings.Join(parts, " + ")
}

// formatWeight writes a weight. It uses a fraction if Unicode has one for it.
func formatWeight(w float64) string {
	for _, f := range [...]struct {
		w    float64
		text string
	}{{1. / 2, "½"}, {1. / 3, "⅓"}, {2. / 3, "⅔"}, {1. / 4, "¼"}, {3. / 4, "¾"}} {
		if w == f.w {
			return f.text
		}
	}
	return formatNumber(w)
}

// formatNumber writes x in full if that is short, else to four digits. It uses the minus sign of
// mathematics.
func formatNumber(x float64) string {
	const short = 7
	text := strconv.FormatFloat(x, 'g', -1, 64)
	if len(text) > short {
		text = strconv.FormatFloat(x, 'g', 4, 64)
	}
	return typeset.Replace(text)
}

var typeset = strings.NewReplacer("+Inf", "∞", "Inf", "∞", "e+0", "e", "e+", "e", "e-0", "e−", "-", "−")

// count returns the number with its noun, for example "1 value" or "6 values".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %s", n, plural(what))
}

func plural(what string) string {
	if what == "mass" {
		return "masses"
	}
	return what + "s"
}
