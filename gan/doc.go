// Package gan trains generative adversarial networks on GoMLX: Algorithm 1 of
// Goodfellow et al. 2014 (arXiv 1406.2661), run as one program on the device.
//
// Two networks play
//
//	min_G max_D V(D, G) = E_{x~Pdata}[ln D(x)] + E_{z~P(z)}[ln(1 − D(G(z)))]
//
// The generator G turns noise z into a fake sample G(z), whose distribution is
// Pg. The discriminator D gives the probability that a sample is real. Algorithm 1
// alternates, for a number of steps:
//
//	k times:  draw x₁…x_m ~ Pdata and z₁…z_m ~ P(z); move D up the gradient of
//	          (1/m) Σ ln D(xᵢ) + ln(1 − D(G(zᵢ)))
//	once:     draw z₁…z_m ~ P(z); move G down the gradient of its loss
//
// To train one:
//
//	cfg := gan.Defaults()
//	cfg.Loss, cfg.Steps, cfg.Seed = gan.NonSaturating, 4000, 1
//	run, err := gan.Train(ctx, cfg, dataset.Ring(8, 1, 0.01))
//	fakes := run.Sample(2500) // shaped [2500, 2]
//
// Where D ends (x is real data, Pg fixed) theory knows: D*(x) = Pdata/(Pdata + Pg).
// [TrainDiscriminator] trains D alone so that the two can be compared.
//
// # How it runs
//
// A whole stretch of steps is one XLA program: a loop whose number of rounds is
// an input. Data and noise are drawn on the device, both optimizers live there,
// and each step writes one row of the history in place. The host sends the number
// of steps and reads the rows back; nothing else crosses.
//
// The same configuration, data and seed give the same bits on the same backend
// and machine, however the steps are cut into stretches. Another backend starts with
// the same weights and draws other random numbers.
//
// # Nothing is lost
//
// With [Dir] a training is kept in a folder, and one that was stopped anywhere, even by kill −9,
// goes on with the same bits as if it had not been; [Load] gives the run back without training, and
// [Open] does so without its data. A step that leaves something not finite, be it only in what the
// networks make of a batch, is undone: the error names the step and the thing, and the run is as it
// was before. [Run.Look] and [OnFrame] change nothing of what a run gives.
//
// # Reading it
//
// step.go is one step of Algorithm 1, from top to bottom. What stands around it, in the order of
// the algorithm:
//
//   - what can be chosen: config.go, loss.go and formulas.go (the objectives), penalty.go (on D's slope),
//     network.go with mlp.go, conv.go, norm.go, activation.go and func.go (G and D), noise.go (z),
//     optimizer.go and decay.go (how weights move), average.go;
//   - how a step is built: game.go (batches, players), move.go (gradients and moves), report.go (what a
//     step says of itself), start.go (first weights);
//   - many steps on the device: loop.go; program.go (compiled once for all trainings of equal shape);
//     memory.go (what does not fit);
//   - the host's side: train.go, continue.go (other players, other configurations), run.go and history.go
//     (what comes back);
//   - on disk: keep.go, open.go and describe.go, and package checkpoint.
//
// Losses, networks and optimizers can be written outside this package: see [Loss], [Network] and
// [Optimizer].
package gan
