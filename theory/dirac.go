package theory

// Dirac returns the gradients of the Dirac game, the smallest GAN (Mescheder, Geiger and Nowozin 2018,
// section 2). The data are the point 0, the generator makes the point θ, and the discriminator is the line
// D(x) = ψ·x, as a logit or a score. So D(0) = 0, whatever ψ is, and the loss depends on D(θ) = ψ·θ alone:
//
//	D maximises ℓ(ψ·θ) − (γ/2)·ψ²,   G minimises g(ψ·θ).
//
// The arguments are the derivatives ℓ′ and g′. In the result, x is θ and y is ψ:
//
//	∂/∂θ = ψ·g′(ψ·θ),   ∂/∂ψ = θ·ℓ′(ψ·θ) − γ·ψ.
//
// The losses, up to constants:
//
//	minimax         ℓ(t) = g(t) = −ln(1 + eᵗ)            ℓ′(0) = −½
//	non-saturating  ℓ as minimax, g(t) = ln(1 + e⁻ᵗ)     ℓ′(0) = g′(0) = −½
//	Wasserstein     ℓ(t) = g(t) = −t                     ℓ′ = −1
//	hinge           ℓ(t) = −max(0, 1 + t), g(t) = −t     ℓ′(0) = g′(0) = −1
//	relativistic    ℓ(t) = −ln(1 + eᵗ), g(t) = ln(1 + e⁻ᵗ), as non-saturating
//
// The term (γ/2)·ψ² is the penalty R1, half of γ times the squared slope of D at the data. The slope of
// this D is the same everywhere. So R2, the penalty at the fakes, is the same term, and with both γ adds
// up.
//
// At the equilibrium (0, 0) the flow is {{0, −g′(0)}, {ℓ′(0), −γ}}. If g′(0) = ℓ′(0), its eigenvalues are
//
//	λ = −γ/2 ± √(γ²/4 − ℓ′(0)²).
//
// Without a penalty they are ±ℓ′(0)·i, and the players circle for ever. The approach is fastest at the
// critical damping γ = 2·|ℓ′(0)|, where both are −γ/2 and the distance falls as t·e^(−γt/2). With more
// penalty one of the rates falls again.
//
// It panics if a slope is nil.
func Dirac(slopeD, slopeG func(t float64) float64, gamma float64) Gradient {
	if slopeD == nil || slopeG == nil {
		panic("theory: Dirac: a slope is nil; give the derivatives of the two losses")
	}
	return func(theta, psi float64) (float64, float64) {
		t := psi * theta
		return psi * slopeG(t), theta*slopeD(t) - gamma*psi
	}
}
