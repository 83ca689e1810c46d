// Package checkpoint keeps trainings on disk. It defines what a checkpoint holds, the format of its
// file, and the folder that holds the checkpoint files of one training.
package checkpoint

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"

	"ganbook/gan/dataset"
)

// A Checkpoint holds all that a training needs to resume with the same bits: the identity of its
// config and data, the history, and every variable of the store. The variables are those of both
// networks and both optimizers, the moving average, the random state and the step.
type Checkpoint struct {
	Header
	Records []float32 // the history, record by record
	Values  map[string]*tensors.Tensor
}

// A Header is written as JSON before the numbers of a checkpoint.
type Header struct {
	Config     []Field
	Real, Fake Identity
	Dim        int `json:",omitempty"` // the number of coordinates of a sample
	Classes    int `json:",omitempty"` // the number of classes in a conditional game
	Backend    string
	Step       int
	Changes    []Change `json:",omitempty"`
	Phases     []Phase  `json:",omitempty"` // stored if there are two or more
	Variables  []Variable
}

// A Field is the name and the value of one setting of a config, as text.
type Field struct{ Name, Value string }

// An Identity identifies a data set by its name and by a checksum of its tables.
type Identity struct{ Name, Sum string }

// A Change records that a setting changed after a step.
type Change struct {
	Step int
	What string
}

// A Phase is a part of a training in which the columns of the history keep their meaning. It begins
// with the step after After and ends where the next one begins.
type Phase struct {
	After     int
	Logit     bool // whether D was a probability
	Penalised bool // whether D's loss had a penalty
}

// A Variable describes one of the values of a checkpoint.
type Variable struct {
	Path  string
	DType string
	Dims  []int
}

// A checkpoint file consists of: the line magic with the number of the format; the length of the
// header (8 bytes, little endian); the header; the history (Step·columns float32); the bytes of
// each variable in the order of the header; the SHA-256 sum of all that. Every later format must
// keep the first line and the sum at the end, because these tell a damaged file from a newer one.
const (
	magic  = "ganbook checkpoint %d\n"
	format = 1
)

// ErrBroken marks a file that is not a complete, undamaged checkpoint.
var ErrBroken = errors.New("not a whole checkpoint")

// Identify returns the identity of a data set. The identity of nil is empty. Sum is the first 8
// bytes of a SHA-256 sum, as hexadecimal digits.
func Identify(d dataset.Dataset) Identity {
	if d == nil {
		return Identity{}
	}
	sum := sha256.New()
	fmt.Fprintln(sum, d.Name(), d.Dim())
	for _, t := range d.Tables() {
		fmt.Fprintln(sum, t.Shape())
		if err := t.ConstBytes(func(data []byte) { sum.Write(data) }); err != nil {
			panic(err)
		}
	}
	return Identity{Text(d.Name()), hex.EncodeToString(sum.Sum(nil)[:8])}
}

// Text returns a text as JSON stores it: each byte that is no UTF-8 becomes U+FFFD.
func Text(s string) string { return string([]rune(s)) }

// String returns the name and the checksum of the tables, or "none" for an empty identity.
func (i Identity) String() string {
	if i == (Identity{}) {
		return "none"
	}
	return strings.TrimSpace(fmt.Sprintf("%s (tables %s)", i.Name, i.Sum))
}

// Write writes the checkpoint file to a writer.
func (c *Checkpoint) Write(to io.Writer) error {
	sum := sha256.New()
	w := io.MultiWriter(to, sum)
	head, err := json.Marshal(c.Header)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, magic, format); err != nil {
		return err
	}
	for _, part := range []any{uint64(len(head)), head, c.Records} {
		if err := binary.Write(w, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	for _, v := range c.Variables {
		var failed error
		if err := c.Values[v.Path].ConstBytes(func(data []byte) { _, failed = w.Write(data) }); err != nil {
			return err
		}
		if failed != nil {
			return failed
		}
	}
	_, err = to.Write(sum.Sum(nil))
	return err
}

// Read is the inverse of [Checkpoint.Write]. columns is the number of columns of the history. A
// file that is truncated or changed gives ErrBroken. A file of a newer format gives another error.
func Read(file []byte, columns int) (*Checkpoint, error) {
	// Check the sum first: without it, not even the number of the format can be trusted.
	end := len(file) - sha256.Size
	if end < 0 || sha256.Sum256(file[:end]) != [sha256.Size]byte(file[end:]) {
		return nil, fmt.Errorf("%w: cut short or changed (its checksum differs)", ErrBroken)
	}
	var version int
	if _, err := fmt.Fscanf(bytes.NewReader(file), magic, &version); err != nil {
		return nil, fmt.Errorf("%w: its first line is not that of a checkpoint", ErrBroken)
	}
	if version > format {
		return nil, fmt.Errorf("it has format %d, which a newer ganbook wrote; this one reads formats up to %d", version, format)
	}
	// The sum matches, so the file is as it was written. Errors below mean that another program has
	// written it wrong.
	r := bytes.NewBuffer(file[len(fmt.Sprintf(magic, version)):end])
	c := &Checkpoint{Values: map[string]*tensors.Tensor{}}
	length := r.Next(8)
	if len(length) < 8 {
		return nil, fmt.Errorf("%w: it ends before its header", ErrBroken)
	}
	head := r.Next(int(min(binary.LittleEndian.Uint64(length), math.MaxInt32)))
	if err := json.Unmarshal(head, &c.Header); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	if c.Step < 0 || c.Step > r.Len()/(4*columns) {
		return nil, fmt.Errorf("%w: it has no records of %d steps", ErrBroken, c.Step)
	}
	c.Records = make([]float32, c.Step*columns)
	if err := binary.Read(r, binary.LittleEndian, c.Records); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	for _, v := range c.Variables {
		dtype, err := dtypes.DTypeString(v.DType)
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrBroken, err)
		}
		size, fits := sizeOf(dtype, v.Dims, r.Len())
		if !fits {
			return nil, fmt.Errorf("%w: %d bytes are left for %s shaped %v", ErrBroken, r.Len(), v.Path, v.Dims)
		}
		t := tensors.FromShape(shapes.Make(dtype, v.Dims...))
		if err := t.MutableBytes(func(data []byte) { copy(data, r.Next(size)) }); err != nil {
			return nil, err
		}
		c.Values[v.Path] = t
	}
	if r.Len() > 0 {
		return nil, fmt.Errorf("%w: %d bytes more than its variables have", ErrBroken, r.Len())
	}
	return c, nil
}

// sizeOf returns the number of bytes of a tensor, and whether its shape is one of at most that many. No
// product overflows, since both factors are at most most.
func sizeOf(dtype dtypes.DType, dims []int, most int) (size int, fits bool) {
	size = dtype.Size()
	for _, d := range dims {
		if d < 0 || d > most || size > most {
			return 0, false
		}
		size *= d
	}
	return size, size <= most
}
