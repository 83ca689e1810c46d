package show

import (
	"fmt"
	"math"

	"ganbook/notebooks/series"
)

// Blank stands for the answer that a reader has not given yet. Sums and products with it are blank
// too.
var Blank = math.NaN()

// Exercise judges a reader's answer to an exercise of the series, such as "01.1". If the answer is
// [Blank], it says so and the cell goes on. A wrong answer ends the cell with a hint that fits it.
// The right answer is never printed.
func Exercise(id string, answer float64) {
	e, err := series.Find(id)
	switch {
	case err != nil:
		panic("show: Exercise: " + err.Error())
	case e.Answer == nil:
		panic(fmt.Sprintf("show: Exercise: %s asks for no number; its solution is at the end of the notebook", id))
	case math.IsNaN(answer):
		fmt.Printf("… %s: not attempted yet. Replace show.Blank by your answer and run the cell again.\n", id)
	case e.Right(answer):
		fmt.Printf("✓ %s: %s is right.\n", id, exact(answer))
	default:
		fail("✗ %s: %s is not right. %s", id, exact(answer), e.HintFor(answer))
	}
}
