package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"ganbook/theory/internal/float"
)

// Exponential returns the exponential distribution of mean 1/rate, with the density
//
//	p(x) = rate·exp(−rate·x),   x ≥ 0.
//
// It panics unless 1e-150 ≤ rate ≤ 1e150.
func Exponential(rate float64) Distribution {
	checkScale("Exponential", "rate", rate)
	return oneComponent(newContinuous(nameOf("Exponential", rate), exponential{rate}, 0, math.Inf(1)))
}

type exponential struct{ rate float64 }

func (e exponential) LogProb(x float64) float64 { return math.Log(e.rate) - e.rate*x }

func (e exponential) CDF(x float64) float64 { return -math.Expm1(-e.rate * max(x, 0)) }

func (e exponential) Survival(x float64) float64 { return math.Exp(-e.rate * max(x, 0)) }

func (e exponential) Quantile(u float64) float64 { return -math.Log1p(-u) / e.rate }

func (e exponential) UpperQuantile(v float64) float64 { return -math.Log(v) / e.rate }

// Laplace returns the Laplace distribution with mean μ and standard deviation √2·b. Its density is
//
//	p(x) = exp(−|x − μ|/b)/(2b).
//
// It panics unless |μ| ≤ 1e150 and 1e-150 ≤ b ≤ 1e150.
func Laplace(mu, b float64) Distribution {
	checkWithin("Laplace", "μ", mu, -farthest, farthest)
	checkScale("Laplace", "b", b)
	return symmetric(nameOf("Laplace", mu, b), laplace{mu, b}, mu)
}

type laplace struct{ mu, b float64 }

func (l laplace) LogProb(x float64) float64 { return -math.Abs(x-l.mu)/l.b - math.Log(2*l.b) }

func (l laplace) CDF(x float64) float64 {
	if x > l.mu {
		return 1 - math.Exp((l.mu-x)/l.b)/2
	}
	return math.Exp((x-l.mu)/l.b) / 2
}

func (l laplace) Quantile(u float64) float64 {
	if u > 0.5 {
		return l.mu - l.b*math.Log(2*(1-u))
	}
	return l.mu + l.b*math.Log(2*u)
}

// StudentT returns Student's t distribution with ν degrees of freedom, location μ and scale s. Its
// density is
//
//	p(x) = Γ((ν + 1)/2)/(Γ(ν/2)·√(νπ)·s) · (1 + z²/ν)^(−(ν + 1)/2),   z = (x − μ)/s.
//
// Its variance is s²·ν/(ν − 2) for ν > 2 (computed for ν above 2.01, else NaN), and infinite for
// 1 < ν ≤ 2. For ν ≤ 1 it has no mean. It panics unless |μ| ≤ 1e150, 1e-150 ≤ s ≤ 1e150,
// 0.1 ≤ ν ≤ 1e4 and the quartiles differ in float64.
func StudentT(nu, mu, s float64) Distribution {
	checkWithin("StudentT", "μ", mu, -farthest, farthest)
	checkScale("StudentT", "s", s)
	checkWithin("StudentT", "ν", nu, 0.1, 1e4)
	return symmetric(nameOf("t", nu, mu, s), studentT{distuv.StudentsT{Mu: mu, Sigma: s, Nu: nu}}, mu)
}

type studentT struct{ distuv.StudentsT }

// tailStart is a |z| beyond which ln p(z) is linear in ln |z| to the last bit, and far below 1e154,
// where gonum's z² overflows. From there on the tails are a power of z.
const tailStart = 1e100

// LogProb is gonum's, and right where z² overflows.
func (s studentT) LogProb(x float64) float64 {
	z := (x - s.Mu) / s.Sigma
	if math.Abs(z) < tailStart {
		return s.StudentsT.LogProb(x)
	}
	atTailStart := s.StudentsT.LogProb(s.Mu + tailStart*s.Sigma)
	return atTailStart - (s.Nu+1)*math.Log(math.Abs(z)/tailStart)
}

