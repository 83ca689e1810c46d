package gan

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/device"
	"ganbook/gan/internal/checkpoint"
)

// Open returns the run that a training left in a folder (see [Dir]). It needs neither the data set
// nor the configuration. The run can generate samples, score samples with D and show its history:
//
//	run, err := gan.Open("runs/digits")
//	images := run.Sample(16)
//
// [Run.Real] needs the data and panics. [Run.Sample] of a conditional run also panics, because it
// draws classes from the data: use [Run.SampleClass]. So does Sample of D alone, whose fakes are a data
// set too. [Run.Advance] and [Run.Continue] return an
// error. To use these methods, call [Load]. The backend is the one of an empty Config.Backend.
// Sample uses the same z's as after Load.
//
// Errors: an empty path; no such folder; a folder without a checkpoint, or with damaged ones only;
// a newer format; a network or a loss from outside this package, whose code is not stored; a
// backend that cannot be opened.
func Open(dir string) (*Run, error) {
	c, err := savedIn(dir)
	if err != nil {
		return nil, err
	}
	p, err := gameOf(c)
	if err != nil {
		return nil, fmt.Errorf("gan: %s: %w; load it with gan.Load, its configuration and its data", dir, err)
	}
	p.cfg.Backend = ""                                      // use a backend of this machine, not the one of the training
	p.standard = standard{make([]float64, p.real.Dim()), 1} // the checkpoint holds the true ones
	on, err := device.Open("")
	if err != nil {
		return nil, err
	}
	l := &loop{game: p, backend: on, store: model.NewStore(), programs: map[Players]*program{}}
	l.store.SetParam(seedParam, p.cfg.Seed)
	if err := l.declareNetworks(); err != nil {
		return nil, fmt.Errorf("gan: %s: %w", dir, err)
	}
	for v := range l.store.IterVariables() {
		if err := fill(v, c); err != nil {
			return nil, fmt.Errorf("gan: %s holds a training with other networks: %w", dir, err)
		}
	}
	r, err := newRun(l)
	if err != nil {
		return nil, err
	}
	r.recall(c)
	return r, nil
}

// gameOf returns the game of a checkpoint. Of its data sets, only the name and the shape are known.
func gameOf(c *checkpoint.Checkpoint) (game, error) {
	cfg, err := configOf(c.Config, c.Fake != (checkpoint.Identity{}))
	if err != nil {
		return game{}, err
	}
	data := absentData{c.Real.Name, c.Dim, c.Classes}
	if data.dim == 0 { // older checkpoints do not store it
		data.dim = sampleDim(cfg, c)
	}
	if cfg.Conditional && data.classes == 0 {
		data.classes = outputWidth(c, "discriminator")
	}
	p := game{cfg: cfg, real: data}
	if c.Fake != (checkpoint.Identity{}) {
		p.pg = absentData{c.Fake.Name, data.dim, 0}
	}
	if data.dim == 0 || cfg.Conditional && data.classes == 0 {
		return game{}, errors.New("the checkpoint does not say how wide its samples are")
	}
	return p, nil
}

// sampleDim returns the width of a sample, found from the generator in a checkpoint, or 0 if it
// cannot be found.
func sampleDim(cfg Config, c *checkpoint.Checkpoint) int {
	switch up := core(cfg.Generator).(type) {
	case ConvUp:
		return up.Height * up.Width * up.Channels
	case ResUp:
		return up.Height * up.Width * up.Channels
	}
	return outputWidth(c, "generator")
}

// outputWidth returns the width of the last layer of a network in a checkpoint, or 0 if the network
// has no such layer of this package.
func outputWidth(c *checkpoint.Checkpoint, network string) int {
	if biases, ok := c.Values["/"+network+"/output/biases"]; ok {
		return biases.Shape().Dim(-1)
	}
	return 0
}

// An absentData stands for a data set that is not available.
type absentData struct {
	name         string
	dim, classes int
}

func (a absentData) Name() string              { return a.name }
func (a absentData) Dim() int                  { return a.dim }
func (a absentData) Classes() int              { return a.classes }
func (a absentData) Tables() []*tensors.Tensor { return nil }

