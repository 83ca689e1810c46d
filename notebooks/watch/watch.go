// Package watch trains a GAN as a reader sees it: the picture redrawn while it runs, a bar that says how far it is, ■
// to stop it, and at the end a slider that goes back through it.
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
	replay  = 25                     // steps of the replay slider
	between = 5                      // pictures that may be drawn live from one step of the slider to the next, or more:
	often   = 50                     // a picture may be drawn after so many steps in any case
	refresh = 150 * time.Millisecond // the least time from one live picture to the next,
	share   = 9                      // and so many times what looking at the run takes: training gets nine tenths of the time
)

// Train is [gan.Train] watched: below the cell, a picture of what the run does is redrawn while the training runs, and
// replaced at its end by the same picture with a slider over the training. It shows
//
//   - of data with one coordinate, Pdata, Pg and D (figure 1 of Goodfellow et al. 2014), and on two, the plane. Where
//     the loss does not make D a probability its score is drawn; where D judges several samples at once, or a sample
//     with its class, D is left out, and a line says so;
//   - of MNIST's images, samples of the same z each time, none left out;
//   - of any data, what the loss has to say by step, beside the value that it has where Pg = Pdata.
//
// Watching changes nothing: the run's samples are, bit for bit, those of [gan.Train], whatever pictures there were time for.
// All pictures of a training show samples of the same z's.
//
// Options are [gan.Train]'s, [gan.OnFrame] and [gan.OnProgress] excepted, which are taken. With [gan.Dir] a training
// goes on from where it was, and one that is finished is shown at once.
//
// An interrupt (■ in JupyterLab) stops the training. That is no error: what was learnt is returned, and a line says
// how far it came. All errors are [gan.Train]'s.
func Train(cfg gan.Config, data dataset.Dataset, opts ...gan.Option) (*gan.Run, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	live := show.NewLive()
	film := newFilm(cfg)
	screen := newScreen(live)
	defer context.AfterFunc(ctx, screen.stop)()
	every := max(1, min(often, cfg.Steps/(replay*between)))
	run, err := gan.Train(ctx, cfg, data, append(slices.Clone(opts),
		gan.OnFrame(every, func(r *gan.Run) { screen.show(film.take(r)) }),
		gan.OnProgress(screen.progress))...)
	screen.close()
	if run == nil {
		live.Say("The training did not start.")
		return nil, err
	}
	live.Finish(film.slides(run))
	if why := unseen(cfg); why != "" && data.Dim() <= 2 {
		fmt.Println(why)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Printf("Stopped at step %d of %d; what was learnt until then is kept.\n", run.Step(), cfg.Steps)
		err = without(err, context.Canceled)
	}
	return run, err
}

// without is what is left of errors that were joined, as those of a training and of its last checkpoint are, when
// those that are target are taken out.
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
