package lab

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gomlx/gomlx/core/graph"

	"ganbook/gan"
	"ganbook/gan/device"
	"ganbook/notebooks/book/live/part"
)

// small has few units, so that a step takes a millisecond.
func small(t *testing.T, pairs ...string) *Lab {
	t.Helper()
	l := New()
	for _, pair := range append([]string{"widthd=8", "widthg=8", "batch=16"}, pairs...) {
		set(t, l, pair)
	}
	return l
}

func set(t *testing.T, l *Lab, pair string) {
	t.Helper()
	id, value, _ := strings.Cut(pair, "=")
	if err := l.Set(id, value); err != nil {
		t.Fatal(err)
	}
}

func press(t *testing.T, l *Lab, id string) {
	t.Helper()
	if err := l.Press(id); err != nil {
		t.Fatal(err)
	}
}

// finish lets the lab run until it pauses by itself.
func finish(t *testing.T, l *Lab) {
	t.Helper()
	for range 100_000 {
		running, err := l.Tick(10 * time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if !running {
			return
		}
	}
	t.Fatal("it does not stop")
}

// verdicts are what both networks say about fixed inputs.
func verdicts(l *Lab) (d []float64, fakes [][]float32) {
	v := l.t.seen.look(l.t.run, whole)
	return v.d, v.fakes
}

func TestEachPlayerMovesAlone(t *testing.T) {
	l := small(t)
	l.View()
	d0, g0 := verdicts(l)
	press(t, l, "d")
	d1, g1 := verdicts(l)
	if equal(d0, d1) || !equalRows(g0, g1) {
		t.Errorf("D once: D has moved: %t, G: %t", !equal(d0, d1), !equalRows(g0, g1))
	}
	press(t, l, "g")
	d2, g2 := verdicts(l)
	if !equal(d1, d2) || equalRows(g1, g2) {
		t.Errorf("G once: D has moved: %t, G: %t", !equal(d1, d2), !equalRows(g1, g2))
	}
	press(t, l, "both")
	d3, g3 := verdicts(l)
	if equal(d2, d3) || equalRows(g2, g3) {
		t.Errorf("one step: D has moved: %t, G: %t", !equal(d2, d3), !equalRows(g2, g3))
	}
	if got := l.t.run.Step(); got != 3 {
		t.Errorf("at step %d, want 3", got)
	}
}

// A lab with the settings of another one, which was changed while it trained, shows the same picture,
// to the bit.
func TestTheAddressShowsWhatItsSenderSaw(t *testing.T) {
	l := small(t, "seed=7", "loss=Hinge")
	press(t, l, "both")
	press(t, l, "run")
	for l.t == nil || l.t.run.Step() < 6 {
		if _, err := l.Tick(time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	press(t, l, "run")
	set(t, l, "rated=0.02")
	press(t, l, "d")
	set(t, l, "loss=Relativistic")
	set(t, l, "r1=0.1")
	press(t, l, "both")
	set(t, l, "grid=on")

	twin := received(t, l)
	if a, b := l.Settings(), twin.Settings(); a != b {
		t.Errorf("settings %q, and then %q", a, b)
	}
	a, b := l.View(), twin.View()
	if !bytes.Equal(a.Pictures[0].Strokes, b.Pictures[0].Strokes) {
		t.Error("the pictures differ")
	}
	if len(l.t.run.History().Changes) == 0 {
		t.Error("the history has no changes: nothing was tested")
	}
}

// A link that is copied while a story is open shows the text of the story and its link to a chapter,
// also after a change of settings. After "Reset all" there is no story, and a link has none.
func TestTheAddressKeepsTheStory(t *testing.T) {
	for _, s := range stories {
		l := New()
		press(t, l, "story "+s.name)
		l.running = false
		set(t, l, "widthd=8")
		set(t, l, "widthg=8")
		press(t, l, "both")
		twin := received(t, l)
		a, b := l.View(), twin.View()
		if len(a.Words) < len(s.words) || !slices.Equal(a.Words, b.Words) || b.Link == nil || *b.Link != s.link {
			t.Errorf("%s: its sender reads %q; its receiver reads %q, with the link %v", s.name, a.Words, b.Words, b.Link)
		}
		if a, b := l.Settings(), twin.Settings(); a != b {
			t.Errorf("%s: settings %q, and then %q", s.name, a, b)
		}
		press(t, l, "first")
		if got := l.Settings(); got != "" {
			t.Errorf("%s: after Reset all the settings are %q", s.name, got)
		}
	}
}

// A change of a rate keeps what was learnt.
func TestAChangeKeepsTheNetworks(t *testing.T) {
	l := small(t)
	press(t, l, "both")
	d, g := verdicts(l)
	for _, pair := range []string{"rated=0.02", "rateg=0.0001", "loss=Wasserstein", "r2=1", "gp=0.3", "k=2", "batch=32", "optimizer=SGD", "together=on", "clip=0.3"} {
		set(t, l, pair)
	}
	set(t, l, "loss=NonSaturating") // so that D is read in the same way
	if d2, g2 := verdicts(l); !equal(d, d2) || !equalRows(g, g2) || l.t.run.Step() != 1 {
		t.Errorf("D is as it was: %t; G: %t; step %d, want 1", equal(d, d2), equalRows(g, g2), l.t.run.Step())
	}
	press(t, l, "both")
	if got := l.t.run.Config(); got.CriticSteps != 2 || got.R2 != 1 || !got.Simultaneous || got.Batch != 32 {
		t.Errorf("it goes on with %+v", got)
	}
	set(t, l, "widthg=16")
	if l.t != nil {
		t.Error("another width did not start the training again")
	}
}

// A slider that is on its way leaves one change behind.
func TestASliderLeavesOneChange(t *testing.T) {
	l := small(t)
	press(t, l, "both")
	for _, value := range []string{"0.01", "0.03", "0.1"} {
		set(t, l, "r1="+value)
	}
	set(t, l, "r2=0.3")
	press(t, l, "both")
	if got := writeActions(l.actions); got != "b1_r1~0.1_r2~0.3_b1" {
		t.Errorf("what was done: %s", got)
	}
}

// In slow motion D moves, and then G.
func TestSlowMotion(t *testing.T) {
	l := small(t, "slow=on")
	press(t, l, "run")
	for len(l.actions) < 2 {
		if running, err := l.Tick(time.Millisecond); !running || err != nil {
			t.Fatal(running, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	if got := writeActions(l.actions); got != "d1_g1" {
		t.Errorf("what was done: %s", got)
	}
}

func TestDrawnDataAreTrainedOnAndKept(t *testing.T) {
	for _, dim := range []string{"1", "2"} {
		l := small(t, "dim="+dim, "data="+drawnName)
		if v := l.View(); v.Say != errNoData.Error() || v.Pictures[0].Takes == "" {
			t.Errorf("without data it says %q, and takes %q", v.Say, v.Pictures[0].Takes)
		}
		if err := l.Press("both"); err == nil {
			t.Error("it trains without data")
		}
		for i := range 20 {
			x := -1.5 + 0.1*float64(i)
			if err := l.Touch(part.Touch{Phase: part.Move, X: x, Y: 0.5}); err != nil {
				t.Fatal(err)
			}
		}
		press(t, l, "both")
		rows := l.t.run.Real(200)
		for _, row := range rows {
			if row[0] < -2 || row[0] > 1 || len(row) == 2 && math.Abs(float64(row[1])-0.5) > 0.3 {
				t.Fatalf("dim %s: a datum at %v, far from what was drawn", dim, row)
			}
		}
		twin := received(t, l)
		if fmt.Sprint(twin.drawn.rows(2, 0, 1)) != fmt.Sprint(l.drawn.rows(2, 0, 1)) || !equalRows(twin.t.run.Real(5), rows[:0]) && twin.t.run.Step() != 1 {
			t.Error("the address does not keep the drawing")
		}
	}
}

// During a run a look passes fewer rows through the networks. What it sees is what a whole look sees of
// these rows, up to rounding.
func TestALookOfARunInProgress(t *testing.T) {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-4*(1+math.Abs(b)) }
	for _, pairs := range [][]string{
		{"dim=2"}, {"dim=2", "grid=on"}, {"dim=2", "arrows=off", "heat=none"}, {"dim=2", "heat=D*", "grid=on"}, {"dim=1", "grid=on", "arrows=off"},
	} {
		l := small(t, pairs...)
		press(t, l, "both")
		press(t, l, "both")
		l.View()
		l.t.seen.judgedAt = time.Now().Add(time.Hour) // no other judgement is due, however slow the machine is
		press(t, l, "both")
		l.running = true
		n := l.needed(false)
		v, all := l.t.seen.look(l.t.run, n), l.t.seen.look(l.t.run, whole)
		if n.grid != l.chosen.On("grid") || n.arrows != l.chosen.On("arrows") || (n.fakes < fakes) != (l.chosen.dim() == 2 && l.chosen.Chosen["heat"] != "D*") {
			t.Errorf("%v: the next view needs %+v", pairs, n)
		}
		if len(v.fakes) != n.fakes || (v.grid != nil) != n.grid || (v.push != nil) != n.arrows || len(v.d) != len(all.d) {
			t.Errorf("%v: it sees %d fakes, %d points of the grid, %d arrows and D at %d places", pairs, len(v.fakes), len(v.grid), len(v.push), len(v.d))
		}
		for i := range v.fakes {
			if !near(float64(v.fakes[i][0]), float64(all.fakes[i][0])) {
				t.Fatalf("%v: fake %d is %v, and %v in a whole look", pairs, i, v.fakes[i], all.fakes[i])
			}
		}
		for i := range v.grid {
			if !near(float64(v.grid[i][0]), float64(all.grid[i][0])) {
				t.Fatalf("%v: point %d of the grid is at %v, and %v in a whole look", pairs, i, v.grid[i], all.grid[i])
			}
		}
		for i := range v.d {
			if !near(v.d[i], all.d[i]) {
				t.Fatalf("%v: D is %v at place %d, and %v in a whole look", pairs, v.d[i], i, all.d[i])
			}
		}
		view := l.View()
		if len(view.Pictures) != 2 || view.Pictures[0].Strokes == nil || view.Pictures[1].Strokes != nil {
			t.Errorf("%v: a view of the run draws the wrong pictures", pairs)
		}
	}
}

// Each kind of data, on the line and in the plane, and each loss can be seen and trained.
func TestAllDataAndLosses(t *testing.T) {
	for _, s := range sources {
		l := small(t, fmt.Sprint("dim=", s.dim), "data="+s.name, "heat=D*", "grid=on")
		press(t, l, "both")
		if v := l.View(); len(v.Pictures) != 2 || v.Pictures[1].Strokes == nil || v.Error != "" {
			t.Errorf("%s: %+v", s.name, v)
		}
	}
	for _, loss := range gan.Losses() {
		for _, dim := range []string{"1", "2"} {
			l := small(t, "dim="+dim, "loss="+loss.Name, "r1=0.1", "heat=D*")
			press(t, l, "both")
			l.View()
		}
	}
}

// The arrows follow the loss of G: minus its derivative by the score of one fake, times the batch, by
// finite differences of gan's own formula. The error of a difference in float32 is about 1e-3.
func TestArrowsFollowTheLoss(t *testing.T) {
	backend, err := device.Open(device.Go)
	if err != nil {
		t.Fatal(err)
	}
	real := []float32{-1.5, 0.25, 0.5, 3}
	for _, loss := range gan.Losses() {
		for _, score := range []float32{-2, -0.5, 0, 1, 2.5} {
			at := func(score float32) float64 {
				fake := []float32{score, 1, -1, 0.5}
				value := graph.MustExecOnce(backend, func(r, f *graph.Node) *graph.Node {
					// A paired loss compares row by row: each real score with the one fake.
					if loss.Paired {
						f = graph.Slice(f, graph.AxisRange(0, 1))
						f = graph.BroadcastToDims(f, 4, 1)
					}
					return loss.Generator(r, f)
				}, column2(real), column2(fake)).Value().(float32)
				return float64(value)
			}
			const h = 0.01
			want := -(at(score+h) - at(score-h)) / (2 * h)
			if !loss.Paired {
				want *= 4
			}
			if got := pullOf(loss, float64(score), real); !(math.Abs(got-want) < 2e-3*(1+math.Abs(want))) {
				t.Errorf("%v at score %v: %v, want %v", loss, score, got, want)
			}
		}
	}
}

func column2(xs []float32) (rows [][]float32) {
	for _, x := range xs {
		rows = append(rows, []float32{x})
	}
	return rows
}

// 300 steps bring the fakes near the data, with any seed: the distance falls to a quarter of what it
// was, and most fakes are among the bumps.
func TestThreeHundredSteps(t *testing.T) {
	l := New()
	first := l.t
	l.View()
	if first != nil {
		t.Fatal("the lab trains before it is asked")
	}
	before := l.t.seen.past[0]
	set(t, l, "do=b300")
	finish(t, l)
	v := l.t.seen.look(l.t.run, whole)
	after := l.t.seen.judge(v)
	if v.step != 300 || !(after.far <= before.far/4) || after.modes.Populated < 2 {
		t.Errorf("at step %d the energy distance is %.3f, and was %.3f; %v", v.step, after.far, before.far, after.modes)
	}
	if js, was := after.js, before.js; !(js < was) {
		t.Errorf("JS is %.3f and was %.3f", js, was)
	}
}

// The Go beside the picture compiles, for each kind of data and each story.
func TestTheCodeCompiles(t *testing.T) {
	// A module of its own, which a workspace joins to this one. So it finds the packages, and nothing is
	// written here.
	folder := t.TempDir()
	gotool := func(args ...string) {
		t.Helper()
		cmd := exec.Command("go", args...)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "GOWORK="+filepath.Join(folder, "go.work"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("go %q: %v\n%s", args, err, out)
		}
	}
	root, err := filepath.Abs("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	gotool("mod", "init", "cells")
	gotool("work", "init", ".", root)
	write := func(n int, code string) {
		imports, body, ok := strings.Cut(code, "%%\n")
		if !ok {
			t.Fatalf("the cell has no %%%%:\n%s", code)
		}
		dir := filepath.Join(folder, fmt.Sprint("cell", n))
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		program := "package main\n" + imports + "func main() {\n" + body + "}\n"
		if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for _, s := range sources {
		l := small(t, fmt.Sprint("dim=", s.dim), "data="+s.name, "r1=0.1", "together=on", "pz=uniform", "clip=0.1")
		write(n, l.View().Code)
		n++
	}
	for _, s := range stories {
		l := New()
		press(t, l, "story "+s.name)
		l.running = false
		write(n, l.View().Code)
		n++
	}
	l := small(t, "data="+drawnName)
	if err := l.Touch(part.Touch{Phase: part.Down, X: 0.5, Y: -0.25}); err != nil {
		t.Fatal(err)
	}
	write(n, l.View().Code)
	gotool("vet", "./...")
}

func TestWrongSettingsAreRefused(t *testing.T) {
	l := New()
	for pair, says := range map[string]string{
		"loss=Best":                "one of Minimax, NonSaturating",
		"seed=-1":                  "a whole number",
		"data=one bump":            "with 2 coordinates",
		"r1=0.2":                   "one of 0, 0.001",
		"nothing=1":                "no setting",
		"story=victory":            "no story",
		"do=x5":                    "number of steps",
		"do=b0":                    "number of steps",
		"do=widthd~8":              "changes no setting of a training",
		"do=loss~Best":             "one of",
		"drawn=abc":                "not whole",
		"drawn=\"\"\"\"":           "holds",
		"do=b2000000000":           "number of steps",
		"do=b99999999999999999999": "number of steps",
	} {
		id, value, _ := strings.Cut(pair, "=")
		if err := l.Set(id, value); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q in it", pair, err, says)
		}
	}
	if err := l.Press("nothing"); err == nil {
		t.Error("a button that is not there was pressed")
	}
}

// A training that leaves the finite numbers stops, says so, and can start again.
func TestDivergence(t *testing.T) {
	l := small(t, "optimizer=SGD", "rated=0.2", "rateg=0.2", "loss=LeastSquares", "gp=10", "widthd=64", "batch=16")
	press(t, l, "run")
	var err error
	for range 3000 {
		var running bool
		if running, err = l.Tick(10 * time.Millisecond); !running {
			break
		}
	}
	if err == nil || !strings.Contains(err.Error(), "finite") {
		t.Fatalf("a training that must diverge ends with %v", err)
	}
	l.View()
	press(t, l, "restart")
	press(t, l, "both")
}

// received is what the receiver of a lab's address has, once all that its sender did is done again.
func received(t *testing.T, l *Lab) *Lab {
	t.Helper()
	twin := New()
	for pair := range strings.SplitSeq(l.Settings(), "&") {
		set(t, twin, unescaped(t, pair))
	}
	finish(t, twin)
	return twin
}

func unescaped(t *testing.T, pair string) string {
	t.Helper()
	id, value, _ := strings.Cut(pair, "=")
	plain, err := url.QueryUnescape(value)
	if err != nil {
		t.Fatal(err)
	}
	return id + "=" + plain
}

func equal(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func equalRows(a, b [][]float32) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// The story "circle" is true of three seeds: alone the bell keeps swinging, with R1 it comes to rest, and
// with both moves at once it swings wider. A swing is how far the mean of the fakes is from that of the
// data, at most, over 200 steps; it begins at about 3.
func TestCircle(t *testing.T) {
	swing := func(l *Lab, skip int) (most float64) {
		t.Helper()
		for i := range skip + 200 {
			if err := l.do(action{steps: 1}); err != nil {
				t.Fatal(err)
			}
			if i < skip || i%5 != 0 {
				continue
			}
			l.t.run.Look(func(r *gan.Run) { most = max(most, math.Abs(averageOf(column(r.Sample(200)))-3)) })
		}
		return most
	}
	for _, seed := range []string{"1", "2", "3"} {
		tell := func() *Lab {
			l := New()
			press(t, l, "story circle")
			set(t, l, "seed="+seed)
			return l
		}
		alone, rubbed, atOnce := tell(), tell(), tell()
		set(t, rubbed, "r1=0.3")
		set(t, atOnce, "together=on")
		a, r, o := swing(alone, 800), swing(rubbed, 800), swing(atOnce, 800)
		t.Logf("seed %s: the swing is %.2f; with R1 %.2f; both at once %.2f", seed, a, r, o)
		if !(a > 1 && r < a/3 && o > 1.5*a) {
			t.Errorf("seed %s: the swing is %.2f, with R1 %.2f, and both at once %.2f; want more than 1, a third of it at most, and half more", seed, a, r, o)
		}
	}
}

func averageOf(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x / float64(len(xs))
	}
	return sum
}

// The story "a D that cannot see" is true of three seeds on average: V̂ is near −ln 4, and 2·JS, which
// the best D would find, is not near 0.
func TestADThatCannotSee(t *testing.T) {
	var values, js []float64
	for _, seed := range []string{"1", "2", "3"} {
		l := New()
		press(t, l, "story a D that cannot see")
		set(t, l, "seed="+seed)
		if err := l.do(action{steps: 500}); err != nil {
			t.Fatal(err)
		}
		values = append(values, averageOf(l.t.run.History().Value[400:]))
		js = append(js, l.t.seen.judge(l.t.seen.look(l.t.run, whole)).js)
	}
	t.Logf("V̂ %.3f, JS %.3f", values, js)
	if missing := averageOf(values) - atPdata; !(math.Abs(missing) < 0.05 && 2*averageOf(js) > 0.15) {
		t.Errorf("V̂ is %.3f above −ln 4, and 2·JS is %.3f; want less than 0.05, and more than 0.15", missing, 2*averageOf(js))
	}
}

// A loss without a probability leaves no value of the game; the next loss may have one.
func TestEachChangeOfLossCanBeSeen(t *testing.T) {
	for _, from := range gan.Losses() {
		for _, to := range gan.Losses() {
			l := small(t, "loss="+from.Name, "clip=0.1")
			press(t, l, "both")
			l.View()
			set(t, l, "loss="+to.Name)
			l.View()
		}
	}
}

func TestDataThatBothDimensionsHaveStay(t *testing.T) {
	for _, data := range []string{"two bumps", drawnName} {
		l := New()
		set(t, l, "data="+data)
		for _, dim := range []string{"1", "2"} {
			set(t, l, "dim="+dim)
			if got := l.chosen.Chosen["data"]; got != data {
				t.Errorf("dim %s: %s becomes %s", dim, data, got)
			}
		}
	}
}

func TestLongRunsCanBeSent(t *testing.T) {
	sent := []action{{steps: 2*mostSteps + 5, who: gan.Both}}
	got, err := parseActions(writeActions(sent))
	if err != nil {
		t.Fatal(err)
	}
	l := New()
	for _, a := range got {
		l.done(a)
	}
	if writeActions(l.actions) != writeActions(sent) {
		t.Errorf("%v becomes %v", sent, l.actions)
	}
}

func TestAStepByHandEndsThePlan(t *testing.T) {
	l := small(t)
	set(t, l, "do=b50_d3")
	if _, err := l.Tick(time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	press(t, l, "g")
	if got := writeActions(l.actions); len(l.plan) > 0 || got != "b1_g1" {
		t.Errorf("%s, and still to do %v", got, l.plan)
	}
}
