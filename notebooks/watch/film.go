package watch

import (
	"math"
	"slices"
	"time"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

// A film keeps the pictures of a training that the replay slider goes through, and takes those that are shown live.
type film struct {
	cfg   gan.Config
	set   stage         // where all frames are set; nil until the first one
	first int           // the step it begins at: not 0 where a training goes on
	kept  []frame       // spread over the rest of the training, at the stage's pace
	shown []frame       // live, for the replay of a training that is stopped before most of kept
	last  time.Time     // of the last frame taken
	took  time.Duration // to take it
}

// A frame is what was to be seen at a step.
type frame struct {
	step  int
	scene any // the stage's own
}

// A stage knows how to look at a run and to draw what it saw, which may be nothing. It is set up, and looks, in a
// [gan.Run.Look] each: all its frames are of the same z's, and the run gives what it would give if nobody had looked.
type stage interface {
	look(r *gan.Run) any
	draw(scene any) show.Row
	pace() pace
}

// A pace says when the replay's frames are due: the i-th of 0 to last at the share (i/last)^power of the training.
type pace struct {
	last  int
	power float64
}

func (p pace) due(i int) float64 { return math.Pow(float64(i)/float64(p.last), p.power) }

// even is the pace of pictures that take little room.
var even = pace{replay, 1}

func newFilm(cfg gan.Config) *film { return &film{cfg: cfg} }

// begin sets the stage, once there is a run to look at.
func (f *film) begin(r *gan.Run) {
	if f.set == nil {
		r.Look(func(r *gan.Run) { f.set, f.first = newStage(r), r.Step() })
	}
}

// look returns what is to be seen of the run.
func (f *film) look(r *gan.Run) (seen frame) {
	r.Look(func(r *gan.Run) { seen = frame{step: r.Step(), scene: f.set.look(r)} })
	return seen
}

// take looks at the run if a live picture is due or the replay needs it, and returns the picture if it is to be shown,
// else nil.
func (f *film) take(r *gan.Run) show.Picture {
	f.begin(r)
	step := r.Step()
	due := float64(f.cfg.Steps-f.first) * f.set.pace().due(len(f.kept))
	keep := float64(step-f.first) >= math.Floor(due+1e-9) || step == f.cfg.Steps
	if !keep && time.Since(f.last) < max(refresh, share*f.took) {
		return nil
	}
	began := time.Now()
	now := f.look(r)
	if len(f.shown) > 0 { // else networks were compiled for it
		f.took = time.Since(began)
	}
	if keep {
		f.kept = append(f.kept, now)
	}
	if f.shown = append(f.shown, now); len(f.shown) > 4*replay {
		f.shown = spread(f.shown, 2*replay)
	}
	f.last = time.Now()
	if step == f.cfg.Steps { // the picture that stays comes next
		return nil
	}
	return f.picture(now, r.History())
}

func (f *film) picture(now frame, h gan.History) show.Row {
	return append(f.set.draw(now.scene), f.course(now, h))
}

// spread picks n frames, the first and the last among them, evenly.
func spread(frames []frame, n int) []frame {
	if len(frames) <= n {
		return frames
	}
	picked := make([]frame, n)
	for i := range picked {
		picked[i] = frames[i*(len(frames)-1)/(n-1)]
	}
	return picked
}

// slides is the picture that stays: frames under a slider that starts at the last.
func (f *film) slides(r *gan.Run) show.Picture {
	f.begin(r)
	frames := f.kept
	f.shown = slices.DeleteFunc(f.shown, func(k frame) bool { return k.step > r.Step() }) // of steps that were undone
	if n := len(f.shown); n == 0 || f.shown[n-1].step != r.Step() {                       // stopped between two frames
		f.shown = append(f.shown, f.look(r))
	}
	if r.Step() < f.cfg.Steps {
		frames = spread(f.shown, f.set.pace().last+1)
	}
	history := r.History()
	if len(frames) == 1 { // nothing was trained: there is nothing to go back through
		return f.picture(frames[0], history)
	}
	byStep := map[float64]frame{}
	slider := show.Slider{Name: "step", Start: float64(r.Step())}
	for _, k := range frames {
		slider.Values = append(slider.Values, float64(k.step))
		byStep[float64(k.step)] = k
	}
	return show.Slides(slider, func(step float64) show.Row { return f.picture(byStep[step], history) })
}
