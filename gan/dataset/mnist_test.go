package dataset

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// realMNIST returns the real images and fetches nothing: set-up did. Where it was not
// run, the test is skipped; under make test that is an error.
func realMNIST(t *testing.T) (train, test *Images) {
	t.Helper()
	folder := os.Getenv("GANBOOK_MNIST")
	if folder == "" {
		var err error
		if folder, err = home(); err != nil {
			t.Fatal(err)
		}
		if _, err := mnist.read(folder); errors.Is(err, fs.ErrNotExist) {
			if os.Getenv("GANBOOK_SETUP") != "" {
				t.Fatalf("set-up left no MNIST: %v", err)
			}
			t.Skipf("not run: %v; `make test` fetches MNIST and runs this test", err)
		}
	}
	train, test, err := MNIST()
	if err != nil {
		t.Fatal(err)
	}
	return train, test
}

// backends are the pure-Go one and the one that trainings run on.
func backends(t *testing.T) []compute.Backend {
	t.Helper()
	main, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if want := os.Getenv("GANBOOK_BACKEND"); want != "" && want != device.Name(main) {
		t.Fatalf("the tests must run on %s and would run on %s", want, device.Name(main))
	}
	if device.Name(main) == device.Go {
		return []compute.Backend{main}
	}
	pure, err := device.Open(device.Go)
	if err != nil {
		t.Fatal(err)
	}
	return []compute.Backend{pure, main}
}

// call runs one graph, with d's tables as its inputs.
func call(t *testing.T, backend compute.Backend, d Dataset, build func(scope *model.Scope, g *Graph, tables []*Node) []*Node) []any {
	t.Helper()
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(int64(seed.Shifted(1))); err != nil {
		t.Fatal(err)
	}
	inputs := []any{float32(0)}
	if d != nil {
		for _, table := range d.Tables() {
			inputs = append(inputs, table)
		}
	}
	exec := model.MustNewExec(backend, store, func(scope *model.Scope, nodes []*Node) []*Node {
		return build(scope, nodes[0].Graph(), nodes[1:])
	})
	defer exec.Finalize()
	var values []any
	for _, x := range exec.MustCall(inputs...) {
		values = append(values, x.Value())
	}
	return values
}

func TestMNISTIsTheOriginal(t *testing.T) {
	train, test := realMNIST(t)
	// The counts that the published label files have; mean and spread as commonly
	// quoted for normalizing the images to train on: 0.1307 and 0.3081.
	for _, c := range []struct {
		images    *Images
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
		if len(rows) != c.images.Len() || len(rows[0]) != c.images.Dim() || c.images.Dim() != MNISTHeight*MNISTWidth {
			t.Errorf("%s is %d × %d", c.images.Name(), len(rows), len(rows[0]))
		}
	}
}

func TestSlices(t *testing.T) {
	train, test := realMNIST(t)
	valid := train.Slice(50000, 60000)
	some := valid.Slice(100, 103)
	if train.Name() != "MNIST train" || test.Name() != "MNIST test" || some.Name() != "MNIST train[50100:50103]" {
		t.Errorf("the names are %q, %q and %q", train.Name(), test.Name(), some.Name())
	}
	if valid.Len() != 10000 || some.Len() != 3 || !slices.Equal(some.Labels(), train.Labels()[50100:50103]) {
		t.Errorf("slices have %d and %d images, the labels %v", valid.Len(), some.Len(), some.Labels())
	}
	if name := some.Slice(1, 3).Name(); name != "MNIST train[50101:50103]" {
		t.Errorf("a slice of a slice of a slice is named %q", name)
	}
	all := train.Slice(50100, 50103).Rows()
	for i, row := range some.Rows() {
		if !slices.Equal(row, all[i]) {
			t.Errorf("row %d of a slice of a slice is another image", i)
		}
	}
	for _, bad := range [][2]int{{-1, 2}, {2, 2}, {3, 2}, {0, 10001}} {
		func() {
			defer func() {
				if said, ok := recover().(string); !ok || !strings.Contains(said, "0 ≤ from < to ≤ 10000") {
					t.Errorf("Slice(%d, %d) panics with %q", bad[0], bad[1], said)
				}
			}()
			valid.Slice(bad[0], bad[1])
		}()
	}
}

