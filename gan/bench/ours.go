package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/gan/metric"
	"ganbook/notebooks/recipe"
)

// An answer is what a program prints as its last line when its turn ends.
type answer struct {
	Seconds    float64           `json:"seconds"`    // of one step; of the whole, if the row is one call
	First      float64           `json:"first"`      // seconds until the first step can run: start and compilation
	Total      float64           `json:"total"`      // seconds of the whole training
	Parameters []int             `json:"parameters"` // of G and of D
	DLoss      float64           `json:"dLoss"`      // D's loss without penalties, the mean over the last tenth of the steps
	Value      float64           `json:"value"`      // the log-likelihood of the Parzen window
	Versions   map[string]string `json:"versions"`
}

// train is ganbook's turn in a row.
func train(row Row, j job) (a answer, err error) {
	cfg := row.Config
	cfg.Steps, cfg.Batch, cfg.Seed = j.Steps, j.Batch, j.Seed
	from, err := row.Data()
	if err != nil {
		return a, err
	}
	t, run, err := timedTraining(cfg, from)
	if err != nil {
		return a, err
	}
	a.Seconds, a.First, a.Total = t.step, t.first, t.total
	g, d := run.Parameters()
	a.Parameters = []int{g, d}
	losses := run.History().DLoss
	tail := losses[len(losses)-max(1, len(losses)/10):]
	for _, l := range tail {
		a.DLoss += l / float64(len(tail))
	}
	a.Versions = ourVersions()
	return a, writeSamples(run.Sample(j.Drawn), j.Samples)
}

// A timing is what the clock says of a training, in seconds: of one step, until the first step is done,
// and of the whole.
type timing struct{ step, first, total float64 }

// timedTraining trains by the clock. Like the peers', this clock begins with the data in memory. It
// counts the steps from the first tenth on. The last report also holds a check of the final weights
// and is left out.
func timedTraining(cfg gan.Config, from dataset.Dataset) (t timing, run *gan.Run, err error) {
	var readings []reading
	begin := time.Now()
	run, err = gan.Train(context.Background(), cfg, from, gan.OnProgress(func(step, steps int) {
		readings = append(readings, reading{step, time.Since(begin).Seconds()})
	}))
	if err != nil {
		return t, nil, err
	}
	t.total, t.first = time.Since(begin).Seconds(), readings[0].at
	t.step, err = perStep(readings, cfg.Steps)
	return t, run, err
}

// A reading says when so many steps were done, in seconds from the beginning.
type reading struct {
	step int
	at   float64
}

// perStep returns the seconds of a step between the first reading after a tenth of the steps and the
// last one before the last step, or the last reading if there is no other.
func perStep(readings []reading, steps int) (float64, error) {
	var warm, last *reading
	for i := range readings {
		m := &readings[i]
		if warm == nil && m.step >= steps/10 {
			warm = m
		} else if warm != nil && (m.step < steps || last == nil) {
			last = m
		}
	}
	if warm == nil || last == nil {
		return 0, fmt.Errorf("%d steps are too few to time", steps)
	}
	return (last.at - warm.at) / float64(last.step-warm.step), nil
}

// parzen is ganbook's turn in the row of the Parzen window.
func parzen(parts parzenParts, sigmas []float64) (a answer, err error) {
	fakes, validation, test := parts.fakes.Rows(), parts.validation.Rows(), parts.test.Rows()
	for range 2 { // the second call is timed
		begin := time.Now()
		p, err := metric.ParzenWindow(fakes, validation, test, sigmas)
		if err != nil {
			return a, err
		}
		a.First, a.Seconds, a.Value = a.Seconds, time.Since(begin).Seconds(), p.Mean
	}
	a.Total = a.First + a.Seconds
	a.Versions = ourVersions()
	return a, nil
}

// parzenSigmas are the widths of Goodfellow et al. 2014.
func parzenSigmas() []float64 { return recipe.Goodfellows() }

func writeSamples(samples [][]float32, file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	for _, x := range samples {
		if err := binary.Write(f, binary.LittleEndian, x); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// ourVersions returns the versions of the modules that do the work.
func ourVersions() map[string]string {
	versions := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return versions
	}
	versions["go"] = info.GoVersion
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/gomlx/gomlx":
			versions["gomlx"] = m.Version
		case "github.com/gomlx/go-xla":
			versions["go-xla"] = m.Version
		}
	}
	return versions
}
