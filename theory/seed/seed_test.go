package seed

import (
	"strings"
	"testing"
)

func TestShift(t *testing.T) {
	t.Setenv(Variable, "")
	plain, other := Rand(3, 1).Uint64(), Rand(3, 2).Uint64()
	if Shifted(3) != 3 || plain == other {
		t.Errorf("without a shift: seed 3 is %d; streams 1 and 2 begin with %d and %d", Shifted(3), plain, other)
	}
	t.Setenv(Variable, "1001")
	if Shifted(3) != 1004 {
		t.Errorf("seed 3 shifted by 1001 is %d", Shifted(3))
	}
	shifted := Rand(3, 1).Uint64()
	t.Setenv(Variable, "")
	if shifted == plain || shifted != Rand(1004, 1).Uint64() {
		t.Errorf("seed 3 shifted by 1001 draws %d, unshifted %d, seed 1004 %d", shifted, plain, Rand(1004, 1).Uint64())
	}
}

func TestShiftThatIsNoNumber(t *testing.T) {
	for _, text := range []string{"-1", "1.5", "many", "1073741824", "99999999999"} {
		t.Run(text, func(t *testing.T) {
			defer func() {
				if thrown, ok := recover().(error); !ok || !strings.Contains(thrown.Error(), Variable) {
					t.Errorf("panic %v, want an error that names %s", thrown, Variable)
				}
			}()
			t.Setenv(Variable, text)
			if err := Check(); err == nil {
				t.Error("Check returns no error")
			}
			Shifted(1)
		})
	}
}
