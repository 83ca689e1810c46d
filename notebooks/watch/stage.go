package watch

import (
	"ganbook/gan"
	"ganbook/notebooks/show"
)

// newStage returns the stage for the data of a run.
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

// An emptyStage draws nothing: the data have more than two coordinates and are not images.
type emptyStage struct{}

func (emptyStage) look(*gan.Run) any { return nil }
func (emptyStage) draw(any) show.Row { return nil }
func (emptyStage) pace() pace        { return even }

// nameOfPg returns the name of Pg in legends.
func nameOfPg(cfg gan.Config) string {
	if cfg.Averaging > 0 {
		return "Pg (averaged G)"
	}
	return "Pg"
}
