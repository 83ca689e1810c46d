// Package watch trains a GAN and shows the training to the reader of a notebook. While the training
// runs, it redraws a picture and a progress bar. The button ■ stops it. At the end, a slider
// replays the training.
package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
)

const (
	replay           = 24                     // intervals between the frames of the replay slider
	picturesPerFrame = 5                      // live pictures between two frames of the slider: at least so many may be drawn
	mostBetween      = 50                     // the most steps between two live pictures that may be drawn
	refresh          = 150 * time.Millisecond // the shortest time between two live pictures
	lookFactor       = 9                      // the same, in units of the time that a look takes; training gets nine tenths
)

// Train is [gan.Train] with a picture below the cell. The picture is redrawn while the training
// runs. At the end it is replaced by the same picture with a slider over the training. It shows
//
//   - for data with one coordinate, Pdata, Pg and D (figure 1 of Goodfellow et al. 2014); for two
//     coordinates, the plane. If the loss does not make D a probability, the score is drawn. If D
//     judges several samples at once, or a sample with its class, D is not drawn, and a line of
//     text says so;
//   - for images, samples of the same z's in every picture, all of them;
//   - for any data, what the loss says by step, with its value at Pg = Pdata if that is known.
//
// Watching changes nothing: the samples of the run are, bit for bit, those of [gan.Train], however
// many pictures were drawn. All pictures of a training show samples of the same z's.
//
// The options are those of [gan.Train], except [gan.OnFrame] and [gan.OnProgress], which Train uses
// itself. With [gan.Dir] a training resumes where it stopped, and a finished one is shown at once.
//
// An interrupt (■ in JupyterLab) stops the training. This is not an error: Train returns the run,
// and a line of text says at which step it stopped. All errors are those of [gan.Train].
func Train(cfg gan.Config, data dataset.Dataset, opts ...gan.Option) (*gan.Run, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	live := show.NewLive()
	film := newFilm(cfg)
	screen := newScreen(live)
	defer context.AfterFunc(ctx, screen.stop)()
	every := max(1, min(mostBetween, cfg.Steps/(replay*picturesPerFrame)))
	run, err := gan.Train(ctx, cfg, data, append(slices.Clone(opts),
		gan.OnFrame(every, func(r *gan.Run) { screen.show(film.take(r)) }),
		gan.OnProgress(screen.progress))...)
	screen.close()
	if run == nil {
		live.Say("The training did not start.")
		return nil, err
	}
	func() {
		defer func() { // a backend that failed may have taken the weights with it: err says so
			if thrown := recover(); thrown != nil && (err == nil || errors.Is(err, context.Canceled)) {
				panic(thrown)
			}
		}()
		live.Finish(film.slides(run))
	}()
	if why := unseen(cfg); why != "" && data.Dim() <= 2 {
		fmt.Println(why)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Printf("Stopped at step %d of %d; what was learnt until then is kept.\n", run.Step(), cfg.Steps)
		err = without(err, context.Canceled)
	}
	return run, err
}

// without removes from err the errors that are target. err may join several errors, such as those
// of a training and of its last checkpoint.
func without(err, target error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		if errors.Is(err, target) {
			return nil
		}
		return err
	}
	var left []error
	for _, e := range joined.Unwrap() {
		left = append(left, without(e, target))
	}
	return errors.Join(left...)
}
