package show

import (
	"encoding/gob"
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"ganbook/notebooks/show/raster"
	"ganbook/notebooks/show/scene"
	"ganbook/notebooks/show/vegalite"
)

func init() {
	// The kernel's pipe drops a message that holds a type which is not registered, and every
	// message after it.
	gob.Register(map[string]any{})
	gob.Register([]any{})
}

const vegaLite protocol.MIMEType = "application/vnd.vegalite.v5+json"

// PNG draws the picture as its sliders begin, with two dots to each pixel's side.
func PNG(p Picture) []byte {
	image, _, _ := raster.Draw(newScene(p))
	return image
}

// display shows a picture where the program runs: in a notebook as a picture, elsewhere in words.
func display(p Picture) {
	// The kernel takes a known id for a redraw, even in a later run of the cell.
	send(newScene(p), gonbui.UniqueId())
}

func send(s scene.Scene, id string) {
	if !gonbui.IsNotebook {
		fmt.Println(s.Alt)
		return
	}
	gonbui.SendData(forms(s, id))
	gonbui.Sync()
}

// forms is a scene in every form. Each front end shows the best one that it can.
func forms(s scene.Scene, id string) *protocol.DisplayData {
	image, w, h := raster.Draw(s)
	return &protocol.DisplayData{
		Data: map[protocol.MIMEType]any{
			vegaLite:               vegalite.Spec(s),
			protocol.MIMEImagePNG:  image,
			protocol.MIMETextPlain: s.Alt,
		},
		Metadata: map[string]any{
			string(vegaLite):              map[string]any{"embed_options": map[string]any{"actions": false, "renderer": vegalite.Renderer(s)}},
			string(protocol.MIMEImagePNG): imageSize(w, h),
		},
		DisplayID: id,
	}
}

// imageSize tells front ends at which size, in pixels, to show the PNG.
func imageSize(w, h int) map[string]any { return map[string]any{"width": w, "height": h} }

// Strokes returns the picture as its sliders begin, as strokes for a canvas: JSON in the form of
// [raster.Record].
func Strokes(p Picture) []byte { return raster.Record(newScene(p)) }
