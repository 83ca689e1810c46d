package docker_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// checkGo runs set-up's check of Go with a fake go, a bash script. It returns what the check found, or
// what it failed with.
func checkGo(t *testing.T, program string) string {
	t.Helper()
	setup, err := os.ReadFile("setup")
	if err != nil {
		t.Fatal(err)
	}
	check := regexp.MustCompile(`(?ms)^check_go\(\) \{.*?^\}`).Find(setup)
	if check == nil {
		t.Fatal("docker/setup has no function check_go")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "go"), []byte("#!/usr/bin/env bash\n"+program), 0o777); err != nil {
		t.Fatal(err)
	}
	script := `fail() { echo "failed: $1. $2"; exit 1; }; need_go=1.26.5` + "\n" + string(check) +
		"\n" + `check_go && echo "$go_version at $go_root"`
	cmd := exec.Command("bash", "-c", script)
	cmd.Env = append(os.Environ(), "PATH="+folder+":"+os.Getenv("PATH"))
	out, _ := cmd.CombinedOutput()
	return strings.TrimSpace(string(out))
}

func TestSetupReadsGo(t *testing.T) {
	const answer = `printf 'go1.26.5\n/a/go\n1\nbash\n'` // bash stands for a C compiler that is there
	for name, c := range map[string]struct{ program, want string }{
		"there":            {answer, "go1.26.5 at /a/go"},
		"downloads itself": {`echo "go: downloading go1.26.5 (linux/amd64)" >&2; ` + answer, "go1.26.5 at /a/go"},
		"too old":          {`printf 'go1.20\n/a/go\n1\nbash\n'`, "failed: Go is too old (go1.20) and no newer one could be fetched. Install Go 1.26.5 or later"},
		"no C compiler":    {`printf 'go1.26.5\n/a/go\n0\nbash\n'`, "failed: no C compiler, which Go needs to link XLA (CGO_ENABLED=0, CC=bash)"},
		"broken":           {`echo "go: cannot find GOROOT" >&2; exit 2`, "failed: go does not run here (go: cannot find GOROOT). Mend the Go installation"},
	} {
		if got := checkGo(t, c.program); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
