package gan

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"

	"ganbook/gan/device"
)

// fingerprint returns the values of both formulas, L_D before L_G, for five fixed scores of each
// kind. It distinguishes two losses of the same name. It uses the pure-Go backend, which every
// machine has.
func (l Loss) fingerprint() (values [2]float64, err error) {
	backend, err := device.Open(device.Go)
	if err != nil {
		return values, err
	}
	for i, formula := range []struct {
		name  string
		build func(real, fake *Node) *Node
	}{{"Discriminator", l.Discriminator}, {"Generator", l.Generator}} {
		withoutReal := formula.name == "Generator" && !l.Paired
		err = device.Catch(func() {
			values[i] = float64(MustExecOnce(backend, func(g *Graph) *Node {
				real := Const(g, [][]float32{{-3}, {-0.5}, {0.25}, {1.5}, {4}})
				fake := Const(g, [][]float32{{2}, {-1.25}, {0.5}, {-4}, {0.75}})
				if withoutReal {
					real = nil
				}
				loss := formula.build(real, fake)
				if loss == nil {
					panic(errors.New("it returns nil; want a scalar"))
				}
				if want := shapes.Make(dtypes.Float32); !loss.Shape().Equal(want) {
					panic(fmt.Errorf("it returns %v; want a scalar, %v", loss.Shape(), want))
				}
				return loss
			}).Value().(float32))
		})
		if err != nil {
			hint := ""
			if withoutReal {
				hint = " (real is nil here; set Paired if the formula uses it)"
			}
			return values, fmt.Errorf("the %s of the loss %s: %w%s", formula.name, l.Name, err, hint)
		}
	}
	return values, nil
}

// sameFingerprint reports whether two printed fingerprints agree within the rounding of different
// machines.
func sameFingerprint(a, b string) bool {
	as, bs := strings.Fields(strings.Trim(a, "[]")), strings.Fields(strings.Trim(b, "[]"))
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		x, err := strconv.ParseFloat(as[i], 64)
		y, err2 := strconv.ParseFloat(bs[i], 64)
		apart := math.Abs(x - y)
		near := err == nil && err2 == nil && apart <= 1e-4*(1+math.Abs(x)) && !math.IsInf(apart, 0)
		if !near && as[i] != bs[i] { // equal texts may be NaN or Inf, which are near to nothing
			return false
		}
	}
	return true
}
