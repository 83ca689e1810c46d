package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ganbook/notebooks/show"
)

// known returns results of two rows: three rounds of all programs of toy, and one of the Parzen window.
func known() *Results {
	rs := &Results{}
	for round := 1; round <= 3; round++ {
		for _, p := range training.programs() {
			if round == 1 || p.Variant == "" || p.Variant == "scan" || p.Variant == "eager" {
				seconds := map[string]float64{"ganbook": 2e-3, "JAX scan": 3e-3, "JAX step": 4e-3, "PyTorch eager": 5e-3, "PyTorch compile": 6e-3, "products, XLA": 1e-3, "products, NumPy": 1.5e-3}[p.Name()]
				rs.all = append(rs.all, some("toy", p.Name(), round, seconds*float64(round), "k"))
			}
		}
	}
	for _, program := range []string{Ours, JAX} {
		r := some("parzen", program, 1, 7, "k")
		r.Parameters, r.Score, r.Quality = nil, -100, "-100.000 nats"
		rs.all = append(rs.all, r)
	}
	return rs
}

func twoRows(t *testing.T) []summary {
	all := summaries(known())
	if len(all) != 2 {
		t.Fatalf("%d rows with results, want 2", len(all))
	}
	return all
}

func TestTable(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(table(twoRows(t))), "\n")[2:]
	want := []string{
		"| **toy**: ring, MLP 2×128, batch 512 | 4.00 ms ± 50 % | 6.00 ms ± 50 % (scan) | 10.0 ms ± 50 % (eager) | 1.50× (goal 1.20×) | 2.50× (goal 2.00×) | 2.00 ms, 3.00 ms | 50 % | 1.00 s, 1.00 s, 1.00 s | 8 of 8 modes; 8 of 8 modes; 8 of 8 modes |",
		"| **parzen**: Parzen window, 10k fakes, 10k test rows of 784, in s | 7.00 s | 7.00 s | – | 1.00× (goal 1.00×) | – | –, – | – | 1.00 s, 1.00 s, – | -100.000 nats; -100.000 nats; – |",
	}
	for i := range want {
		if lines[i] != want[i] {
			t.Errorf("\n%s\nwant\n%s", lines[i], want[i])
		}
	}
}

func TestLeftByGoals(t *testing.T) {
	text := leftByGoals(twoRows(t))
	if want := "| toy | 5.00 ms | 2.00 ms | 60 % |\n"; !strings.HasSuffix(text, want) {
		t.Errorf("%s\nwant at its end\n%s", text, want)
	}
	slow := twoRows(t)
	for i := range slow[0].By[XLAProducts] {
		slow[0].By[XLAProducts][i].Seconds *= 5
	}
	if text := leftByGoals(slow); !strings.Contains(text, "| 5.00 ms | 10.0 ms | nothing") {
		t.Errorf("%s\nwant that nothing is left", text)
	}
}

// The project's README gives the range of the ratios.
func TestReadmeSaysWhatTheTableSays(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	results, err := readResults(filepath.Base(resultsFile))
	if err != nil {
		t.Fatal(err)
	}
	all := summaries(results)
	leastJAX, mostJAX := extremes(all, JAX)
	leastPyTorch, mostPyTorch := extremes(all, PyTorch)
	want := fmt.Sprintf("JAX's time for the same step is %.2f to %.2f times ganbook's, and PyTorch's %.2f to %.2f times",
		leastJAX, mostJAX, leastPyTorch, mostPyTorch)
	for _, want := range []string{want, goalsMissed(all)} {
		if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), want) {
			t.Errorf("README.md does not say %q", want)
		}
	}
}

