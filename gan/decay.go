package gan

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
)

// A Decay is a factor that goes from 1 to To during a training. It changes between the share From
// and the share Until of the steps. At step t of T, counted from 0, let
// s = (t/T − From)/(Until − From), limited to [0, 1]. The factor is
//
//	Linear     1 + (To − 1)·s
//	Cosine     To + (1 − To)·(1 + cos πs)/2   (Loshchilov & Hutter 2017, arXiv 1608.03983, equation 5)
//	Geometric  To^s
//
// The zero Decay means no decay: the factor is 1.
//
// GoMLX 0.28.1 (read in November 2026) has one schedule, a cosine. It has no Linear and no Geometric,
// it does not apply to a penalty, and it starts again after its last step, while [Run.Advance] keeps
// the last value.
type Decay struct {
	Shape       DecayShape
	From, Until float64 // 0 ≤ From < Until ≤ 1
	To          float64 // 0 or more and finite in float32; above 0 for Geometric; more than 1 makes the factor rise
}

// A DecayShape is the curve of a [Decay].
type DecayShape int

const (
	NoDecay DecayShape = iota
	Linear
	Cosine
	Geometric
)

// String returns the name of the shape in Go.
func (s DecayShape) String() string {
	names := []string{"NoDecay", "Linear", "Cosine", "Geometric"}
	if s < 0 || int(s) >= len(names) {
		return fmt.Sprintf("DecayShape(%d)", int(s))
	}
	return names[s]
}

func (d Decay) validate(name string, bad func(string, ...any)) {
	if d.Shape < NoDecay || d.Shape > Geometric {
		bad("%s.Shape = %v; NoDecay, Linear, Cosine or Geometric", name, d.Shape)
		return
	}
	if d.Shape == NoDecay {
		if d != (Decay{}) {
			bad("%s = %+v; with NoDecay the rest 0", name, d)
		}
		return
	}
	if !(0 <= d.From && d.From < d.Until && d.Until <= 1) {
		bad("%s from %v until %v; 0 ≤ From < Until ≤ 1", name, d.From, d.Until)
	}
	if !(d.To >= 0) || math.IsInf(float64(float32(d.To)), 1) || d.Shape == Geometric && d.To == 0 {
		bad("%s.To = %v; 0 or more and finite in float32, above 0 where Geometric", name, d.To)
	}
}

// at returns value times the factor at the step with the given number, an int32 that counts from 0,
// of a training of so many steps.
func (d Decay) at(number *Node, steps int, value float64) *Node {
	g := number.Graph()
	if d.Shape == NoDecay {
		return Const(g, float32(value))
	}
	share := DivScalar(ConvertDType(number, dtypes.Float32), float64(steps))
	s := MulScalar(AddScalar(share, -d.From), min(1/(d.Until-d.From), math.MaxFloat32)) // 0·∞ would be NaN
	s = MinScalar(MaxScalar(s, 0), 1)
	var factor *Node
	switch d.Shape {
	case Linear:
		factor = OnePlus(MulScalar(s, d.To-1))
	case Cosine:
		factor = AddScalar(MulScalar(OnePlus(Cos(MulScalar(s, math.Pi))), (1-d.To)/2), d.To)
	case Geometric:
		factor = Exp(MulScalar(s, math.Log(d.To)))
	}
	return MulScalar(factor, value)
}
