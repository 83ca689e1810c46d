package show

import "testing"

func BenchmarkPNG(b *testing.B) {
	p := gallery()["row"]
	for b.Loop() {
		PNG(p)
	}
}

func BenchmarkLive(b *testing.B) {
	p := gallery()["row"]
	for b.Loop() {
		liveForms(p, Progress{Done: 0.5, Text: "half"}, "id")
	}
}