// CDF is gonum's, and right where z² overflows.
func (s studentT) CDF(x float64) float64 {
	z := (x - s.Mu) / s.Sigma
	if z > -tailStart {
		return s.StudentsT.CDF(x)
	}
	return s.StudentsT.CDF(s.Mu-tailStart*s.Sigma) * math.Pow(-z/tailStart, -s.Nu)
}

// Quantile searches where gonum's inverse fails, which it does in the tails if ν is large. If ν is
// small, the tails reach beyond 1e154, where z² overflows.
func (s studentT) Quantile(u float64) float64 {
	if beyond := s.StudentsT.CDF(s.Mu - tailStart*s.Sigma); u < beyond {
		return s.Mu - tailStart*math.Pow(beyond/u, 1/s.Nu)*s.Sigma
	}
	x := s.StudentsT.Quantile(u)
	if s.Nu <= 100 || math.Abs(s.CDF(x)-u) <= 1e-11*u {
		return x
	}
	return float.Least(-math.MaxFloat64, math.MaxFloat64, func(x float64) bool { return s.CDF(x) >= u })
}

// Cauchy returns the Cauchy distribution with median x₀ and scale γ: half of its mass lies within γ
// of x₀. It is Student's t distribution with one degree of freedom. Its density is
//
//	p(x) = 1/(πγ·(1 + ((x − x₀)/γ)²)).
//
// It has no mean. It panics unless |x₀| ≤ 1e150 and 1e-150 ≤ γ ≤ 1e150.
func Cauchy(x0, gamma float64) Distribution {
	checkWithin("Cauchy", "x₀", x0, -farthest, farthest)
	checkScale("Cauchy", "γ", gamma)
	return symmetric(nameOf("Cauchy", x0, gamma), cauchy{x0, gamma}, x0)
}

type cauchy struct{ x0, gamma float64 }

func (c cauchy) LogProb(x float64) float64 {
	return -math.Log(math.Pi*c.gamma) - 2*math.Log(math.Hypot(1, (x-c.x0)/c.gamma))
}

func (c cauchy) CDF(x float64) float64 { return math.Atan2(1, (c.x0-x)/c.gamma) / math.Pi }

func (c cauchy) Quantile(u float64) float64 {
	// Each formula is used where it keeps its digits: the first about u = ½, the second near u = 0
	// and u = 1.
	if u > 0.25 && u < 0.75 {
		return c.x0 + c.gamma*math.Tan(math.Pi*(u-0.5))
	}
	return c.x0 - c.gamma/math.Tan(math.Pi*u)
}

// Gamma returns the gamma distribution of mean shape/rate. Its density is
//
//	p(x) = rate^shape·x^(shape − 1)·exp(−rate·x)/Γ(shape),   x > 0.
//
// It panics unless 0.05 ≤ shape ≤ 1e4 and 1e-150 ≤ rate ≤ 1e150.
func Gamma(shape, rate float64) Distribution {
	checkWithin("Gamma", "shape", shape, 0.05, 1e4)
	checkScale("Gamma", "rate", rate)
	return oneComponent(newContinuous(nameOf("Gamma", shape, rate), gamma{distuv.Gamma{Alpha: shape, Beta: rate}}, 0, math.Inf(1)))
}

type gamma struct{ distuv.Gamma }

// LogProb takes x in units of 1/rate, because gonum's shape·ln(rate) and (shape − 1)·ln x cancel.
func (g gamma) LogProb(x float64) float64 {
	if z := g.Beta * x; z > 0x1p-1000 && z <= math.MaxFloat64 {
		l, _ := math.Lgamma(g.Alpha)
		return math.Log(g.Beta) + ((g.Alpha-1)*math.Log(z) - z - l)
	}
	return g.Gamma.LogProb(x)
}

