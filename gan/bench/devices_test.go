package main

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// someDevices returns three rounds of all cases. In the strong way a step takes 1 ms for each device.
// In the weak way it takes 10 ms more.
func someDevices() (ms []measurement) {
	for round := 1; round <= 3; round++ {
		for _, s := range sharings() {
			for _, way := range []string{strong, weak} {
				for _, n := range deviceCounts {
					if way == weak && n == 1 {
						continue
					}
					v := values{"step": 1e-3*float64(n) + 1e-5*float64(round-2)} // the median is that of round 2
					if way == weak {
						v["step"] += 10e-3
					}
					ms = append(ms, measurement{Part: "devices", Case: shared{way, s, n}.String(), Program: Ours, Round: round, Values: v})
				}
			}
		}
	}
	return ms
}

func TestDevicesTable(t *testing.T) {
	text := devicesTable(someDevices())
	if want := "| MLP 2×128, batch 512 | 1.00 ms | 2.00 ms | 4.00 ms | 12.0 ms | 14.0 ms |\n"; !strings.Contains(text, want) {
		t.Errorf("no line\n%s\nin\n%s", want, text)
	}
	if text := devicesTable(someDevices()[:1]); !strings.Contains(text, "| 0.99 ms | – | – | – | – |") && !strings.Contains(text, "| 990 µs | – | – | – | – |") {
		t.Errorf("a single measurement makes\n%s", text)
	}
}

func TestDevicesAreDrawnAlsoInPart(t *testing.T) {
	for _, of := range [][]measurement{someDevices(), someDevices()[:1]} {
		folder := t.TempDir()
		if _, err := devicesSection(of, folder); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(folder, "devices.png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if m, err := png.Decode(f); err != nil || m.Bounds().Dx() < 400 {
			t.Errorf("%d measurements: %v, %v", len(of), m.Bounds(), err)
		}
	}
}

func TestEveryCaseOfDevicesIsMeasuredOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range devicesCases(false) {
		if seen[c.Name] {
			t.Errorf("%s comes twice", c.Name)
		}
		seen[c.Name] = true
	}
	if len(seen) != 3*(3+2) {
		t.Errorf("%d cases, want one device and two of each way for each of three trainings", len(seen))
	}
	if err := takeDevicesTurn("strong nothing 2", 1); err == nil {
		t.Error("a case that there is not gave no error")
	}
}
