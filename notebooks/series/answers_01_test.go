package series

import "ganbook/theory"

func init() {
	faces := []float64{1, 2, 3, 4, 5, 6}
	sixth := 1.0 / 6
	die := theory.Discrete(faces, []float64{sixth, sixth, sixth, sixth, sixth, sixth})

	answers["01.1"] = func() float64 {
		return die.Expect(func(a float64) float64 {
			return die.Expect(func(b float64) float64 { return max(a, b) })
		})
	}
}
