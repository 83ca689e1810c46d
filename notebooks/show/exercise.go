package show

import (
	"fmt"
	"math"
)

// Blank stands for the answer that a reader has not given yet. Sums and products with it are blank
// too.
var Blank = math.NaN()

// Exercise judges a reader's answer. If the answer is [Blank], Exercise says so and the cell goes on.
// Otherwise it is like [Check], but does not print the right answer.
func Exercise(task string, answer, want, tolerance float64) {
	mustTolerate("Exercise", tolerance)
	switch {
	case math.IsNaN(answer):
		fmt.Printf("… %s: not attempted yet. Replace show.Blank by your answer and run the cell again.\n", task)
	case agree(answer, want, tolerance):
		fmt.Printf("✓ %s: %s is right.\n", task, exact(answer))
	case answer < want:
		fail("✗ %s: %s is too small. Not there yet: change it and run the cell again.", task, exact(answer))
	default:
		fail("✗ %s: %s is too large. Not there yet: change it and run the cell again.", task, exact(answer))
	}
}
