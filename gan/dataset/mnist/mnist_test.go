package mnist

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"sync"
	"testing"

	"ganbook/gan/dataset"
)

// realMNIST returns the real images. It downloads nothing, since set-up has done that. Without
// set-up the test is skipped, but under make test that is an error.
func realMNIST(t *testing.T) (train, test *dataset.Images) {
	t.Helper()
	folder := os.Getenv("GANBOOK_MNIST")
	if folder == "" {
		var err error
		if folder, err = home(); err != nil {
			t.Fatal(err)
		}
		if _, err := published.read(folder); errors.Is(err, fs.ErrNotExist) {
			if os.Getenv("GANBOOK_SETUP") != "" {
				t.Fatalf("set-up left no MNIST: %v", err)
			}
			t.Skipf("not run: %v; `make test` fetches MNIST and runs this test", err)
		}
	}
	train, test, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return train, test
}

func TestMNISTIsTheOriginal(t *testing.T) {
	train, test := realMNIST(t)
	// The counts of the published label files. The mean and the standard deviation are the values
	// that are usually quoted for the training images, 0.1307 and 0.3081.
	for _, c := range []struct {
		images    *dataset.Images
		counts    []int
		mean, std float64
		first     []int
	}{
		{train, []int{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}, 0.1307, 0.3081, []int{5, 0, 4, 1, 9, 2, 1, 3, 1, 4}},
		{test, []int{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, 0.1325, 0.3105, []int{7, 2, 1, 0, 4, 1, 4, 9, 5, 9}},
	} {
		labels, rows := c.images.Labels(), c.images.Rows()
		counts := make([]int, c.images.Classes())
		for _, l := range labels {
			counts[l]++
		}
		if !slices.Equal(counts, c.counts) || !slices.Equal(labels[:10], c.first) {
			t.Errorf("%s has %v of each digit and begins with %v; want %v and %v", c.images.Name(), counts, labels[:10], c.counts, c.first)
		}
		var sum, squares float64
		for _, row := range rows {
			for _, v := range row {
				if !(0 <= v && v <= 1) {
					t.Fatalf("%s has a pixel of %v", c.images.Name(), v)
				}
				sum += float64(v)
				squares += float64(v) * float64(v)
			}
		}
		n := float64(len(rows) * len(rows[0]))
		mean, std := sum/n, math.Sqrt(squares/n-sum*sum/n/n)
		if !(math.Abs(mean-c.mean) < 5e-5) || !(math.Abs(std-c.std) < 5e-5) {
			t.Errorf("%s has mean %.5f and spread %.5f, want %v and %v", c.images.Name(), mean, std, c.mean, c.std)
		}
		if len(rows) != c.images.Len() || len(rows[0]) != c.images.Dim() || c.images.Dim() != Height*Width {
			t.Errorf("%s is %d × %d", c.images.Name(), len(rows), len(rows[0]))
		}
	}
}

// A process reads the files once and gives each caller separate data sets.
func TestLoadAtOnceIsSharedAndSafe(t *testing.T) {
	realMNIST(t)
	var group sync.WaitGroup
	var firsts [8]*dataset.Images
	for i := range firsts {
		group.Go(func() {
			train, _, err := Load()
			if err != nil {
				t.Error(err)
				return
			}
			train.Slice(0, 10).Tables()
			firsts[i] = train
		})
	}
	group.Wait()
	for _, m := range firsts[1:] {
		if m == firsts[0] || m.Tables()[0] == firsts[0].Tables()[0] {
			t.Errorf("two calls share a data set")
		}
	}
}
