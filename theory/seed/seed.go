// Package seed makes the random streams of the project from their seeds, all in one
// place, so that one environment variable can shift every seed at once:
//
//	GANBOOK_SEED_SHIFT=1000 make test
//
// What a notebook or a test claims must not depend on luck. Under another shift every
// draw is another one, and every check must hold all the same.
package seed

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
)

// Variable is the environment variable that holds the shift, a whole number from 0 to 2³⁰ − 1
// (GoMLX takes seeds modulo 2³¹ − 1); unset or empty, it is 0.
const Variable = "GANBOOK_SEED_SHIFT"

// Shifted returns seed plus the shift. It panics where the variable holds something else
// than a number; see [Check].
func Shifted(seed uint64) uint64 {
	by, err := shift(os.Getenv(Variable))
	if err != nil {
		panic(err)
	}
	return seed + by
}

// Check returns an error if the variable holds something else than a number.
func Check() error {
	_, err := shift(os.Getenv(Variable))
	return err
}

// Rand returns a source of random numbers: stream number stream of the shifted seed. Streams
// of one seed are independent of each other.
func Rand(seed, stream uint64) *rand.Rand { return rand.New(rand.NewPCG(Shifted(seed), stream)) }

func shift(text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 30)
	if err != nil {
		return 0, fmt.Errorf("seed: %s = %q; a whole number from 0 to %d", Variable, text, uint32(1<<30-1))
	}
	return n, nil
}
