package gan

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ganbook/gan/internal/checkpoint"
	"ganbook/theory/seed"
)

// signed appends the SHA-256 sum to the bytes of a checkpoint.
func signed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(bytes.Clone(b), sum[:]...)
}

// written returns a small training and its checkpoint file.
var written = sync.OnceValues(func() (*Run, []byte) {
	cfg := smallOnGo()
	cfg.Steps = 2
	cfg.Generator, cfg.Discriminator = MLP{Hidden: []int{4}}, MLP{Hidden: []int{4}}
	run, err := Train(context.Background(), cfg, resumedData)
	if err != nil {
		panic(err)
	}
	c, err := run.checkpoint(headerOf(run.loop.game, run.Backend()))
	if err != nil {
		panic(err)
	}
	var file bytes.Buffer
	if err := c.Write(&file); err != nil {
		panic(err)
	}
	return run, file.Bytes()
})

func TestCheckpointIsReadAsWritten(t *testing.T) {
	run, file := written()
	c, err := checkpoint.Read(file, columns)
	if err != nil {
		t.Fatal(err)
	}
	again, err := game{cfg: run.Config(), real: resumedData}.begin(options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.restore(c); err != nil {
		t.Fatal(err)
	}
	sameBits(t, "read", again, run)
	if _, err := checkpoint.Read(signed(file[:len(file)-sha256.Size]), columns); err != nil {
		t.Errorf("signed again: %v", err)
	}
}

// A disk may flip a bit, and a copy may be truncated. Wherever this happens, the file must count as
// broken and not as a file of another version.
func TestEveryDamagedBitIsNoticed(t *testing.T) {
	_, file := written()
	file = bytes.Clone(file)
	refused := func(what string, at int, b []byte) {
		t.Helper()
		if _, err := checkpoint.Read(b, columns); !errors.Is(err, checkpoint.ErrBroken) {
			t.Errorf("%s %d: %v, want that it is not whole", what, at, err)
		}
	}
	flip := func(bit int) {
		file[bit/8] ^= 1 << (bit % 8)
		refused("bit", bit, file)
		file[bit/8] ^= 1 << (bit % 8)
	}
	const first = 21 + 8 // number of bytes before the header
	for bit := range first * 8 {
		flip(bit)
	}
	for bit := (len(file) - sha256.Size) * 8; bit < len(file)*8; bit++ {
		flip(bit)
	}
	r := seed.Rand(5, 1)
	for range 5000 {
		flip(r.IntN(len(file) * 8))
	}
	for n := range 64 {
		refused("first bytes", n, file[:n])
		refused("all but the last bytes", n+1, file[:len(file)-n-1])
		refused("with more bytes", n+1, append(bytes.Clone(file), make([]byte, n+1)...))
	}
	if _, err := checkpoint.Read(file, columns); err != nil {
		t.Errorf("undamaged: %v", err)
	}
}

// If the disk is full at any byte, the write must fail, even if there is space again for the bytes
// after it.
func TestWritingSaysThatItFailed(t *testing.T) {
	_, file := written()
	c, err := checkpoint.Read(file, columns)
	if err != nil {
		t.Fatal(err)
	}
	for room := range len(file) {
		if room > 3000 && room < len(file)-200 && room%97 > 0 {
			continue
		}
		if err := c.Write(&limited{room}); err == nil {
			t.Fatalf("with room for %d of %d bytes no error", room, len(file))
		}
	}
	if err := c.Write(&limited{len(file)}); err != nil {
		t.Errorf("with room enough: %v", err)
	}
}

// limited takes room bytes, then fails once, then takes everything.
type limited struct{ room int }

func (l *limited) Write(b []byte) (int, error) {
	n := min(len(b), l.room)
	l.room -= n
	if n < len(b) {
		l.room = math.MaxInt
		return n, io.ErrShortWrite
	}
	return n, nil
}

// A file whose sum is right may still lack values, or have too many: then another program wrote it.
func TestAFileWithMissingValuesIsRefused(t *testing.T) {
	_, file := written()
	whole := file[:len(file)-sha256.Size]
	header := func(old, new string) []byte { // with another header, and its length before it
		b := bytes.Replace(whole, []byte(old), []byte(new), 1)
		length := b[21:29]
		binary.LittleEndian.PutUint64(length, uint64(int(binary.LittleEndian.Uint64(length))+len(new)-len(old)))
		return b
	}
	for what, b := range map[string][]byte{
		"four bytes less": whole[:len(whole)-4], "four bytes more": append(bytes.Clone(whole), 0, 0, 0, 0),
		"more steps": header(`"Step":2`, `"Step":9`), "a negative step": header(`"Step":2`, `"Step":-1`),
		"a shape too large": header(`"Dims":[`, `"Dims":[4096,4096,4096,4096,4096,`),
		"half":              whole[:len(whole)/2],
		"its first line":    whole[:21],
	} {
		if bytes.Equal(b, whole) {
			t.Fatalf("%s: the file has no such place", what)
		}
		if _, err := checkpoint.Read(signed(b), columns); !errors.Is(err, checkpoint.ErrBroken) {
			t.Errorf("%s: %v, want that it is not whole", what, err)
		}
	}
}

// Whoever can read a folder can read the checkpoints in it.
func TestACheckpointIsAsReadableAsItsFolder(t *testing.T) {
	for _, mode := range []os.FileMode{0o755, 0o700} {
		path := filepath.Join(t.TempDir(), "kept")
		if err := os.Mkdir(path, mode); err != nil {
			t.Fatal(err)
		}
		_, file := written()
		c, err := checkpoint.Read(file, columns)
		if err != nil {
			t.Fatal(err)
		}
		folder, err := checkpoint.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		err = folder.Save(c)
		folder.Close()
		if err != nil {
			t.Fatal(err)
		}
		kept, err := filepath.Glob(filepath.Join(path, "*.gan"))
		if err != nil || len(kept) != 1 {
			t.Fatalf("files %v, %v", kept, err)
		}
		info, err := os.Stat(kept[0])
		if err != nil {
			t.Fatal(err)
		}
		if got, want := info.Mode().Perm(), mode&0o666; got != want {
			t.Errorf("in a folder of mode %v a checkpoint has %v, want %v", mode, got, want)
		}
	}
}
