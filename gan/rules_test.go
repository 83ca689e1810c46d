package gan

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
	"ganbook/theory/seed"
)

// point is a data set of one point. With it, every average over a batch is exact.
func point(name string, x ...float64) dataset.Dataset {
	return dataset.Gaussians(name, [][]float64{x}, 0)
}

// value returns a variable of a run as a flat slice.
func value(t *testing.T, r *Run, path string) (flat []float64) {
	t.Helper()
	v := r.loop.store.GetVariable(path)
	if v == nil {
		t.Fatalf("there is no variable %s", path)
	}
	v.MustValue().MustConstFlatData(func(data any) { flat = widen(data.([]float32)) })
	return flat
}

// linear is a training of a linear D with the Wasserstein loss, on the pure-Go backend. The gradient
// ∇_w L_D = fake − real is the same at each step, so the path of each optimizer is known.
func linear(steps int) Config {
	cfg := smallOnGo()
	cfg.Discriminator, cfg.Generator = MLP{}, MLP{}
	cfg.Loss, cfg.Batch, cfg.Steps = Wasserstein, 4, steps
	return cfg
}

// path trains D alone on points a (real) and b (fake). It returns the weights of D at steps 0, 1,
// ….
func path(t *testing.T, cfg Config, a, b []float64) (ws [][]float64, h History) {
	t.Helper()
	run, err := TrainDiscriminator(context.Background(), cfg, point("a", a...), point("b", b...),
		OnFrame(1, func(r *Run) { ws = append(ws, value(t, r, "/discriminator/output/weights")) }))
	if err != nil {
		t.Fatal(err)
	}
	return ws, run.History()
}

// The other tests of this file check rules on the pure-Go backend. Here XLA takes the same steps up
// to rounding. The trainings contain each optimizer, penalty, decay and rule of a step. All averages
// over a batch are exact: data are one point, and G is one learnt point.
func TestBackendsTakeTheSameSteps(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Config){
		"Adam": func(c *Config) {
			c.GeneratorOptimizer, c.DiscriminatorOptimizer = SGD{LearningRate: 0.1, Momentum: 0.5}, Adam{LearningRate: 0.03, Beta1: 0.5, Beta2: 0.9}
			c.Loss, c.LabelSmoothing, c.R1, c.CriticSteps, c.Averaging = NonSaturating, 0.2, 0.7, 2, 0.4
			c.RateDecay, c.PenaltyDecay = Decay{Shape: Cosine, Until: 1, To: 0.1}, Decay{Shape: Linear, From: 0.2, Until: 0.8}
		},
		"RMSProp": func(c *Config) {
			c.GeneratorOptimizer, c.DiscriminatorOptimizer = Adam{LearningRate: 0.1, Beta2: 0.9}, RMSProp{LearningRate: 0.03, Rho: 0.9}
			c.Loss, c.R2, c.Simultaneous, c.WeightClip = Wasserstein, 0.5, true, 0.6
			c.RateDecay, c.PenaltyDecay = Decay{Shape: Linear, Until: 1}, Decay{Shape: Geometric, Until: 0.9, To: 0.01}
		},
		"SGD": func(c *Config) {
			c.GeneratorOptimizer, c.DiscriminatorOptimizer = RMSProp{LearningRate: 0.03, Rho: 0.9}, SGD{LearningRate: 0.1, Momentum: 0.9}
			c.Discriminator = MLP{} // the penalty's random point between data and fakes does not count: the slope is the same everywhere
			c.Loss, c.GradientPenalty, c.Packing = Relativistic, 2, 2
			c.RateDecay, c.PenaltyDecay = Decay{Shape: Geometric, Until: 1, To: 0.1}, Decay{Shape: Cosine, Until: 1}
		},
	} {
		cfg := linear(8)
		cfg.Discriminator = MLP{Hidden: []int{5}, Activation: TanH}
		cfg.Generator = Func{"a point", func(scope *model.Scope, z *Node) *Node {
			return addBias(scope, Zeros(z.Graph(), shapes.Make(dtypes.Float32, z.Shape().Dim(0), 2)))
		}}
		change(&cfg)
		want := train1(t, cfg, point("a", 1, -2))
		cfg.Backend = ""
		got := train1(t, cfg, point("a", 1, -2))
		compared := 0
		for path := range bits(t, want) {
			if path == stepPath || path == randomPath {
				continue
			}
			has := value(t, got, path)
			for i, w := range value(t, want, path) {
				near(t, fmt.Sprintf("%s: %s[%d]", name, path, i), has[i], w, 1e-4)
				compared++
			}
		}
		for i, w := range want.records {
			near(t, fmt.Sprintf("%s: column %d of step %d", name, i%columns, i/columns+1), float64(got.records[i]), float64(w), 1e-4)
		}
		if compared < 10 || len(got.records) != 8*columns {
			t.Errorf("%s: %d values and %d columns compared", name, compared, len(got.records))
		}
	}
}

