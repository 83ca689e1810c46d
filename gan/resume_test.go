package gan

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ganbook/gan/dataset"
	"ganbook/theory/seed"
)

// All assertions in this file are exact: bits, steps, files and the words of an error.
//
// The contents of files do not depend on the backend. So most of these trainings are [smallOnGo]. Both
// backends are tested for resuming bit for bit.

// resumed is a training that uses everything with a state: both optimizers, the moving average,
// decaying learning rates, data and noise.
func resumed() Config {
	cfg := smallOnGo()
	cfg.Steps, cfg.R1, cfg.Averaging = 400, 0.1, 0.99
	cfg.GeneratorOptimizer = Adam{LearningRate: 1e-3, Beta1: 0.5, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = RMSProp{LearningRate: 1e-3, Rho: 0.9}
	cfg.RateDecay = Decay{Shape: Cosine, From: 0.2, Until: 1}
	return cfg
}

var resumedData = dataset.Ring(8, 1, 0.05)

// childFolder is the variable that names the folder to train in, for a process that a test starts.
const childFolder = "GANBOOK_TEST_CHILD_FOLDER"

// childRoom is the variable that limits the size of the files that the process can write, in bytes.
const childRoom = "GANBOOK_TEST_CHILD_ROOM"

// childPaced is the variable that makes the process take one stretch for each byte of its input.
// When the input is closed, it goes on freely.
const childPaced = "GANBOOK_TEST_CHILD_PACED"

// trainAsChild runs in place of the tests in such a process.
func trainAsChild(folder string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cfg := resumed()
	if room, err := strconv.ParseUint(os.Getenv(childRoom), 10, 64); err == nil {
		signal.Ignore(syscall.SIGXFSZ) // a write beyond the limit is then an error
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room, Max: room}); err != nil {
			panic(err)
		}
	}
	_, err := Train(ctx, cfg, resumedData, Dir(folder), SaveEvery(0),
		OnFrame(1, func(*Run) {}), // makes each stretch one step
		OnProgress(func(step, _ int) {
			fmt.Println("step", step)
			if os.Getenv(childPaced) != "" {
				os.Stdin.Read(make([]byte, 1))
			}
		}))
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Println("error", err)
		os.Exit(1)
	}
	fmt.Println("end")
}

func child(folder string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+folder)
	cmd.Stderr = os.Stderr
	return cmd
}

// whole is the undisturbed training of [resumed].
var whole = sync.OnceValues(func() (*Run, error) {
	return Train(context.Background(), resumed(), resumedData)
})

func sameAsWhole(t *testing.T, what string, r *Run) {
	t.Helper()
	want, err := whole()
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, what, r, want)
}

// A stopped training resumes with the same bits, on the default backend.
func TestStoppedTrainingGoesOnBitForBit(t *testing.T) {
	t.Parallel()
	folder, cfg := t.TempDir(), resumed()
	cfg.Backend = ""
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stopped, err := Train(ctx, cfg, resumedData, Dir(folder), OnFrame(50, func(r *Run) {
		if r.Step() == 50 {
			cancel()
		}
	}))
	if !errors.Is(err, context.Canceled) || stopped.Step() != 50 {
		t.Fatalf("stopped at %v, %v; want step 50", stopped, err)
	}
	loaded, err := Load(cfg, resumedData, folder)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "loaded", loaded, stopped)
	sameBits(t, "gone on", train1(t, cfg, resumedData, Dir(folder)), train1(t, cfg, resumedData))
}

