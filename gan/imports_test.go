package gan

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// dependencies lists all packages that a package is built from.
func dependencies(t *testing.T, of string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", of).Output()
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(string(out))
	if !slices.Contains(all, of) {
		t.Fatalf("go list gives %v for %s, which is not among them", all, of)
	}
	return all
}

// Code that imports dataset can start no process and open no connection through it. Downloads are in
// dataset/mnist.
func TestDatasetNeitherConnectsNorStartsProcesses(t *testing.T) {
	t.Parallel()
	all := dependencies(t, "ganbook/gan/dataset")
	for _, forbidden := range []string{"net", "net/http", "os/exec"} {
		if slices.Contains(all, forbidden) {
			t.Errorf("dataset depends on %s", forbidden)
		}
	}
}

// The packages that train and measure can be used without the notebooks.
func TestTrainingNeedsNoNotebooks(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"ganbook/gan", "ganbook/gan/metric", "ganbook/gan/dataset/mnist"} {
		for _, p := range dependencies(t, of) {
			if strings.HasPrefix(p, "ganbook/notebooks") {
				t.Errorf("%s depends on %s", of, p)
			}
		}
	}
}
