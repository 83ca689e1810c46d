package recipe

import (
	"testing"

	"ganbook/gan"
)

func TestEachPairOfTheDigitsIsValid(t *testing.T) {
	for name, cfg := range map[string]gan.Config{"Digits": Digits(), "Convolutions": Convolutions(), "Conditional": Conditional()} {
		if err := cfg.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if last := courseSteps[len(courseSteps)-1]; last != Shipped || Shipped <= 0 || Shipped >= Digits().Steps {
		t.Errorf("of %d steps, the checkpoint is shipped at %d and the course ends at %d", Digits().Steps, Shipped, last)
	}
}
