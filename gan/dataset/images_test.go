package dataset

import (
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// backends returns the pure-Go backend and the default one.
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

// call runs one graph with the tables of d as inputs.
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

func TestSlices(t *testing.T) {
	train := someImages("pictures", 200)
	valid := train.Slice(50, 150)
	some := valid.Slice(10, 13)
	if train.Name() != "pictures" || some.Name() != "pictures[60:63]" {
		t.Errorf("the names are %q and %q", train.Name(), some.Name())
	}
	if valid.Len() != 100 || some.Len() != 3 || !slices.Equal(some.Labels(), train.Labels()[60:63]) {
		t.Errorf("slices have %d and %d images, the labels %v", valid.Len(), some.Len(), some.Labels())
	}
	if name := some.Slice(1, 3).Name(); name != "pictures[61:63]" {
		t.Errorf("a slice of a slice of a slice is named %q", name)
	}
	all := train.Slice(60, 63).Rows()
	for i, row := range some.Rows() {
		if !slices.Equal(row, all[i]) {
			t.Errorf("row %d of a slice of a slice is another image", i)
		}
	}
	for _, bad := range [][2]int{{-1, 2}, {2, 2}, {3, 2}, {0, 101}} {
		func() {
			defer func() {
				if said, ok := recover().(string); !ok || !strings.Contains(said, "0 ≤ from < to ≤ 100") {
					t.Errorf("Slice(%d, %d) panics with %q", bad[0], bad[1], said)
				}
			}()
			valid.Slice(bad[0], bad[1])
		}()
	}
}

// Every draw is one of the images, bit for bit, with the label of this image.
func TestImagesDrawRealRowsWithTheirLabels(t *testing.T) {
	for _, backend := range backends(t) {
		train := someImages("pictures", 12000).Slice(1000, 11000)
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
		// Each draw takes one of N images. The expected number of different images is
		// N(1 − (1 − 1/N)^n) = 3935, with a standard deviation of 31.
		if far := math.Abs(float64(len(different)) - 3935); !(far <= 6*31) {
			t.Errorf("%s: %d different images in %d draws of 10,000, want 3935 ± 31", device.Name(backend), len(different), n)
		}
	}
}

// Pearson's χ² of the counts has N − 1 degrees of freedom. The cube root of χ² is nearly normal
// (Wilson and Hilferty 1931). It exceeds its mean by six standard errors with a probability of
// about 10⁻⁹.
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

// someImages returns n different images of 5 × 4 pixels with three channels and 7 classes.
func someImages(name string, n int) *Images {
	r := rand.New(rand.NewPCG(1, 2)) // it does not matter which images these are
	pixels, labels := make([]byte, n*5*4*3), make([]byte, n)
	for i := range pixels {
		pixels[i] = byte(r.IntN(256))
	}
	for i := range labels {
		labels[i] = byte(r.IntN(7))
	}
	return NewImages(name, 5, 4, 3, pixels, labels, 7)
}

func TestImagesWithoutLabels(t *testing.T) {
	m := NewImages("stripes", 1, 3, 1, []byte{0, 51, 255, 255, 0, 102}, nil, 0)
	if h, w, c := m.Size(); h != 1 || w != 3 || c != 1 || m.Dim() != 3 || m.Len() != 2 || m.Classes() != 0 || m.Labels() != nil || len(m.Tables()) != 1 {
		t.Errorf("%d × %d × %d, %d images of %d, %d classes, labels %v, %d tables", h, w, c, m.Len(), m.Dim(), m.Classes(), m.Labels(), len(m.Tables()))
	}
	step := float32(ink)
	for i, want := range [][]float32{{0, 51 * step, 255 * step}, {255 * step, 0, 102 * step}} {
		if got := m.Rows()[i]; !slices.Equal(got, want) {
			t.Errorf("row %d is %v, want %v", i, got, want)
		}
	}
}

func TestNewImagesRefuses(t *testing.T) {
	six := make([]byte, 6)
	for says, make := range map[string]func(){
		"0 × 3 × 1":                      func() { NewImages("x", 0, 3, 1, six, nil, 0) },
		"of 0 bytes":                     func() { NewImages("x", 1, 3, 1, nil, nil, 0) },
		"of 6 bytes":                     func() { NewImages("x", 2, 2, 1, six, nil, 0) },
		"2 images with 1 labels":         func() { NewImages("x", 1, 3, 1, six, []byte{0}, 2) },
		"with 0 labels of 2 classes":     func() { NewImages("x", 1, 3, 1, six, nil, 2) },
		"image 1 has label 2; from 0 to": func() { NewImages("x", 1, 3, 1, six, []byte{1, 2}, 2) },
	} {
		func() {
			defer func() {
				if said, ok := recover().(string); !ok || !strings.Contains(said, says) {
					t.Errorf("it panics with %q, which does not say %q", said, says)
				}
			}()
			make()
		}()
	}
}

// save writes an image as a PNG or, depending on the extension, as a JPEG.
func save(t *testing.T, m image.Image, parts ...string) string {
	t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, "png") || strings.HasSuffix(path, "PNG") {
		err = png.Encode(f, m)
	} else {
		err = jpeg.Encode(f, m, &jpeg.Options{Quality: 100})
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func plain(c color.Color, width, height int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.Draw(m, m.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	return m
}

func grey(width, height int, pixels ...byte) image.Image {
	m := image.NewGray(image.Rect(0, 0, width, height))
	copy(m.Pix, pixels)
	return m
}

// A folder gives its files in the order of their names. Transparent pixels are drawn on black.
func TestFolderWithoutClasses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "colours")
	save(t, plain(color.NRGBA{255, 0, 51, 255}, 2, 1), dir, "a.png")
	save(t, plain(color.NRGBA{200, 100, 0, 128}, 2, 1), dir, "b.PNG")
	save(t, grey(2, 1, 0, 255), dir, "c.png") // a grey file beside coloured ones also has three channels
	save(t, plain(color.NRGBA{1, 2, 3, 255}, 2, 1), dir, ".hidden.png")
	if err := os.WriteFile(filepath.Join(dir, "README.txt"), []byte("words"), 0o666); err != nil {
		t.Fatal(err)
	}
	m, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if h, w, c := m.Size(); m.Name() != "colours" || h != 1 || w != 2 || c != 3 || m.Len() != 3 || m.Classes() != 0 {
		t.Fatalf("%s: %d images of %d × %d × %d, %d classes", m.Name(), m.Len(), h, w, c, m.Classes())
	}
	want := []byte{255, 0, 51, 255, 0, 51, 100, 50, 0, 100, 50, 0, 0, 0, 0, 255, 255, 255}
	if !slices.Equal(m.pixels, want) {
		t.Errorf("pixels %v, want %v", m.pixels, want)
	}
}

func TestFolderWithClasses(t *testing.T) {
	dir := t.TempDir()
	save(t, grey(2, 2, 1, 2, 3, 4), dir, "dogs", "1.png")
	save(t, grey(2, 2, 5, 6, 7, 8), dir, "cats", "1.png")
	save(t, grey(2, 2, 200, 200, 200, 200), dir, "cats", "2.jpeg")
	elsewhere := t.TempDir() // a class may be a link to a folder elsewhere
	if err := os.Rename(filepath.Join(dir, "dogs"), filepath.Join(elsewhere, "dogs")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(elsewhere, "dogs"), filepath.Join(dir, "dogs")); err != nil {
		t.Fatal(err)
	}
	m, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if h, w, c := m.Size(); h != 2 || w != 2 || c != 1 || m.Len() != 3 || m.Classes() != 2 || !slices.Equal(m.Labels(), []int{0, 0, 1}) {
		t.Fatalf("%d images of %d × %d × %d, %d classes, labels %v", m.Len(), h, w, c, m.Classes(), m.Labels())
	}
	if want := []byte{5, 6, 7, 8, 200, 200, 200, 200, 1, 2, 3, 4}; !slices.Equal(m.pixels, want) {
		t.Errorf("pixels %v, want %v", m.pixels, want)
	}
}

func TestFolderRefuses(t *testing.T) {
	one := grey(2, 2, 1, 2, 3, 4)
	for what, c := range map[string]struct {
		fill func(dir string)
		says []string
	}{
		"no folder":      {func(dir string) { os.Remove(dir) }, []string{"no such file"}},
		"nothing":        {func(string) {}, []string{"holds no PNG or JPEG file"}},
		"an empty class": {func(dir string) { save(t, one, dir, "a", "1.png"); os.Mkdir(filepath.Join(dir, "b"), 0o777) }, []string{"/b, a class"}},
		"both":           {func(dir string) { save(t, one, dir, "a", "1.png"); save(t, one, dir, "2.png") }, []string{"2.png", "beside folders (a)"}},
		"two sizes":      {func(dir string) { save(t, one, dir, "1.png"); save(t, grey(3, 1), dir, "2.png") }, []string{"2.png has 3 × 1", "1.png has 2 × 2", "one size"}},
		"a broken file": {func(dir string) {
			save(t, one, dir, "1.png")
			os.WriteFile(filepath.Join(dir, "2.jpg"), []byte("no"), 0o666)
		}, []string{"2.jpg cannot be read"}},
		"a file cut short": {func(dir string) {
			path := save(t, grey(64, 64), dir, "1.png")
			if info, err := os.Stat(path); err != nil || os.Truncate(path, info.Size()/2) != nil {
				t.Fatal(err)
			}
		}, []string{"1.png cannot be read"}},
	} {
		dir := t.TempDir()
		c.fill(dir)
		m, err := Folder(dir)
		if err == nil || m != nil {
			t.Errorf("%s: %v, error %v; want an error alone", what, m, err)
			continue
		}
		for _, part := range c.says {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q does not say %q", what, err, part)
			}
		}
	}
}

func TestFolderIgnoresABrokenLinkOfAnotherKind(t *testing.T) {
	dir := t.TempDir()
	save(t, grey(1, 1, 7), dir, "a.png")
	if err := os.Symlink("/no/such/file", filepath.Join(dir, "notes.txt")); err != nil {
		t.Fatal(err)
	}
	if m, err := Folder(dir); err != nil || m.Len() != 1 {
		t.Errorf("%v; a file with another extension is ignored", err)
	}
}

func TestFolderOfAClassLosesNothing(t *testing.T) {
	dir := t.TempDir()
	save(t, grey(1, 1, 7), dir, "cat", "a.png")
	save(t, grey(1, 1, 8), dir, "cat", "more", "b.png")
	if m, err := Folder(dir); err == nil {
		t.Errorf("%d of 2 images and no error", m.Len())
	}
}