func TestGoalsMissed(t *testing.T) {
	all := twoRows(t)
	if got, want := goalsMissed(all), "Of 3 goals, 0 are missed, 0 of them against JAX."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	all[0].Row.Goals.JAX, all[0].Row.Goals.PyTorch = 1.6, 2.6
	if got, want := goalsMissed(all), "Of 3 goals, 2 are missed, 1 of them against JAX."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAgainst(t *testing.T) {
	for _, test := range []struct {
		x, goal float64
		want    string
	}{
		{1.3, 1.2, "1.30× (goal 1.20×)"},
		{1.2, 1.2, "1.20× (goal 1.20×)"},
		{1.1, 1.2, "1.10× (goal 1.20×, **missed**)"},
		{1.1, 0, "1.10×"},
		{math.NaN(), 1.2, "–"},
	} {
		if got := against(test.x, test.goal, times); got != test.want {
			t.Errorf("%v of %v: %s, want %s", test.x, test.goal, got, test.want)
		}
	}
}

func TestReportSaysWhatItRestsOn(t *testing.T) {
	text := report(twoRows(t), map[string]conditions{"k": {Machine: "2 cores, AVX2", Versions: "JAX 1, PyTorch 2"}}, "")
	for _, want := range []string{"2 cores, AVX2; JAX 1, PyTorch 2", "JAX step 4.00 ms, PyTorch compile 6.00 ms", "Not run, so that nothing is known of their times: ", "abc (toy, parzen)", "load average before a turn of ganbook: 0.1", "times.png"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Not to be compared") {
		t.Errorf("equal results are called unfair:\n%s", text)
	}
}

func TestPictureIsDrawn(t *testing.T) {
	png := show.PNG(picture(twoRows(t)))
	if len(png) < 1000 || len(png) > 100_000 {
		t.Errorf("%d bytes, want some tens of thousands", len(png))
	}
}

func TestUnfair(t *testing.T) {
	row := Row{Name: "toy", Judge: modes(0.1)}
	for _, test := range []struct {
		name   string
		change func(*result)
		want   string
	}{
		{"as it is", func(*result) {}, ""},
		{"a smaller network", func(r *result) { r.Parameters = []int{9, 20} }, "parameters"},
		{"worse samples", func(r *result) { r.Score = 0.3 }, "score"},
		{"better samples", func(r *result) { r.Score = 0.9 }, ""},
		{"no samples", func(r *result) { r.Score = math.NaN() }, "score"},
		{"a loss that theory excludes", func(r *result) { r.DLoss = 1.6 }, "loss"},
		{"a loss that the others do not have", func(r *result) { r.DLoss = 1 }, "loss"},
		{"no loss", func(r *result) { r.DLoss = math.NaN() }, "loss"},
	} {
		results := []result{some("toy", "ganbook", 1, 1, "k"), some("toy", "JAX scan", 1, 1, "k"), some("toy", "PyTorch eager", 1, 1, "k")}
		test.change(&results[1])
		got := unfair(row, results, true)
		if (test.want == "") != (len(got) == 0) || !strings.Contains(fmt.Sprint(got), test.want) {
			t.Errorf("%s: %v, want %q", test.name, got, test.want)
		}
	}
}

func TestTwoVariantsOfAFamilyAreNoMajority(t *testing.T) {
	row := Row{Name: "toy", Judge: modes(0.1)}
	var results []result
	for program, score := range map[string]float64{"ganbook": 0.9, "PyTorch eager": 0.9, "JAX scan": 0.3, "JAX step": 0.3} {
		r := some("toy", program, 1, 1, "k")
		r.Score = score
		results = append(results, r)
	}
	if got := fmt.Sprint(unfair(row, results, true)); !strings.Contains(got, "JAX scan: a score") || strings.Contains(got, "ganbook: a score") {
		t.Errorf("%s; want JAX's variants to be the odd ones", got)
	}
}

func TestDuration(t *testing.T) {
	for seconds, want := range map[float64]string{
		1.5e-6: "1.50 µs", 152e-6: "152 µs", 0.99949e-3: "999 µs", 0.9996e-3: "1.00 ms", 2.54e-3: "2.54 ms", 0.0301: "30.1 ms", 0.9996: "1.00 s", 431: "431 s",
	} {
		if got := duration(seconds); got != want {
			t.Errorf("%v: %s, want %s", seconds, got, want)
		}
	}
	if got := duration(math.NaN()); got != "–" {
		t.Errorf("NaN: %s", got)
	}
}

func TestProcessor(t *testing.T) {
	model, set := processor("processor\t: 0\nmodel name\t: A Processor\nflags\t\t: fpu sse4_2 avx avx2 fma\n")
	if model != "A Processor" || set != "AVX2" {
		t.Errorf("%q, %q", model, set)
	}
	if model, set := processor("Hardware\t: other"); model != "" || set != "" {
		t.Errorf("without such lines: %q, %q", model, set)
	}
}

// Each file of package recipe that the benchmark uses a name of is one of its sources.
func TestSourcesHoldWhatIsUsedOfRecipes(t *testing.T) {
	const recipes = "../../notebooks/recipe/"
	where := map[string]string{}
	declared := regexp.MustCompile(`(?m)^(?:func|type|var|const) (\w+)`)
	for file, text := range goFiles(t, recipes) {
		for _, name := range declared.FindAllStringSubmatch(text, -1) {
			where[name[1]] = file
		}
	}
	used := 0
	for _, text := range goFiles(t, ".") {
		for _, name := range regexp.MustCompile(`\brecipe\.(\w+)`).FindAllStringSubmatch(text, -1) {
			if file := "notebooks/recipe/" + where[name[1]]; !slices.Contains(sources, file) {
				t.Errorf("recipe.%s is in %s, which is no source", name[1], file)
			}
			used++
		}
	}
	if used < 5 {
		t.Errorf("only %d uses found", used)
	}
}

// goFiles returns the text of each Go file of a folder that is no test.
func goFiles(t *testing.T, folder string) map[string]string {
	all := map[string]string{}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files in %s: %v", folder, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = string(text)
	}
	return all
}

