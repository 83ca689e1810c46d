package gan

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	slashed "path"
	"strconv"
	"strings"

	"github.com/gomlx/compute"

	"ganbook/gan/device"
)

// A size is the memory that a network needs, counted in numbers. The counts are floating point, so
// that no product of widths overflows.
type size struct {
	weights float64 // the weights, and the constant matrices of convolutions
	row     float64 // the outputs of all layers for one row, which backpropagation needs
	widest  float64 // the outputs of the widest layer for one row
}

// layer adds a layer with the given number of weights, and with row outputs for each row.
func (s *size) layer(weights, row float64) {
	s.weights += weights
	s.row += row
	s.widest = max(s.widest, row)
}

// then returns the size of a network that is followed by another one.
func (s size) then(next size) size {
	return size{s.weights + next.weights, s.row + next.row, max(s.widest, next.widest)}
}

// memory returns the least number of bytes that a training needs, in float32: on its first device,
// and on each other one of Config.Devices. It counts:
//
//   - three states: the current one, the one at the start of the stretch, and the one at the start
//     of the stretch before. A state is all weights, the optimizers' values for each weight, and
//     the moving average of G. Only the first device keeps the last one;
//   - the gradients;
//   - the device's share of a batch of noise, data and fakes, and the outputs of each layer: of G
//     once, and of D for data and for fakes;
//   - or, in place of the batch if it is more, the widest layer for the rows that Sample and Logits
//     process at once, which they do on the first device.
//
// It does not count the inner values of networks from outside this package, which are not known.
func (p game) memory() (first, other float64) {
	states, weights, batch, widest := p.numbers()
	return 4 * (3*states + weights + max(batch, float64(p.rowsAtOnce())*widest)), 4 * (2*states + weights + batch)
}

// rowsAtOnce returns the most rows that Sample and Logits process at once: chunk, or fewer for a wide network,
// so that they need no more than the batch of the training does, or than 256 MiB.
func (p game) rowsAtOnce() int {
	_, _, batch, widest := p.numbers()
	rows := chunk
	for rows > 1 && float64(rows)*widest > max(batch, 1<<26) {
		rows /= 2
	}
	return rows
}

// numbers returns the counts that memory consists of.
func (p game) numbers() (states, weights, batch, widest float64) {
	decisions, dim, classes := float64(p.cfg.batchPerDevice()), float64(p.real.Dim()), float64(p.classes())
	samples := decisions * float64(p.cfg.Packing)
	d := sizeOf(p.cfg.Discriminator, dim*float64(p.cfg.Packing), max(1, classes))
	weights, states = d.weights, d.weights*(1+memoriesPerWeight(p.cfg.DiscriminatorOptimizer))
	batch = 2*samples*dim + 2*decisions*d.row
	widest = d.widest
	if p.pg == nil {
		g := sizeOf(p.cfg.Generator, float64(p.cfg.NoiseDim)+classes, dim)
		weights += g.weights
		states += g.weights * (1 + memoriesPerWeight(p.cfg.GeneratorOptimizer))
		if p.cfg.Averaging > 0 {
			states += g.weights
		}
		batch += samples * (float64(p.cfg.NoiseDim) + g.row)
		widest = max(widest, g.widest)
	}
	return states, weights, batch, widest
}

// fits returns an error if the backend has too few devices for the training, or the machine too
// little memory. Without enough memory, the training would end the process or make the machine
// unusable.
func (p game) fits(on compute.Backend) error {
	if _, err := device.Mesh(on, p.cfg.devices()); err != nil {
		return err
	}
	needs, other := p.memory()
	has, owner := float64(defaultMemoryLimit), "the limit for a device that does not say how much it has is"
	// The devices of these backends share the machine's memory. Those of others have their own.
	if name := device.Name(on); name == device.XLA || name == device.Go {
		needs += other * float64(p.cfg.devices()-1)
		if found := machineMemory(os.DirFS("/")); found > 0 {
			has, owner = found, "this machine has"
		}
	}
	if !(needs <= has) {
		return fmt.Errorf("gan: this training needs %s of memory or more, and %s %s; make the networks, Batch, Packing or NoiseDim smaller",
			gibibytes(needs), owner, gibibytes(has))
	}
	return nil
}

func gibibytes(bytes float64) string { return fmt.Sprintf("%.3g GiB", bytes/(1<<30)) }

// defaultMemoryLimit is the most memory, in bytes, that a training may need if the memory of its
// device is not known.
const defaultMemoryLimit = 256 << 30

// machineMemory returns the memory that this process can use, in bytes, or 0 if the system does not
// say. On Linux it is the memory of the machine, or the limit of the control group (a container) if
// that is lower.
func machineMemory(root fs.FS) float64 {
	least := math.Inf(1)
	for line := range strings.Lines(read(root, "proc/meminfo")) {
		var kibibytes float64
		if n, _ := fmt.Sscanf(line, "MemTotal: %f kB", &kibibytes); n == 1 {
			least = kibibytes * 1024
		}
	}
	limits := []string{"sys/fs/cgroup/memory/memory.limit_in_bytes"} // control groups, version 1
	for line := range strings.Lines(read(root, "proc/self/cgroup")) {
		// Version 2: the limits of the group and of all groups that contain it.
		if group, ok := strings.CutPrefix(strings.TrimSpace(line), "0::/"); ok {
			for ; group != "."; group = slashed.Dir(group) {
				limits = append(limits, slashed.Join("sys/fs/cgroup", group, "memory.max"))
			}
		}
	}
	limits = append(limits, "sys/fs/cgroup/memory.max")
	for _, file := range limits {
		// The text "max" means no limit.
		if limit, err := strconv.ParseFloat(strings.TrimSpace(read(root, file)), 64); err == nil && limit > 0 {
			least = min(least, limit)
		}
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// read returns the text of a file, or "" if the file cannot be read.
func read(root fs.FS, file string) string {
	text, err := fs.ReadFile(root, file)
	if err != nil {
		return ""
	}
	return string(text)
}
