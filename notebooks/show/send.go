package show

import (
	"encoding/gob"
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func init() {
	// The kernel's pipe drops a message that holds a type it was not told of, and every message after it.
	gob.Register(object{})
	gob.Register([]any{})
}

const vegaLite protocol.MIMEType = "application/vnd.vegalite.v5+json"

// display shows a picture where the program runs: in a notebook as a picture, elsewhere in words.
func display(p Picture) {
	// An identity of its own, as the kernel takes a known one for a redraw, even in a later run of the cell.
	newScene(p).send(gonbui.UniqueId())
}

func (s scene) send(id string) {
	if !gonbui.IsNotebook {
		fmt.Println(s.alt)
		return
	}
	gonbui.SendData(s.bundle(id))
	gonbui.Sync()
}

// bundle is the scene in every form; each front end takes the best that it can show.
func (s scene) bundle(id string) *protocol.DisplayData {
	return &protocol.DisplayData{
		Data: map[protocol.MIMEType]any{
			vegaLite:               s.spec(),
			protocol.MIMEImagePNG:  s.png(nil),
			protocol.MIMETextPlain: s.alt,
		},
		Metadata: map[string]any{
			string(vegaLite):              object{"embed_options": object{"actions": false}},
			string(protocol.MIMEImagePNG): s.imageSize(nil),
		},
		DisplayID: id,
	}
}

// imageSize tells front ends to show the PNG at half its size, sharp on dense screens.
func (s scene) imageSize(progress *Progress) object {
	w, h := s.size()
	if progress != nil {
		h += progressHeight
	}
	return object{"width": int(w), "height": int(h)}
}
