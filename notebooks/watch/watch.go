// Package watch trains a GAN as a reader sees it: the picture redrawn while it runs, a bar that says how far it is, ■
// to stop it, and at the end a slider that goes back through it.
package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
)

const (
	replay  = 25                     // steps of the replay slider
	between = 5                      // pictures that may be drawn live from one step of the slider to the next, or more:
	often   = 50                     // a picture may be drawn after so many steps in any case
	refresh = 150 * time.Millisecond // the least time from one live picture to the next
)

// Train is [gan.Train] watched: below the cell, a picture of Pdata, Pg and D (on one coordinate, figure 1 of Goodfellow
// et al. 2014; on two, the plane) beside the value of the game is redrawn while the training runs, and replaced at its
// end by the same picture with a slider over the training.
//
// An interrupt (■ in JupyterLab) stops the training. That is no error: what was learnt is returned, and a line says
// how far it came. All errors are [gan.Train]'s.
func Train(cfg gan.Config, data dataset.Dataset) (*gan.Run, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	live := show.NewLive()
	live.Say("Compiling the training for its device …")
	film := newFilm(cfg.Steps)
	screen := newScreen(live)
	every := max(1, min(often, cfg.Steps/(replay*between)))
	run, err := gan.Train(ctx, cfg, data,
		gan.OnFrame(every, func(r *gan.Run) { screen.show(film.take(r)) }),
		gan.OnProgress(screen.progress))
	screen.close()
	if run == nil {
		live.Say("The training did not start.")
		return nil, err
	}
	live.Finish(film.slides(run))
	if errors.Is(err, context.Canceled) {
		fmt.Printf("Stopped at step %d of %d; what was learnt until then is kept.\n", run.Step(), cfg.Steps)
		err = nil
	}
	return run, err
}
