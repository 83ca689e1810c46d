package series

import (
	"encoding/json"
	"math"
	"os"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory"
)

func init() {
	answers["09.1"] = func() float64 {
		served := theory.PMF(slices.Repeat([]float64{1. / 20}, 20)...)
		uniform := theory.PMF(slices.Repeat([]float64{1. / 25}, 25)...)
		return theory.KL(served, uniform)
	}
	// The square of a distance in the plane over σ² is χ² with two degrees of freedom.
	answers["09.2"] = func() float64 { return math.Sqrt(distuv.ChiSquared{K: 2}.Quantile(0.9)) }
	answers["09.3"] = func() float64 { return populatedModes("grid of 5 × 5", "NonSaturating, no penalty") }
}

// populatedModes returns the mean number of modes with 20 samples or more in a row of notebook 09's
// table.
func populatedModes(data, method string) float64 {
	raw, err := os.ReadFile("../modes.json")
	if err != nil {
		panic(err)
	}
	var table struct {
		Rows []struct {
			Method, Data string
			Seeds        []struct{ Measures map[string]any }
		}
	}
	if err := json.Unmarshal(raw, &table); err != nil {
		panic(err)
	}
	sum, count := 0.0, 0
	for _, row := range table.Rows {
		if row.Data != data || row.Method != method {
			continue
		}
		for _, s := range row.Seeds {
			sum += s.Measures["populated"].(float64)
			count++
		}
	}
	return sum / float64(count)
}
