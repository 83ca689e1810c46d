package vegalite

import (
	"fmt"
	"image/color"

	"ganbook/notebooks/show/scene"
)

// theme is package scene's theme in Vega-Lite's words.
func theme() object {
	ink, quiet := css(scene.Ink), css(scene.Quiet)
	return object{
		"font": "Liberation Sans, Arial, Helvetica, sans-serif", // all as wide as what scene measures
		"view": object{"stroke": "transparent"},
		"axis": object{
			"domainColor": quiet, "tickColor": quiet, "gridColor": css(scene.Grid), "tickSize": scene.TickSize,
			"labelColor": ink, "labelFontSize": scene.TextSize, "labelPadding": scene.LabelGap,
			"labelOverlap": false, "labelFlush": false,
			"titleColor": ink, "titleFontSize": scene.AxisSize, "titleFontWeight": "normal",
			"titlePadding": scene.TitleGap,
		},
		"title": object{
			"anchor": "start", "frame": "group", "offset": 10,
			"color": ink, "fontSize": scene.TitleSize, "fontWeight": "bold",
			"subtitleColor": ink, "subtitleFontSize": scene.CaptionSize, "subtitlePadding": 8,
		},
		"legend": object{
			"labelColor": ink, "labelFontSize": scene.TextSize, "labelLimit": 0,
			"titleColor": ink, "titleFontSize": scene.TextSize, "titleFontWeight": "normal", "titleLimit": 0,
			"offset": 8, "padding": 0,
		},
	}
}

func css(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }
