package show

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"ganbook/notebooks/show/raster"
	"ganbook/notebooks/show/vegalite"
	"ganbook/theory/seed"
)

var galleryDir = flag.String("gallery", "", "write the pictures that the tests draw into this folder, to be looked at")

func normal(mu, sigma float64) func(float64) float64 {
	return func(x float64) float64 {
		z := (x - mu) / sigma
		return math.Exp(-z*z/2) / (sigma * math.Sqrt(2*math.Pi))
	}
}

func draws(n int, mu, sigma float64) []float64 {
	rng := seed.Rand(1, 2)
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = mu + sigma*rng.NormFloat64()
	}
	return xs
}

func walk(n int, from, to float64) []float64 {
	noise := draws(n, 0, 0.06)
	for i := range noise {
		noise[i] += to + (from-to)*math.Exp(-5*float64(i)/float64(n))
	}
	return noise
}

func saddle(n int, tilt float64) [][]float64 {
	grid := make([][]float64, n)
	for i := range grid {
		for j := range n {
			x, y := float64(j)/float64(n-1)*4-2, float64(i)/float64(n-1)*4-2
			grid[i] = append(grid[i], 1/(1+math.Exp(-x-tilt*y*y)))
		}
	}
	return grid
}

// rings are images of 20 by 20 pixels.
func rings(n int) [][]float32 {
	all := make([][]float32, n)
	for k := range all {
		for i := range 400 {
			r := math.Hypot(float64(i%20)-9.5, float64(i/20)-9.5)
			all[k] = append(all[k], float32(math.Exp(-(r-6)*(r-6)*float64(k+1)/10)))
		}
	}
	return all
}

