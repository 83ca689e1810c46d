package theory

import (
	"fmt"
	"strconv"
	"strings"
)

// String names the distribution shortly: N(0, 1), PMF of 6 values, ½·N(−2, 0.5) + ½·N(2, 0.5).
func (p Distribution) String() string {
	switch {
	case p.called != "":
		return p.called
	case len(p.components) == 1:
		return p.components[0].name()
	}
	return "zero Distribution"
}

// longest is how many parts of a mixture are spelled out.
const longest = 4

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
			name = share(weights[i]) + "·" + name
		}
		parts = append(parts, name)
	}
	if len(parts) > longest {
		return fmt.Sprintf("mixture of %d", len(parts))
	}
	return strings.Join(parts, " + ")
}

// share writes a weight, as a fraction where Unicode has it in one character.
func share(w float64) string {
	for _, f := range [...]struct {
		w    float64
		text string
	}{{1. / 2, "½"}, {1. / 3, "⅓"}, {2. / 3, "⅔"}, {1. / 4, "¼"}, {3. / 4, "¾"}} {
		if w == f.w {
			return f.text
		}
	}
	return number(w)
}

// number writes x in full where that is short, else to four digits, with a real minus sign.
func number(x float64) string {
	const short = 7
	text := strconv.FormatFloat(x, 'g', -1, 64)
	if len(text) > short {
		text = strconv.FormatFloat(x, 'g', 4, 64)
	}
	return typeset.Replace(text)
}

var typeset = strings.NewReplacer("+Inf", "∞", "Inf", "∞", "e+0", "e", "e+", "e", "e-0", "e−", "-", "−")

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