func TestOptimizersAreTheirFormulas(t *testing.T) {
	t.Parallel()
	const steps, rate = 6, 0.03
	a, b := []float64{1, -2}, []float64{0.5, 1}
	for _, c := range []struct {
		name string
		rule Optimizer
		// want returns the next weight. kept is the state of the optimizer. t counts from 1.
		want func(w, g float64, kept *[2]float64, t float64) float64
	}{
		{"SGD", SGD{LearningRate: rate}, func(w, g float64, _ *[2]float64, _ float64) float64 { return w - rate*g }},
		{"momentum", SGD{LearningRate: rate, Momentum: 0.9}, func(w, g float64, kept *[2]float64, _ float64) float64 {
			kept[0] = 0.9*kept[0] + g
			return w - rate*kept[0]
		}},
		{"RMSProp", RMSProp{LearningRate: rate, Rho: 0.9}, func(w, g float64, kept *[2]float64, _ float64) float64 {
			kept[0] = 0.9*kept[0] + 0.1*g*g
			return w - rate*g/(math.Sqrt(kept[0])+1e-8)
		}},
		{"Adam", Adam{LearningRate: rate, Beta1: 0.5, Beta2: 0.9}, adam(rate, 0.5, 0.9)},
		{"Adam β₁ = 0", Adam{LearningRate: rate, Beta2: 0.99}, adam(rate, 0, 0.99)},
	} {
		cfg := linear(steps)
		cfg.R1 = 0.7 // adds γ·w to the gradient, so that the gradient changes from step to step
		cfg.DiscriminatorOptimizer = c.rule
		ws, h := path(t, cfg, a, b)
		w := ws[0]
		kept := make([][2]float64, len(w))
		for step := range steps {
			near(t, c.name+": (γ/2)·‖w‖²", h.Penalty[step], 0.35*(w[0]*w[0]+w[1]*w[1]), 1e-5)
			for i := range w {
				w[i] = c.want(w[i], b[i]-a[i]+0.7*w[i], &kept[i], float64(step+1))
				near(t, c.name, ws[step+1][i], w[i], 1e-5)
			}
		}
	}
}

func adam(rate, beta1, beta2 float64) func(w, g float64, kept *[2]float64, t float64) float64 {
	return func(w, g float64, kept *[2]float64, t float64) float64 {
		kept[0] = beta1*kept[0] + (1-beta1)*g
		kept[1] = beta2*kept[1] + (1-beta2)*g*g
		m, v := kept[0]/(1-math.Pow(beta1, t)), kept[1]/(1-math.Pow(beta2, t))
		return w - rate*m/(math.Sqrt(v)+1e-8)
	}
}

