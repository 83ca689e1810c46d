package gan

import (
	"fmt"
	"os"
	"testing"

	"ganbook/gan/device"
)

// TestMain prints the backend of the tests. make test sets $GANBOOK_BACKEND to the backend that
// they must run on. Without XLA the tests also pass on the pure-Go backend, and that must not go
// unnoticed.
func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		trainAsChild(folder)
		return
	}
	backend, err := device.Open("")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	ran := device.Name(backend)
	fmt.Printf("ganbook/gan: tests run on the %s backend\n", ran)
	if want := os.Getenv("GANBOOK_BACKEND"); want != "" && want != ran {
		fmt.Fprintf(os.Stderr, "ganbook/gan: the tests must run on %s and would run on %s\n", want, ran)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
