package gan

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/checkpoint"
	"ganbook/gan/device"
)

// Open returns the run that a training left in a folder (see [Dir]), without its data set and
// without its configuration: to generate, to ask D, to read the history.
//
//	run, err := gan.Open("runs/digits")
//	images := run.Sample(16)
//
// What needs the data panics ([Run.Real], and [Run.Sample] of a conditional run, whose classes are
// as frequent as in the data: use [Run.SampleClass]) or is an error ([Run.Advance],
// [Run.Continue]); for these, [Load]. The backend is that of an empty Config.Backend. The z's of
// Sample are those that Load would give.
//
// Errors: an empty path, no folder, no checkpoint or no whole one, a newer format, networks or a
// loss that are code and not stored, a backend that cannot be had.
func Open(dir string) (*Run, error) {
	if err := checkpoint.CheckPath(dir); err != nil {
		return nil, err
	}
	c, err := checkpoint.Existing(dir).Newest(columns)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fmt.Errorf("gan: %s holds no checkpoint; train with gan.Dir(%q) first", dir, dir)
	}
	p, err := gameOf(c)
	if err != nil {
		return nil, fmt.Errorf("gan: %s: %w; load it with gan.Load, its configuration and its data", dir, err)
	}
	p.cfg.Backend = "" // what this machine has, wherever it was trained
	on, err := device.Open("")
	if err != nil {
		return nil, err
	}
	l := &loop{game: p, backend: on, store: model.NewStore(), steps: map[Players]*program{}}
	l.store.SetParam(seedParam, p.cfg.Seed)
	if err := l.declareNetworks(); err != nil {
		return nil, fmt.Errorf("gan: %s: %w", dir, err)
	}
	for v := range l.store.IterVariables() {
		value, ok := c.Values[v.Path()]
		if !ok || !value.Shape().Equal(v.Shape()) {
			return nil, fmt.Errorf("gan: %s holds a training whose networks are built otherwise: it has no %s shaped %v", dir, v.Path(), v.Shape())
		}
		if err := v.SetValue(value); err != nil {
			return nil, err
		}
	}
	r, err := newRun(l)
	if err != nil {
		return nil, err
	}
	r.recall(c)
	return r, nil
}

// declareNetworks makes the variables of the networks that a run generates and scores with, in a
// graph that is thrown away.
func (l *loop) declareNetworks() error {
	p := l.game
	return device.Catch(func() {
		g := NewGraph(l.backend, "declare")
		defer g.Finalize()
		model.SetStore(g, l.store)
		root := l.store.RootScope()
		input := func(width int) *Node { return Zeros(g, shapes.Make(dtypes.Float32, 1, width)) }
		if p.fake == nil {
			p.generate(root, input(p.generatorDim()))
			if p.cfg.Averaging > 0 {
				p.generate(root.At(averageScope), input(p.generatorDim()))
			}
		}
		b := batch{x: input(p.discriminatorDim())}
		if p.cfg.Conditional {
			b.class = input(p.classes())
		}
		p.score(root, b)
	})
}

// gameOf is the game of a checkpoint, its data sets known by name and shape only.
func gameOf(c *checkpoint.Checkpoint) (game, error) {
	cfg, err := configOf(c.Config)
	if err != nil {
		return game{}, err
	}
	data := absent{c.Real.Name, c.Dim, c.Classes}
	if data.dim == 0 { // as older checkpoints have it
		data.dim = dimOf(cfg, c)
	}
	if cfg.Conditional && data.classes == 0 {
		data.classes = lastOf(c, "discriminator")
	}
	p := game{cfg: cfg, real: data}
	if c.Fake.Name != "" {
		p.fake = absent{c.Fake.Name, data.dim, 0}
	}
	if data.dim == 0 || cfg.Conditional && data.classes == 0 {
		return game{}, errors.New("the checkpoint does not say how wide its samples are")
	}
	return p, nil
}

// dimOf is the width of a sample by a checkpoint's networks; 0 where they don't tell.
func dimOf(cfg Config, c *checkpoint.Checkpoint) int {
	if up, ok := cfg.Generator.(ConvUp); ok {
		return up.Height * up.Width * up.Channels
	}
	return lastOf(c, "generator")
}

// lastOf is the width of a network's last layer in a checkpoint, 0 where it has none of ours.
func lastOf(c *checkpoint.Checkpoint, network string) int {
	if biases, ok := c.Values["/"+network+"/output/biases"]; ok {
		return biases.Shape().Dim(-1)
	}
	return 0
}

// absent is a data set that is not here.
type absent struct {
	name         string
	dim, classes int
}

func (a absent) Name() string              { return a.name }
func (a absent) Dim() int                  { return a.dim }
func (a absent) Classes() int              { return a.classes }
func (a absent) Tables() []*tensors.Tensor { return nil }

func (a absent) Draw(*model.Scope, *Graph, []*Node, int) *Node { panic(a.missing()) }

func (a absent) DrawLabelled(*model.Scope, *Graph, []*Node, int) (x, class *Node) { panic(a.missing()) }

func (a absent) missing() error {
	return fmt.Errorf("gan: this run was opened without its data, %s; load it with gan.Load, its configuration and the data", a.name)
}

// needData is the error of what an opened run cannot do.
func (r *Run) needData() error {
	if a, ok := r.loop.game.real.(absent); ok {
		return a.missing()
	}
	return nil
}

// configOf is the inverse of [describe], as far as a config is not code; optimizers that are code
// are left out.
func configOf(fields []field) (cfg Config, err error) {
	texts := map[string]string{}
	for _, f := range fields {
		texts[f.Name] = f.Value
	}
	v := reflect.ValueOf(&cfg).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		err := parse1(name, v.Field(i), texts)
		if err != nil && !strings.HasSuffix(name, "Optimizer") {
			return cfg, err
		}
	}
	return cfg, nil
}

// parts are the types that an interface in a config may hold.
var parts = []any{MLP{}, ConvUp{}, ConvDown{}, Adam{}, RMSProp{}, SGD{}}

// parse1 sets one setting to what its text says. One that has no text stays as it is: the
// checkpoint is older than the setting.
func parse1(name string, v reflect.Value, texts map[string]string) error {
	text, ok := texts[name]
	switch v.Kind() {
	case reflect.Interface:
		if !ok || text == "nil" {
			return nil
		}
		i := slices.IndexFunc(parts, func(p any) bool { return reflect.TypeOf(p).Name() == text })
		if i < 0 {
			return fmt.Errorf("its %s is code (%s), which is not stored", name, text)
		}
		part := reflect.New(reflect.TypeOf(parts[i])).Elem()
		if err := parseFields(name, part, texts); err != nil {
			return err
		}
		v.Set(part)
		return nil
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Loss]() {
			i := slices.IndexFunc(Losses(), func(l Loss) bool { return l.Name == text })
			if _, own := texts[formulas]; own || i < 0 {
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
		if err := parse1(name+"."+v.Type().Field(i).Name, v.Field(i), texts); err != nil {
			return err
		}
	}
	return nil
}

// parseValue sets a number, a truth, a text, a list of numbers, or a choice that has a name.
func parseValue(v reflect.Value, text string) error {
	if _, named := v.Interface().(fmt.Stringer); named && v.CanInt() {
		for k := range int64(64) {
			if v.SetInt(k); fmt.Sprint(v) == text {
				return nil
			}
		}
		return errors.New("no such choice")
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
