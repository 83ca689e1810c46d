package show

import (
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// Live is a place below the cell where one picture after another appears, each in place of the last.
// Its methods may be called from one goroutine at a time. Outside a notebook only Finish does something.
type Live struct{ id string }

// Progress says how far a run has come; it is drawn as a bar under the picture.
type Progress struct {
	Done float64 // from 0 to 1
	Text string
}

// NewLive returns a place of its own.
func NewLive() *Live { return &Live{gonbui.UniqueId()} }

// Say shows a line of text, until there is a picture.
func (l *Live) Say(text string) {
	if gonbui.IsNotebook {
		gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{protocol.MIMETextPlain: text}, DisplayID: l.id})
	}
}

// Draw shows the picture, with the progress under it, as an image: quick enough for several a second.
func (l *Live) Draw(p Picture, progress Progress) {
	if !gonbui.IsNotebook {
		return
	}
	s := newScene(p)
	gonbui.SendData(&protocol.DisplayData{
		Data: map[protocol.MIMEType]any{
			protocol.MIMEImagePNG:  s.png(&progress),
			protocol.MIMETextPlain: progress.Text + "\n" + s.alt,
		},
		Metadata:  map[string]any{string(protocol.MIMEImagePNG): s.imageSize(&progress)},
		DisplayID: l.id,
	})
}

// Finish puts the picture in its final form, as Show would display it, in the place of what was drawn before.
func (l *Live) Finish(p Picture) { newScene(p).send(l.id) }

const progressHeight = 34

func (p *Progress) draw(pen pen, w, y float64) {
	const x, thick = 24, 5
	done := 0.0 // where Done is NaN
	if p.Done > 0 {
		done = min(p.Done, 1)
	}
	pen.box(x, y+2, w-x, y+2+thick, grid)
	pen.box(x, y+2, x+(w-2*x)*done, y+2+thick, palette[Blue])
	pen.text(point{x, y + 2 + thick + 6 + textSize - 2}, p.Text, textSize, false, left, ink)
	pen.text(point{w - x, y + 2 + thick + 6 + textSize - 2}, fmt.Sprintf("%.0f %%", 100*done), textSize, false, right, ink)
}
