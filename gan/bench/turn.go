package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"ganbook/gan/dataset"
	"ganbook/gan/device"
)

// A stage is where turns run: what they share, and where they leave their files.
type stage struct {
	python string // the interpreter of the peers
	self   string // this program
	folder string // temporary
	short  bool
	files  map[string]string // the files of pixels, by the name of the data set
}

func newStage(python string, short bool) (*stage, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "ganbook-bench-")
	return &stage{python, self, folder, short, map[string]string{}}, err
}

func (s *stage) close() { os.RemoveAll(s.folder) }

// longest is the time that a turn may take before it counts as failed. In a short run it is less.
func (s *stage) longest(row Row) time.Duration {
	switch {
	case s.short:
		return 5 * time.Minute
	case row.Long:
		return time.Hour
	}
	return 10 * time.Minute
}

// run runs one turn of a program and judges what it has left.
func (s *stage) run(ctx context.Context, row Row, p Program, round int) (r result, err error) {
	j, err := s.job(row, round)
	if err != nil {
		return r, err
	}
	j.Samples = filepath.Join(s.folder, "samples")
	file := filepath.Join(s.folder, "job.json")
	text, err := json.Marshal(j)
	if err != nil {
		return r, err
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return r, err
	}
	os.Remove(j.Samples)
	load := loadAverage()
	a, err := s.ask(ctx, s.command(p, file), s.longest(row))
	if err != nil {
		return r, err
	}
	r = result{Row: row.Name, Program: p.Name(), Round: round, answer: a, Load: load, When: time.Now().UTC().Truncate(time.Second)}
	if row.Long {
		r.Seconds = a.Total
	}
	if p.Limit {
		return r, nil
	}
	var of dataset.Dataset
	var samples [][]float32
	if !row.Parzen {
		if of, err = row.Data(); err == nil {
			samples, err = readSamples(j.Samples, of.Dim())
		}
		if err != nil {
			return r, err
		}
	}
	r.Score, r.Quality, err = row.Judge.judge(of, samples, a)
	return r, err
}

// job returns the job of a row. The seed is the round.
func (s *stage) job(row Row, round int) (j job, err error) {
	if row.Parzen {
		parts, err := loadParzen(s.short)
		if err != nil {
			return j, err
		}
		for _, part := range []struct {
			of *dataset.Images
			to *data
		}{{parts.fakes, &j.Fakes}, {parts.validation, &j.Validation}, {parts.test, &j.Test}} {
			file, err := s.pixels(part.of)
			if err != nil {
				return j, err
			}
			*part.to = data{Kind: "images", Dim: part.of.Dim(), File: file}
		}
		j.Sigmas, j.Products = parzenSigmas(), parts.products()
	} else {
		from, err := row.Data()
		if err != nil {
			return j, err
		}
		cfg := row.Config
		j.Chunk = row.Chunk
		if s.short {
			cfg.Steps, cfg.Batch = shortSteps, min(cfg.Batch, shortBatch)
			j.Chunk = min(j.Chunk, 2)
		}
		chunk := j.Chunk
		if j, err = trainingJob(cfg, from, s.pixels); err != nil {
			return j, err
		}
		j.Chunk = chunk
	}
	j.Row, j.Seed, j.Drawn = row.Name, uint64(round), row.Judge.Drawn
	j.ProductSteps = productSteps(j.Products)
	if s.short {
		j.ProductSteps = shortProducts
	}
	return j, nil
}

// A short run takes this number of steps, in chunks of two, with batches of this size or less.
const (
	shortSteps    = 20
	shortBatch    = 128
	shortProducts = 1 // the number of times that a step's products are computed
)

// productSteps is the number of steps whose products take some seconds: 3·10¹¹ operations.
func productSteps(list []Product) int {
	const enough = 3e11
	return max(2, min(50_000, int(enough/operations(list))))
}

// pixels returns the file with the bytes of images. It writes it at the first call.
func (s *stage) pixels(m *dataset.Images) (string, error) {
	if file, ok := s.files[m.Name()]; ok {
		return file, nil
	}
	file := filepath.Join(s.folder, fmt.Sprintf("pixels%d", len(s.files)))
	if err := writePixels(m, file); err != nil {
		return "", err
	}
	s.files[m.Name()] = file
	return file, nil
}

func (s *stage) command(p Program, job string) []string {
	if p.script == "" {
		return []string{s.self, "-turn", job, "-program", p.Family}
	}
	command := []string{s.python, filepath.Join("gan", "bench", "peers", p.script), job}
	if p.Variant != "" {
		command = append(command, p.Variant)
	}
	return command
}

// ask runs the command of a turn and reads the answer in its last line.
func (s *stage) ask(ctx context.Context, command []string, longest time.Duration) (a answer, err error) {
	err = s.askInto(ctx, command, longest, &a)
	return a, err
}

// askInto runs a command and reads its last line, which is JSON, into an answer. A command that must
// end is asked to by a signal first, so that it can end what it has started.
func (s *stage) askInto(ctx context.Context, command []string, longest time.Duration, into any) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	run := exec.CommandContext(ctx, command[0], command[1:]...)
	run.Env = s.environment()
	run.Cancel = func() error { return run.Process.Signal(syscall.SIGTERM) }
	run.WaitDelay = 10 * time.Second
	var out, said bytes.Buffer
	run.Stdout, run.Stderr = &out, &said
	if err := run.Run(); err != nil {
		if ctx.Err() == context.DeadlineExceeded {
			return fmt.Errorf("it took longer than %v", longest)
		}
		return fmt.Errorf("%w: %s", err, lastLine(said.String()))
	}
	line := lastLine(out.String())
	if err := json.Unmarshal([]byte(line), into); err != nil {
		return fmt.Errorf("its last line is no answer: %q: %w", line, err)
	}
	return nil
}

// environment returns the environment of a turn. Settings that would hold back one library, and not the
// others, are left out, and compiled code of earlier turns is out of reach: each turn compiles anew.
func (s *stage) environment() []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch {
		case strings.HasPrefix(name, "OPENBLAS_"), strings.HasPrefix(name, "OMP_"), strings.HasPrefix(name, "MKL_"),
			strings.HasPrefix(name, "JAX_"), strings.HasPrefix(name, "PYTHON"), name == "XLA_FLAGS":
		default:
			env = append(env, v)
		}
	}
	cache := filepath.Join(s.folder, "inductor")
	os.RemoveAll(cache)
	return append(env, "PYTHONDONTWRITEBYTECODE=1", "JAX_PLATFORMS=cpu", "CUDA_VISIBLE_DEVICES=", "TORCHINDUCTOR_CACHE_DIR="+cache,
		"GOMLX_BACKEND="+device.XLA) // of two values the last counts; without it ganbook may run on the pure-Go backend
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndex(text, "\n")+1:]
}

// readSamples reads a file of float32, shaped [n, dim].
func readSamples(file string, dim int) ([][]float32, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("it left no samples: %w", err)
	}
	if len(raw)%(4*dim) != 0 {
		return nil, fmt.Errorf("it left %d bytes of samples, which is no multiple of %d coordinates", len(raw), dim)
	}
	samples := make([][]float32, len(raw)/(4*dim))
	for i := range samples {
		samples[i] = make([]float32, dim)
		for k := range samples[i] {
			samples[i][k] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*(i*dim+k):]))
		}
	}
	return samples, nil
}
