package docker_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
)

// JupyterLab, started as `make lab` does, ends the kernels that have had nothing to do for ten minutes and
// have no open tab. It ends no others. The browser test of this sets a shorter time (hands.py), so it does not
// see the time that the project sets.
func TestIdleKernelsAreEnded(t *testing.T) {
	const python = "../.venv/bin/python"
	if _, err := os.Stat(python); err != nil {
		if os.Getenv("GANBOOK_SETUP") != "" {
			t.Fatalf("set-up left no %s", python)
		}
		t.Skipf("not run: %s is missing; `make test` sets it up and runs this test", python)
	}
	cmd := exec.Command("./lab", "--show-config-json") // with all files that JupyterLab reads
	cmd.Env = append(os.Environ(), "GANBOOK_LAB_HOME="+t.TempDir())
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	var config struct {
		Kernels struct {
			Timeout   float64 `json:"cull_idle_timeout"`
			Interval  float64 `json:"cull_interval"`
			Connected *bool   `json:"cull_connected"`
			Busy      *bool   `json:"cull_busy"`
		} `json:"MappingKernelManager"`
	}
	if err := json.Unmarshal(out, &config); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	k := config.Kernels
	spared := k.Connected != nil && !*k.Connected && k.Busy != nil && !*k.Busy
	if k.Timeout != 600 || k.Interval != 60 || !spared {
		t.Errorf("JupyterLab has the settings\n%s\nwant kernels ended after 600 idle seconds, those in use spared", out)
	}
}