func (a absentData) Draw(*model.Scope, *Graph, []*Node, int) *Node { panic(a.missing()) }

func (a absentData) DrawLabelled(*model.Scope, *Graph, []*Node, int) (x, class *Node) {
	panic(a.missing())
}

func (a absentData) missing() error {
	return fmt.Errorf("gan: this run was opened without its data, %s; load it with gan.Load, its configuration and the data (D alone: call TrainDiscriminator again with its Dir)", a.name)
}

// needData returns an error if the run was opened without its data.
func (r *Run) needData() error {
	if a, ok := r.loop.game.real.(absentData); ok {
		return a.missing()
	}
	return nil
}

// configOf is the inverse of [describe]. It returns an error for a network or a loss from outside
// this package. It leaves an optimizer from outside this package out, and for D alone a generator.
func configOf(fields []field, alone bool) (cfg Config, err error) {
	texts := map[string]string{}
	for _, f := range fields {
		texts[f.Name] = f.Value
	}
	v := reflect.ValueOf(&cfg).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		err := parseSetting(name, v.Field(i), texts)
		if err != nil && !strings.HasSuffix(name, "Optimizer") && !(alone && slices.Contains(generatorSettings, name)) {
			return cfg, err
		}
	}
	return cfg, nil
}

// parseSetting sets one setting from its text. Without a text the setting stays as it is, since the
// checkpoint is older than the setting.
func parseSetting(name string, v reflect.Value, texts map[string]string) error {
	text, ok := texts[name]
	switch v.Kind() {
	case reflect.Interface:
		if !ok || text == "nil" {
			return nil
		}
		i := slices.IndexFunc(ownParts, func(t reflect.Type) bool { return t.Name() == text })
		if i < 0 {
			return fmt.Errorf("its %s is code (%s), which is not stored", name, text)
		}
		part := reflect.New(ownParts[i]).Elem()
		if err := parseFields(name, part, texts); err != nil {
			return err
		}
		v.Set(part)
		return nil
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Loss]() {
			i := slices.IndexFunc(Losses(), func(l Loss) bool { return l.Name == text })
			if _, own := texts[fingerprintField]; own || i < 0 {
				return fmt.Errorf("its loss is code (%s), which is not stored", text)
			}
			v.Set(reflect.ValueOf(Losses()[i]))
			return nil
		}
		return parseFields(name, v, texts)
	}
	if !ok {
		return nil
	}
	if err := parseValue(v, text); err != nil {
		return fmt.Errorf("its %s is %q: %w", name, text, err)
	}
	return nil
}

func parseFields(name string, v reflect.Value, texts map[string]string) error {
	for i := range v.NumField() {
		if err := parseSetting(name+"."+v.Type().Field(i).Name, v.Field(i), texts); err != nil {
			return err
		}
	}
	return nil
}

// parseValue sets v from text. v is a number, a bool, a string, a list of numbers, or a constant
// that has a name.
func parseValue(v reflect.Value, text string) error {
	if _, named := v.Interface().(fmt.Stringer); named && v.CanInt() {
		for k := range int64(64) {
			if v.SetInt(k); fmt.Sprint(v) == text {
				return nil
			}
		}
		return errors.New("there is no such value")
	}
	var err error
	switch v.Kind() {
	case reflect.Slice:
		for _, one := range strings.Fields(strings.Trim(text, "[]")) {
			element := reflect.New(v.Type().Elem()).Elem()
			if err := parseValue(element, one); err != nil {
				return err
			}
			v.Set(reflect.Append(v, element))
		}
	case reflect.Int:
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
	case reflect.Uint64:
		var n uint64
		n, err = strconv.ParseUint(text, 10, 64)
		v.SetUint(n)
	case reflect.Float64:
		var x float64
		x, err = strconv.ParseFloat(text, 64)
		v.SetFloat(x)
	case reflect.Bool:
		var b bool
		b, err = strconv.ParseBool(text)
		v.SetBool(b)
	case reflect.String:
		v.SetString(text)
	default:
		err = fmt.Errorf("a %v cannot be read", v.Kind())
	}
	return err
}
