package watch

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
	"ganbook/theory"
)

var galleryDir = flag.String("gallery", "", "write the pictures that the tests draw into this folder, to be looked at")

// small trains in a second or two, most of which is compiling.
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

func TestInterruptAtOnceWithTheTraining(t *testing.T) {
	// A signal that comes before Train listens would end the test.
	guard := make(chan os.Signal, 16)
	signal.Notify(guard, os.Interrupt)
	defer signal.Stop(guard)
	const steps = 10_000_000
	var run *gan.Run
	text := ""
	// On a busy machine the first interrupt may come before the first step, when there is nothing
	// to replay.
	for wait := 4 * time.Second; run == nil || run.Step() == 0 && wait < time.Minute; wait *= 2 {
		text = printed(t, func() {
			stop := time.AfterFunc(wait, func() { syscall.Kill(os.Getpid(), syscall.SIGINT) })
			defer stop.Stop()
			began := time.Now()
			var err error
			run, err = Train(small(steps), dataset.From(theory.Normal(0, 1)))
			if err != nil || run == nil {
				t.Fatalf("run %v, error %v: an interrupt is not an error", run, err)
			}
			if took := time.Since(began); took > wait+30*time.Second || run.Step() >= steps {
				t.Errorf("ended after %v and %d steps", took, run.Step())
			}
			if n := len(run.Sample(3)); n != 3 {
				t.Errorf("%d samples of the run that is left, want 3", n)
			}
		})
	}
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
	if !strings.Contains(text, "HeatMap") {
		t.Errorf("the picture of the run is lost:\n%s", text)
	}
}

