package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"ganbook/gan/device"
)

// xlaProducts is the turn of the limit: the matrix products of a step and nothing else, on the plugin
// that ganbook uses, in a loop on the device.
//
// XLA would compute a product once if it saw that its factors never change. So each round writes one
// number into the first factor of each product, which takes no time and is done in place.
func xlaProducts(list []Product, steps int) (a answer, err error) {
	backend, err := device.Open(device.XLA)
	if err != nil {
		return a, err
	}
	rng := rand.New(rand.NewPCG(1, 1))
	random := func(m, n int) *tensors.Tensor {
		flat := make([]float32, m*n)
		for i := range flat {
			flat[i] = float32(rng.NormFloat64())
		}
		return tensors.FromFlatDataAndDimensions(flat, m, n)
	}
	inputs := []any{int32(0), int32(0)}
	for _, p := range list {
		for range p.Times {
			inputs = append(inputs, random(p.M, p.K), random(p.K, p.N), random(p.M, p.N))
		}
	}
	begin := time.Now()
	err = device.Catch(func() {
		exec := MustNewExec(backend, loopOfProducts)
		defer exec.Finalize()
		run := func(steps int) {
			inputs[1] = int32(steps)
			for _, out := range exec.MustCall(inputs...) {
				out.MustFinalizeAll()
			}
		}
		timed := func(steps int) float64 {
			start := time.Now()
			run(steps)
			return time.Since(start).Seconds()
		}
		run(1)
		a.First = time.Since(begin).Seconds()
		// A call also copies the factors into the loop's state and the results out of it. The difference
		// of two calls leaves that out.
		one := timed(1)
		a.Seconds = max(0, timed(1+steps)-one) / float64(steps)
	})
	a.Total = time.Since(begin).Seconds()
	a.Versions = ourVersions()
	return a, err
}

// loopOfProducts builds the loop. Its state is the number of rounds done, the number of rounds to do,
// and for each product its factors and its result.
func loopOfProducts(initial []*Node) []*Node {
	g := initial[0].Graph()
	parameters := func(g *Graph) []*Node {
		nodes := make([]*Node, len(initial))
		for i, n := range initial {
			nodes[i] = Parameter(g, fmt.Sprint("state", i), n.Shape())
		}
		return nodes
	}
	cond := NewClosure(g, func(g *Graph) []*Node {
		s := parameters(g)
		return []*Node{LessThan(s[0], s[1])}
	})
	body := NewClosure(g, func(g *Graph) []*Node {
		s := parameters(g)
		s[0] = AddScalar(s[0], 1)
		zero := ScalarZero(g, dtypes.Int32)
		for i := 2; i < len(s); i += 3 {
			s[i+2] = Dot(s[i], s[i+1]).MatMul()
			changed := Reshape(ConvertDType(s[0], dtypes.Float32), 1, 1)
			s[i] = DynamicUpdateSlice(s[i], changed, []*Node{zero, zero})
		}
		return s
	})
	return While(cond, body, initial...)
}
