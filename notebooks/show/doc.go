// Package show draws the notebooks' pictures, sliders and checks.
//
// A cell describes what to draw:
//
//	show.Figure{
//		Title: "A fair die", X: "outcome", Y: "probability",
//		Marks: show.Marks{show.Bars(faces, probs), show.Rule(3.5).Named("E[X] = 3.5")},
//	}.Show()
//
// Show sends the figure in three forms: an interactive Vega-Lite chart, a PNG for where such a chart
// cannot be shown, and a description in words for those who can see neither. Outside a notebook,
// Show prints the description.
//
// [Row] and [Column] join figures into one picture. [Slide] puts a slider under a picture. It
// computes every frame beforehand, so the slider works in a saved notebook without a kernel. [Live]
// redraws a picture in place while something runs. [Check] prints a comparison, and fails the cell
// when it does not hold. [Exercise] judges a reader's answer.
//
// Values that are not finite are left out, and on a logarithmic axis those that are not positive
// too: a line breaks there. Misuse, such as slices of different lengths, causes a panic that says what is
// wanted.
//
// # How it works
//
// The files layout*.go turn a picture into a scene (package [ganbook/notebooks/show/scene]). Two
// packages draw scenes: vegalite as Vega-Lite, raster as PNG.
package show