// Each penalty moves a linear D by its gradient: γ·w for (γ/2)‖w‖², and 2λ(1 − 1/‖w‖)·w for
// λ(‖w‖ − 1)².
func TestPenaltiesAreTheirFormulas(t *testing.T) {
	t.Parallel()
	const rate = 0.1
	a, b := []float64{1, -2}, []float64{0.5, 1}
	for _, c := range []struct {
		name   string
		set    func(*Config)
		add    func(norm float64) float64
		factor func(norm float64) float64 // the factor of w in the gradient
	}{
		{"R1", func(c *Config) { c.R1 = 3 }, func(n float64) float64 { return 1.5 * n * n }, func(float64) float64 { return 3 }},
		{"R2", func(c *Config) { c.R2 = 3 }, func(n float64) float64 { return 1.5 * n * n }, func(float64) float64 { return 3 }},
		{"R1 + R2", func(c *Config) { c.R1, c.R2 = 1, 2 }, func(n float64) float64 { return 1.5 * n * n }, func(float64) float64 { return 3 }},
		{"gradient penalty", func(c *Config) { c.GradientPenalty = 10 },
			func(n float64) float64 { return 10 * (n - 1) * (n - 1) }, func(n float64) float64 { return 20 * (1 - 1/n) }},
	} {
		cfg := linear(1)
		c.set(&cfg)
		cfg.DiscriminatorOptimizer = SGD{LearningRate: rate}
		ws, h := path(t, cfg, a, b)
		norm := math.Hypot(ws[0][0], ws[0][1])
		near(t, c.name, h.Penalty[0], c.add(norm), 1e-5)
		for i := range a {
			near(t, c.name+"'s move", ws[1][i], ws[0][i]-rate*(b[i]-a[i]+c.factor(norm)*ws[0][i]), 1e-5)
		}
	}
	if _, h := path(t, linear(1), a, b); h.Penalty != nil {
		t.Error("a penalty where there is none")
	}
}

// On a network with hidden layers, the gradient of the penalty contains second derivatives. The
// move of D is compared with finite differences of L_D + penalty, which the history gives for any
// weights.
func TestPenaltyGradientAgainstFiniteDifferences(t *testing.T) {
	t.Parallel()
	a, b := []float64{1, -2}, []float64{0.5, 1}
	cfg := linear(1)
	cfg.Discriminator = MLP{Hidden: []int{5}, Activation: TanH}
	cfg.R1, cfg.R2 = 2, 1
	cfg.DiscriminatorOptimizer = SGD{LearningRate: 1}
	// total moves one hidden weight by h before the first step. loss is the loss of that step.
	// moved is how far the step moves the weight, which is minus the gradient.
	total := func(h float32) (loss, moved float64) {
		var before float64
		run, err := TrainDiscriminator(context.Background(), cfg, point("a", a...), point("b", b...), OnFrame(1, func(r *Run) {
			if r.Step() > 0 {
				return
			}
			r.loop.store.GetVariable("/discriminator/hidden_0/weights").MustValue().MustMutableFlatData(func(data any) { data.([]float32)[3] += h })
			before = value(t, r, "/discriminator/hidden_0/weights")[3]
		}))
		if err != nil {
			t.Fatal(err)
		}
		h0 := run.History()
		return h0.DLoss[0] + h0.Penalty[0], value(t, run, "/discriminator/hidden_0/weights")[3] - before
	}
	const h = 0.01
	up, _ := total(h)
	down, _ := total(-h)
	_, moved := total(0)
	near(t, "the gradient of L_D + penalty", -moved, (up-down)/(2*h), 2e-3)
}

func TestDecayIsItsFormula(t *testing.T) {
	t.Parallel()
	const steps = 10
	for _, c := range []struct {
		decay Decay
		want  func(s float64) float64
	}{
		{Decay{Shape: Linear, From: 0.2, Until: 0.8, To: 0.1}, func(s float64) float64 { return 1 - 0.9*s }},
		{Decay{Shape: Cosine, From: 0.2, Until: 0.8, To: 0.1}, func(s float64) float64 { return 0.1 + 0.9*(1+math.Cos(math.Pi*s))/2 }},
		{Decay{Shape: Geometric, From: 0.2, Until: 0.8, To: 0.01}, func(s float64) float64 { return math.Pow(0.01, s) }},
		{Decay{}, func(float64) float64 { return 1 }},
	} {
		cfg := linear(steps)
		cfg.DiscriminatorOptimizer, cfg.RateDecay = SGD{LearningRate: 0.1}, c.decay
		ws, _ := path(t, cfg, []float64{1}, []float64{0}) // each move is the learning rate
		for step := range steps {
			s := 0.0
			if c.decay.Shape != NoDecay {
				s = min(max((float64(step)/steps-0.2)/0.6, 0), 1)
			}
			near(t, c.decay.Shape.String(), ws[step+1][0]-ws[step][0], 0.1*c.want(s), 1e-6)
		}
		if c.decay.Shape == NoDecay {
			continue
		}
		cfg.RateDecay, cfg.PenaltyDecay, cfg.R1 = Decay{}, c.decay, 2
		ws, h := path(t, cfg, []float64{1}, []float64{0})
		for step := range steps {
			s := min(max((float64(step)/steps-0.2)/0.6, 0), 1)
			near(t, c.decay.Shape.String()+" of R1", h.Penalty[step], c.want(s)*ws[step][0]*ws[step][0], 1e-5)
		}
	}
}