// gallery holds a picture of each kind that notebooks draw.
func gallery() map[string]Picture {
	faces, fair := []float64{1, 2, 3, 4, 5, 6}, []float64{1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6}
	steps := Span(0, 4000, 4001)
	gan := func(d float64) Row {
		real, fake := normal(0, 1), normal(d, 0.6)
		return Row{
			{Title: "What D sees", X: "x", Y: "density, probability", YRange: Range{0, 1.05}, Marks: Marks{
				Curve(real, -4, 5).Named("Pdata"),
				Histogram(draws(2000, d, 0.6), 60).Over(-4, 5).Named("Pg"),
				Curve(func(x float64) float64 { return real(x) / (real(x) + fake(x)) }, -4, 5).Named("D* = Pdata/(Pdata + Pg)").Dashed().In(Green),
				Curve(func(x float64) float64 { return 1 / (1 + math.Exp(3*(x-d/2))) }, -4, 5).Named("D(x)").In(Green),
			}},
			{Title: "Losses", X: "step", Y: "nats", Marks: Marks{
				Line(steps, walk(len(steps), 0.4, math.Log(4))).Named("D"),
				Line(steps, walk(len(steps), 2, math.Log(2))).Named("G"),
				Level(math.Log(4)).Named("log 4"), Level(math.Log(2)).Named("log 2"),
			}},
		}
	}
	return map[string]Picture{
		"die": Figure{Title: "A fair die", X: "outcome", Y: "probability",
			Marks: Marks{Bars(faces, fair), Rule(3.5).Named("E[X] = 3.5")}},
		"two dice": Figure{Title: "Fair against loaded", X: "outcome", Y: "probability",
			Marks: Marks{Bars(faces, fair).Named("fair"), Bars(faces, []float64{.1, .1, .1, .1, .1, .5}).Named("loaded")}},
		"density": Figure{Title: "E[g(X)] = ∫ g(x) f(x) dx for g(x) = x², X ~ N(0, σ²)", X: "x", Y: "density",
			Marks: Marks{Area(Span(-4, 4, 401), Map(Span(-4, 4, 401), normal(0, 1))).Named("f(x)"),
				Curve(func(x float64) float64 { return x * x * normal(0, 1)(x) }, -4, 4).Named("x² f(x)"),
				Rule(0).Named("μ = 0"), Rule(1).Named("σ = 1").Dashed(), Label(math.Sqrt2, 0.29, "peak at √2")}},
		"average": Figure{Title: "The average of n draws settles as 1/√n", X: "n", Y: "average", LogX: true, Marks: Marks{
			Band(LogSpan(10, 1e5, 200), Map(LogSpan(10, 1e5, 200), func(n float64) float64 { return 3.5 - 3/math.Sqrt(n) }),
				Map(LogSpan(10, 1e5, 200), func(n float64) float64 { return 3.5 + 3/math.Sqrt(n) })).Named("E[X] ± standard error").Faint(),
			Points([]float64{10, 100, 1000, 1e4, 1e5}, []float64{3.9, 3.4, 3.52, 3.49, 3.501}).Named("averages"), Level(3.5).Named("E[X] = 3.5")}},
		"histogram": Figure{Title: "2,000 draws and their density", X: "x", Y: "density", Marks: Marks{
			Histogram(draws(2000, 0, 1), 40).Named("draws"), Curve(normal(0, 1), -4, 4).Named("N(0, 1)")}},
		"many": Figure{Title: "Every series colour", X: "x", Y: "y", Marks: Marks{
			Curve(math.Sin, 0, 6).Named("a series with a long name"), Curve(math.Cos, 0, 6).Named("another one, as long"),
			Curve(math.Sqrt, 0, 6).Named("θ̂₁, V̂, x̄"), Curve(math.Log, 0, 6).Named("ln x"), Curve(math.Cbrt, 0, 6).Named("∛ of x, which is long too"),
			Curve(math.Atan, 0, 6).In(Blue).Faint().Named("faint")}},
		"heat": Figure{Title: "A discriminator", X: "x₁", Y: "x₂", Width: 320, Height: 320, Marks: Marks{
			HeatMap(saddle(40, 0.5), -2, 2, -2, 2).Over(0, 1).Centered().Named("D(x)"),
			Points(draws(200, -0.5, 0.4), draws(200, 0.3, 0.5)).Named("data").In(Blue), Points(draws(200, 1, 0.1), draws(200, -1, 0.5)).Named("samples").In(Orange)}},
		"heat with a long legend": Figure{Title: "A discriminator", X: "x₁", Y: "x₂", Width: 200, Height: 240, Marks: Marks{
			HeatMap(saddle(40, 0.5), -2, 2, -2, 2).Over(0, 1).Centered().Named("D(x)"),
			Points(draws(200, -0.5, 0.4), draws(200, 0.3, 0.5)).Named("data that the other one sees").In(Blue), Points(draws(200, 1, 0.1), draws(200, -1, 0.5)).Named("samples").In(Orange)}},
		"field": Figure{Title: "A vector field", X: "x", Y: "y", Marks: Marks{
			Field(func(x, y float64) (float64, float64) { return -y, x }, -2, 2, -2, 2, 9), Arrows([]float64{-1}, []float64{0.2}, []float64{1}, []float64{1}).In(Orange).Named("a step")}},
		"images": Figure{Title: "Rings, thinner and thinner", Width: 300, Height: 300, Marks: Marks{Images(rings(30), 20, 6)}},
		"images beside a curve": Row{
			{X: "thinner", Y: "a line", Marks: Marks{Images(rings(7), 20, 4)}},
			{X: "x", Y: "y", Marks: Marks{Curve(math.Sqrt, 0, 1)}}},
		"images that change": Slides(Slider{Name: "n", Values: []float64{1, 2, 3}}, func(n float64) Figure {
			return Figure{Title: "Rings", Marks: Marks{Images(rings(20)[5*int(n):], 20, 5)}}
		}),
		"board": Figure{Title: "Row 1 is sure of 2, column 1 costs 2 at most", X: "column player chooses", Y: "row player chooses", Marks: Marks{
			Board(nil, nil, [][]float64{{3, 1, 4}, {5, 2, 6}, {0, -1, 9}}).BestAnswers().Framed(1, 1)}},
		"boards": Row{
			{Title: "Rock, paper, scissors", X: "column player", Y: "row player", Marks: Marks{
				Board([]string{"rock", "paper", "scissors"}, []string{"rock", "paper", "scissors"}, [][]float64{{0, -1, 1}, {1, 0, -1}, {-1, 1, 0}})}},
			{Title: "A wide one", X: "keeper", Y: "striker", Marks: Marks{
				Board([]string{"left", "right"}, []string{"stays where he is", "jumps"}, [][]float64{{1. / 3, 12345.678}, {nan, -9876}})}}},
		"board that changes": Slides(Slider{Name: "a", Values: []float64{-2, 0, 3}}, func(a float64) Figure {
			return Figure{Title: "A payoff changes", X: "column", Y: "row", Marks: Marks{Board(nil, nil, [][]float64{{a, -1}, {1, 2}}).BestAnswers()}}
		}),
		"row": gan(1),
		"column": Column{
			{X: "x", Y: "y, which is large", Marks: Marks{Curve(func(x float64) float64 { return 12345 * x }, 0, 1)}},
			{X: "x", Y: "y", Marks: Marks{Curve(math.Sqrt, 0, 1)}}},
		"slider": Slides(Slider{Name: "n", Values: []float64{10, 100, 1000, 10000}, Start: 100}, func(n float64) Figure {
			return Figure{Title: "Averages of n throws", X: "average", Y: "density", Marks: Marks{
				Curve(normal(3.5, 1.7/math.Sqrt(n)), 1, 6).Named("density"), Rule(3.5).Named("E[X]"), Rule(3.5 + 1.7/math.Sqrt(n)).Dashed().Named("σ/√n")}}
		}),
		"two sliders": slides2(Slider{Name: "μ", Values: Span(-2, 2, 9)}, Slider{Name: "σ", Values: []float64{0.5, 1, 2}, Start: 1}, func(mu, sigma float64) Figure {
			return Figure{Title: "N(μ, σ²)", X: "x", Y: "density", Marks: Marks{Curve(normal(mu, sigma), -5, 5)},
				Reading: "μ + σ = " + number(mu+sigma)}
		}),
		"replay": Slides(Slider{Name: "step", Values: Span(0, 4000, 21), Start: 4000}, func(step float64) Row { return gan(4 * math.Exp(-step/1000)) }),
	}
}

// save writes a picture in all its forms, if the flag gallery says where.
func save(t *testing.T, name string, p Picture) {
	t.Helper()
	if *galleryDir == "" {
		return
	}
	s := newScene(p)
	spec, err := json.Marshal(vegalite.Spec(s))
	if err != nil {
		t.Fatal(err)
	}
	image, _, _ := raster.Draw(s)
	t.Logf("spec %d bytes, PNG %d bytes\n%s", len(spec), len(image), s.Alt)
	for ext, b := range map[string][]byte{".json": spec, ".png": image, ".txt": []byte(s.Alt)} {
		if err := os.WriteFile(filepath.Join(*galleryDir, name+ext), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
