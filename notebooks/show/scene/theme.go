package scene

import "image/color"

// The colours of what is not data. Only data and text stand out.
var (
	Paper = color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF} // the background
	Ink   = color.NRGBA{R: 0x33, G: 0x33, B: 0x33, A: 0xFF} // text
	Quiet = color.NRGBA{R: 0x88, G: 0x88, B: 0x88, A: 0xFF} // axes and their ticks
	Grid  = color.NRGBA{R: 0xE8, G: 0xE8, B: 0xE8, A: 0xFF} // the lines from ticks across the panel
)

// Sizes of text, in pixels.
const (
	TextSize    = 11.0 // tick labels, legend, words in a panel
	AxisSize    = 12.0 // axis titles
	CaptionSize = 13.0 // what the sliders say
	TitleSize   = 14.0 // panel titles
)

// Sizes around panels, in pixels.
const (
	Margin   = 8  // around the picture
	PanelGap = 24 // between two panels
	SideGap  = 16 // between a panel and what stands right of it
	TickSize = 4  // length of a tick
	LabelGap = 4  // between a tick and its label
	TitleGap = 8  // between tick labels and the axis title
)

// Sizes of the legend and the colour bar, in pixels.
const (
	LineKey  = 20 // width of a line's sample
	DotKey   = 7  // width of a dot's sample
	BoxKey   = 11 // width of any other sample
	KeyGap   = 5  // between a sample and its name
	EntryGap = 14 // between two entries in a row

	BarLength = 120 // height of the colour bar
	BarWidth  = 14
)

// Sizes of what is drawn in a panel, in pixels.
const (
	DotRadius = 3
	HaloWidth = 1.5 // how much paper shows around words that cover what was drawn before
)

// Dashes are the lengths of a dash and of the gap after it, in pixels.
var Dashes = []float64{6, 4}
