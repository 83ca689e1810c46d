package main

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/show"
)

// A frame follows the same samples, has half of the dots each way, and only colours of the whole picture.
func TestFrames(t *testing.T) {
	cfg := gan.Defaults()
	cfg.Backend = "go"
	run, err := gan.Start(cfg, dataset.Ring(8, 1, 0.05))
	if err != nil {
		t.Fatal(err)
	}
	first, second := show.PNG(frame(run)), show.PNG(frame(run))
	if !bytes.Equal(first, second) {
		t.Error("two frames of the same step differ")
	}
	img, err := png.Decode(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	whole := img.(*image.Paletted)
	small := half(whole)
	if small.Rect.Dx() != whole.Rect.Dx()/2 || small.Rect.Dy() != whole.Rect.Dy()/2 || len(small.Palette) != len(whole.Palette) {
		t.Errorf("half of %v is %v, with %d colours of %d", whole.Rect, small.Rect, len(small.Palette), len(whole.Palette))
	}
}
