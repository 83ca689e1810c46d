package watch

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"image/png"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

var galleryDir = flag.String("gallery", "", "write the pictures that the tests draw into this folder, to be looked at")

// small trains in a second or two, most of it compiling.
func small(steps int) gan.Config {
	cfg := gan.Defaults()
	cfg.Generator, cfg.Discriminator = gan.MLP{Hidden: []int{16}, Activation: gan.LeakyReLU}, gan.MLP{Hidden: []int{16}, Activation: gan.LeakyReLU}
	cfg.Batch, cfg.Steps, cfg.Seed = 64, steps, 1
	return cfg
}

// printed returns what do prints.
func printed(t *testing.T, do func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = w
	defer func() { os.Stdout = stdout }()
	text := make(chan string)
	go func() {
		b, _ := io.ReadAll(r)
		text <- string(b)
	}()
	do()
	w.Close()
	return <-text
}

func TestTrainOutsideANotebook(t *testing.T) {
	text := printed(t, func() {
		run, err := Train(small(120), dataset.From(theory.Normal(1, 0.5)))
		if err != nil || run.Step() != 120 {
			t.Errorf("run %v, error %v, want 120 steps", run, err)
		}
	})
	for _, want := range []string{"“Pg”", "“Pdata”", "“D(x)”", "“D* = Pdata/(Pdata + Pg)”", "−ln 4", "Slider step", "shown at 120"} {
		if !strings.Contains(text, want) {
			t.Errorf("the description lacks %s:\n%s", want, text)
		}
	}
}

func TestInterruptKeepsWhatWasLearnt(t *testing.T) {
	// A signal that came before Train listens would end the test.
	guard := make(chan os.Signal, 16)
	signal.Notify(guard, os.Interrupt)
	defer signal.Stop(guard)
	stop := time.AfterFunc(4*time.Second, func() { syscall.Kill(os.Getpid(), syscall.SIGINT) })
	defer stop.Stop()

	const steps = 10_000_000
	text := printed(t, func() {
		began := time.Now()
		run, err := Train(small(steps), dataset.From(theory.Normal(0, 1)))
		if err != nil || run == nil {
			t.Fatalf("run %v, error %v: an interrupt is not an error", run, err)
		}
		if took := time.Since(began); took > 30*time.Second || run.Step() >= steps {
			t.Errorf("ended after %v and %d steps", took, run.Step())
		}
		if n := len(run.Sample(3)); n != 3 {
			t.Errorf("%d samples of the run that is left, want 3", n)
		}
	})
	if !strings.Contains(text, "Stopped at step ") || !strings.Contains(text, "Slider step") {
		t.Errorf("the reader is told:\n%s", text)
	}
}

func TestErrorsAreGans(t *testing.T) {
	cfg := small(10)
	cfg.Batch = 0
	if run, err := Train(cfg, dataset.Ring(8, 1, 0.01)); run != nil || err == nil || !strings.Contains(err.Error(), "Batch") {
		t.Errorf("run %v, error %v, want one that names Batch", run, err)
	}
	cfg = small(1000)
	fast := gan.Adam{LearningRate: 1e38, Beta2: 0.999}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = fast, fast
	text := printed(t, func() {
		run, err := Train(cfg, dataset.Ring(8, 1, 0.01))
		if failure := (*gan.NotFiniteError)(nil); run == nil || !errors.As(err, &failure) {
			t.Errorf("run %v, error %v, want a NotFiniteError and the run before it", run, err)
		}
	})
	if !strings.Contains(text, "Slider step") {
		t.Errorf("the picture of the run is lost:\n%s", text)
	}
}

