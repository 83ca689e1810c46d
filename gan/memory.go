package gan

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	slashed "path"
	"strconv"
	"strings"

	"ganbook/gan/device"
)

// A size is what a network needs room for, counted in numbers. It is counted in
// floating point, where no product of widths overflows.
type size struct {
	weights float64 // those that training moves, and what convolutions look up
	row     float64 // of all layers, for one row: what a gradient goes back through
	widest  float64 // of the widest layer, for one row
}

// layer adds a layer of so many weights and so many numbers for each row.
func (s *size) layer(weights, row float64) {
	s.weights += weights
	s.row += row
	s.widest = max(s.widest, row)
}

// memory is how many bytes a training takes at least, in float32:
//
//   - three states (now, where the stretch began, and where the one before did) of all
//     weights, what the optimizers remember of each and G's average; and the gradients;
//   - a batch of noise, data and fakes, and each layer's numbers for them: of G once, of D
//     for data and fakes;
//   - or, where it is more, the widest layer for the rows that Sample and Logits take at once.
//
// What a network that is not of this package holds inside is not known, and not counted.
func (p game) memory() float64 {
	rows, dim, classes := float64(p.cfg.Batch)*float64(p.cfg.Packing), float64(p.real.Dim()), float64(p.classes())
	d := sizeOf(p.cfg.Discriminator, dim*float64(p.cfg.Packing), max(1, classes))
	weights, states := d.weights, d.weights*(1+memories(p.cfg.DiscriminatorOptimizer))
	batch := 2*rows*dim + 2*float64(p.cfg.Batch)*d.row
	widest := d.widest
	if p.fake == nil {
		g := sizeOf(p.cfg.Generator, float64(p.cfg.NoiseDim)+classes, dim)
		weights += g.weights
		states += g.weights * (1 + memories(p.cfg.GeneratorOptimizer))
		if p.cfg.Averaging > 0 {
			states += g.weights
		}
		batch += rows * (float64(p.cfg.NoiseDim) + g.row)
		widest = max(widest, g.widest)
	}
	return 4 * (3*states + weights + max(batch, chunk*widest))
}

// fits refuses a training that the machine has no room for: it would end the process,
// or bring the machine to a stand.
func (p game) fits(backend string) error {
	has, who := float64(statedMemory), "ganbook's limit, where a system does not say what it has, is"
	if backend == device.XLA || backend == device.Go { // else the weights lie on another device
		if found := machineMemory(os.DirFS("/")); found > 0 {
			has, who = found, "this machine has"
		}
	}
	if needs := p.memory(); !(needs <= has) {
		return fmt.Errorf("gan: this training needs %s of memory or more, and %s %s; make the networks, Batch, Packing or NoiseDim smaller",
			gibibytes(needs), who, gibibytes(has))
	}
	return nil
}

func gibibytes(bytes float64) string { return fmt.Sprintf("%.3g GiB", bytes/(1<<30)) }

// statedMemory, in bytes, is what no training may exceed where the memory of what it
// runs on is not known.
const statedMemory = 256 << 30

// machineMemory is the memory that this process can have, in bytes, 0 where the system
// does not say: Linux's, or less where a control group (a container) has a limit.
func machineMemory(root fs.FS) float64 {
	least := math.Inf(1)
	for line := range strings.Lines(read(root, "proc/meminfo")) {
		var kibibytes float64
		if n, _ := fmt.Sscanf(line, "MemTotal: %f kB", &kibibytes); n == 1 {
			least = kibibytes * 1024
		}
	}
	limits := []string{"sys/fs/cgroup/memory/memory.limit_in_bytes"} // version 1
	for line := range strings.Lines(read(root, "proc/self/cgroup")) {
		if group, ok := strings.CutPrefix(strings.TrimSpace(line), "0::/"); ok { // version 2: the group's and those around it
			for ; group != "."; group = slashed.Dir(group) {
				limits = append(limits, slashed.Join("sys/fs/cgroup", group, "memory.max"))
			}
		}
	}
	limits = append(limits, "sys/fs/cgroup/memory.max")
	for _, file := range limits {
		if limit, err := strconv.ParseFloat(strings.TrimSpace(read(root, file)), 64); err == nil && limit > 0 { // "max" is none
			least = min(least, limit)
		}
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// read is a file's text, nothing where it cannot be read.
func read(root fs.FS, file string) string {
	text, err := fs.ReadFile(root, file)
	if err != nil {
		return ""
	}
	return string(text)
}