func TestWeightClipHoldsEachWeight(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Loss, cfg.WeightClip = Wasserstein, 0.01
	train1(t, cfg, dataset.Ring(8, 1, 0.05), OnFrame(20, func(r *Run) {
		largest := 0.0
		for _, v := range []string{"hidden_0/weights", "hidden_1/weights", "hidden_1/biases", "output/weights"} {
			for _, w := range value(t, r, "/discriminator/"+v) {
				largest = max(largest, math.Abs(w))
			}
		}
		if r.Step() > 0 && largest > float64(float32(0.01)) {
			t.Errorf("step %d: a weight of %v, outside ±0.01", r.Step(), largest)
		}
	}))
}

// Each of the k moves of D in a step counts.
func TestCriticSteps(t *testing.T) {
	t.Parallel()
	cfg := linear(2)
	cfg.CriticSteps, cfg.DiscriminatorOptimizer = 3, SGD{LearningRate: 0.1}
	ws, _ := path(t, cfg, []float64{2}, []float64{-1})
	for step := range 2 {
		near(t, "three moves", ws[step+1][0]-ws[step][0], 3*0.1*3, 1e-5)
	}
}

// Against a linear D with slope a, the gradient of the Wasserstein loss in G's bias is −a.
// Simultaneous chooses whether a is D's slope before or after D's move.
func TestSimultaneousAndAlternating(t *testing.T) {
	t.Parallel()
	for _, simultaneous := range []bool{false, true} {
		for _, k := range []int{1, 3} {
			cfg := linear(1)
			cfg.CriticSteps, cfg.Simultaneous = k, simultaneous
			cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = SGD{LearningRate: 1}, SGD{LearningRate: 0.1}
			var slopes, biases []float64
			train1(t, cfg, point("a", 3), OnFrame(1, func(r *Run) {
				slopes = append(slopes, value(t, r, "/discriminator/output/weights")[0])
				biases = append(biases, value(t, r, "/generator/output/biases")[0])
			}))
			move := biases[1] - biases[0]
			switch {
			case !simultaneous:
				near(t, "alternating, G's move", move, slopes[1], 1e-6)
			case k == 1:
				near(t, "simultaneous, G's move", move, slopes[0], 1e-6)
			default: // G uses D before the last of its three moves
				if !(move > min(slopes[0], slopes[1]) && move < max(slopes[0], slopes[1])) {
					t.Errorf("simultaneous with k = 3: G moved by %v, want a slope of D between %v and %v", move, slopes[0], slopes[1])
				}
			}
		}
	}
}

func TestAveragingIsItsFormula(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Steps, cfg.Averaging = 12, 0.4
	const path = "/generator/hidden_0/weights"
	var want []float64
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05), OnFrame(1, func(r *Run) {
		w, got := value(t, r, path), value(t, r, averagePath+path)
		if r.Step() == 0 {
			want = w
		} else {
			step := float64(r.Step() - 1)
			beta := min(0.4, step/(step+9))
			for i := range want {
				want[i] = beta*want[i] + (1-beta)*w[i]
			}
		}
		for i := range want {
			near(t, "the average", got[i], want[i], 1e-6)
		}
	}))
	// Generate uses the average, but training does not. So a training without averaging has the
	// same weights and other samples.
	cfg.Averaging = 0
	raw := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	for i, w := range value(t, raw, path) {
		near(t, "weights without averaging", value(t, run, path)[i], w, 0)
	}
	z := [][]float32{{1, 0, -1, 2}}
	if equal(run.Generate(z), raw.Generate(z)) {
		t.Error("Generate does not use the average")
	}
}

