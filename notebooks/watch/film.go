package watch

import (
	"time"

	"ganbook/gan"
	"ganbook/notebooks/show"
)

// A film keeps the pictures of a training that the replay slider goes through, and takes those that are shown live.
type film struct {
	steps int
	set   stage     // where all frames are set; nil until the first one
	kept  []frame   // evenly spread over the whole training
	shown []frame   // live, for the replay of a training that is stopped before most of kept
	last  time.Time // of the last frame taken
}

// A frame is what was to be seen at a step.
type frame struct {
	step  int
	scene any // the stage's own
}

// A stage knows how to look at a run and to draw what it saw.
type stage interface {
	look(r *gan.Run) any
	draw(scene any) show.Figure
}

func newFilm(steps int) *film { return &film{steps: steps} }

// take looks at the run if a live picture is due or the replay needs it, and returns the picture, else nil.
func (f *film) take(r *gan.Run) show.Picture {
	if f.set == nil {
		f.set = newStage(r)
	}
	step := r.Step()
	keep := step >= len(f.kept)*f.steps/replay || step == f.steps
	if !keep && time.Since(f.last) < refresh {
		return nil
	}
	now := frame{step: step, scene: f.set.look(r)}
	if keep {
		f.kept = append(f.kept, now)
	}
	if f.shown = append(f.shown, now); len(f.shown) > 4*replay {
		f.shown = spread(f.shown, 2*replay)
	}
	f.last = time.Now()
	return show.Row{f.set.draw(now.scene), f.value(now, r.History())}
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
	if f.set == nil {
		f.set = newStage(r)
	}
	frames := f.kept
	if n := len(f.shown); n == 0 || f.shown[n-1].step != r.Step() { // stopped between two frames
		f.shown = append(f.shown, frame{step: r.Step(), scene: f.set.look(r)})
	}
	if r.Step() < f.steps {
		frames = spread(f.shown, replay+1)
	}
	byStep := map[float64]frame{}
	slider := show.Slider{Name: "step", Start: float64(r.Step())}
	for _, k := range frames {
		slider.Values = append(slider.Values, float64(k.step))
		byStep[float64(k.step)] = k
	}
	history := r.History()
	return show.Slides(slider, func(step float64) show.Row {
		k := byStep[step]
		return show.Row{f.set.draw(k.scene), f.value(k, history)}
	})
}
