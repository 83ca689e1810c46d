package show

import (
	"bytes"
	"image/png"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func TestProgressIsDrawnUnderThePicture(t *testing.T) {
	f := Figure{X: "x", Y: "y", Marks: Marks{Rule(3.5)}}
	size := func(d *protocol.DisplayData) map[string]any {
		return d.Metadata[string(protocol.MIMEImagePNG)].(map[string]any)
	}
	picture := func(d *protocol.DisplayData) []byte { return d.Data[protocol.MIMEImagePNG].([]byte) }
	still := forms(newScene(f), "id")
	live := func(done float64) *protocol.DisplayData {
		return liveForms(f, Progress{Done: done, Text: "step 3 of 5"}, "id")
	}
	none, half := live(0), live(0.5)
	if w, h := size(half)["width"], size(half)["height"].(int); w != size(still)["width"] || h <= size(still)["height"].(int) {
		t.Errorf("%v by %v with the progress, %v without", w, h, size(still))
	}
	img, err := png.Decode(bytes.NewReader(picture(half)))
	if err != nil {
		t.Fatal(err)
	}
	if w, h := img.Bounds().Dx(), img.Bounds().Dy(); w != 2*size(half)["width"].(int) || h != 2*size(half)["height"].(int) {
		t.Errorf("the PNG is %d by %d dots, want twice %v", w, h, size(half))
	}
	if bytes.Equal(picture(none), picture(half)) {
		t.Error("the bar is as long at 0.5 as at 0")
	}
	for _, tt := range []struct{ done, as float64 }{{nan, 0}, {-1, 0}, {7, 1}, {inf, 1}} {
		if !bytes.Equal(picture(live(tt.done)), picture(live(tt.as))) {
			t.Errorf("%g is drawn otherwise than %g", tt.done, tt.as)
		}
	}
	if got, want := half.Data[protocol.MIMETextPlain], "step 3 of 5\n"+newScene(f).Alt; got != want {
		t.Errorf("in words: %q, want %q", got, want)
	}
}
