package metric

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"ganbook/gan/device"
)

// TestMain prints the backend of the tests. make test sets $GANBOOK_BACKEND to the backend that
// they must run on.
func TestMain(m *testing.M) {
	backend, err := device.Open("")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	ran := device.Name(backend)
	fmt.Printf("ganbook/gan/metric: tests run on the %s backend\n", ran)
	if want := os.Getenv("GANBOOK_BACKEND"); want != "" && want != ran {
		fmt.Fprintf(os.Stderr, "ganbook/gan/metric: the tests must run on %s and would run on %s\n", want, ran)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// There are three kinds of assertions. Exact ones use ==. Numerical ones use near, with a tolerance
// for rounding or quadrature. Statistical ones use drawn.

// near fails unless got is within tolerance of want. NaN fails.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(got >= want-tolerance && got <= want+tolerance) {
		t.Errorf("%s = %.9g, want %.9g ± %.2g", what, got, want, tolerance)
	}
}

// drawn fails unless the estimate got is within six standard errors of want. A correct estimate
// fails twice in 10⁹ times.
func drawn(t *testing.T, what string, got, want, se float64) {
	t.Helper()
	near(t, what, got, want, 6*se)
}

// panics fails unless f panics with a message that contains each of the words.
func panics(t *testing.T, f func(), words ...string) {
	t.Helper()
	defer func() {
		t.Helper()
		holds(t, fmt.Sprint(recover()), words)
	}()
	f()
}

func holds(t *testing.T, message string, words []string) {
	t.Helper()
	for _, word := range append([]string{"metric: "}, words...) {
		if !strings.Contains(message, word) {
			t.Errorf("message %q does not say %q", message, word)
		}
	}
}
