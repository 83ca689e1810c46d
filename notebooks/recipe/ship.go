package recipe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"ganbook/gan"
)

// Shipped is the step of the checkpoint that comes with notebook 10. The notebook takes the
// remaining steps.
const Shipped = digitSteps - 400

const remake = "delete notebooks/digits.json and make both anew with go run ./notebooks/recipe/table -file notebooks/digits.json digits"

// ShipDigits trains [Digits] from the beginning to step [Shipped]. It leaves one checkpoint and the
// course of the training in a folder.
func ShipDigits(ctx context.Context, s Split, folder string) error {
	cfg := Digits()
	z := CourseNoise(cfg.NoiseDim)
	var course Course
	training, stop := context.WithCancel(ctx)
	defer stop()
	look := func(r *gan.Run) {
		if slices.Contains(courseSteps, r.Step()) {
			course.Lines = append(course.Lines, r.Generate(z))
		}
		if r.Step() == Shipped {
			stop()
		}
	}
	_, err := gan.Train(training, cfg, s.Train, gan.Dir(folder), gan.Fresh(), gan.SaveEvery(24*time.Hour), gan.OnFrame(100, look))
	if ctx.Err() != nil || !errors.Is(err, context.Canceled) {
		return fmt.Errorf("recipe: %s could not be made: %w", folder, err)
	}
	if err := os.Remove(filepath.Join(folder, ".lock")); err != nil { // the folder is shipped without its lock file
		return err
	}
	return course.write(folder)
}
