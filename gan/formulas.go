package gan

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/device"
)

// Validate reports what a Loss cannot be trained with: no name, no formulas, or formulas that do
// not make one number of some scores.
func (l Loss) Validate() error {
	if l.Name == "" || l.Discriminator == nil || l.Generator == nil {
		return fmt.Errorf("Loss = %q, with a name or a formula missing; a Loss with Name, Discriminator and Generator, or one of %v", l.Name, Losses())
	}
	if n := len(l.AtPdata); n != 0 && n != 2 {
		return fmt.Errorf("Loss.AtPdata = %v; L_D and L_G, or nil", l.AtPdata)
	}
	if l.ours() {
		return nil
	}
	_, err := l.values()
	return err
}

// values are what both formulas make of a fixed handful of scores, L_D before L_G: a fingerprint by
// which two losses of one name are told apart. They are computed on the pure-Go backend, which
// every machine has.
func (l Loss) values() (values [2]float64, err error) {
	backend, err := device.Open(device.Go)
	if err != nil {
		return values, err
	}
	for i, formula := range []struct {
		name  string
		build func(real, fake *Node) *Node
	}{{"Discriminator", l.Discriminator}, {"Generator", l.Generator}} {
		err = device.Catch(func() {
			values[i] = float64(MustExecOnce(backend, func(g *Graph) *Node {
				real := Const(g, [][]float32{{-3}, {-0.5}, {0.25}, {1.5}, {4}})
				fake := Const(g, [][]float32{{2}, {-1.25}, {0.5}, {-4}, {0.75}})
				if formula.name == "Generator" && !l.Paired {
					real = nil
				}
				loss := formula.build(real, fake)
				if loss == nil {
					panic(errors.New("it returns nil; want a scalar"))
				}
				loss.AssertDims()
				return loss
			}).Value().(float32))
		})
		if err != nil {
			return values, fmt.Errorf("Loss.%s of %s: %w", formula.name, l.Name, err)
		}
	}
	return values, nil
}

// sameValues reports whether two descriptions of [Loss.values] agree, to within what the rounding
// of another machine may do.
func sameValues(a, b string) bool {
	as, bs := strings.Fields(strings.Trim(a, "[]")), strings.Fields(strings.Trim(b, "[]"))
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		x, err := strconv.ParseFloat(as[i], 64)
		y, err2 := strconv.ParseFloat(bs[i], 64)
		if err != nil || err2 != nil || !(x-y <= 1e-4*(1+max(x, -x)) && y-x <= 1e-4*(1+max(x, -x))) {
			return as[i] == bs[i]
		}
	}
	return true
}
