// Package show draws the notebooks' pictures, sliders and checks.
//
// One description serves every reader: [Figure.Show] sends it as an interactive Vega-Lite chart, as a PNG for where
// such a chart cannot be shown, and as a sentence or two for those who cannot see either.
//
//	show.Figure{
//		Title: "A fair die", X: "outcome", Y: "probability",
//		Marks: show.Marks{show.Bars(faces, probs), show.Rule(3.5).Named("E[X] = 3.5")},
//	}.Show()
//
// [Row] and [Column] join figures into one picture. [Slide] puts a slider under a picture: Go computes every frame
// beforehand, so that the slider works in a saved notebook with no kernel running. [Live] redraws a picture in place
// while something runs. [Check] prints a comparison and fails the cell when it does not hold; [Exercise] does so once
// the reader has tried.
//
// Values that are not finite (and, on a logarithmic axis, not positive) are left out: a line breaks there. Outside a
// notebook, Show prints the description in words.
package show
