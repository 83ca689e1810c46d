// Package theory holds the mathematics behind generative adversarial networks: distributions on the line and
// their expectations.
//
//	die := theory.PMF(0, 1./6, 1./6, 1./6, 1./6, 1./6, 1./6)
//	die.Expect(func(x float64) float64 { return x * x }) // 91/6
package theory
