package gan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

// A drawing is a data set of a reader, of two coordinates, that draws what it is given.
type drawing func(x *Node) *Node

func (drawing) Name() string              { return "a reader's data" }
func (drawing) Dim() int                  { return 2 }
func (drawing) Tables() []*tensors.Tensor { return nil }

func (d drawing) Draw(_ *model.Scope, g *Graph, _ []*Node, n int) *Node {
	return d(Ones(g, shapes.Make(dtypes.Float32, n, 2)))
}

// A mistake in a data set of one's own is an error that names the data set and the mistake. It makes no
// difference whether D's input is standardised, for which samples are drawn before training.
func TestMistakesInOwnData(t *testing.T) {
	t.Parallel()
	var none []int
	for _, c := range []struct {
		what string
		draw drawing
		says []string
	}{
		{"another type", func(x *Node) *Node { return ConvertDType(x, dtypes.Float64) }, []string{"Float64", "want (Float32)"}},
		{"one axis", func(x *Node) *Node { return ReduceSum(x, -1) }, []string{"want (Float32)"}},
		{"nothing", func(x *Node) *Node { return nil }, []string{"draws nil"}},
		{"an index out of range", func(x *Node) *Node { return MulScalar(x, none[len(none)]) }, []string{"index out of range", "own_parts_test.go"}},
		{"no numbers", func(x *Node) *Node { return MulScalar(x, math.NaN()) }, []string{"not finite"}},
	} {
		for _, standardise := range []bool{true, false} {
			cfg := smallOnGo()
			cfg.Standardise = standardise
			_, err := Train(t.Context(), cfg, c.draw)
			what := fmt.Sprintf("%s, standardised %t", c.what, standardise)
			if err == nil {
				t.Errorf("%s: no error", what)
				continue
			}
			says(t, what, err, c.says)
			if c.what != "an index out of range" && (c.what != "no numbers" || standardise) {
				says(t, what, err, []string{"a reader's data"})
			}
		}
	}
}

// A reader's optimizer that keeps its state in a variable of its own.
type ownMomentum struct{ Rate float64 }

func (o ownMomentum) String() string { return fmt.Sprintf("momentum of a reader, %v", o.Rate) }

func (o ownMomentum) Update(m *Move) {
	for i, w := range m.Weights {
		v := m.Scope.At("velocity").VariableWithValue(fmt.Sprint(i), tensors.FromShape(w.Shape()))
		g := m.Gradients[i].Graph()
		next := Add(MulScalar(v.NodeValue(g), 0.5), m.Gradients[i])
		v.SetNodeValue(next)
		w.SetNodeValue(Sub(m.Value(i), MulScalar(next, o.Rate)))
	}
}

// What an optimizer keeps is no weight, whatever it keeps it in.
func TestStateOfAnOwnOptimizerIsNoWeight(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Steps = 2
	plain := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	wantG, wantD := plain.Parameters()
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = ownMomentum{1e-3}, ownMomentum{1e-3}
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	if g, d := run.Parameters(); g != wantG || d != wantD {
		t.Errorf("%d and %d parameters, want %d and %d", g, d, wantG, wantD)
	}
	cfg.GeneratorOptimizer, cfg.DiscriminatorOptimizer = small().GeneratorOptimizer, small().DiscriminatorOptimizer
	cfg.Steps = 4
	if err := run.Continue(t.Context(), cfg); err != nil || run.Step() != 4 {
		t.Errorf("Continue with Adam: %v, %v", run, err)
	}
}

// A Spectral network normalises its own layers, and no other layer under the same scope.
func TestSpectralNormalisesOnlyItsOwnLayers(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Steps = 1
	cfg.Discriminator = Func{Name: "a spectral body with a plain head", Build: func(scope *model.Scope, x *Node) *Node {
		x = Spectral{MLP{}}.Apply(scope, x, 3)
		return MLP{}.Apply(scope.At("head"), x, 1)
	}}
	run := train1(t, cfg, dataset.Ring(8, 1, 0.05))
	var directions []string
	for v := range run.loop.store.IterVariables() {
		if strings.HasSuffix(v.Path(), "/direction") {
			directions = append(directions, v.Path())
		}
	}
	if want := []string{"/discriminator/output/direction"}; !slices.Equal(directions, want) {
		t.Errorf("power iterations at %v, want %v", directions, want)
	}
}

// A report is made when the clock says so. So what it draws must not change what the run gives later.
func TestDrawsOfAReportChangeNothing(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.Steps = 3
	var after [2][][]float32
	for i := range after {
		run, err := Start(cfg, dataset.Ring(8, 1, 0.05))
		if err != nil {
			t.Fatal(err)
		}
		report := func(step, _ int) {
			if step%2 == i {
				run.Sample(1)
			}
		}
		if err := run.Advance(t.Context(), 3, Both, OnProgress(report)); err != nil {
			t.Fatal(err)
		}
		after[i] = run.Noise(2)
	}
	if !equal(after[0], after[1]) {
		t.Errorf("after reports at other steps the noise is %v and %v", after[0], after[1])
	}
}

// If no step of other players was taken, the history says nothing of them.
func TestAdvanceThatTakesNoStepIsNoChange(t *testing.T) {
	t.Parallel()
	cfg := smallOnGo()
	cfg.GeneratorOptimizer = SGD{LearningRate: 1e30}
	run, err := Start(cfg, dataset.Ring(8, 1, 0.05))
	if err != nil {
		t.Fatal(err)
	}
	var bad *NotFiniteError
	if err := run.Advance(t.Context(), 3, GeneratorAlone); !errors.As(err, &bad) {
		t.Fatalf("error %v, want that something is not finite", err)
	}
	taken := run.Step()
	if err := run.Advance(t.Context(), 1, DiscriminatorAlone); err != nil {
		t.Fatal(err)
	}
	want := []Change{{taken, "D alone"}}
	if taken > 0 {
		want = append([]Change{{0, "G alone"}}, want...)
	}
	if got := run.History().Changes; !slices.Equal(got, want) {
		t.Errorf("after %d steps of G alone: changes %v, want %v", taken, got, want)
	}
}

func TestAShiftThatIsNoNumberIsAnError(t *testing.T) {
	t.Setenv(seed.Variable, "abc")
	_, err := Train(context.Background(), smallOnGo(), dataset.Ring(8, 1, 0.05))
	if err == nil {
		t.Fatal("no error")
	}
	says(t, "a shift", err, []string{seed.Variable, `"abc"`, "a whole number"})
}
