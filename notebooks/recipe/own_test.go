package recipe

import (
	"strings"
	"testing"

	"ganbook/gan"
	"ganbook/gan/dataset"
)

func TestOwnImagesOfAnySizeTrain(t *testing.T) {
	for _, c := range []struct {
		name                    string
		height, width, channels int
		want                    string // in the error, or "" for none
	}{
		{"colour", 16, 4, 3, ""},
		{"no multiple of 4", 8, 10, 3, "Width = 10; above 0 and a multiple of 2^2"},
	} {
		images := dataset.NewImages(c.name, c.height, c.width, c.channels, make([]byte, 5*c.height*c.width*c.channels), nil, 0)
		cfg := OwnImages(images)
		cfg.Steps = 2
		run, err := gan.Train(t.Context(), cfg, images)
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: error %v, want %q", c.name, err, c.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if row := run.Sample(1)[0]; len(row) != images.Dim() {
			t.Errorf("%s: a sample of %d numbers, want %d", c.name, len(row), images.Dim())
		}
	}
}
