package gan_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/theory"
)

// A generator learns to draw from N(2, ½) without knowing its density.
func ExampleTrain() {
	cfg := gan.Defaults()
	network := gan.MLP{Hidden: []int{16}, Activation: gan.LeakyReLU}
	cfg.Generator, cfg.Discriminator = network, network
	cfg.Batch, cfg.Steps, cfg.Seed = 64, 800, 1

	run, err := gan.Train(context.Background(), cfg, dataset.From(theory.Normal(2, 0.5)))
	if err != nil {
		log.Fatal(err)
	}
	var xs []float64
	for _, x := range run.Sample(1000) { // shaped [1000, 1]
		xs = append(xs, float64(x[0]))
	}
	mean := theory.Data(xs...).Mean()
	fmt.Println("steps:", run.Step())
	fmt.Println("the samples' mean is between 1 and 3:", mean > 1 && mean < 3)
	// Output:
	// steps: 800
	// the samples' mean is between 1 and 3: true
}

// D is trained alone against a fixed Pg. Its logit approaches ln(Pdata(x)/Pg(x)), here ½ − x.
func ExampleTrainDiscriminator() {
	cfg := gan.Defaults()
	cfg.Discriminator = gan.MLP{Hidden: []int{16}, Activation: gan.LeakyReLU}
	cfg.Batch, cfg.Steps, cfg.Seed = 256, 500, 1

	data, fake := dataset.From(theory.Normal(0, 1)), dataset.From(theory.Normal(1, 1))
	judge, err := gan.TrainDiscriminator(context.Background(), cfg, data, fake)
	if err != nil {
		log.Fatal(err)
	}
	d := judge.Discriminate([][]float32{{-1}, {2}})
	fmt.Println("D(−1) says real:", d[0] > 0.6)
	fmt.Println("D(2) says fake:", d[1] < 0.4)
	// Output:
	// D(−1) says real: true
	// D(2) says fake: true
}

// A training that is kept in a folder resumes where it stopped. Here it stops at step 100 of 200.
// The bits are those of a training that never stopped.
func ExampleDir() {
	folder, err := os.MkdirTemp("", "ring")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	cfg := gan.Defaults()
	network := gan.MLP{Hidden: []int{16}, Activation: gan.LeakyReLU}
	cfg.Generator, cfg.Discriminator, cfg.Batch = network, network, 32
	ring := dataset.Ring(8, 1, 0.05)

	for _, steps := range []int{100, 200} {
		cfg.Steps = steps
		run, err := gan.Train(context.Background(), cfg, ring, gan.Dir(folder))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("steps taken:", run.Step())
	}
	kept, err := gan.Load(cfg, ring, folder)
	if err != nil {
		log.Fatal(err)
	}
	generator, discriminator := kept.Parameters()
	fmt.Println("kept:", kept.Step(), "steps, parameters", generator, "and", discriminator)
	// Output:
	// steps taken: 100
	// steps taken: 200
	// kept: 200 steps, parameters 114 and 65
}
