// Package gan trains generative adversarial networks on GoMLX. It runs Algorithm 1 of Goodfellow et
// al. 2014 (arXiv 1406.2661) as one program on the device.
//
// Two networks play
//
//	min_G max_D V(D, G) = E_{x~Pdata}[ln D(x)] + E_{z~P(z)}[ln(1 − D(G(z)))]
//
// The generator G turns noise z into a fake sample G(z). The distribution of G(z) is called Pg. The
// discriminator D gives the probability that a sample is real. Algorithm 1 repeats these moves for
// a number of steps:
//
//	k times:  draw x₁…x_m ~ Pdata and z₁…z_m ~ P(z); move D up the gradient of
//	          (1/m) Σ [ln D(xᵢ) + ln(1 − D(G(zᵢ)))]
//	once:     draw z₁…z_m ~ P(z); move G down the gradient of its loss (with Defaults, the
//	          non-saturating one)
//
// To train a GAN:
//
//	cfg := gan.Defaults()
//	cfg.Steps, cfg.R1, cfg.Seed = 10_000, 0.1, 1
//	run, err := gan.Train(ctx, cfg, dataset.Ring(8, 1, 0.01))
//	fakes := run.Sample(2500) // shaped [2500, 2]
//
// Package dataset makes data sets of your own rows, of images in a folder, and of known distributions;
// gan/example_own_test.go has a folder of images, and data, a network and an optimizer of its own.
//
// [Start] makes a run that is not trained yet, and [Run.Advance] takes any number of steps, also of one
// player alone.
//
// For a fixed Pg, the best discriminator is known: D*(x) = Pdata(x)/(Pdata(x) + Pg(x)).
// [TrainDiscriminator] trains D alone, so that a trained D can be compared with D*.
//
// # How it runs
//
// On XLA the host dispatches a stretch of many steps as one program. The program is a loop, and its
// number of rounds is an input. The device draws data and noise, keeps the state of both
// optimizers, and writes one record of the history for each step. The host sends the numbers of the
// first and the last step, and reads back the records and a few checks. Data and weights stay on the
// device. GoMLX's pure-Go backend cannot do this: there the host dispatches each step, and training is
// some twenty times slower.
//
// The same configuration, data and seed give the same bits on the same machine and backend, XLA's for
// the CPU or pure Go (nobody has tried on a GPU). It does not matter how the steps are divided into
// stretches. Another backend starts the networks of this package with the same weights but draws other
// random numbers.
//
// A backend may have several devices, such as the GPUs of a machine. They can share each batch:
//
//	cfg.Batch, cfg.Devices = 1024, 4 // 256 decisions of D on each device
//
// Each device draws its own data and noise, and XLA averages the gradients within the loop. The
// weights are equal to the bit on all devices. The devices wait for each other in each move, so this
// is for steps that take milliseconds. XLA's CPU backend has 4 devices, which share the machine's
// cores: there one device is enough.
//
// # Stopping, resuming and failing
//
// [Dir] keeps a training in a folder. A training that was stopped at any moment, even by kill −9,
// resumes from that folder with the same bits as one that was never stopped. To resume, call
// [Train] again with the same arguments. [Load] takes the configuration and the data and returns the run
// without training. [Open] needs only the folder.
//
// A step is undone if it leaves a value that is not finite: a loss, a weight, or an output of a
// network. The error names the step and the value, and the run is as it was before that step.
//
// [Run.Look] and [OnFrame] do not change what a run returns.
//
// # Reading the code
//
// step.go is one step of Algorithm 1, from top to bottom. The other files, by what they do:
//
//   - What can be chosen: config.go; owned.go (its copy for a run); loss.go and fingerprint.go (the
//     losses); penalty.go (penalties on D's slope); network.go, mlp.go, conv.go, residual.go, bilinear.go,
//     spectral.go, augmented.go, norm.go, dropout.go, activation.go and func.go (G and D); noise.go (z); optimizer.go and decay.go (how
//     weights move); average.go (the moving average of G).
//   - How the graph of a step is built: game.go (batches and players), standardise.go (D's input),
//     move.go (gradients and moves), report.go (what a step reports), initial.go (initial weights).
//   - Many steps on the device: loop.go; rewind.go (undoes steps that are not finite); program.go
//     (trainings of equal shape share one compiled program); devices.go (several devices share a
//     batch); memory.go (refuses what does not fit).
//   - The host's side: train.go, continue.go (other players or another configuration), run.go and
//     history.go (the results).
//   - On disk: keep.go, open.go, describe.go and package internal/checkpoint.
//
// You can write losses, networks and optimizers outside this package: see [Loss], [Network] and
// [Optimizer].
package gan
