package show

import "strings"

// A Picture is what can be shown: a [Figure], a [Row], a [Column], or what [Slides] makes of them.
type Picture interface {
	Show()
	frames() sequence
}

// A Row is a picture of figures side by side.
type Row []Figure

// A Column is a picture of figures one below the other.
type Column []Figure

// Show displays the figures below the cell.
func (r Row) Show() { display(r) }

// Show displays the figures below the cell.
func (c Column) Show() { display(c) }

// A sequence is a picture at every position of its sliders.
type sequence struct {
	figures [][]Figure // figures[i] are those of frame i
	stacked bool
	sliders []Slider // none for a still picture; the frames go through the last slider's values fastest
}

func (f Figure) frames() sequence { return sequence{figures: [][]Figure{{f}}} }
func (r Row) frames() sequence    { return sequence{figures: [][]Figure{r}} }
func (c Column) frames() sequence { return sequence{figures: [][]Figure{c}, stacked: true} }

// start is the frame that is seen first.
func (s sequence) start() int {
	frame := 0
	for _, slider := range s.sliders {
		frame = frame*len(slider.Values) + slider.start()
	}
	return frame
}

// caption says where the sliders stand at a frame: "n = 100".
func (s sequence) caption(frame int) string {
	text := ""
	for i := len(s.sliders) - 1; i >= 0; i-- {
		slider := s.sliders[i]
		at := slider.Name + " = " + number(slider.Values[frame%len(slider.Values)])
		frame /= len(slider.Values)
		if text != "" {
			at += between
		}
		text = at + text
	}
	return text
}

// reading is what the figures say beside the sliders at a frame: "E[X] = 4.50".
func (s sequence) reading(frame int) string {
	var readings []string
	for _, f := range s.figures[frame] {
		if f.Reading != "" {
			readings = append(readings, f.Reading)
		}
	}
	return strings.Join(readings, between)
}

// between separates what a caption says.
const between = ",  "
