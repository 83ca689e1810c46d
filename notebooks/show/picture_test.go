package show

import (
	"bytes"
	"encoding/csv"
	"encoding/gob"
	"fmt"
	"image/png"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"ganbook/notebooks/show/scene"
)

// Every picture must come out of both renderers in one piece, whatever it holds.
func TestPicturesAreWhole(t *testing.T) {
	for _, set := range []map[string]Picture{gallery(), nasty()} {
		for name, p := range set {
			t.Run(name, func(t *testing.T) {
				s := newScene(p)
				sent := forms(s, "id")
				checkPNG(t, sent)
				spec := sent.Data[vegaLite].(map[string]any)
				checkJSON(t, "spec", spec)
				checkLayers(t, s, spec)
				checkArrives(t, sent)
				if s.Alt == "" || strings.Contains(s.Alt, "%!") {
					t.Errorf("description: %q", s.Alt)
				}
			})
		}
	}
}

func TestGallery(t *testing.T) {
	for name, p := range gallery() {
		t.Run(name, func(t *testing.T) { save(t, name, p) })
	}
}

func checkPNG(t *testing.T, sent *protocol.DisplayData) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(sent.Data[protocol.MIMEImagePNG].([]byte)))
	if err != nil {
		t.Fatal(err)
	}
	size := sent.Metadata[string(protocol.MIMEImagePNG)].(map[string]any)
	if img.Bounds().Dx() != 2*size["width"].(int) || img.Bounds().Dy() != 2*size["height"].(int) {
		t.Errorf("PNG is %v, want twice %v", img.Bounds(), size)
	}
}

// checkJSON fails if v holds something that the way to the notebook has no form for. The kernel would
// drop the whole picture.
func checkJSON(t *testing.T, path string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for k, w := range v {
			checkJSON(t, path+"."+k, w)
		}
	case []any:
		for i, w := range v {
			checkJSON(t, fmt.Sprintf("%s[%d]", path, i), w)
		}
	case []float64:
		for _, w := range v {
			checkJSON(t, path, w)
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s is %g", path, v)
		}
	case string, []string, bool, int:
	default:
		t.Errorf("%s is a %T", path, v)
	}
}

func panelsOf(spec map[string]any) []any {
	for _, key := range []string{"hconcat", "vconcat"} {
		if p, ok := spec[key]; ok {
			return p.([]any)
		}
	}
	return []any{spec}
}

// checkLayers reads back every layer's data. Numbers must be finite, and frames must exist.
func checkLayers(t *testing.T, s scene.Scene, spec map[string]any) {
	t.Helper()
	panels := panelsOf(spec)
	if len(panels) != len(s.Panels) {
		t.Fatalf("%d panels, want %d", len(panels), len(s.Panels))
	}
	for _, p := range panels {
		for _, l := range p.(map[string]any)["layer"].([]any) {
			data := l.(map[string]any)["data"].(map[string]any)
			rows, err := csv.NewReader(strings.NewReader(data["values"].(string))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			parse := data["format"].(map[string]any)["parse"].(map[string]any)
			_, filtered := l.(map[string]any)["transform"]
			if filtered != (rows[0][0] == "frame") {
				t.Errorf("filtered by frame: %t, columns %v", filtered, rows[0])
			}
			for _, row := range rows[1:] {
				for i, column := range rows[0] {
					if parse[column] != "number" {
						continue
					}
					v, err := strconv.ParseFloat(row[i], 64)
					if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
						t.Fatalf("column %s holds %q", column, row[i])
					}
					if column == "frame" && (v < 0 || int(v) >= len(s.Captions)) {
						t.Fatalf("frame %g of %d", v, len(s.Captions))
					}
				}
			}
		}
	}
}

// checkArrives sends a picture through the encoding that the kernel's pipe uses.
func checkArrives(t *testing.T, sent *protocol.DisplayData) {
	t.Helper()
	var pipe bytes.Buffer
	if err := gob.NewEncoder(&pipe).Encode(sent); err != nil {
		t.Fatal(err)
	}
	var got protocol.DisplayData
	if err := gob.NewDecoder(&pipe).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Data[vegaLite], sent.Data[vegaLite]) || !reflect.DeepEqual(got.Metadata, sent.Metadata) {
		t.Error("the kernel reads something else than was sent")
	}
}
