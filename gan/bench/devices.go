package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"ganbook/gan"
)

// devicesPart measures trainings that several devices share. On a CPU the devices are threads of the
// same cores, so it measures what sharing costs, and not what more hardware gains.
func devicesPart() Part {
	return Part{
		Name: "devices", Rounds: 3, Minutes: 6, Sources: append(engineSources, "gan/bench/devices.go", "gan/bench/turn.go", "gan/bench/data.go", "gan/bench/ours.go", "gan/bench/rows.go"),
		Cases: devicesCases, Turn: devicesTurn, Section: devicesSection,
	}
}

// A sharing is a training that 1, 2 and 4 devices share.
type sharing struct {
	Name   string
	What   string
	Config gan.Config
}

func sharings() []sharing {
	return []sharing{
		{"tiny", "MLP 2×64, batch 64", toy(64, 2, 64, 5_000)},
		{"toy", "MLP 2×128, batch 512", toy(128, 2, 512, 1_000)},
		{"middle", "MLP 3×512, batch 2,048", with(toy(512, 3, 2_048, 30), slow)},
	}
}

// deviceCounts are the numbers of devices. XLA's plugin for the CPU has four.
var deviceCounts = []int{1, 2, 4}

// The two ways to share. In the strong one the batch stays, and each device gets a part of it. In the
// weak one each device gets as much as one device alone.
const (
	strong = "strong"
	weak   = "weak"
)

// A shared is a training on some devices, in one of the ways.
type shared struct {
	way     string
	of      sharing
	devices int
}

// String returns the name of the case, such as "weak toy 2".
func (s shared) String() string { return fmt.Sprintf("%s %s %d", s.way, s.of.Name, s.devices) }

// allShared returns the trainings in the order of their turns. One device is the same in both ways.
func allShared() (all []shared) {
	for _, s := range sharings() {
		for _, n := range deviceCounts {
			all = append(all, shared{strong, s, n})
		}
		for _, n := range deviceCounts[1:] {
			all = append(all, shared{weak, s, n})
		}
	}
	return all
}

func devicesCases(short bool) (cases []Case) {
	for _, s := range allShared() {
		if !short || s.of.Name == sharings()[0].Name {
			cases = append(cases, Case{Name: s.String(), Program: Ours})
		}
	}
	return cases
}

// devicesTurn trains in a process of its own.
func devicesTurn(ctx context.Context, s *stage, c Case, round int) (values, error) {
	return s.ownTurn(ctx, "devices", c, round, 10*time.Minute)
}

// takeDevicesTurn does the training of a case, such as "weak toy 2", and prints the seconds of a step.
func takeDevicesTurn(name string, seed uint64) error {
	for _, s := range allShared() {
		if s.String() != name {
			continue
		}
		cfg := s.of.Config
		cfg.Seed, cfg.Devices = seed, s.devices
		if s.way == weak {
			cfg.Batch *= s.devices
		}
		data, err := ring()
		if err != nil {
			return err
		}
		t, _, err := timedTraining(cfg, data)
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(values{"step": t.step, "first": t.first})
	}
	return fmt.Errorf("there is no case %q of devices", name)
}
