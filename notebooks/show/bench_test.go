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
		newScene(p).png(&Progress{Done: 0.5, Text: "half"})
	}
}