// filmed trains with a picture of each step, and returns the run and its film.
func filmed(t *testing.T, cfg gan.Config, data dataset.Dataset) (*gan.Run, *film) {
	t.Helper()
	film := newFilm(cfg)
	pictures := 0
	run, err := gan.Train(t.Context(), cfg, data, gan.OnFrame(1, func(r *gan.Run) {
		film.last, film.took = time.Time{}, 0 // as if the last picture were long ago
		if p := film.take(r); p != nil {
			pictures++
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	if pictures != cfg.Steps {
		t.Errorf("%d pictures due, want one at each of steps 0 to %d", pictures, cfg.Steps-1)
	}
	first, last := film.kept[0].step, film.kept[len(film.kept)-1].step
	if n, want := len(film.kept), film.stage.pace().last+1; n != want || first != 0 || last != cfg.Steps {
		t.Errorf("%d frames kept, from step %d to %d, want %d from 0 to %d", n, first, last, want, cfg.Steps)
	}
	return run, film
}

// saved draws the film of a run, writes the picture to the folder of -gallery, and returns the
// description in words.
func saved(t *testing.T, name string, run *gan.Run, film *film) string {
	t.Helper()
	picture := film.slides(run)
	b := show.PNG(picture)
	if _, err := png.Decode(bytes.NewReader(b)); err != nil {
		t.Error(err)
	}
	if *galleryDir != "" {
		if err := os.WriteFile(filepath.Join(*galleryDir, name+".png"), b, 0o666); err != nil {
			t.Error(err)
		}
	}
	return printed(t, picture.Show)
}

// signs is a data set whose classes are the signs of the first coordinate.
type signs struct{ *dataset.Empirical }

func (signs) Classes() int { return 2 }

func (s signs) DrawLabelled(scope *model.Scope, g *graph.Graph, tables []*graph.Node, n int) (x, class *graph.Node) {
	x = s.Draw(scope, g, tables, n)
	first := graph.Slice(x, graph.AxisRange(), graph.AxisElem(0))
	return x, graph.ConvertDType(graph.GreaterThan(graph.Reshape(first, n), graph.ScalarZero(g, x.DType())), dtypes.Int32)
}

// pixels returns two images of MNIST's size.
func pixels() *dataset.Images {
	both := make([]byte, 2*784)
	for i := range 784 {
		both[i], both[784+i] = byte(i%28*9), 255
	}
	return dataset.NewImages("two images", 28, 28, 1, both, []byte{0, 1}, 2)
}

// flags returns two images with three channels that are higher than wide.
func flags() *dataset.Images {
	both := make([]byte, 2*6*4*3)
	for i := range 6 * 4 {
		both[3*i], both[6*4*3+3*i+2] = 255, 255
	}
	return dataset.NewImages("two flags", 6, 4, 3, both, nil, 0)
}

// Only the author of a loss knows the value of its game, so the film of another Logit loss has no level.
func TestTheValueOfAnOwnLossIsNotKnown(t *testing.T) {
	cfg := small(30)
	cfg.Loss.Name = "of a reader"
	run, film := filmed(t, cfg, dataset.From(theory.Normal(1, 0.5)))
	if text := saved(t, "own loss", run, film); strings.Contains(text, "−ln 4") || !strings.Contains(text, "“V̂”") {
		t.Errorf("the description has a value of the game, or no curve:\n%s", text)
	}
}

func TestFilmOfEachKindOfData(t *testing.T) {
	for name, c := range map[string]struct {
		data dataset.Dataset
		want string
	}{
		"density": {dataset.From(theory.Normal(1, 0.5)), "“D* = Pdata/(Pdata + Pg)”"},
		"narrow":  {dataset.From(theory.Normal(1000, 0.01)), "density ÷ its peak, and D(x)"},
		"atoms":   {dataset.From(theory.Bernoulli(0.3)), "“D(x)”"},
		"point":   {dataset.From(theory.Data(2)), "“D(x)”"},
		"plane":   {dataset.Ring(8, 1, 0.05), "HeatMap “D(x)”"},
		"space":   {dataset.Gaussians("three coordinates", [][]float64{{0, 0, 0}, {1, 1, 1}}, 0.1), "What D reaches against G"},
		"images":  {pixels(), "Images: 36 of 28 by 28 pixels, 6 to a line"},
		"colours": {flags(), "Images: 36 of 4 by 6 pixels, in colour, 6 to a line"},
	} {
		t.Run(name, func(t *testing.T) {
			run, film := filmed(t, small(30), c.data)
			text := saved(t, name, run, film)
			if !strings.Contains(text, c.want) || !strings.Contains(text, "−ln 4") {
				t.Errorf("the description lacks %s or −ln 4:\n%s", c.want, text)
			}
			if name == "space" && strings.Contains(text, "figures") {
				t.Errorf("three coordinates have a picture:\n%s", text)
			}
		})
	}
}

// The film shows D's score where the score is no probability, and what the loss says by step.
func TestFilmOfEachScore(t *testing.T) {
	for _, c := range []struct {
		loss        gan.Loss
		line, plane string
		course      []string
	}{
		{gan.LeastSquares, "“best: Pdata/(Pdata + Pg)”", "HeatMap “l(x)”", []string{"“D's at Pg = Pdata: 0.25”", "“G's at Pg = Pdata: 0.125”"}},
		{gan.Wasserstein, "What D scores", "HeatMap “l(x) − mean on data”", []string{"E[l(x)] − E[l(G(z))]", "“no difference” at y = 0"}},
		{gan.Hinge, "“margin” at y = −1", "HeatMap “l(x)”", []string{"“D's at Pg = Pdata: 2”"}},
		{gan.Relativistic, "“best: ln(Pdata/Pg) + c”", "HeatMap “l(x) − mean on data”", []string{"“both at Pg = Pdata: 0.693”"}},
	} {
		cfg := small(30)
		cfg.Loss = c.loss
		if c.loss.Name == gan.Wasserstein.Name {
			cfg.R1 = 0.1
		}
		for name, data := range map[string]dataset.Dataset{"line": dataset.From(theory.Normal(0.3, 0.5)), "plane": dataset.Ring(8, 1, 0.05)} {
			name = c.loss.String() + " " + name
			t.Run(name, func(t *testing.T) {
				run, film := filmed(t, cfg, data)
				text := saved(t, name, run, film)
				want := c.line
				if data.Dim() == 2 {
					want = c.plane
				}
				for _, want := range append(c.course, want) {
					if !strings.Contains(text, want) {
						t.Errorf("the description lacks %s:\n%s", want, text)
					}
				}
			})
		}
	}
}

// If D does not judge single samples, it is not drawn, and a line of text says so.
func TestWhatIsNotDrawnIsNamed(t *testing.T) {
	packed, conditional := small(20), small(20)
	packed.Packing, conditional.Conditional = 2, true
	plane := dataset.Rows("four points", [][]float32{{1, 1}, {-1, 1}, {1, -1}, {-1, -1}})
	line := dataset.Rows("two values", [][]float32{{1}, {-1}})
	for _, c := range []struct {
		name  string
		cfg   gan.Config
		data  dataset.Dataset
		says  string
		holds string
	}{
		{"packed line", packed, line, "it judges 2 samples at once", "“Pg”"},
		{"packed plane", packed, plane, "it judges 2 samples at once", "“Pg”"},
		{"packed images", packed, pixels(), "", "Images: 36"},
		{"conditional line", conditional, signs{line}, "with its class", "“Pg”"},
		{"conditional plane", conditional, signs{plane}, "with its class", "“Pg”"},
		{"conditional images", conditional, pixels(), "", "Images: 12 of 28 by 28 pixels, 2 to a line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := printed(t, func() {
				if _, err := Train(c.cfg, c.data); err != nil {
					t.Error(err)
				}
			})
			if told := strings.Contains(text, "D is not drawn"); told != (c.says != "") || !strings.Contains(text, c.says) || !strings.Contains(text, c.holds) {
				t.Errorf("want %q and %q in\n%s", c.says, c.holds, text)
			}
			if strings.Contains(text, "D(x)") || strings.Contains(text, "D*") {
				t.Errorf("D is drawn:\n%s", text)
			}
		})
	}
}

// The images follow the same z's from step to step. In a conditional run, all images of a line have
// the same z.
func TestImagesFollowTheirNoise(t *testing.T) {
	cfg := small(1)
	cfg.Conditional, cfg.Noise = true, gan.Uniform
	run, err := gan.Train(t.Context(), cfg, pixels())
	if err != nil {
		t.Fatal(err)
	}
	looked := func() (s *imageStage, seen any) {
		run.Look(func(r *gan.Run) { s = newImageStage(r, pixels()); seen = s.look(r) })
		return s, seen
	}
	a, first := looked()
	if _, second := looked(); !reflect.DeepEqual(first, second) {
		t.Error("two looks at one run differ")
	}
	if len(a.inputs) != 2*classLines || !slices.Equal(a.inputs[0][:cfg.NoiseDim], a.inputs[1][:cfg.NoiseDim]) || slices.Equal(a.inputs[0], a.inputs[2]) {
		t.Errorf("inputs %v", a.inputs[:3])
	}
	for i, z := range a.inputs {
		if slices.Max(z[:cfg.NoiseDim]) > 1 || slices.Min(z[:cfg.NoiseDim]) < -1 || z[cfg.NoiseDim+i%2] != 1 || z[cfg.NoiseDim+1-i%2] != 0 {
			t.Errorf("input %d is %v: want z from −1 to 1 and class %d", i, z, i%2)
		}
	}
}

// A film does not change its run, however many pictures it takes. All frames of one run show the
// same samples, because the z's are the same. Exact: bits are compared.
func TestWatchingChangesNothing(t *testing.T) {
	line, four := dataset.From(theory.Normal(1, 0.5)), dataset.Rows("four points", [][]float32{{1, 1}, {-1, 1}, {1, -1}, {-1, -1}})
	conditional := small(40)
	conditional.Conditional = true
	for _, c := range []struct {
		name string
		cfg  gan.Config
		data dataset.Dataset
	}{
		{"line", small(40), line},
		{"plane, conditional", conditional, signs{four}},
	} {
		t.Run(c.name, func(t *testing.T) {
			unwatched, err := gan.Train(t.Context(), c.cfg, c.data)
			if err != nil {
				t.Fatal(err)
			}
			draws := func(r *gan.Run) [3][][]float32 { return [3][][]float32{r.Sample(9), r.Real(9), r.Sample(9)} }
			want := draws(unwatched)

			var watched *gan.Run
			printed(t, func() { watched, err = Train(c.cfg, c.data) })
			if err != nil {
				t.Fatal(err)
			}
			if got := draws(watched); !reflect.DeepEqual(got, want) {
				t.Errorf("watched, the run draws %v; unwatched %v", got, want)
			}
			f := newFilm(c.cfg)
			f.take(watched)
			if again, first := f.look(watched), f.shown[0]; !reflect.DeepEqual(again, first) {
				t.Errorf("the first frame saw %v, the next one of the same run %v", first, again)
			}
			if got, want := draws(watched), draws(unwatched); !reflect.DeepEqual(got, want) {
				t.Errorf("after its picture the run draws %v; without %v", got, want)
			}
		})
	}
}

// Each best verdict must be the minimum that a fine search finds for L_D at one sample.
func TestBestVerdicts(t *testing.T) {
	softplus := func(t float64) float64 { return math.Log1p(math.Exp(t)) }
	logit := func(d float64) float64 { return math.Log(d / (1 - d)) }
	cfg := gan.Defaults()
	smooth := cfg
	smooth.LabelSmoothing = 0.2
	with := func(l gan.Loss) gan.Config { c := cfg; c.Loss = l; return c }
	for name, c := range map[string]struct {
		cfg        gan.Config
		real, fake func(v float64) float64
	}{
		"D": {cfg, func(d float64) float64 { return softplus(-logit(d)) }, func(d float64) float64 { return softplus(logit(d)) }},
		"smoothed D": {smooth, func(d float64) float64 { return 0.8*softplus(-logit(d)) + 0.2*softplus(logit(d)) },
			func(d float64) float64 { return softplus(logit(d)) }},
		"least squares": {with(gan.LeastSquares), func(v float64) float64 { return (v - 1) * (v - 1) / 2 }, func(v float64) float64 { return v * v / 2 }},
	} {
		v := newVerdict(c.cfg)
		for _, p := range []float64{0.1, 0.7, 2} {
			for _, q := range []float64{0.2, 1.5} {
				least, at := math.Inf(1), math.NaN()
				for _, x := range show.Span(-1.5, 1.5, 30001) {
					if l := p*c.real(x) + q*c.fake(x); l < least {
						least, at = l, x
					}
				}
				if got := v.best(p, q); !(math.Abs(got-at) <= 2e-4) {
					t.Errorf("%s: best at densities %g and %g is %g, a search finds %g", name, p, q, got, at)
				}
			}
		}
	}
	// Two values of x, so that a single difference of scores decides.
	p, q := [2]float64{0.2, 0.8}, [2]float64{0.6, 0.4}
	least, at := math.Inf(1), math.NaN()
	for _, d := range show.Span(-4, 4, 80001) {
		l := [2]float64{d, 0}
		sum := 0.0
		for i := range p {
			for j := range q {
				sum += p[i] * q[j] * softplus(-(l[i] - l[j]))
			}
		}
		if sum < least {
			least, at = sum, d
		}
	}
	v := newVerdict(with(gan.Relativistic))
	if got := v.best(p[0], q[0]) - v.best(p[1], q[1]); !(math.Abs(got-at) <= 2e-4) {
		t.Errorf("relativistic: best scores differ by %g, a search finds %g", got, at)
	}
	cfg.Averaging = 0.99
	if newVerdict(cfg).best != nil {
		t.Error("a best D against a Pg that D does not face")
	}
}

// balance returns V̂ at Pg = Pdata by its definition, and its name.
func TestBalance(t *testing.T) {
	if name, v := balance(0); v != -math.Log(4) || name != "−ln 4 = −1.386" {
		t.Errorf("%s, %g", name, v)
	}
	if name, v := balance(0.1); math.Abs(v-(math.Log(0.45)+math.Log(0.55))) > 1e-15 || name != "−1.396" {
		t.Errorf("%s, %g", name, v)
	}
}

// A training in a folder resumes where it stopped, and its film begins there. A finished training
// is shown at once.
func TestTrainGoesOnInItsFolder(t *testing.T) {
	data, dir := dataset.From(theory.Normal(0, 1)), gan.Dir(t.TempDir())
	train := func(steps int, opts ...gan.Option) (run *gan.Run, text string) {
		text = printed(t, func() {
			var err error
			if run, err = Train(small(steps), data, opts...); err != nil {
				t.Fatal(err)
			}
		})
		return run, text
	}
	train(100, dir)
	run, text := train(400, dir)
	if run.Step() != 400 || len(run.History().Step) != 400 || !strings.Contains(text, "positions from 100 to 400") {
		t.Errorf("went on to %d, with a history of %d:\n%s", run.Step(), len(run.History().Step), text)
	}
	again, text := train(400, dir)
	if strings.Contains(text, "Slider") || !strings.Contains(text, "“D(x)”") {
		t.Errorf("a run that only was loaded:\n%s", text)
	}
	if !reflect.DeepEqual(again.History(), run.History()) {
		t.Error("the history loaded is another")
	}
	_, text = train(400, dir, gan.Fresh())
	if !strings.Contains(text, "positions from 0 to 400") {
		t.Errorf("Fresh did not train anew:\n%s", text)
	}
}

// The film of a training that resumes at step 500 has even frames from there, not many at the
// beginning.
func TestFilmThatGoesOn(t *testing.T) {
	cfg, dir := small(500), gan.Dir(t.TempDir())
	if _, err := gan.Train(t.Context(), cfg, dataset.From(theory.Normal(0, 1)), dir); err != nil {
		t.Fatal(err)
	}
	cfg.Steps = 500 + 20*replay
	film := newFilm(cfg)
	if _, err := gan.Train(t.Context(), cfg, dataset.From(theory.Normal(0, 1)), dir, gan.OnFrame(10, func(r *gan.Run) { film.take(r) })); err != nil {
		t.Fatal(err)
	}
	for i, k := range film.kept {
		if want := 500 + 20*i; k.step != want {
			t.Errorf("frame %d at step %d, want %d", i, k.step, want)
		}
	}
	if len(film.kept) != replay+1 {
		t.Errorf("%d frames, want %d", len(film.kept), replay+1)
	}
}

// If a training is stopped and its last checkpoint fails, only the failure remains.
func TestWithout(t *testing.T) {
	full := errors.New("disk full")
	stopped := fmt.Errorf("stopped at step 3: %w", context.Canceled)
	for _, c := range []struct{ err, want error }{
		{stopped, nil}, {errors.Join(stopped), nil}, {errors.Join(stopped, nil), nil}, {errors.Join(full), full}, {full, full},
	} {
		if got := without(c.err, context.Canceled); !errors.Is(got, c.want) {
			t.Errorf("of %v is left %v, want %v", c.err, got, c.want)
		}
	}
	if got := without(errors.Join(stopped, full), context.Canceled); !errors.Is(got, full) || errors.Is(got, context.Canceled) {
		t.Errorf("left: %v, want only %v", got, full)
	}
}

// A training that stops early is replayed with as many frames as a whole one.
func TestFilmOfAStoppedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	const stopped = 120
	film := newFilm(small(1_000_000))
	run, err := gan.Train(ctx, film.cfg, dataset.From(theory.Normal(0, 1)), gan.OnFrame(1, func(r *gan.Run) {
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
	if want := fmt.Sprintf("Slider step: %d positions from 0 to 120, shown at 120.", replay+1); !strings.Contains(text, want) {
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
	if b := show.PNG(newFilm(small(10)).slides(run)); len(b) == 0 {
		t.Error("no picture")
	}
}

// D* is ½ where Pg = Pdata. It is 0 or 1 where one of the two is missing, and unknown where both
// are.
func TestOptimalD(t *testing.T) {
	s := &lineStage{lo: 0, hi: 4, unit: 1, d: newVerdict(gan.Defaults()), pdata: func(x float64) float64 {
		if x < 2 {
			return 0.5
		}
		return 0
	}}
	got := s.best([]float64{0.5, 1.5, 2.5, 3.5}, []float64{0.5, 0, 0.5, 0}, make([]float64, 9))
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
	xs, ys := blocks([]float64{1, 3, 5, 7, 9}, 2)
	if len(xs) != 2 || xs[0] != 1.5 || ys[0] != 2 || xs[1] != 3.5 || ys[1] != 6 {
		t.Errorf("blocks %v, %v", xs, ys)
	}
}

func TestReadingAtAStep(t *testing.T) {
	values := []float64{1, 3, 5, 7, 9} // two blocks of two steps, with the means 2 and 6
	for step, want := range map[int]string{0: "–", 1: "–", 2: "2.000", 3: "2.000", 4: "6.000", 99: "6.000"} {
		if got := signed(blockAt(step, values, 2)); got != want {
			t.Errorf("step %d: %s, want %s", step, got, want)
		}
	}
	if got := signed(-1.3863); got != "−1.386" {
		t.Errorf("%s; want a true minus sign", got)
	}
}

func TestScreenSaysHowFar(t *testing.T) {
	began := time.Now()
	s := &screen{opened: began}
	says := func(when, want string) {
		t.Helper()
		if got := s.text(began.Add(2 * time.Second)); got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	says("before the first stretch", "compiling the training: 2 s; ■ takes effect when it ends")
	s.stopping = true
	says("interrupted meanwhile", "compiling the training: 2 s; stopping when it ends")
	s.began, s.first, s.step, s.steps, s.stopping = began, 100, 300, 1100, false
	says("under way", "step 300 of 1100,  100 steps/s,  8s left")
	s.stopping = true
	says("interrupted", "step 300 of 1100,  stopping …")
}

// The training never waits for a picture, however fast pictures come, and the last picture is
// drawn.
func TestScreenAtOnceWithTheTraining(t *testing.T) {
	s := newScreen(show.NewLive())
	f := show.Figure{X: "x", Y: "y", Marks: show.Marks{show.Rule(1)}}
	// Each picture that it waited for would take a refresh or more, 25 minutes in all. A fiftieth of that is
	// still a hundred times what it takes without waiting.
	const pictures, most = 10000, 10000 * refresh / 50
	began := time.Now()
	for i := range pictures {
		s.show(f)
		s.progress(i, pictures)
		if took := time.Since(began); took > most {
			t.Fatalf("%d pictures held the training up for %v", i+1, took)
		}
	}
	s.close()
	s.stop() // an interrupt that comes too late must do no harm
	if s.step != 9999 {
		t.Errorf("ended at step %d", s.step)
	}
}
