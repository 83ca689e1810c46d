package recipe

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/dataset/mnist"
	"ganbook/notebooks/show"
)

// Few is the number of training images in the rows of few images.
const Few = 1000

// A FewMethod is a way to train on the first Digits training images.
type FewMethod struct {
	Method
	Digits int
}

// FewMethods returns the ways to train on few digits that notebook 12 compares. The pair is that of [Convolutions],
// with fewer steps. It trains on all 50,000 training images and on 1,000 of them, each with its R1 and with ten times
// that. In two more rows it trains on the same 1,000, and D sees changed images only (see [gan.Augmented]). Networks,
// learning rate and number of steps are the same in all rows.
func FewMethods() []FewMethod {
	cfg := Convolutions().Config
	cfg.Steps = 1500
	strong := cfg
	strong.R1 *= 10
	changed := func(shift, cutout float64) gan.Config {
		of := cfg
		of.Discriminator = gan.Augmented{Network: cfg.Discriminator, Height: mnist.Height, Width: mnist.Width, Channels: 1,
			Shift: shift, Cutout: cutout}
		return of
	}
	return []FewMethod{
		{Method{"50,000 digits", cfg}, 50_000},
		{Method{"50,000, R1 = 3", strong}, 50_000},
		{Method{"1,000 digits", cfg}, Few},
		{Method{"with R1 = 3", strong}, Few},
		{Method{"with shift", changed(0.125, 0)}, Few},
		{Method{"with shift and cutout", changed(0.125, 0.5)}, Few},
	}
}

// Results returns the row of the table of few images, few.json.
func (m FewMethod) Results(t Table) Row {
	return t.Row(m.Name, fmt.Sprintf("MNIST train[0:%d]", m.Digits))
}

// ReadCourse returns the course of the training of a row with the first seed, which [FewJudge.Train] returned and
// [Course.Write] wrote to a folder. Errors are those of [DigitGAN.ReadCourse].
func (m FewMethod) ReadCourse(folder string) (Course, error) {
	return readCourse(folder, FewLooks(m.Config), "delete notebooks/few.json, and make it anew with "+
		"go run ./notebooks/recipe/table -file notebooks/few.json few")
}

// FewLooks returns the steps at which [FewJudge.Train] looks at a training: each fifth of it.
func FewLooks(cfg gan.Config) (steps []int) {
	for k := range 5 {
		steps = append(steps, (k+1)*cfg.Steps/5)
	}
	return steps
}

// FewOnTheWay returns a figure with the course of a measure, "Fréchet", "overfitting" or "overfitting seen", for each row
// of the table of few images: the mean over the seeds at each of [FewLooks].
func FewOnTheWay(t Table, measure string) show.Figure {
	f := show.Figure{Title: strings.ToUpper(measure[:1]) + measure[1:] + " on the way", X: "step", Y: measure}
	for _, m := range FewMethods() {
		var steps, means []float64
		for _, step := range FewLooks(m.Config) {
			mean, _ := m.Results(t).Mean(At(measure, step))
			steps, means = append(steps, float64(step)), append(means, mean)
		}
		f.Marks = append(f.Marks, show.Line(steps, means).Named(m.Name))
	}
	return f
}

// At names a measure at a step, such as "Fréchet at 500".
func At(measure string, step int) string { return fmt.Sprintf("%s at %d", measure, step) }

// Train trains a configuration on some of the training digits, with a number of steps that is a multiple of five. It
// returns the measures at the end, which [FewJudge] describes; the Fréchet distance and both kinds of overfitting at
// each of [FewLooks], by the names that [At] gives; and what the same z's made at these steps.
//
// Errors are those of [gan.Train] and of the measures.
func (j FewJudge) Train(ctx context.Context, cfg gan.Config, data *dataset.Images) (map[string]Number, Course, error) {
	measures, course := map[string]Number{}, Course{}
	var wrong error
	look := func(r *gan.Run) {
		if r.Step() == 0 {
			return
		}
		fakes := r.Sample(Scored)
		course.Steps = append(course.Steps, r.Step())
		course.Lines = append(course.Lines, fakes[:courseColumns])
		features := j.reader.Features(fakes)
		seen, err := j.onTheWay(r, cfg.Discriminator, data, fakes, features)
		wrong = errors.Join(wrong, err)
		for name, value := range seen {
			measures[At(name, r.Step())] = value
		}
		if r.Step() == cfg.Steps {
			maps.Copy(measures, seen)
			wrong = errors.Join(wrong, j.atTheEnd(measures, data, fakes, features))
		}
	}
	_, err := gan.Train(ctx, cfg, data, gan.OnFrame(FewLooks(cfg)[0], look))
	if err = errors.Join(err, wrong); err != nil {
		return nil, Course{}, fmt.Errorf("recipe: training on %s: %w", data.Name(), err)
	}
	return measures, course, nil
}