// A training process is killed twelve times and interrupted twice. In the end the training must
// have the same bits as one that never stopped. Each process may take 15 steps. The signal comes
// while it takes them, saves after each of them, or waits for more, so it never comes too late.
func TestKilledTrainingResumesBitForBit(t *testing.T) {
	t.Parallel()
	folder, moment := t.TempDir(), seed.Rand(1, 1)
	reached := 0
	signals := append(slices.Repeat([]os.Signal{os.Kill}, 12), os.Interrupt, os.Interrupt, nil)
	for round, with := range signals {
		cmd := child(folder)
		cmd.Env = append(cmd.Env, childPaced+"=1")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		pace, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if with != nil {
			pace.Write(make([]byte, 15))
		} else {
			pace.Close()
		}
		seen, before, last := 0, moment.IntN(5)+1, ""
		for lines := bufio.NewScanner(out); lines.Scan(); {
			last = lines.Text()
			if seen++; seen == before && with != nil {
				time.Sleep(time.Duration(moment.IntN(20_000)) * time.Microsecond)
				cmd.Process.Signal(with)
				pace.Close()
			}
			if n := 0; strings.HasPrefix(last, "step") {
				fmt.Sscanf(last, "step %d", &n)
				if n <= reached {
					t.Errorf("round %d takes step %d, which was saved before", round, n)
				}
				reached = n
			}
		}
		err = cmd.Wait()
		if killed := with == os.Kill; killed && (err == nil || last == "end") || !killed && (err != nil || last != "end") {
			t.Fatalf("round %d, signal %v: ended with %v after %q", round, with, err, last)
		}
		if with != nil && reached >= resumed().Steps {
			t.Fatalf("round %d: the training had ended", round)
		}
	}
	loaded, err := Load(resumed(), resumedData, folder)
	if err != nil {
		t.Fatal(err)
	}
	sameAsWhole(t, "killed and interrupted", loaded)
	if left := leftovers(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// leftovers lists what a folder holds, except complete checkpoints and the lock.
func leftovers(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != ".lock" && !isCheckpoint(name) {
			names = append(names, name)
		}
	}
	return names
}

// A kill in the middle of a save may leave anything in the folder. Training resumes from the newest
// complete checkpoint and removes incomplete files.
func TestEveryMomentOfASave(t *testing.T) {
	history := t.TempDir() // holds a copy of each checkpoint
	var files []string
	folder := t.TempDir()
	for i, steps := range []int{20, 40, 60} {
		cfg := smallOnGo()
		cfg.Steps = steps
		train1(t, cfg, resumedData, Dir(folder))
		data, err := os.ReadFile(filepath.Join(folder, fileName(i+1)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.Join(history, fileName(i+1)))
		if err := os.WriteFile(files[i], data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if kept := checkpoints(t, folder); len(kept) != 2 || filepath.Base(kept[0]) != fileName(2) {
		t.Errorf("after three saves the folder holds %v, want the last two", kept)
	}
	third, err := os.ReadFile(files[2])
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	cfg := smallOnGo()
	cfg.Steps = 80
	for _, c := range []struct {
		what    string
		numbers []int
		partly  int // the number of bytes of the third checkpoint in a temporary file; −1 for no such file
		step    int
	}{
		{"nothing written", []int{1, 2}, 0, 40},
		{"half written", []int{1, 2}, len(third) / 2, 40},
		{"all written", []int{1, 2}, len(third), 40},
		{"renamed", []int{1, 2, 3}, -1, 60},
		{"the oldest removed", []int{2, 3}, -1, 60},
		{"the first ever, half written", nil, len(third) / 2, 0},
	} {
		// The name of the folder looks like a glob pattern, but must not be used as one.
		there := filepath.Join(t.TempDir(), "runs [1*?]")
		if err := os.Mkdir(there, 0o777); err != nil {
			t.Fatal(err)
		}
		for _, n := range c.numbers {
			if err := os.Link(files[n-1], filepath.Join(there, fileName(n))); err != nil {
				t.Fatal(err)
			}
		}
		if c.partly >= 0 {
			if err := os.WriteFile(filepath.Join(there, ".saving-123"), third[:c.partly], 0o600); err != nil {
				t.Fatal(err)
			}
		}
		run, err := Train(cancelled, cfg, resumedData, Dir(there))
		if !errors.Is(err, context.Canceled) || run.Step() != c.step {
			t.Errorf("%s: the run is at %v, %v; want step %d", c.what, run, err, c.step)
		}
		if left := leftovers(t, there); len(left) > 0 {
			t.Errorf("%s: left behind: %v", c.what, left)
		}
	}
}

// A finished training is loaded and not repeated. It can be made longer if nothing decays.
func TestTrainingAgainLoads(t *testing.T) {
	folder, cfg := t.TempDir(), smallOnGo()
	first := train1(t, cfg, resumedData, Dir(folder))
	steps := 0
	again := train1(t, cfg, resumedData, Dir(folder), OnProgress(func(int, int) { steps++ }))
	if steps != 0 {
		t.Errorf("a finished training took %d more stretches", steps)
	}
	sameBits(t, "loaded", first, again)
	if files := checkpoints(t, folder); len(files) != 1 {
		t.Errorf("loading saved again: %v", files)
	}

	cfg.Steps = 90
	longer := train1(t, cfg, resumedData, Dir(folder))
	sameBits(t, "made longer", longer, train1(t, cfg, resumedData))

	fresh := train1(t, cfg, resumedData, Dir(folder), Fresh(), OnProgress(func(int, int) { steps++ }))
	if steps == 0 {
		t.Error("Fresh loaded")
	}
	sameBits(t, "fresh", fresh, longer)
	if files := checkpoints(t, folder); len(files) != 1 {
		t.Errorf("after Fresh the folder holds %v, want its own checkpoint only", files)
	}
}

// fileName returns the name of the checkpoint file with the given number. It stands here once more: a
// later version must find the files of this one.
func fileName(number int) string { return fmt.Sprintf("checkpoint-%06d.gan", number) }

// checkpoints lists the paths of the checkpoints in a folder, oldest first.
func checkpoints(t *testing.T, folder string) (files []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if isCheckpoint(e.Name()) {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	return files
}

func isCheckpoint(name string) bool {
	number := 0
	_, err := fmt.Sscanf(name, "checkpoint-%d.gan", &number)
	return err == nil && name == fileName(number)
}

func copyFolder(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestBrokenCheckpointIsRefusedAndThePreviousUsed(t *testing.T) {
	folder, cfg := t.TempDir(), smallOnGo()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, stop := range []int{20, 40} { // two checkpoints, the newer one at step 40
		cfg.Steps = stop
		train1(t, cfg, resumedData, Dir(folder))
	}
	cfg.Steps = 60
	whole := train1(t, cfg, resumedData)
	flip := func(at int, bit byte) func([]byte) []byte {
		return func(b []byte) []byte { b[at] ^= bit; return b }
	}
	const version = len("ganbook checkpoint ") // the position of the digit of the version
	for what, damage := range map[string]func([]byte) []byte{
		"version 3": flip(version, 2),
		"version 5": flip(version, 4),
		"version 9": flip(version, 8),
		"version 0": flip(version, 1),
		"truncated": func(b []byte) []byte { return b[:len(b)/2] },
		"empty":     func([]byte) []byte { return nil },
		"edited":    func(b []byte) []byte { b[len(b)-1000] ^= 1; return b },
		"header":    flip(60, 1),
		"text":      func([]byte) []byte { return []byte("not a checkpoint") },
	} {
		there := copyFolder(t, folder)
		files := checkpoints(t, there)
		newest := files[len(files)-1]
		data, err := os.ReadFile(newest)
		if err != nil {
			t.Fatal(err)
		}
		data = damage(data)
		if err := os.WriteFile(newest, data, 0o666); err != nil {
			t.Fatal(err)
		}
		said := warnings(t)
		stopped, err := Train(ctx, cfg, resumedData, Dir(there))
		if !errors.Is(err, context.Canceled) || stopped.Step() != 20 {
			t.Fatalf("%s: the run is at %v, %v; want step 20, from the checkpoint before", what, stopped, err)
		}
		if !strings.Contains(said(), newest) {
			t.Errorf("%s: the warning %q does not name %s", what, said(), newest)
		}
		if what == "truncated" {
			sameBits(t, what, train1(t, cfg, resumedData, Dir(there)), whole)
		}
		if after, err := os.ReadFile(newest); err != nil || string(after) != string(data) {
			t.Errorf("%s: the broken file was not left as it was (%v)", what, err)
		}
	}
}

func TestWrongCheckpointsAreNamed(t *testing.T) {
	folder, cfg := t.TempDir(), smallOnGo()
	train1(t, cfg, resumedData, Dir(folder))
	change := func(f func(*Config)) Config { c := smallOnGo(); f(&c); return c }
	edit := func(from string, by func([]byte) []byte) string {
		there := copyFolder(t, from)
		for _, file := range checkpoints(t, there) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, by(data), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		return there
	}
	for _, c := range []struct {
		what string
		cfg  Config
		data dataset.Dataset
		dir  string
		says []string
	}{
		{"config", change(func(c *Config) { c.Seed, c.Steps, c.Loss = 8, 30, Minimax }), resumedData, folder,
			[]string{folder, "Seed: 7 there, 8 here", "Steps: 60 there, 30 here", "Loss: NonSaturating there, Minimax here", "Fresh"}},
		{"network", change(func(c *Config) { c.Generator = MLP{Hidden: []int{17}} }), resumedData, folder,
			[]string{"Generator.Hidden: [16] there, [17] here"}},
		{"optimizer", change(func(c *Config) { c.GeneratorOptimizer = SGD{LearningRate: 1} }), resumedData, folder,
			[]string{"GeneratorOptimizer: Adam there, SGD here", "Beta2: 0.999 there, nothing here"}},
		{"data", smallOnGo(), dataset.Ring(8, 2, 0.05), folder, []string{"data: ring of 8", "there, ring of 8"}},
		{"width", smallOnGo(), dataset.Ring(8, 1, 0.06), folder, []string{"data: ring of 8"}},
		{"newer", smallOnGo(), resumedData, edit(folder, func(b []byte) []byte {
			return signed(append([]byte("ganbook checkpoint 7\n"), b[21:len(b)-sha256.Size]...))
		}),
			[]string{"format 7", "up to 1", "newer"}},
		{"all broken", smallOnGo(), resumedData, edit(folder, func(b []byte) []byte { return b[:100] }),
			[]string{"none of the checkpoints", "checkpoint-000001.gan"}},
		{"a version that is damaged in all", smallOnGo(), resumedData, edit(folder, func(b []byte) []byte { b[19] ^= 8; return b }),
			[]string{"none of the checkpoints", "checkpoint-000001.gan"}},
		{"a file", smallOnGo(), resumedData, checkpoints(t, folder)[0], []string{"checkpoint-000001.gan", "cannot be made"}},
		{"below a file", smallOnGo(), resumedData, filepath.Join(checkpoints(t, folder)[0], "below"), []string{"checkpoint-000001.gan", "cannot be made"}},
		{"no path", smallOnGo(), resumedData, "", []string{"path is empty", `give one such as "runs/ring"`}},
	} {
		run, err := Train(context.Background(), c.cfg, c.data, Dir(c.dir))
		if err == nil || run != nil {
			t.Errorf("%s: run %v, error %v; want no run and an error", c.what, run, err)
			continue
		}
		says(t, c.what, err, c.says)
	}
	if _, err := Load(smallOnGo(), resumedData, t.TempDir()); err == nil || !strings.Contains(err.Error(), "no checkpoint") {
		t.Errorf("Load of an empty folder: %v", err)
	}
	if _, err := Load(smallOnGo(), resumedData, ""); err == nil || !strings.Contains(err.Error(), "path is empty") {
		t.Errorf("Load of no path: %v", err)
	}
	if _, err := Load(smallOnGo(), resumedData, filepath.Join(folder, "none")); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("Load of a folder that is not there: %v", err)
	}
	// The errors above must not have changed the folder.
	sameBits(t, "after all that", train1(t, smallOnGo(), resumedData, Dir(folder)), train1(t, smallOnGo(), resumedData))
}

func TestTwoTrainingsInOneFolderAreRefused(t *testing.T) {
	folder, tried := t.TempDir(), false
	train1(t, smallOnGo(), resumedData, Dir(folder), OnProgress(func(int, int) {
		if tried {
			return
		}
		tried = true
		if _, err := Train(context.Background(), smallOnGo(), resumedData, Dir(folder)); err == nil || !strings.Contains(err.Error(), "another training is writing") {
			t.Errorf("a second training in the folder: %v", err)
		}
	}))
}

// warnings collects what is logged until the end of the test.
func warnings(t *testing.T) (said func() string) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return log.String
}

// If there is no space for checkpoints, a process continues to train with warnings and ends with an
// error. The earlier checkpoints stay. When there is space again, training resumes from them with
// the same bits.
func TestDiskFullLosesNothing(t *testing.T) {
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	stopped, err := Train(ctx, resumed(), resumedData, Dir(folder), OnProgress(func(step, _ int) {
		if step > 20 {
			cancel()
		}
	}))
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	before := checkpoints(t, folder)

	var log bytes.Buffer
	cmd := child(folder)
	cmd.Env = append(cmd.Env, childRoom+"=4096")
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err == nil || !strings.Contains(string(out), "error checkpoint: a checkpoint at step 400 could not be saved") || !strings.Contains(string(out), "file too large") {
		t.Fatalf("without room: %v, %s; want an error that says so", err, out)
	}
	if !strings.Contains(log.String(), "training goes on") {
		t.Errorf("no warning while training went on: %s", log.String())
	}
	if after := checkpoints(t, folder); !slices.Equal(before, after) {
		t.Errorf("without room the checkpoints went from %v to %v", before, after)
	}
	if left := leftovers(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	kept, err := Load(resumed(), resumedData, folder)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "kept without room", kept, stopped)
	sameAsWhole(t, "gone on with room", train1(t, resumed(), resumedData, Dir(folder)))

	// If there is no space at all, this is found before the first step.
	cmd = child(t.TempDir())
	cmd.Env = append(cmd.Env, childRoom+"=0")
	out, err = cmd.Output()
	if err == nil || !strings.HasPrefix(string(out), "error checkpoint: no checkpoint can be written to the folder") {
		t.Errorf("without any room: %v, %s; want an error before the first step", err, out)
	}
}
