package gan

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

// A checkpoint is all that a training needs to go on with the same bits: the config
// and data that it is of, the history, and every variable of the store (both
// networks, both optimizers, the average, the random state, the step).
type checkpoint struct {
	header
	rows   []float32 // the history, row after row
	values map[string]*tensors.Tensor
}

// A header stands, as JSON, before the numbers of a checkpoint.
type header struct {
	Config     []field
	Real, Fake identity
	Backend    string
	Step       int
	Changes    []Change `json:",omitempty"`
	Variables  []variableHeader
}

type variableHeader struct {
	Path  string
	DType string
	Dims  []int
}

// An identity tells data sets apart: by name, and by what their tables hold.
type identity struct{ Name, Sum string }

// The file is this line with the format's number, the header's length (8 bytes, little
// endian), the header, the history (Step·columns float32), each variable's bytes in
// the header's order, and SHA-256 of all that. Every later format must keep the first line
// and the sum at the end: a damaged file then is told apart from a newer one.
const (
	magic  = "ganbook checkpoint %d\n"
	format = 1
)

// errBroken marks a file that is no whole checkpoint.
var errBroken = errors.New("not a whole checkpoint")

func identify(d dataset.Dataset) identity {
	if d == nil {
		return identity{}
	}
	sum := sha256.New()
	fmt.Fprintln(sum, d.Name(), d.Dim())
	for _, t := range d.Tables() {
		fmt.Fprintln(sum, t.Shape())
		if err := t.ConstBytes(func(data []byte) { sum.Write(data) }); err != nil {
			panic(err)
		}
	}
	return identity{d.Name(), hex.EncodeToString(sum.Sum(nil)[:8])}
}

// headerOf is the header of a game's checkpoint, its step and variables apart.
func headerOf(p game, backend string) header {
	return header{Config: describe(p.cfg), Real: identify(p.real), Fake: identify(p.fake), Backend: backend}
}

// checkpoint is the run as it stands, under a header of its game.
func (r *Run) checkpoint(head header) (*checkpoint, error) {
	c := &checkpoint{header: head, rows: r.rows, values: map[string]*tensors.Tensor{}}
	c.Step, c.Changes = r.step, r.history.Changes
	for _, v := range r.loop.vars {
		if v.Path() == historyPath {
			continue // scratch of a stretch
		}
		value, err := v.Value()
		if err != nil {
			return nil, err
		}
		c.values[v.Path()] = value
		c.Variables = append(c.Variables, variableHeader{v.Path(), v.DType().String(), v.Shape().Dimensions})
	}
	return c, nil
}

// restore brings a run just made to the state of a checkpoint of the same training.
func (r *Run) restore(c *checkpoint) error {
	for _, v := range r.loop.vars {
		if v.Path() == historyPath {
			continue
		}
		value, ok := c.values[v.Path()]
		if !ok || !value.Shape().Equal(v.Shape()) {
			return fmt.Errorf("it has no %s shaped %v", v.Path(), v.Shape())
		}
		if err := v.SetValue(value); err != nil {
			return err
		}
	}
	if known := len(r.loop.vars) - 1; len(c.values) != known {
		return fmt.Errorf("it has %d variables where this training has %d", len(c.values), known)
	}
	rows := make([][]float32, c.Step)
	for i := range rows {
		rows[i] = c.rows[i*columns : (i+1)*columns]
	}
	r.record(rows)
	r.history.Changes = c.Changes
	return nil
}

// write writes the file.
func (c *checkpoint) write(to io.Writer) error {
	sum := sha256.New()
	w := io.MultiWriter(to, sum)
	head, err := json.Marshal(c.header)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, magic, format); err != nil {
		return err
	}
	for _, part := range []any{uint64(len(head)), head, c.rows} {
		if err := binary.Write(w, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	for _, v := range c.Variables {
		var failed error
		if err := c.values[v.Path].ConstBytes(func(data []byte) { _, failed = w.Write(data) }); err != nil {
			return err
		}
		if failed != nil {
			return failed
		}
	}
	_, err = to.Write(sum.Sum(nil))
	return err
}

// readCheckpoint is the inverse of write. A file that is cut short or edited gives
// errBroken; one of a newer format another error.
func readCheckpoint(file []byte) (*checkpoint, error) {
	// The sum comes first: until it fits, no byte can be believed, the version's included.
	end := len(file) - sha256.Size
	if end < 0 || sha256.Sum256(file[:end]) != [sha256.Size]byte(file[end:]) {
		return nil, fmt.Errorf("%w: cut short or changed (its checksum differs)", errBroken)
	}
	var version int
	if _, err := fmt.Fscanf(bytes.NewReader(file), magic, &version); err != nil {
		return nil, fmt.Errorf("%w: it does not begin as one", errBroken)
	}
	if version > format {
		return nil, fmt.Errorf("format %d, and this ganbook reads up to %d: a newer one wrote it", version, format)
	}
	// From here on the file is as it was written, and only another program can have
	// written it wrong.
	r := bytes.NewBuffer(file[len(fmt.Sprintf(magic, version)):end])
	c := &checkpoint{values: map[string]*tensors.Tensor{}}
	head := r.Next(int(min(binary.LittleEndian.Uint64(r.Next(8)), math.MaxInt32)))
	if err := json.Unmarshal(head, &c.header); err != nil {
		return nil, fmt.Errorf("%w: %v", errBroken, err)
	}
	c.rows = make([]float32, c.Step*columns)
	if err := binary.Read(r, binary.LittleEndian, c.rows); err != nil {
		return nil, fmt.Errorf("%w: %v", errBroken, err)
	}
	for _, v := range c.Variables {
		dtype, err := dtypes.DTypeString(v.DType)
		if err != nil {
			return nil, fmt.Errorf("%w: %v", errBroken, err)
		}
		t := tensors.FromShape(shapes.Make(dtype, v.Dims...))
		if err := t.MutableBytes(func(data []byte) { copy(data, r.Next(len(data))) }); err != nil {
			return nil, err
		}
		c.values[v.Path] = t
	}
	return c, nil
}
