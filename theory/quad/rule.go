package quad

import "math"

// The 21-point Kronrod rule on [−1, 1], exact up to degree 31, and the 10-point Gauss rule inside
// it. Digits: Piessens, de Doncker-Kapenga, Überhuber, Kahaner, QUADPACK (1983), rule QK21; the
// tests check them against the integrals of the monomials.
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
	// probeAt is where a subinterval is looked at beyond its outermost node: so near its end that
	// no jump of importance hides between, and not the end itself, where the integrand may be
	// infinite.
	probeAt = 1 - 1e-11
)

// rule is the Kronrod rule, its 21 nodes from left to right.
var rule = makeRule()

type kronrod struct {
	x, weight [nodes]float64
	// null[k] gives zero for every polynomial up to degree 19−k, so that what it gives for an
	// integrand measures how far that is from a polynomial (a null rule: Berntsen and Espelid
	// 1991). The first is Kronrod minus Gauss; the others multiply it by x and by 2x² − 1. A kink
	// or a jump that one of them happens to miss is seen by another.
	null [3][nodes]float64
	// probe extrapolates the polynomial through the nodes to probeAt; mirrored, to −probeAt.
	probe [nodes]float64
}

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
