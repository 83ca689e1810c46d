package show

import (
	"math"
	"strconv"
	"strings"
)

// An axis maps values to pixels in the same way for both renderers.
type axis struct {
	title  string
	lo, hi float64
	log    bool
	pixels float64
	ticks  []tick
}

type tick struct {
	at    float64
	label string
}

// takes says whether v has a place on the axis or beyond its ends.
func (a axis) takes(v float64) bool { return drawable(v) && (!a.log || v >= 1e-290) }

// scale is v in units in which the axis is even.
func (a axis) scale(v float64) float64 {
	if a.log {
		return math.Log10(v)
	}
	return v
}

func (a axis) unscale(u float64) float64 {
	if a.log {
		return math.Pow(10, min(max(u, -300), 300)) // float64 ends not far beyond
	}
	return u
}

// at is the distance in pixels of v from the axis's beginning.
func (a axis) at(v float64) float64 {
	lo, hi := a.scale(a.lo), a.scale(a.hi)
	return (a.scale(v) - lo) / (hi - lo) * a.pixels
}

// clamp brings values within some hundred times the axis's length of it, beyond which renderers' arithmetic fails;
// on the way there a line leaves the panel less than a pixel from where it should. On a logarithmic axis zero, the
// foot of bars and areas, is where the axis begins.
func (a axis) clamp(v float64) float64 {
	if !a.takes(v) {
		return a.lo
	}
	lo, hi := a.scale(a.lo), a.scale(a.hi)
	far := 500 * (hi - lo)
	if u := a.scale(v); u < lo-far || u > hi+far {
		v = a.unscale(min(max(u, lo-far), hi+far))
	}
	return v
}

// needs is what the marks of a figure ask of one of its axes.
type needs struct {
	exact    [2]float64 // of marks that may touch the axis's ends; NaN while nothing was asked
	airy     [2]float64 // of marks that want room around them
	fromZero bool       // bars and areas stand on zero
}

func noNeeds() needs {
	none := [2]float64{math.NaN(), math.NaN()}
	return needs{exact: none, airy: none}
}

func (n *needs) include(v float64, airy bool) {
	r := &n.exact
	if airy {
		r = &n.airy
	}
	r[0], r[1] = extent(r[:], []float64{v})
}

// newAxis spans what is needed, or exactly fixed where that is given.
func newAxis(title string, fixed Range, log bool, pixels, every float64, n needs) axis {
	a := axis{title: title, log: log, pixels: pixels}
	if fixed != (Range{}) {
		a.lo, a.hi = fixed[0], fixed[1]
	} else {
		a.lo, a.hi = a.span(n)
	}
	a.ticks = a.chooseTicks(max(2, math.Floor(pixels/every)))
	return a
}

func (a axis) span(n needs) (lo, hi float64) {
	least, greatest := extent(n.exact[:], n.airy[:])
	if math.IsNaN(least) {
		if a.log {
			return 1, 10
		}
		return 0, 1
	}
	if n.fromZero && !a.log {
		least, greatest = min(least, 0), max(greatest, 0)
	}
	lo, hi = a.scale(least), a.scale(greatest)
	if most := max(math.Abs(lo), math.Abs(hi)); hi-lo <= closest*most {
		margin := most / 10
		if a.log {
			margin = 0.5
		} else if margin < 1e-290 {
			margin = 1
		}
		return a.unscale(lo - margin), a.unscale(hi + margin)
	}
	air := (hi - lo) * 0.05
	from, to := lo, hi
	if n.airy[0] == least {
		from -= air
	}
	if n.airy[1] == greatest {
		to += air
	}
	if !a.log {
		// Room beyond zero would suggest values that there cannot be.
		if lo >= 0 && from < 0 {
			from = 0
		}
		if hi <= 0 && to > 0 {
			to = 0
		}
	}
	return a.unscale(from), a.unscale(to)
}

func (a axis) chooseTicks(most float64) []tick {
	if a.log {
		if t := a.decades(most); len(t) >= 2 {
			return t
		}
	}
	return a.evenTicks(most)
}

// evenTicks are multiples of 1, 2 or 5 times a power of ten.
func (a axis) evenTicks(most float64) (ts []tick) {
	step := niceStep((a.hi - a.lo) / most)
	format := tickFormat(step, max(math.Abs(a.lo), math.Abs(a.hi)))
	slack := step * 1e-6
	for k := math.Ceil((a.lo - slack) / step); k*step <= a.hi+slack; k++ {
		v := k * step
		if step >= 1e-15 && step < 1 {
			// k/100 is the nearest number to its name; k·0.01 often is not.
			v = k / math.Round(1/step)
			if inverse := 1 / step; math.Abs(inverse-math.Round(inverse)) > 1e-9*inverse {
				v = k * step
			}
		}
		if a.log && v <= 0 {
			continue
		}
		ts = append(ts, tick{min(max(v, a.lo), a.hi), format(v)})
	}
	return ts
}

// niceStep is the least of 1, 2 and 5 times a power of ten that is not below least.
func niceStep(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= least*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// decades are powers of ten, with 2 and 5 times them where there are few.
func (a axis) decades(most float64) (ts []tick) {
	first, last := math.Ceil(math.Log10(a.lo)-1e-9), math.Floor(math.Log10(a.hi)+1e-9)
	multiples := []float64{1}
	if n := math.Log10(a.hi / a.lo); 3*n <= most {
		multiples = []float64{1, 2, 5}
	}
	every := max(1, math.Ceil((last-first+1)/most))
	for e := first - 1; e <= last; e++ {
		if every > 1 && math.Mod(e, every) != 0 {
			continue
		}
		for _, m := range multiples {
			v := powerOfTen(m, e)
			if v >= a.lo*(1-1e-9) && v <= a.hi*(1+1e-9) {
				ts = append(ts, tick{min(max(v, a.lo), a.hi), number(v)})
			}
		}
	}
	return ts
}

// powerOfTen is the float64 nearest to m·10^e, which a product is not always.
func powerOfTen(m, e float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(m, 'f', -1, 64)+"e"+strconv.Itoa(int(e)), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// tickFormat writes ticks step apart with as many decimals as tell them apart.
func tickFormat(step, greatest float64) func(float64) string {
	if greatest >= 1e7 || greatest < 1e-4 {
		// All ticks share a power of ten, with the decimals that their distance needs.
		e := math.Floor(math.Log10(greatest) + 1e-9)
		decimals := int(max(0, e-math.Floor(math.Log10(step)+1e-9)))
		return func(v float64) string {
			if math.Abs(v) < step/2 {
				return "0"
			}
			return typeset(strconv.FormatFloat(v/powerOfTen(1, e), 'f', decimals, 64)) + "·10" + superscript(int(e))
		}
	}
	decimals := int(max(0, -math.Floor(math.Log10(step)+1e-9)))
	return func(v float64) string {
		if math.Abs(v) < step/2 {
			v = 0
		}
		return typeset(strconv.FormatFloat(v, 'f', decimals, 64))
	}
}

// number writes v for reading, to six significant digits: "10,000", "−0.25", "1.5·10⁻⁷".
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
	if m := math.Abs(v); m >= 1e7 || m < 1e-4 {
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

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// typeset gives a number a true minus sign, and commas from five digits on.
func typeset(s string) string {
	s, negative := strings.CutPrefix(s, "-")
	whole, rest, hasRest := strings.Cut(s, ".")
	if len(whole) > 4 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if hasRest {
		whole += "." + rest
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