func TestFilmOfEachKindOfData(t *testing.T) {
	for name, data := range map[string]dataset.Dataset{
		"density": dataset.From(theory.Normal(1, 0.5)),
		"narrow":  dataset.From(theory.Normal(1000, 0.01)),
		"atoms":   dataset.From(theory.Bernoulli(0.3)),
		"point":   dataset.From(theory.Data(2)),
		"plane":   dataset.Ring(8, 1, 0.05),
		"space":   dataset.Gaussians("three coordinates", [][]float64{{0, 0, 0}, {1, 1, 1}}, 0.1),
	} {
		t.Run(name, func(t *testing.T) {
			const steps = 30
			film := newFilm(steps)
			pictures := 0
			run, err := gan.Train(t.Context(), small(steps), data, gan.OnFrame(1, func(r *gan.Run) {
				film.last = time.Time{} // as if the last picture were long ago
				if p := film.take(r); p != nil {
					pictures++
				}
			}))
			if err != nil {
				t.Fatal(err)
			}
			if pictures != steps+1 {
				t.Errorf("%d pictures due, want one at each of steps 0 to %d", pictures, steps)
			}
			b := show.PNG(film.slides(run))
			if _, err := png.Decode(bytes.NewReader(b)); err != nil {
				t.Error(err)
			}
			first, last := film.kept[0].step, film.kept[len(film.kept)-1].step
			if n := len(film.kept); n != replay+1 || first != 0 || last != steps {
				t.Errorf("%d frames kept, from step %d to %d, want %d from 0 to %d", n, first, last, replay+1, steps)
			}
			if *galleryDir != "" {
				if err := os.WriteFile(filepath.Join(*galleryDir, name+".png"), b, 0o666); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// A training stopped early is replayed as closely as a whole one.
func TestFilmOfAStoppedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	const stopped = 120
	film := newFilm(1_000_000)
	run, err := gan.Train(ctx, small(film.steps), dataset.From(theory.Normal(0, 1)), gan.OnFrame(1, func(r *gan.Run) {
		film.last = time.Time{}
		film.take(r)
		if r.Step() == stopped {
			cancel()
		}
	}))
	if !errors.Is(err, context.Canceled) || run.Step() != stopped {
		t.Fatalf("stopped at %d, %v", run.Step(), err)
	}
	text := printed(t, func() { film.slides(run).Show() })
	if want := "Slider step: 26 positions from 0 to 120, shown at 120."; !strings.Contains(text, want) {
		t.Errorf("want %s in\n%s", want, text)
	}
}

func TestFilmOfARunThatNeverDrew(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	run, err := gan.Train(ctx, small(10), dataset.From(theory.Normal(0, 1)))
	if run == nil || !errors.Is(err, context.Canceled) {
		t.Fatalf("run %v, error %v", run, err)
	}
	if b := show.PNG(newFilm(10).slides(run)); len(b) == 0 {
		t.Error("no picture")
	}
}

// Where Pg = Pdata, D* = ½; where one is missing it is 0 or 1; where both are, it is not known.
func TestOptimalD(t *testing.T) {
	s := &lineStage{lo: 0, hi: 4, unit: 1, pdata: func(x float64) float64 {
		if x < 2 {
			return 0.5
		}
		return 0
	}}
	got := s.optimal([]float64{0.5, 1.5, 2.5, 3.5}, []float64{0.5, 0, 0.5, 0})
	for i, want := range []float64{0.5, 1, 0, math.NaN()} {
		if got[i] != want && !(math.IsNaN(want) && math.IsNaN(got[i])) {
			t.Errorf("D* = %v at %d, want %g", got, i, want)
		}
	}
}

func TestHistogramHoldsTheShareInside(t *testing.T) {
	centres, density := histogram([]float64{0, 0.999, 0.5, -3, 1, 7}, 0, 1)
	sum := 0.0
	for _, d := range density {
		sum += d / bins
	}
	if len(centres) != bins || math.Abs(sum-0.5) > 1e-12 {
		t.Errorf("area %g over %d bins, want the 3 of 6 inside over %d", sum, len(centres), bins)
	}
	xs, ys := stairs(centres, density, 2)
	if math.Abs(xs[0]) > 1e-12 || math.Abs(xs[len(xs)-1]-1) > 1e-12 || ys[0] != density[0]/2 {
		t.Errorf("stairs from (%g, %g) to %g", xs[0], ys[0], xs[len(xs)-1])
	}
}

func TestBlocksAverageEveryStepOnce(t *testing.T) {
	h := gan.History{Value: []float64{1, 3, 5, 7, 9}}
	xs, ys := blocks(h, 2)
	if len(xs) != 2 || xs[0] != 1.5 || ys[0] != 2 || xs[1] != 3.5 || ys[1] != 6 {
		t.Errorf("blocks %v, %v", xs, ys)
	}
}

func TestScreenSaysHowFar(t *testing.T) {
	began := time.Now()
	s := &screen{}
	if got := s.text(began); got != "compiling" {
		t.Errorf("before the first stretch: %q", got)
	}
	s.began, s.first, s.step, s.steps = began, 100, 300, 1100
	if got, want := s.text(began.Add(2*time.Second)), "step 300 of 1100,  100 steps/s,  8s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// However fast pictures come, the one who brings them never waits, and the last one is drawn.
func TestScreenNeverHoldsUp(t *testing.T) {
	s := newScreen(show.NewLive())
	f := show.Figure{X: "x", Y: "y", Marks: show.Marks{show.Rule(1)}}
	began := time.Now()
	for i := range 10000 {
		s.show(f)
		s.progress(i, 10000)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("10,000 pictures held the training up for %v", took)
	}
	s.close()
	if s.step != 9999 {
		t.Errorf("ended at step %d", s.step)
	}
}
