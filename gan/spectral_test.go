package gan

import (
	"maps"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"
)

// converge sets each direction of a [Spectral] network to the one that its weights stretch most.
func (b *bench) converge() {
	for v := range b.scope().IterVariables() {
		if v.Name() != "direction" {
			continue
		}
		weights := b.values()[strings.TrimPrefix(strings.TrimSuffix(v.Path(), "direction")+"weights", "/net/")]
		var right mat.Dense
		svd, columns := decomposed(weights, v.Shape().Dim(0)), v.Shape().Dim(0)
		svd.VTo(&right)
		values := make([]float32, columns)
		for i := range values {
			values[i] = float32(right.At(i, 0))
		}
		setValues(b.t, v, values)
	}
}

// decomposed returns the singular values and vectors of weights as a matrix with the given number of columns.
func decomposed(weights []float64, columns int) (svd mat.SVD) {
	if !svd.Factorize(mat.NewDense(len(weights)/columns, columns, weights), mat.SVDThin) {
		panic("no singular values")
	}
	return svd
}

// normalised divides all weights that have a direction by their largest singular value.
func (h host) normalised() host {
	all := maps.Clone(h)
	for path, w := range h {
		layer, ok := strings.CutSuffix(path, "weights")
		if !ok {
			continue
		}
		svd := decomposed(w, len(h[layer+"direction"]))
		divided := make([]float64, len(w))
		for i := range w {
			divided[i] = w[i] / svd.Values(nil)[0]
		}
		all[path] = divided
	}
	return all
}

// From any direction, turns in training find σ. Turns in use are not kept.
func TestPowerIterationFindsTheLargestSingularValue(t *testing.T) {
	t.Parallel()
	const in, out = 4, 3
	b := newBench(t, Spectral{MLP{}}, in, out)
	flat := []float32{8, 1, 0, 2, 1, 4, 1, 0, 0, 1, 2, 1} // singular values 8.5, 4.3, 1.9: 60 turns leave (½)¹²⁰
	setValues(t, b.scope().At("output").GetVariable("weights"), flat)
	direction := b.scope().At("output").GetVariable("direction")
	setValues(t, direction, []float32{0.2, 1, -1})

	identity := make([]float32, in*in)
	for i := range in {
		identity[i*in+i] = 1
	}
	before := b.values()["output/direction"]
	b.forward(identity, in, false)
	for i, v := range b.values()["output/direction"] {
		if v != before[i] {
			t.Fatal("use of a network moved its direction")
		}
	}
	b.call(identity, in, true, func(x *Node) []*Node { // 60 passes in one program
		for range 60 {
			b.network.Apply(b.scope(), x, out)
		}
		return []*Node{x}
	})
	svd := decomposed(widen(flat), out)
	zero := b.forward(make([]float32, in), in, false)[0] // the biases
	for i, row := range b.forward(identity, in, false) {
		for j, y := range row {
			near(t, "normalised weight", float64(y-zero[j]), float64(flat[i*out+j])/svd.Values(nil)[0], 1e-5)
		}
	}
}

// Spectral refuses networks whose weights it does not normalise.
func TestSpectralTakesItsOwnNetworks(t *testing.T) {
	t.Parallel()
	cfg := Defaults()
	for _, c := range []struct {
		network Network
		word    string
	}{
		{Spectral{}, "Discriminator.Network = <nil>; an MLP"},
		{Spectral{ResDown{Height: 2, Width: 2, Channels: 1, Filters: []int{2}}}, "an MLP, a ConvUp or a ConvDown"},
		{Spectral{MLP{Hidden: []int{0}}}, "Discriminator.Network.Hidden = [0]"},
		{Spectral{MLP{Output: SigmoidOutput}}, "Discriminator.Output"},
	} {
		cfg.Discriminator = c.network
		if err := cfg.Validate(); err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("%v: error %v, want one that says %q", c.network, err, c.word)
		}
	}
	outside := Func{Name: "outside", Build: func(_ *model.Scope, x *Node) *Node { return x }}
	if cfg.Discriminator = (Augmented{Network: outside}); !hasOutsidePart(cfg) {
		t.Error("a function within an Augmented does not count as code from outside")
	}
	if cfg.Discriminator = (Augmented{Network: Spectral{MLP{}}}); hasOutsidePart(cfg) {
		t.Error("an MLP within a Spectral counts as code from outside")
	}
}