func TestSourcesAreThere(t *testing.T) {
	first, err := sumSources("../..", sources)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := sumSources("../..", sources); again != first {
		t.Error("the same files have two sums")
	}
	if _, err := sumSources(t.TempDir(), sources); err == nil || !strings.Contains(err.Error(), "project's root") {
		t.Errorf("%v; want what to do", err)
	}
}

func TestProcessorsOfOneNameDiffer(t *testing.T) {
	a, _ := processor("cpu family\t: 25\nmodel\t\t: 17\nmodel name\t: AMD EPYC\n")
	b, _ := processor("cpu family\t: 26\nmodel\t\t: 2\nmodel name\t: AMD EPYC\n")
	if a == b {
		t.Errorf("both are %q", a)
	}
}

func TestEveryRatioIsInThePicture(t *testing.T) {
	draw := func(ratio float64) []byte {
		rs := &Results{all: []result{some("toy", Ours, 1, 1, "k"), some("toy", "JAX scan", 1, 1.5, "k"), some("toy", "PyTorch eager", 1, ratio, "k")}}
		return show.PNG(picture(summaries(rs)))
	}
	for _, pair := range [][2]float64{{11.48, 20}, {0.25, 0.2}} {
		if bytes.Equal(draw(pair[0]), draw(pair[1])) {
			t.Errorf("%v and %v give the same picture: the dot is outside", pair[0], pair[1])
		}
	}
}

func TestTwoProgramsAreComparedWithEachOther(t *testing.T) {
	row := Row{Name: "toy", Judge: modes(0.1)}
	ours, jax := some("toy", Ours, 1, 1, "k"), some("toy", "JAX scan", 1, 1, "k")
	ours.Score, jax.Score = 0.9, 0.71
	if got := unfair(row, []result{ours, jax}, true); len(got) != 1 || !strings.HasPrefix(got[0], "JAX scan") {
		t.Errorf("%q; JAX is worse by 0.19, more than 0.1", got)
	}
	jax.Score = 0.81
	if got := unfair(row, []result{ours, jax}, true); len(got) != 0 {
		t.Errorf("%q; JAX is worse by 0.09, less than 0.1", got)
	}
}

// Three seeds of one program that are 0.4 apart say that a difference of 0.3 to another program says nothing.
func TestOtherSeedsMayBeAsFarApartAsTwoPrograms(t *testing.T) {
	row := Row{Name: "toy", Judge: modes(0.1)}
	var results []result
	for round := range 3 {
		for program, score := range map[string]float64{Ours: 0.9, "JAX scan": 0.6, "PyTorch eager": 0.7 + 0.2*float64(round)} {
			r := some("toy", program, round, 1, "k")
			r.Score = score
			results = append(results, r)
		}
	}
	if got := unfair(row, results, true); len(got) != 0 {
		t.Errorf("%q", got)
	}
	for i := range results {
		if results[i].Program == "JAX scan" {
			results[i].Score = 0.3
		}
	}
	if got := unfair(row, results, true); len(got) != 1 || !strings.HasPrefix(got[0], "JAX scan") {
		t.Errorf("%q; want JAX's scores to be too low", got)
	}
}
