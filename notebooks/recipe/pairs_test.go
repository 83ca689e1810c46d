package recipe

import "testing"

func TestEachPairOfTheDigitsIsValid(t *testing.T) {
	if err := Hasty().Validate(); err != nil {
		t.Errorf("Hasty: %v", err)
	}
	names := map[string]bool{}
	for _, pair := range DigitGANs() {
		if err := pair.Config.Validate(); err != nil {
			t.Errorf("%s: %v", pair.Name, err)
		}
		if names[pair.Name] {
			t.Errorf("two pairs are called %s", pair.Name)
		}
		names[pair.Name] = true
		steps := pair.CourseSteps()
		if last := steps[len(steps)-1]; last != pair.Shipped() || last <= 0 || last >= pair.Config.Steps {
			t.Errorf("%s: of %d steps, the checkpoint is shipped at %d and the course is %v", pair.Name, pair.Config.Steps, pair.Shipped(), steps)
		}
	}
}

func TestCourseNoiseNamesTheClass(t *testing.T) {
	plain, asked := Digits().CourseNoise(), Conditional().CourseNoise()
	for k, z := range asked {
		n := Conditional().Config.NoiseDim
		if len(z) != n+10 || len(plain[k]) != Digits().Config.NoiseDim {
			t.Fatalf("a row of %d, and of %d without classes", len(z), len(plain[k]))
		}
		for class, v := range z[n:] {
			if want := class == k%10; (v == 1) != want || (v == 0) == want {
				t.Errorf("column %d: class %d has %v", k, class, v)
			}
		}
	}
}
