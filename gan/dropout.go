package gan

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// dropout sets each number of x to 0 with probability rate. It divides the others by 1 − rate, so
// that the expectation stays the same (Srivastava et al. 2014, JMLR 15, section 10). Outside
// training it returns x.
//
// GoMLX 0.28.1's DropoutStatic (read in November 2026) computes the same with other draws. Checkpoints continue
// to the bit only with the draws that they were trained with, so this one stays.
func dropout(scope *model.Scope, x *Node, rate float64) *Node {
	if rate == 0 || !scope.IsTraining(x.Graph()) {
		return x
	}
	u := scope.RandomUniform(x.Graph(), x.Shape())
	stays := LessThan(u, Scalar(x.Graph(), x.DType(), 1-rate))
	return Where(stays, MulScalar(x, 1/(1-rate)), ZerosLike(x))
}
