package scene

import (
	"image/color"
	"math"
)

// An Entry is a line of the legend: a sample of a layer, and its name.
type Entry struct {
	Name string
	Style
}

// KeyWidth returns how wide the sample is, in pixels.
func (s Style) KeyWidth() float64 {
	switch s.Primitive {
	case Strokes:
		return LineKey
	case Dots:
		return DotKey
	}
	return BoxKey
}

// Width returns how wide the entry is, in pixels: the sample, a gap and the name.
func (e Entry) Width() float64 { return e.KeyWidth() + KeyGap + TextWidth(e.Name, TextSize, false) }

// A ColorBar explains the colours of a heat map.
type ColorBar struct {
	Title  string
	Lo, Hi float64       // the values at its ends
	Stops  []color.NRGBA // evenly spaced from Lo to Hi; colours between two stops blend them
	Ticks  []Tick        // one at each stop
}

// ColorAt returns the colour of a value. Values outside of Lo to Hi have the colour of the nearer
// end, and NaN is transparent.
func (b *ColorBar) ColorAt(v float64) color.NRGBA {
	if math.IsNaN(v) {
		return color.NRGBA{}
	}
	t := min(max((v-b.Lo)/(b.Hi-b.Lo), 0), 1) * float64(len(b.Stops)-1)
	i := min(int(t), len(b.Stops)-2)
	t -= float64(i)
	mix := func(p, q uint8) uint8 { return uint8(float64(p) + t*(float64(q)-float64(p)) + 0.5) }
	p, q := b.Stops[i], b.Stops[i+1]
	return color.NRGBA{R: mix(p.R, q.R), G: mix(p.G, q.G), B: mix(p.B, q.B), A: 0xFF}
}
