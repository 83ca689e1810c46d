package show

import (
	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"ganbook/notebooks/show/raster"
	"ganbook/notebooks/show/scene"
)

// Live is a place below the cell where one picture after another appears, each in place of the
// last. Its methods may be called from one goroutine at a time. Outside a notebook only Finish does
// something.
type Live struct{ id string }

// Progress says how far a run has come. It is drawn as a bar under the picture.
type Progress struct {
	Done float64 // from 0 to 1
	Text string
}

// NewLive returns a new place.
func NewLive() *Live { return &Live{gonbui.UniqueId()} }

// Say shows a line of text, until there is a picture.
func (l *Live) Say(text string) {
	if gonbui.IsNotebook {
		gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{protocol.MIMETextPlain: text}, DisplayID: l.id})
	}
}

// Draw shows the picture, with the progress under it, as an image. This is quick enough for several
// pictures a second.
func (l *Live) Draw(p Picture, progress Progress) {
	if gonbui.IsNotebook {
		gonbui.SendData(liveForms(p, progress, l.id))
	}
}

// Finish puts the picture in place of what was drawn before, as Show would display it.
func (l *Live) Finish(p Picture) { send(newScene(p), l.id) }

// liveForms is a picture and the progress of a run in the forms that are drawn quickly.
func liveForms(p Picture, progress Progress, id string) *protocol.DisplayData {
	s := newScene(p)
	done := 0.0
	if progress.Done > 0 { // not NaN
		done = min(progress.Done, 1)
	}
	s.Progress = &scene.Progress{Done: done, Text: progress.Text, Color: palette[Blue]}
	image, w, h := raster.Draw(s)
	return &protocol.DisplayData{
		Data: map[protocol.MIMEType]any{
			protocol.MIMEImagePNG:  image,
			protocol.MIMETextPlain: progress.Text + "\n" + s.Alt,
		},
		Metadata:  map[string]any{string(protocol.MIMEImagePNG): imageSize(w, h)},
		DisplayID: id,
	}
}
