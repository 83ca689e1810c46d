package recipe

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"ganbook/gan"
)

// remake says how to make what comes with the notebook.
func (p DigitGAN) remake() string {
	return fmt.Sprintf("delete notebooks/digits/%s and notebooks/features.json, and make both anew with "+
		"go run ./notebooks/recipe/table -file notebooks/features.json features", p.Name)
}

// Ship trains a pair from the beginning to step [DigitGAN.Shipped]. It leaves one checkpoint and the
// course of the training in a folder, completely or not at all. It is an error if the context is cancelled
// before, and if the folder exists.
func (p DigitGAN) Ship(ctx context.Context, s Split, folder string) error {
	z, moments := p.CourseNoise(), p.CourseSteps()
	var course Course
	training, stop := context.WithCancel(ctx)
	defer stop()
	look := func(r *gan.Run) {
		if slices.Contains(moments, r.Step()) {
			course.Lines = append(course.Lines, r.Generate(z))
		}
		if r.Step() == p.Shipped() {
			stop()
		}
	}
	parent := filepath.Dir(folder)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	unfinished, err := os.MkdirTemp(parent, ".ship-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(unfinished)
	_, err = gan.Train(training, p.Config, s.Train, gan.Dir(unfinished), gan.Fresh(), gan.SaveEvery(24*time.Hour), gan.OnFrame(100, look))
	if ctx.Err() != nil || !errors.Is(err, context.Canceled) {
		return fmt.Errorf("recipe: %s could not be made: %w", folder, err)
	}
	if err := os.Remove(filepath.Join(unfinished, ".lock")); err != nil { // the folder is shipped without its lock file
		return err
	}
	if err := course.Write(unfinished); err != nil {
		return err
	}
	if err := os.Chmod(unfinished, 0o755); err != nil {
		return err
	}
	return os.Rename(unfinished, folder)
}

// Finish takes a copy of the checkpoint that [DigitGAN.Ship] left in a folder, trains the copy to the end, and
// returns the run. If the folder has none, it makes it first. Errors are those of [DigitGAN.Ship] and of
// [gan.Train].
func (p DigitGAN) Finish(ctx context.Context, s Split, folder string) (*gan.Run, error) {
	if kept, err := fs.Glob(os.DirFS(folder), "*.gan"); err != nil || len(kept) == 0 {
		// An empty folder is made anew. In any other something has been lost.
		info, err := os.Lstat(folder)
		if err == nil && !info.IsDir() {
			err = errors.New("it is no folder")
		} else if err == nil {
			err = os.Remove(folder)
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("recipe: %s holds no checkpoint: %w; %s", folder, err, p.remake())
		}
		if err := p.Ship(ctx, s, folder); err != nil {
			return nil, err
		}
	}
	rest, err := os.MkdirTemp("", "pair-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(rest)
	if err := os.CopyFS(rest, os.DirFS(folder)); err != nil {
		return nil, err
	}
	return gan.Train(ctx, p.Config, s.Train, gan.Dir(rest))
}
