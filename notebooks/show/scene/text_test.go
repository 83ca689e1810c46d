package scene

import "testing"

func TestTextHasLettersThatTheFontLacks(t *testing.T) {
	width := func(text string) float64 { return TextWidth(text, TextSize, false) }
	if full, small := width("10−12"), width("10⁻¹²"); !(small < full && small > width("10")) {
		t.Errorf("10⁻¹² is %g wide, want between 10 (%g) and 10−12 (%g)", small, width("10"), full)
	}
	if plain, accented := width("θ"), width("θ̂"); accented != plain {
		t.Errorf("θ̂ is %g wide, want the width of θ, %g", accented, plain)
	}
	// A norm's bars keep close to what is between them, as in formulas.
	if norm, gaps := width("‖z‖"), width("|| z ||"); norm >= gaps {
		t.Errorf("‖z‖ is %g wide, want less than %g", norm, gaps)
	}
	f := face(TextSize, false)
	for _, r := range "σθμπλφψεδγβαηρτχΣΔΓΘΛΩ½¼¾·×÷±−–—…≤≥≈≠∞√∑∏∫∂→←‖ℓ'“”" {
		if i, err := f.Face.GlyphIndex(nil, r); err != nil || i == 0 {
			t.Errorf("the font has no %c", r)
		}
	}
}
