package watch

import (
	"ganbook/gan"
	"ganbook/notebooks/show"
)

// newStage chooses how to look at a run by what its data are.
func newStage(r *gan.Run) stage {
	if data, ok := r.Data().(pictured); ok {
		return newImageStage(r, data)
	}
	switch r.Data().Dim() {
	case 1:
		return newLineStage(r)
	case 2:
		return newPlaneStage(r)
	}
	return emptyStage{}
}

// An emptyStage leaves the data unseen: more than two coordinates, and no image.
type emptyStage struct{}

func (emptyStage) look(*gan.Run) any { return nil }
func (emptyStage) draw(any) show.Row { return nil }
func (emptyStage) pace() pace        { return even }

// nameOfPg says of which generator samples are.
func nameOfPg(cfg gan.Config) string {
	if cfg.Averaging > 0 {
		return "Pg (averaged G)"
	}
	return "Pg"
}