// Every draw is one of the images, to the bit, with a label that this image has.
func TestImagesDrawRealRowsWithTheirLabels(t *testing.T) {
	for _, backend := range backends(t) {
		train, _ := realMNIST(t)
		train = train.Slice(50000, 60000)
		type key = [sha256.Size]byte
		hash := func(row []float32) key {
			return sha256.Sum256(unsafe.Slice((*byte)(unsafe.Pointer(&row[0])), 4*len(row)))
		}
		label, labels := map[key]int{}, train.Labels()
		for i, row := range train.Rows() {
			label[hash(row)] = labels[i]
		}
		const n = 5000
		var labelled Labelled = train
		drawn := call(t, backend, train, func(scope *model.Scope, g *Graph, tables []*Node) []*Node {
			x, class := labelled.DrawLabelled(scope, g, tables, n)
			return []*Node{x, class, labelled.Draw(scope, g, tables, n)}
		})
		x, class, again := drawn[0].([][]float32), drawn[1].([]int32), drawn[2].([][]float32)
		if len(x) != n || len(class) != n || len(again) != n {
			t.Fatalf("%s: %d images, %d labels, %d images", device.Name(backend), len(x), len(class), len(again))
		}
		different := map[key]bool{}
		for i := range n {
			want, real := label[hash(x[i])]
			if !real || int(class[i]) != want {
				t.Fatalf("%s: draw %d is an image: %v, its label %d and not %d", device.Name(backend), i, real, class[i], want)
			}
			if _, real := label[hash(again[i])]; !real {
				t.Fatalf("%s: draw %d without labels is no image", device.Name(backend), i)
			}
			different[hash(x[i])] = true
		}
		// N images of which each draw takes one: N(1 − (1 − 1/N)^n) = 3935 different ones
		// are expected, with a spread of 31.
		if far := math.Abs(float64(len(different)) - 3935); !(far <= 6*31) {
			t.Errorf("%s: %d different images in %d draws of 10,000, want 3935 ± 31", device.Name(backend), len(different), n)
		}
	}
}

// Pearson's χ² of the counts has N − 1 degrees of freedom, and a value x that is exceeded
// with a probability of 10⁻⁹ about as often as its cube root (Wilson and Hilferty 1931) is
// six standard errors from its mean.
func TestIndicesAreUniform(t *testing.T) {
	for _, backend := range backends(t) {
		for _, count := range []int{1, 2, 7, 1000, 60000} {
			const n = 1_200_000
			drawn := call(t, backend, nil, func(scope *model.Scope, g *Graph, _ []*Node) []*Node {
				k := pick(scope, g, n, count)
				k.Shape().AssertDims(n, 1)
				if k.DType() != dtypes.Int32 {
					t.Errorf("indices are %s", k.DType())
				}
				return []*Node{Reshape(k, n)}
			})
			counts := make([]float64, count)
			for _, k := range drawn[0].([]int32) {
				counts[k]++
			}
			want, chi2 := n/float64(count), 0.0
			for _, c := range counts {
				chi2 += (c - want) * (c - want) / want
			}
			degrees := float64(count - 1)
			root := math.Cbrt(chi2 / max(degrees, 1))
			mean, se := 1-2/(9*max(degrees, 1)), math.Sqrt(2/(9*max(degrees, 1)))
			if count == 1 && chi2 != 0 || count > 1 && !(root <= mean+6*se) || count > 2 && !(root >= mean-6*se) {
				t.Errorf("%s: %d indices have χ² = %.1f for %.0f degrees of freedom, %.1f standard errors too many", device.Name(backend), count, chi2, degrees, (root-mean)/se)
			}
		}
	}
}

// One process reads the files once, and gives each caller data sets of its own.
func TestMNISTIsSharedAndSafe(t *testing.T) {
	realMNIST(t)
	var group sync.WaitGroup
	var firsts [8]*Images
	for i := range firsts {
		group.Go(func() {
			train, _, err := MNIST()
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
		if m == firsts[0] || &m.pixels[0] != &firsts[0].pixels[0] {
			t.Errorf("two calls share a data set, or do not share the pixels")
		}
	}
}
