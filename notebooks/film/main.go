// Command film makes README's moving picture, notebooks/ring.gif: README's program, as it trains.
//
//	go run ./notebooks/film
package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/gif"
	"image/png"
	"log"
	"os"

	"golang.org/x/image/draw"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
)

const (
	steps   = 10_000
	moments = 26
	far     = 1.6 // the picture goes from −far to far
	side    = 41  // points of the grid on which D is asked, each way
)

func main() {
	log.SetFlags(0)
	if err := film(context.Background(), "notebooks/ring.gif"); err != nil {
		log.Fatal("film: ", err)
	}
}

// film trains and writes one frame for each moment. The moments are dense at first, when most happens.
func film(ctx context.Context, path string) error {
	cfg := gan.Defaults()
	cfg.Steps, cfg.R1, cfg.R2 = steps, 0.1, 0.1
	run, err := gan.Start(cfg, dataset.Ring(8, 1, 0.05))
	if err != nil {
		return err
	}
	all := &gif.GIF{}
	for i := range moments + 1 {
		if to := steps * i * i / (moments * moments); to > run.Step() {
			if err := run.Advance(ctx, to-run.Step(), gan.Both); err != nil {
				return err
			}
		}
		img, err := png.Decode(bytes.NewReader(show.PNG(frame(run))))
		if err != nil {
			return err
		}
		all.Image = append(all.Image, half(img.(*image.Paletted)))
		all.Delay = append(all.Delay, 15) // hundredths of a second
	}
	all.Delay[0], all.Delay[moments] = 60, 300
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := gif.EncodeAll(file, all); err != nil {
		return err
	}
	return file.Close()
}

// half returns a picture with one dot to a pixel's side in place of two, in the same colours.
func half(img *image.Paletted) *image.Paletted {
	small := image.NewPaletted(image.Rect(0, 0, img.Rect.Dx()/2, img.Rect.Dy()/2), img.Palette)
	draw.BiLinear.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
	return small
}

// frame draws the data, the samples of the same z's in each frame, and D.
func frame(run *gan.Run) (f show.Figure) {
	run.Look(func(r *gan.Run) { // which draws the same in each frame
		dataX, dataY := inside(r.Real(300))
		fakeX, fakeY := inside(r.Sample(300))
		f = show.Figure{
			Title: fmt.Sprintf("A GAN learns a ring: step %d", r.Step()), X: "x₁", Y: "x₂",
			XRange: show.Range{-far, far}, YRange: show.Range{-far, far}, Width: 240, Height: 240,
			Marks: show.Marks{
				show.HeatMap(discriminator(r), -far, far, -far, far).Over(0.3, 0.7).Centered().Named("D(x)"),
				show.Points(dataX, dataY).Named("data").In(show.Blue),
				show.Points(fakeX, fakeY).Named("samples").In(show.Orange),
			},
		}
	})
	return f
}

// discriminator returns D on a grid, row by row from below.
func discriminator(r *gan.Run) (values [][]float64) {
	ticks := show.Span(-far, far, side)
	for _, y := range ticks {
		var row [][]float32
		for _, x := range ticks {
			row = append(row, []float32{float32(x), float32(y)})
		}
		var line []float64
		for _, d := range r.Discriminate(row) {
			line = append(line, float64(d))
		}
		values = append(values, line)
	}
	return values
}

// inside returns the coordinates of the points that lie within the picture.
func inside(points [][]float32) (xs, ys []float64) {
	for _, p := range points {
		if x, y := float64(p[0]), float64(p[1]); max(x, -x, y, -y) < far {
			xs, ys = append(xs, x), append(ys, y)
		}
	}
	return xs, ys
}
