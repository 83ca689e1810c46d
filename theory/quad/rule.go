package quad

import "math"

// The 21-point Kronrod rule on [−1, 1] is exact up to degree 31. It contains the 10-point Gauss rule.
// The digits are those of rule QK21 in QUADPACK (Piessens, de Doncker-Kapenga, Überhuber, Kahaner 1983).
// The tests check them against the integrals of the monomials.
var (
	kronrodNode = [11]float64{
		0.995657163025808080735527280689003, 0.973906528517171720077964012084452,
		0.930157491355708226001207180059508, 0.865063366688984510732096688423493,
		0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
		0.562757134668604683339000099272694, 0.433395394129247190799265943165784,
		0.294392862701460198131126603103866, 0.148874338981631210884826001129720, 0,
	}
	kronrodWeight = [11]float64{
		0.011694638867371874278064396062192, 0.032558162307964727478818972459390,
		0.054755896574351996031381300244580, 0.075039674810919952767043140916190,
		0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
		0.123491976262065851077958109585166, 0.134709217311473325928054001771707,
		0.142775938577060080797094273138717, 0.147739104901338491374841515972068,
		0.149445554002916905664936468389821,
	}
	gaussWeight = [5]float64{
		0.066671344308688137593568809893332, 0.149451349150580593145863396957658,
		0.219086362515982043995534934228163, 0.269266719309996355091226921569469,
		0.295524224714752870173815619188769,
	}
)

const (
	nodes = 21
	// probeAt is an additional point beyond the outermost node of a subinterval. It is so near the end
	// that no important jump lies between them. It is not the end itself, because the integrand may be
	// infinite there.
	probeAt = 1 - 1e-11
)

// rule is the Kronrod rule with its 21 nodes from left to right.
var rule = makeRule()

type kronrod struct {
	x, weight [nodes]float64
	// null[k] is a null rule (Berntsen and Espelid 1991): it gives zero for every polynomial up to
	// degree 19−k. For another integrand, it measures the difference from such a polynomial. The first
	// null rule is Kronrod minus Gauss. The others multiply it by x and by 2x² − 1. If one of them misses
	// a kink or a jump, another finds it.
	null [3][nodes]float64
	// probe extrapolates the polynomial through the nodes to probeAt. In reverse order it extrapolates to
	// −probeAt.
	probe [nodes]float64
}

// makeRule computes the weights of all rules from the digits.
func makeRule() (r kronrod) {
	for i := range nodes {
		j := min(i, nodes-1-i)
		r.x[i] = math.Copysign(kronrodNode[j], float64(i-nodes/2))
		r.weight[i] = kronrodWeight[j]
		r.null[0][i] = kronrodWeight[j]
		if j%2 == 1 {
			r.null[0][i] -= gaussWeight[j/2]
		}
		r.null[1][i] = r.null[0][i] * r.x[i]
		r.null[2][i] = r.null[0][i] * (2*r.x[i]*r.x[i] - 1)
	}
	for i := range nodes {
		r.probe[i] = 1
		for j := range nodes {
			if j != i {
				r.probe[i] *= (probeAt - r.x[j]) / (r.x[i] - r.x[j])
			}
		}
	}
	return r
}
