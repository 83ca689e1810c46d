package show

import (
	"math"
	"slices"
	"strconv"

	"ganbook/notebooks/show/scene"
)

// ticks chooses the ticks of an axis: two at least, and not many more than most.
func ticks(a scene.Axis, most float64) []scene.Tick {
	if a.Log {
		if ts := decades(a, most); len(ts) >= 2 {
			return ts
		}
	}
	return evenTicks(a, most)
}

// evenTicks are multiples of a step, which is 1, 2 or 5 times a power of ten. While fewer than two of
// them lie on the axis, it tries the next smaller step, twice at most.
func evenTicks(a scene.Axis, most float64) []scene.Tick {
	step := niceStep((a.Hi - a.Lo) / most)
	ts := multiples(a, step)
	for range 2 {
		if len(ts) >= 2 {
			break
		}
		step = niceStep(step / 2.5) // 5, 2, 1, 0.5, …
		ts = multiples(a, step)
	}
	return ts
}

// multiples are ticks at the multiples of step.
func multiples(a scene.Axis, step float64) (ts []scene.Tick) {
	label := tickLabels(step, max(math.Abs(a.Lo), math.Abs(a.Hi)))
	slack := step * 1e-6
	for k := math.Ceil((a.Lo - slack) / step); k*step <= a.Hi+slack; k++ {
		v := k * step
		if step >= 1e-15 && step < 1 {
			// k/100 is the float64 nearest to its decimal form; k·0.01 often is not.
			v = k / math.Round(1/step)
			if inverse := 1 / step; math.Abs(inverse-math.Round(inverse)) > 1e-9*inverse {
				v = k * step
			}
		}
		if a.Log && v <= 0 {
			continue
		}
		ts = append(ts, scene.Tick{At: min(max(v, a.Lo), a.Hi), Label: label(v)})
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

// decades are powers of ten, and also 2 and 5 times them where there is room.
func decades(a scene.Axis, most float64) (ts []scene.Tick) {
	first, last := math.Ceil(math.Log10(a.Lo)-1e-9), math.Floor(math.Log10(a.Hi)+1e-9)
	multiples := []float64{1}
	if n := math.Log10(a.Hi / a.Lo); 3*n <= most {
		multiples = []float64{1, 2, 5}
	}
	every := max(1, math.Ceil((last-first+1)/most))
	for e := first - 1; e <= last; e++ {
		if every > 1 && math.Mod(e, every) != 0 {
			continue
		}
		for _, m := range multiples {
			v := timesPowerOfTen(m, e)
			if v >= a.Lo*(1-1e-9) && v <= a.Hi*(1+1e-9) {
				ts = append(ts, scene.Tick{At: min(max(v, a.Lo), a.Hi), Label: number(v)})
			}
		}
	}
	if len(multiples) == 1 && slices.ContainsFunc(ts, func(t scene.Tick) bool { return asPower(t.At) }) {
		for i := range ts { // all of them alike
			ts[i].Label = powerLabel(ts[i].At)
		}
	}
	return ts
}

// powerLabel writes a power of ten as one: 10⁻², 1, 10, 10².
func powerLabel(v float64) string {
	switch e := int(math.Round(math.Log10(v))); e {
	case 0:
		return "1"
	case 1:
		return "10"
	default:
		return "10" + superscript(e)
	}
}

// timesPowerOfTen is the float64 nearest to m·10^e. The product of float64s often is not.
func timesPowerOfTen(m, e float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(m, 'f', -1, 64)+"e"+strconv.Itoa(int(e)), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// tickLabels returns a function that writes the labels of ticks that are step apart. All have the same
// number of decimals, enough to tell them apart. No tick is farther from 0 than greatest.
func tickLabels(step, greatest float64) func(float64) string {
	if greatest >= 1e7 || greatest < 1e-4 {
		// All ticks share a power of ten.
		e := math.Floor(math.Log10(greatest) + 1e-9)
		decimals := int(max(0, e-math.Floor(math.Log10(step)+1e-9)))
		return func(v float64) string {
			if math.Abs(v) < step/2 {
				return "0"
			}
			return typeset(strconv.FormatFloat(v/timesPowerOfTen(1, e), 'f', decimals, 64)) + "·10" + superscript(int(e))
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
