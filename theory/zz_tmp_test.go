package theory
import ("testing";"math")
func TestTmp(t *testing.T) {
	t.Log(LogNormal(0, 1).LogProb(0), LogNormal(0, 1).CDF(-1), LogNormal(0, 1).CDF(0), LogNormal(0,1).CDF(1))
	m := Mix([]float64{0.5, 0.5}, LogNormal(0, 1), Normal(-5, 1))
	t.Log(m.CDF(-5), m.Quantile(0.25), m.Quantile(0.1), m.LogProb(0))
	l := LogNormal(0,1).components[0]
	_, a := l.cdf(math.Exp(9))
	t.Log(a, math.Erfc(9/math.Sqrt2)/2)
	t.Log(Gamma(1,1).CDF(-1), Gamma(0.5,1).LogProb(0), Exponential(1).CDF(-1))
	t.Log(LogLikelihood(LogNormal(0,1), []float64{0, 1}))
	t.Log(Continuous(triangle{}, 0, 1, 7, math.NaN()))
}