func (g gamma) Quantile(u float64) float64 {
	// gonum's inverse is 0 where x is small. There P(X ≤ x) = x^a/Γ(a + 1)·(1 − ax/(a + 1) + …), with
	// x in units of 1/rate.
	l, _ := math.Lgamma(g.Alpha + 1)
	if x := math.Exp((math.Log(u) + l) / g.Alpha); x < 1e-12 {
		return x / g.Beta
	}
	const far = 1e-16 // gonum's inverse may panic for u below some 1e-21
	if u > far {
		if x := g.Gamma.Quantile(u); math.Abs(g.CDF(x)-u) <= 1e-11*u { // it may also fail
			return x
		}
	}
	return float.Least(0, math.MaxFloat64, func(x float64) bool { return g.CDF(x) >= u })
}

func (g gamma) UpperQuantile(v float64) float64 {
	if v > 0.5 {
		return g.Quantile(1 - v)
	}
	return mathext.GammaIncRegCompInv(g.Alpha, v) / g.Beta
}

// LogNormal returns the distribution of exp(Z), where Z is N(μ, σ). Its density is
//
//	p(x) = exp(−(ln x − μ)²/(2σ²))/(xσ√(2π)),   x > 0.
//
// It panics unless |μ| ≤ 100 and 1e-6 ≤ σ ≤ 10.
func LogNormal(mu, sigma float64) Distribution {
	checkWithin("LogNormal", "μ", mu, -100, 100)
	checkWithin("LogNormal", "σ", sigma, 1e-6, 10)
	return oneComponent(newContinuous(nameOf("LogNormal", mu, sigma), logNormal{distuv.LogNormal{Mu: mu, Sigma: sigma}, math.Exp(mu)}, 0, math.Inf(1)))
}

type logNormal struct {
	distuv.LogNormal
	median float64
}

func (l logNormal) LogProb(x float64) float64 {
	z := l.z(x)
	return -z*z/2 - math.Log(x) - math.Log(l.Sigma) - halfLog2Pi
}

// CDF and Survival are by erfc, which keeps the digits of either tail.
func (l logNormal) CDF(x float64) float64 { return math.Erfc(-l.z(x)/math.Sqrt2) / 2 }

// Survival is P(X > x).
func (l logNormal) Survival(x float64) float64 { return math.Erfc(l.z(x)/math.Sqrt2) / 2 }

func (l logNormal) z(x float64) float64 {
	if x > l.median/2 && x < 2*l.median {
		return math.Log1p((x-l.median)/l.median) / l.Sigma // ln x − μ would cancel
	}
	return (math.Log(x) - l.Mu) / l.Sigma
}

func (l logNormal) UpperQuantile(v float64) float64 {
	return math.Exp(l.Mu - l.Sigma*mathext.NormalQuantile(v))
}

// symmetric returns the distribution of a law that is symmetric about centre.
func symmetric(label string, law Law, centre float64) Distribution {
	return oneComponent(newContinuous(label, mirrored{law, centre}, math.Inf(-1), math.Inf(1)))
}

// mirrored is a symmetric law that computes its upper tail from its lower tail.
type mirrored struct {
	Law
	centre float64
}

func (m mirrored) Survival(x float64) float64 { return m.CDF(m.centre + (m.centre - x)) }

func (m mirrored) UpperQuantile(v float64) float64 { return m.centre + (m.centre - m.Quantile(v)) }

// farthest is the largest absolute value of a location, and of a scale. 1/farthest is the smallest
// scale. Within these limits the squares of x and of the scale are float64s too.
const farthest = 1e150

// checkScale panics unless scale is positive and within the limits of farthest.
func checkScale(maker, name string, scale float64) {
	if !(scale >= 1/farthest && scale <= farthest) {
		panic(fmt.Sprintf("theory: %s: %s = %v is not positive, from %v to %v", maker, name, scale, 1/farthest, farthest))
	}
}

// checkWithin panics unless least ≤ v ≤ most.
func checkWithin(maker, name string, v, least, most float64) {
	if !(v >= least && v <= most) {
		panic(fmt.Sprintf("theory: %s: %s = %v is not from %v to %v", maker, name, v, least, most))
	}
}
