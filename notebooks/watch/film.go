package watch

import (
	"math"
	"slices"
	"time"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

// A film takes the pictures of a training that are shown live. It keeps frames for the replay
// slider.
type film struct {
	cfg   gan.Config
	stage stage         // the stage of all frames; nil before the first one
	first int           // the step at which the film begins; not 0 if the training was resumed
	kept  []frame       // the frames for the slider, at the stage's pace
	shown []frame       // all frames, for the slider of a training that stops early
	last  time.Time     // when the last frame was taken
	took  time.Duration // how long it took
}

// A frame is what was seen of a run at a step.
type frame struct {
	step  int
	scene any // what the stage saw
}

// A stage looks at a run and draws what it saw. It may draw nothing. A stage is created and looks
// only inside [gan.Run.Look]. So all frames show the same z's, and looking does not change what the
// run returns later.
type stage interface {
	look(r *gan.Run) any
	draw(scene any) show.Row
	pace() pace
}

// A pace says when the frames of the replay are due. Frame i, from 0 to last, is due after the
// share (i/last)^power of the training.
type pace struct {
	last  int
	power float64
}

func (p pace) due(i int) float64 { return math.Pow(float64(i)/float64(p.last), p.power) }

// even is the pace for pictures whose data are small.
var even = pace{replay, 1}

func newFilm(cfg gan.Config) *film { return &film{cfg: cfg} }

// begin creates the stage at the first call.
func (f *film) begin(r *gan.Run) {
	if f.stage == nil {
		r.Look(func(r *gan.Run) { f.stage, f.first = newStage(r), r.Step() })
	}
}

// look returns a frame of the run.
func (f *film) look(r *gan.Run) (seen frame) {
	r.Look(func(r *gan.Run) { seen = frame{step: r.Step(), scene: f.stage.look(r)} })
	return seen
}

// take looks at the run if a live picture is due or if the slider needs the frame. It returns the
// picture if it is to be shown now, else nil.
func (f *film) take(r *gan.Run) show.Picture {
	f.begin(r)
	step := r.Step()
	due := float64(f.cfg.Steps-f.first) * f.stage.pace().due(len(f.kept))
	keep := float64(step-f.first) >= math.Floor(due+1e-9) || step == f.cfg.Steps
	if !keep && time.Since(f.last) < max(refresh, lookFactor*f.took) {
		return nil
	}
	began := time.Now()
	now := f.look(r)
	if len(f.shown) > 0 { // the first look also compiles the networks, so its time does not count
		f.took = time.Since(began)
	}
	if keep {
		f.kept = append(f.kept, now)
	}
	if f.shown = append(f.shown, now); len(f.shown) > 4*replay {
		f.shown = spread(f.shown, 2*replay)
	}
	f.last = time.Now()
	if step == f.cfg.Steps { // slides draws the final picture
		return nil
	}
	return f.picture(now, r.History())
}

func (f *film) picture(now frame, h gan.History) show.Row {
	return append(f.stage.draw(now.scene), f.course(now, h))
}

// spread picks n frames at even distances. The first and the last frame are among them.
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

// slides returns the final picture: the frames with a slider, which starts at the last frame.
func (f *film) slides(r *gan.Run) show.Picture {
	f.begin(r)
	frames := f.kept
	// Remove the frames of steps that were undone.
	f.shown = slices.DeleteFunc(f.shown, func(k frame) bool { return k.step > r.Step() })
	// Look once more if the training stopped between two frames.
	if n := len(f.shown); n == 0 || f.shown[n-1].step != r.Step() {
		f.shown = append(f.shown, f.look(r))
	}
	if r.Step() < f.cfg.Steps {
		frames = spread(f.shown, f.stage.pace().last+1)
	}
	history := r.History()
	if len(frames) == 1 { // no step was taken, so there is nothing to replay
		return f.picture(frames[0], history)
	}
	byStep := map[float64]frame{}
	slider := show.Slider{Name: "step", Replay: true, Start: float64(r.Step())}
	for _, k := range frames {
		slider.Values = append(slider.Values, float64(k.step))
		byStep[float64(k.step)] = k
	}
	return show.Slides(slider, func(step float64) show.Row { return f.picture(byStep[step], history) })
}
