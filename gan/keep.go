package gan

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/internal/checkpoint"
)

// usualPause is the time between two saves without [SaveEvery].
const usualPause = 30 * time.Second

// A keeper saves a run to its folder while the run trains.
type keeper struct {
	run    *Run
	folder *checkpoint.Folder
	header checkpoint.Header
	every  time.Duration
	last   time.Time
	saved  int // the step of the newest checkpoint, or −1 if there is none
}

func newKeeper(r *Run, f *checkpoint.Folder, of game, o options) *keeper {
	k := &keeper{run: r, folder: f, header: headerOf(of, r.Backend()), every: usualPause, last: time.Now(), saved: -1}
	if o.saveEvery != nil {
		k.every = *o.saveEvery
	}
	return k
}

// openKeeper opens the folder of a run. Unless the training starts anew, it restores the run from the
// newest checkpoint in the folder.
func openKeeper(r *Run, o options) (k *keeper, err error) {
	f, err := checkpoint.Open(o.dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	k = newKeeper(r, f, r.loop.game, o)
	if o.fresh {
		return k, f.Replace()
	}
	c, err := f.Newest(columns)
	if err != nil || c == nil {
		return k, err
	}
	if c.Backend != k.header.Backend {
		return nil, fmt.Errorf("gan: %s holds a training on %s, which would not give the same bits on %s; set Config.Backend, choose another folder, or train anew with gan.Fresh()",
			o.dir, c.Backend, k.header.Backend)
	}
	if len(c.Changes) > 0 && r.loop.game.pg == nil { // of D alone there is no Load
		return nil, fmt.Errorf("gan: %s holds a training that was changed on its way (%v), so Train cannot resume it from one config; read it with gan.Load, choose another folder, or train anew with gan.Fresh()",
			o.dir, Change(c.Changes[0]))
	}
	if err := r.resume(c, k.header, o.dir); err != nil {
		return nil, fmt.Errorf("%w; choose another folder, train anew with gan.Fresh(), or go on with it by gan.Load under its own configuration and then Run.Continue under this one", err)
	}
	k.saved = r.step
	return k, nil
}

// advance trains the run to the last step of its config. It saves at intervals, at the end, and if
// the function of OnFrame or OnProgress panics.
func (k *keeper) advance(ctx context.Context, o options) error {
	defer k.folder.Close()
	saved := false
	defer func() {
		if !saved { // save also during a panic, so that the steps taken are not lost
			if err := k.save(); err != nil {
				slog.Warn(err.Error())
			}
		}
	}()
	err := k.run.advance(ctx, o, k.run.loop.game.cfg.Steps, k.saveIfDue)
	saved = true
	return errors.Join(err, k.save())
}

// Load returns the run that [Train] left in a folder (see [Dir]) with the same config and data. The
// training may be finished or not. Load trains nothing and does not write to the folder.
// cfg.Backend may be another one; it must have cfg.Devices devices, while [Open] needs only one. A
// training that [Run.Continue] or [Run.Advance] has changed is read with its last config.
//
// Errors: those of [Start]; an empty path; a folder without a checkpoint, or whose checkpoints are all
// damaged; a training of another config, of other data, or in a newer format; a folder of
// [TrainDiscriminator], which has a second data set. Use [Open] for that folder, or call
// TrainDiscriminator again with its Dir.
func Load(cfg Config, data dataset.Dataset, dir string) (*Run, error) {
	c, err := savedIn(dir)
	if err != nil {
		return nil, err
	}
	if c.Fake != (checkpoint.Identity{}) {
		return nil, fmt.Errorf("gan: %s holds a discriminator that TrainDiscriminator trained alone, against %s; "+
			"gan.Open reads it without its data, and TrainDiscriminator with this gan.Dir and both data sets reads it with them", dir, c.Fake.Name)
	}
	r, err := game{cfg: cfg, real: data}.begin(options{})
	if err != nil {
		return nil, err
	}
	if err := r.resume(c, headerOf(r.loop.game, r.Backend()), dir); err != nil {
		return nil, fmt.Errorf("%w; give gan.Load the configuration and the data of that training", err)
	}
	return r, nil
}

// savedIn returns the newest whole checkpoint of a folder, which it does not write to. A folder
// without a checkpoint is an error.
func savedIn(dir string) (*checkpoint.Checkpoint, error) {
	if err := checkpoint.CheckPath(dir); err != nil {
		return nil, err
	}
	c, err := checkpoint.Existing(dir).Newest(columns)
	if err == nil && c == nil {
		err = fmt.Errorf("gan: %s holds no checkpoint; train with gan.Dir(%q) first", dir, dir)
	}
	return c, err
}

// resume restores a checkpoint of the same training. For a checkpoint of another training, it
// returns an error that lists the differences.
func (r *Run) resume(c *checkpoint.Checkpoint, here checkpoint.Header, dir string) error {
	var other []string
	alone := c.Fake != (checkpoint.Identity{}) || here.Fake != (checkpoint.Identity{}) // if one only, the data say so
	for _, d := range differences(used(c.Config, alone), used(here.Config, alone), "there", "here") {
		if name, _, _ := strings.Cut(d, ":"); name == "Backend" || name == "Steps" && r.loop.game.cfg.extends(c.Step) {
			continue
		}
		other = append(other, d)
	}
	for _, data := range [][2]checkpoint.Identity{{c.Real, here.Real}, {c.Fake, here.Fake}} {
		if data[0] != data[1] {
			other = append(other, fmt.Sprintf("data: %v there, %v here", data[0], data[1]))
		}
	}
	if other != nil {
		return fmt.Errorf("gan: %s holds another training (%s)", dir, strings.Join(other, "; "))
	}
	if err := r.restore(c); err != nil {
		return fmt.Errorf("gan: %s holds a training with other networks: %w", dir, err)
	}
	return nil
}

// extends reports whether a training that has taken the given number of steps may continue under
// this config with another number of Steps: nothing decays, and Steps is not below step.
func (c Config) extends(step int) bool {
	return c.RateDecay.Shape == NoDecay && c.PenaltyDecay.Shape == NoDecay && step <= c.Steps
}

// saveIfDue saves the run if the last save is at least k.every ago.
func (k *keeper) saveIfDue() error {
	if time.Since(k.last) < k.every {
		return nil
	}
	if err := k.run.probeEnd(); err != nil { // the newest checkpoint must not be a state that is not finite
		return err
	}
	if err := k.save(); err != nil {
		slog.Warn(err.Error() + "; training goes on, and the save is tried again later")
	}
	k.last = time.Now()
	return nil
}

// save writes the run, unless a checkpoint of this step is already on disk.
func (k *keeper) save() error {
	if k.saved == k.run.step || k.run.loop.lost != nil { // if lost, the error of the training says so
		return nil
	}
	if k.run.step == 0 && !k.folder.Empty() { // Fresh, and no step is taken yet: the old training stays
		return nil
	}
	c, err := k.run.checkpoint(k.header)
	if err != nil {
		return err
	}
	if err := k.folder.Save(c); err != nil {
		return err
	}
	k.saved = k.run.step
	return nil
}

// headerOf returns the header of a checkpoint of a game, without step, changes and variables.
func headerOf(p game, backend string) checkpoint.Header {
	return checkpoint.Header{Config: describe(p.cfg), Real: checkpoint.Identify(p.real), Fake: checkpoint.Identify(p.pg),
		Dim: p.real.Dim(), Classes: p.classes(), Backend: backend}
}

// checkpoint returns the current state of the run as a checkpoint with the given header.
func (r *Run) checkpoint(head checkpoint.Header) (*checkpoint.Checkpoint, error) {
	c := &checkpoint.Checkpoint{Header: head, Records: r.records, Values: map[string]*tensors.Tensor{}}
	c.Step = r.step
	for _, change := range r.history.Changes {
		c.Changes = append(c.Changes, checkpoint.Change(change))
	}
	if len(r.phases) > 1 {
		c.Phases = r.phases
	}
	for _, v := range r.loop.vars {
		if v.Path() == historyPath {
			continue // it holds nothing that outlasts a stretch
		}
		value, err := v.Value()
		if err != nil {
			return nil, err
		}
		c.Values[v.Path()] = value
		c.Variables = append(c.Variables, checkpoint.Variable{Path: v.Path(), DType: v.DType().String(), Dims: v.Shape().Dimensions})
	}
	return c, nil
}

// restore sets a new run to the state of a checkpoint of the same training.
func (r *Run) restore(c *checkpoint.Checkpoint) error {
	for _, v := range r.loop.vars {
		if v.Path() == historyPath {
			continue
		}
		if err := fill(v, c); err != nil {
			return err
		}
	}
	if known := len(r.loop.vars) - 1; len(c.Values) != known {
		return fmt.Errorf("it has %d variables where this training has %d", len(c.Values), known)
	}
	r.recall(c)
	return nil
}

// fill gives a variable its value from a checkpoint.
func fill(v *model.Variable, c *checkpoint.Checkpoint) error {
	value, ok := c.Values[v.Path()]
	if !ok || !value.Shape().Equal(v.Shape()) {
		return fmt.Errorf("it has no %s shaped %v", v.Path(), v.Shape())
	}
	return v.SetValue(value)
}

// recall sets the history of a new run to that of a checkpoint. A checkpoint without phases has one,
// that of the config of the run.
func (r *Run) recall(c *checkpoint.Checkpoint) {
	records := slices.Collect(slices.Chunk(c.Records, columns))
	phases := c.Phases
	if phases == nil {
		phases = r.phases
	}
	for i := range phases {
		until := c.Step
		if i+1 < len(phases) {
			until = phases[i+1].After
		}
		r.phases = phases[:i+1]
		r.add(records[phases[i].After:until])
	}
	for _, change := range c.Changes {
		r.history.Changes = append(r.history.Changes, Change(change))
	}
}
