package gan

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ganbook/gan/dataset"
)

// resumed is a training that uses everything that has state: both optimizers'
// memories, the average, dropped learning rates, data and noise.
func resumed() Config {
	cfg := small()
	cfg.Steps, cfg.R1, cfg.Averaging = 400, 0.1, 0.99
	cfg.GeneratorOptimizer = Adam{LearningRate: 1e-3, Beta1: 0.5, Beta2: 0.99}
	cfg.DiscriminatorOptimizer = RMSProp{LearningRate: 1e-3, Rho: 0.9}
	cfg.RateDecay = Decay{Shape: Cosine, From: 0.2, Until: 1}
	return cfg
}

var resumedData = dataset.Ring(8, 1, 0.05)

// childFolder names, in a process that a test has started, the folder to train in.
const childFolder = "GANBOOK_TEST_CHILD_FOLDER"

// childRoom limits, in bytes, the files that it can write.
const childRoom = "GANBOOK_TEST_CHILD_ROOM"

// trainAsChild is what such a process does instead of running the tests.
func trainAsChild(folder string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cfg := resumed()
	if room, err := strconv.ParseUint(os.Getenv(childRoom), 10, 64); err == nil {
		signal.Ignore(syscall.SIGXFSZ) // so that a write beyond the limit is an error
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room, Max: room}); err != nil {
			panic(err)
		}
	}
	fmt.Println("training")
	_, err := Train(ctx, cfg, resumedData, Dir(folder), SaveEvery(time.Millisecond),
		OnProgress(func(step, _ int) { fmt.Println("step", step) }))
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

// A process that trains is killed again and again, at random moments; in the end its
// training must be, bit for bit, one that never stopped.
func TestKilledTrainingResumesBitForBit(t *testing.T) {
	folder := t.TempDir()
	kills, interrupts := 0, 0
	for round := 0; ; round++ {
		cmd := child(folder)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		lines.Scan() // "training": from here on any moment will do
		wait := time.Duration(rand.IntN(300)) * time.Millisecond
		stop := func() {}
		if kills < 6 {
			stop = func() { time.Sleep(wait); cmd.Process.Kill() }
		} else if interrupts < 2 {
			stop = func() { time.Sleep(wait); cmd.Process.Signal(syscall.SIGINT) }
		}
		last, ended := "", false
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "error") {
				t.Fatal(lines.Text())
			}
			if last == "" { // steps are being taken now
				go stop()
			}
			last, ended = lines.Text(), lines.Text() == "end"
		}
		err = cmd.Wait()
		if kills < 6 && err != nil {
			kills++
			continue
		}
		if !ended {
			t.Fatalf("round %d: ended with %v after %q", round, err, last)
		}
		if interrupts < 2 {
			interrupts++
			continue
		}
		break
	}
	resumed1, err := Load(resumed(), resumedData, folder)
	if err != nil {
		t.Fatal(err)
	}
	if resumed1.Step() != 400 {
		t.Fatalf("the run in the folder ends at step %d, want 400", resumed1.Step())
	}
	sameBits(t, fmt.Sprintf("killed %d times and interrupted %d times", kills, interrupts), resumed1, train1(t, resumed(), resumedData))
}

// A finished training is loaded, not repeated, and may be made longer where nothing
// decays.
func TestTrainingAgainLoads(t *testing.T) {
	folder, cfg := t.TempDir(), small()
	first := train1(t, cfg, resumedData, Dir(folder))
	steps := 0
	again := train1(t, cfg, resumedData, Dir(folder), OnProgress(func(int, int) { steps++ }))
	if steps != 0 {
		t.Errorf("a finished training took %d more stretches", steps)
	}
	sameBits(t, "loaded", first, again)

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

func checkpoints(t *testing.T, folder string) []string {
	t.Helper()
	files, err := list(folder)
	if err != nil {
		t.Fatal(err)
	}
	return files
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
	folder, cfg := t.TempDir(), small()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, stop := range []int{20, 40} { // two checkpoints, the newer at step 40
		cfg.Steps = stop
		train1(t, cfg, resumedData, Dir(folder))
	}
	cfg.Steps = 60
	whole := train1(t, cfg, resumedData)
	for what, damage := range map[string]func([]byte) []byte{
		"truncated": func(b []byte) []byte { return b[:len(b)/2] },
		"empty":     func([]byte) []byte { return nil },
		"edited":    func(b []byte) []byte { b[len(b)-1000] ^= 1; return b },
		"header":    func(b []byte) []byte { b[60] ^= 1; return b },
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
	folder, cfg := t.TempDir(), small()
	train1(t, cfg, resumedData, Dir(folder))
	change := func(f func(*Config)) Config { c := small(); f(&c); return c }
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
		{"data", small(), dataset.Ring(8, 2, 0.05), folder, []string{"data: ring of 8", "there, ring of 8"}},
		{"width", small(), dataset.Ring(8, 1, 0.06), folder, []string{"data: ring of 8"}},
		{"newer", small(), resumedData, edit(folder, func(b []byte) []byte { return append([]byte("ganbook checkpoint 7\n"), b[21:]...) }),
			[]string{"format 7", "up to 1", "newer"}},
		{"all broken", small(), resumedData, edit(folder, func(b []byte) []byte { return b[:100] }),
			[]string{"none of the checkpoints", "checkpoint-000001.gan"}},
		{"a file", small(), resumedData, checkpoints(t, folder)[0], []string{"checkpoint-000001.gan", "cannot be made"}},
	} {
		run, err := Train(context.Background(), c.cfg, c.data, Dir(c.dir))
		if err == nil || run != nil {
			t.Errorf("%s: run %v, error %v; want no run and an error", c.what, run, err)
			continue
		}
		says(t, c.what, err, c.says)
	}
	if _, err := Load(small(), resumedData, t.TempDir()); err == nil || !strings.Contains(err.Error(), "no checkpoint") {
		t.Errorf("Load of an empty folder: %v", err)
	}
	// None of that changed what is there.
	sameBits(t, "after all that", train1(t, small(), resumedData, Dir(folder)), train1(t, small(), resumedData))
}

func TestTwoTrainingsInOneFolderAreRefused(t *testing.T) {
	folder, tried := t.TempDir(), false
	train1(t, small(), resumedData, Dir(folder), OnProgress(func(int, int) {
		if tried {
			return
		}
		tried = true
		if _, err := Train(context.Background(), small(), resumedData, Dir(folder)); err == nil || !strings.Contains(err.Error(), "another training is writing") {
			t.Errorf("a second training in the folder: %v", err)
		}
	}))
}

// warnings collects what is logged from here to the test's end.
func warnings(t *testing.T) (said func() string) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return log.String
}

// A process that finds no room for its checkpoints trains on with warnings and ends
// with an error; what was there stays, and training goes on from it with the same
// bits when there is room again.
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
	if err == nil || !strings.Contains(string(out), "error gan: a checkpoint at step 400 could not be saved") || !strings.Contains(string(out), "file too large") {
		t.Fatalf("without room: %v, %s; want an error that says so", err, out)
	}
	if !strings.Contains(log.String(), "training goes on") {
		t.Errorf("no warning while training went on: %s", log.String())
	}
	if after := checkpoints(t, folder); !slices.Equal(before, after) {
		t.Errorf("without room the checkpoints went from %v to %v", before, after)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".saving-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	kept, err := Load(resumed(), resumedData, folder)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "kept without room", kept, stopped)
	sameBits(t, "gone on with room", train1(t, resumed(), resumedData, Dir(folder)), train1(t, resumed(), resumedData))
}