// With m samples in each decision, D has m·dim inputs. A row of the history must be what the host
// computes from packed rows.
func TestPacking(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Packing, cfg.Batch, cfg.Steps = 3, 4096, 1
	ring := dataset.Ring(8, 1, 0.05)
	var value, se float64
	run := train1(t, cfg, ring, OnFrame(1, func(r *Run) {
		if r.Step() > 0 {
			return
		}
		const n = 12000
		real, fake := widen(r.Logits(packed(r.Real(3*n), 3))), widen(r.Logits(packed(r.Sample(3*n), 3)))
		lnD, varLnD := meanAndVariance(real, func(l float64) float64 { return math.Log(sigmoid(l)) })
		ln1D, varLn1D := meanAndVariance(fake, func(l float64) float64 { return math.Log(1 - sigmoid(l)) })
		value, se = lnD+ln1D, math.Sqrt((varLnD+varLn1D)*(1./n+1./4096))
	}))
	drawn(t, "V̂ of packed samples", run.History().Value[0], value, se)
	if _, d := run.Parameters(); d != (6*16+16)+(16*16+16)+(16+1) {
		t.Errorf("D has %d parameters, want those of 6 inputs", d)
	}
}

func packed(xs [][]float32, m int) (rows [][]float32) {
	for i := 0; i < len(xs); i += m {
		var row []float32
		for _, x := range xs[i : i+m] {
			row = append(row, x...)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestLabelSmoothing(t *testing.T) {
	t.Parallel()
	const s = 0.2
	cfg := smallOnGo()
	cfg.LabelSmoothing, cfg.Batch, cfg.Steps = s, 4096, 1
	var want, se, smoothed, seSmoothed float64
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05), OnFrame(1, func(r *Run) {
		if r.Step() > 0 {
			return
		}
		const n = 20000
		real, fake := widen(r.Logits(r.Real(n))), widen(r.Logits(r.Sample(n)))
		onReal, varReal := meanAndVariance(real, func(l float64) float64 {
			return (1-s)*math.Log(sigmoid(l)) + s*math.Log(1-sigmoid(l))
		})
		onFake, varFake := meanAndVariance(fake, func(l float64) float64 { return math.Log(1 - sigmoid(l)) })
		want, se = -onReal-onFake, math.Sqrt((varReal+varFake)*(1./n+1./4096))
		// The difference to V̂ of the same batch is s times the mean logit of real data.
		logit, varLogit := meanAndVariance(real, itself)
		smoothed, seSmoothed = s*logit, s*math.Sqrt(varLogit*(1./n+1./4096))
	}))
	h := run.History()
	drawn(t, "L_D", h.DLoss[0], want, se)
	drawn(t, "V̂ + L_D", h.Value[0]+h.DLoss[0], smoothed, seSmoothed)
}

func TestNoise(t *testing.T) {
	t.Parallel()
	backend, err := device.Open("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		noise          Noise
		low, high      float64 // the bounds of a normal number of 20,000 fail once in 10¹¹ tests
		square, fourth float64 // the second and the fourth moment
	}{{Normal, -8, 8, 1, 3}, {Uniform, -1, 1, 1. / 3, 1. / 5}} {
		store := model.NewStore()
		if err := store.SetRNGStateFromSeed(int64(seed.Shifted(1))); err != nil {
			t.Fatal(err)
		}
		onDevice := model.MustNewExec(backend, store, func(scope *model.Scope, x *Node) *Node {
			return c.noise.draw(scope, x.Graph(), shapes.Make(dtypes.Float32, 10000))
		}).MustCall(float32(0))[0].Value().([]float32)
		host := make([]float32, 10000)
		run := train1(t, func() Config { c1 := smallOnGo(); c1.Steps, c1.Noise, c1.NoiseDim = 1, c.noise, 1; return c1 }(), dataset.Ring(8, 1, 0.05))
		for i, row := range run.Noise(len(host)) {
			host[i] = row[0]
		}
		for where, zs := range map[string][]float32{"device": onDevice, "host": host} {
			z := widen(zs)
			drawn(t, c.noise.String()+"'s mean on the "+where, average(z, itself), 0, math.Sqrt(c.square/10000))
			drawn(t, c.noise.String()+"'s mean square on the "+where, average(z, func(x float64) float64 { return x * x }), c.square,
				math.Sqrt((c.fourth-c.square*c.square)/10000))
			for _, x := range z {
				if !(x >= c.low && x <= c.high) {
					t.Fatalf("%v on the %s: %v, outside [%v, %v]", c.noise, where, x, c.low, c.high)
				}
			}
		}
	}
}

// classed is a mixture whose modes are the classes.
type classed struct{ *dataset.Mixture }

func (c classed) Classes() int { return len(c.Centres()) }

func (c classed) DrawLabelled(scope *model.Scope, g *Graph, tables []*Node, n int) (x, class *Node) {
	u := scope.RandomUniform(g, shapes.Make(dtypes.Float32, n))
	class = ConvertDType(MulScalar(u, float64(c.Classes())), dtypes.Int32)
	noise := scope.RandomNormal(g, shapes.Make(dtypes.Float32, n, c.Dim()))
	return Add(Gather(tables[0], ExpandAxes(class, -1)), Mul(noise, tables[1])), class
}

// A conditional GAN must draw samples of the given class.
func TestConditional(t *testing.T) {
	t.Parallel()
	quick(t)
	cfg := finishing(1500, 2)
	cfg.Conditional = true
	ring := classed{dataset.Ring(4, 1, 0.1)}
	run := train1(t, cfg, ring)
	for class, centre := range ring.Centres() {
		near := 0.
		for _, x := range run.SampleClass(200, class) {
			if math.Hypot(float64(x[0])-centre[0], float64(x[1])-centre[1]) < 0.5 {
				near++
			}
		}
		t.Logf("class %d: %v of 200 within 0.5 of its centre", class, near)
		atLeast(t, fmt.Sprintf("of 200 samples of class %d, those within 0.5 of its centre (blind to classes, 50)", class), near, 180)
	}
	if n := len(run.Sample(10)); n != 10 {
		t.Errorf("Sample(10) gave %d", n)
	}
}

// For each class, D approaches the D* of that class. If Pg(x | c) = N(0, 1) for every class c and
// Pdata(x | c) = N(μ, 1), the logit of D* is x·μ − ½‖μ‖².
func TestConditionalDiscriminatorIsOptimal(t *testing.T) {
	t.Parallel()
	quick(t)
	ring := classed{dataset.Ring(4, 1, 1)}
	cfg := finishing(1000, 4)
	cfg.Conditional, cfg.Batch, cfg.Averaging = true, 1024, 0
	cfg.NoiseDim = ring.Dim()
	cfg.Generator = Func{"z, whatever the class", func(scope *model.Scope, x *Node) *Node {
		return addBias(scope, Slice(x, AxisRange(), AxisRange(0, ring.Dim())))
	}}
	cfg.GeneratorOptimizer = SGD{LearningRate: 1e-30} // G does not move
	run := train1(t, cfg, ring)
	xs := run.Sample(2000)
	for class, centre := range ring.Centres() {
		var rows [][]float32
		for _, x := range xs {
			rows = append(rows, slices.Concat(x, WithClass(nil, class, ring.Classes())))
		}
		off, blind := 0.0, 0.0
		for i, got := range run.Logits(rows) {
			want := float64(xs[i][0])*centre[0] + float64(xs[i][1])*centre[1] - 0.5
			off += math.Abs(float64(got)-want) / float64(len(xs))
			blind += math.Abs(want) / float64(len(xs))
		}
		// The D of another class would be off by 1.1 or more, and a D that ignores the class by
		// 0.8. Eight seeds gave 0.021 to 0.037.
		t.Logf("class %d: %.3f nats off, one that knows nothing %.3f", class, off, blind)
		atMost(t, fmt.Sprintf("D's distance from D*'s logit in class %d, nats", class), off, 0.1)
	}
}

func TestCombinationsThatCannotBe(t *testing.T) {
	ring := dataset.Ring(8, 1, 0.05)
	for says, change := range map[string]func(*Config){
		"LabelSmoothing = 0.1 with Hinge":       func(c *Config) { c.Loss, c.LabelSmoothing = Hinge, 0.1 },
		"Packing = 2 with Conditional":          func(c *Config) { c.Packing, c.Conditional = 2, true },
		"PenaltyDecay":                          func(c *Config) { c.PenaltyDecay = Decay{Shape: Linear, Until: 1} },
		"above 0 where Geometric":               func(c *Config) { c.RateDecay = Decay{Shape: Geometric, Until: 1} },
		"with NoDecay the rest 0":               func(c *Config) { c.RateDecay = Decay{To: 0.1} },
		"0 ≤ From < Until ≤ 1":                  func(c *Config) { c.RateDecay = Decay{Shape: Linear, From: 0.5, Until: 0.5} },
		"DecayShape(9)":                         func(c *Config) { c.RateDecay = Decay{Shape: 9} },
		"R1 = -1":                               func(c *Config) { c.R1 = -1 },
		"R2 = NaN":                              func(c *Config) { c.R2 = math.NaN() },
		"GradientPenalty = +Inf":                func(c *Config) { c.GradientPenalty = math.Inf(1) },
		"WeightClip = -0.1":                     func(c *Config) { c.WeightClip = -0.1 },
		"Averaging = 1;":                        func(c *Config) { c.Averaging, c.Noise = 1, 7 },
		"Discriminator.Output = SigmoidOutput":  func(c *Config) { c.Discriminator = MLP{Output: SigmoidOutput} },
		"Noise(7)":                              func(c *Config) { c.Averaging, c.Noise = 1, 7 },
		"Generator = nil":                       func(c *Config) { c.Generator = nil },
		"GeneratorOptimizer = nil":              func(c *Config) { c.GeneratorOptimizer = nil },
		"GeneratorOptimizer.Momentum = 1":       func(c *Config) { c.GeneratorOptimizer = SGD{1, 1} },
		"DiscriminatorOptimizer.Rho = -1":       func(c *Config) { c.DiscriminatorOptimizer = RMSProp{1, -1} },
		"which has no classes":                  func(c *Config) { c.Conditional = true },
		"GeneratorOptimizer.LearningRate = 0":   func(c *Config) { c.GeneratorOptimizer = SGD{} },
		"DiscriminatorOptimizer.LearningRate =": func(c *Config) { c.DiscriminatorOptimizer = RMSProp{math.Inf(1), 0} },
	} {
		cfg := small()
		change(&cfg)
		if _, err := Train(context.Background(), cfg, ring); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("the error %v does not say %q", err, says)
		}
	}
}

// If data and fakes are one point each, a row of the history is a formula of D's outputs at these
// points. Numerical: float32.
func TestHistoryAtTwoPoints(t *testing.T) {
	t.Parallel()
	a, b := []float64{1, -2}, []float64{0.5, 1}
	const s = 0.2
	cfg := linear(1)
	cfg.Loss, cfg.LabelSmoothing, cfg.Standardise = NonSaturating, s, false
	ws, h := path(t, cfg, a, b)
	real, fake := ws[0][0]*a[0]+ws[0][1]*a[1], ws[0][0]*b[0]+ws[0][1]*b[1] // logits: D's bias is 0 initially
	lnD, ln1D := math.Log(sigmoid(real)), math.Log(1-sigmoid(fake))
	near(t, "D(x)", h.DReal[0], sigmoid(real), 1e-5)
	near(t, "D(G(z))", h.DFake[0], sigmoid(fake), 1e-5)
	near(t, "V̂", h.Value[0], lnD+ln1D, 1e-5)
	near(t, "L_D", h.DLoss[0], -(1-s)*lnD-s*math.Log(1-sigmoid(real))-ln1D, 1e-5)
}
