// Package checkpoint keeps trainings on disk: what a checkpoint holds, the file that it is written
// to, and the folder of such files that one training has.
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

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"

	"ganbook/gan/dataset"
)

// A Checkpoint is all that a training needs to go on with the same bits: the config
// and data that it is of, the history, and every variable of the store (both
// networks, both optimizers, the average, the random state, the step).
type Checkpoint struct {
	Header
	Rows   []float32 // the history, row after row
	Values map[string]*tensors.Tensor
}

// A Header stands, as JSON, before the numbers of a checkpoint.
type Header struct {
	Config     []Field
	Real, Fake Identity
	Dim        int `json:",omitempty"` // of a sample
	Classes    int `json:",omitempty"` // in a conditional game
	Backend    string
	Step       int
	Changes    []Change `json:",omitempty"`
	Variables  []Variable
}

// A Field is one setting of a config, as a reader would write it.
type Field struct{ Name, Value string }

// An Identity tells data sets apart: by name, and by what their tables hold.
type Identity struct{ Name, Sum string }

// A Change says what was otherwise after a step.
type Change struct {
	Step int
	What string
}

// A Variable describes one of the values.
type Variable struct {
	Path  string
	DType string
	Dims  []int
}

// The file is this line with the format's number, the header's length (8 bytes, little
// endian), the header, the history (Step·columns float32), each variable's bytes in
// the header's order, and SHA-256 of all that. Every later format must keep the first line
// and the sum at the end: a damaged file then is told apart from a newer one.
const (
	magic  = "ganbook checkpoint %d\n"
	format = 1
)

// ErrBroken marks a file that is no whole checkpoint.
var ErrBroken = errors.New("not a whole checkpoint")

// Identify returns a data set's identity; that of nil is empty.
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
	return Identity{d.Name(), hex.EncodeToString(sum.Sum(nil)[:8])}
}

// String names the data, with as much of its sum as tells two of one name apart.
func (i Identity) String() string {
	if i.Name == "" {
		return "none"
	}
	return fmt.Sprintf("%s (tables %s)", i.Name, i.Sum)
}

// Write writes the file.
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
	for _, part := range []any{uint64(len(head)), head, c.Rows} {
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

// Read is the inverse of [Checkpoint.Write], where a row of the history has so many columns. A file
// that is cut short or edited gives ErrBroken; one of a newer format another error.
func Read(file []byte, columns int) (*Checkpoint, error) {
	// The sum comes first: until it fits, no byte can be believed, the version's included.
	end := len(file) - sha256.Size
	if end < 0 || sha256.Sum256(file[:end]) != [sha256.Size]byte(file[end:]) {
		return nil, fmt.Errorf("%w: cut short or changed (its checksum differs)", ErrBroken)
	}
	var version int
	if _, err := fmt.Fscanf(bytes.NewReader(file), magic, &version); err != nil {
		return nil, fmt.Errorf("%w: it does not begin as one", ErrBroken)
	}
	if version > format {
		return nil, fmt.Errorf("format %d, and this ganbook reads up to %d: a newer one wrote it", version, format)
	}
	// From here on the file is as it was written, and only another program can have
	// written it wrong.
	r := bytes.NewBuffer(file[len(fmt.Sprintf(magic, version)):end])
	c := &Checkpoint{Values: map[string]*tensors.Tensor{}}
	head := r.Next(int(min(binary.LittleEndian.Uint64(r.Next(8)), math.MaxInt32)))
	if err := json.Unmarshal(head, &c.Header); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	c.Rows = make([]float32, c.Step*columns)
	if err := binary.Read(r, binary.LittleEndian, c.Rows); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	for _, v := range c.Variables {
		dtype, err := dtypes.DTypeString(v.DType)
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrBroken, err)
		}
		t := tensors.FromShape(shapes.Make(dtype, v.Dims...))
		if err := t.MutableBytes(func(data []byte) { copy(data, r.Next(len(data))) }); err != nil {
			return nil, err
		}
		c.Values[v.Path] = t
	}
	return c, nil
}
