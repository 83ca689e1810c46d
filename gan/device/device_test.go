package device

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/compute"

	"ganbook/gan/internal/setup"
)

// All comparisons in this file are exact.

// If childConfig is set, the test program opens that backend and prints the result. childForbids
// makes it set $GOMLX_NO_AUTO_INSTALL first, from inside the process.
const (
	childConfig  = "GANBOOK_TEST_CHILD_BACKEND"
	childForbids = "GANBOOK_TEST_CHILD_FORBIDS"
	// childFromClone lets it look for a plugin in the clone that it was compiled from.
	childFromClone = "GANBOOK_TEST_CHILD_FROM_CLONE"
)

func TestMain(m *testing.M) {
	config, isChild := os.LookupEnv(childConfig)
	if !isChild {
		os.Exit(m.Run())
	}
	if os.Getenv(childForbids) != "" {
		os.Setenv("GOMLX_NO_AUTO_INSTALL", "1")
	}
	if os.Getenv(childFromClone) == "" {
		setup.Clone = "" // the plugin of this clone must not be found
	}
	backend, err := Open(config)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println("backend:", Name(backend))
}

// If no plugin is found, nothing is requested from another host. A proxy that forbids everything
// records the requests. For a plugin that set-up does not install, a request is allowed and must
// appear: this shows that the proxy sees requests.
func TestNothingOutsideIsAsked(t *testing.T) {
	var mutex sync.Mutex
	var asked []string
	take := func() []string { // returns the requests since the last call
		mutex.Lock()
		defer mutex.Unlock()
		taken := asked
		asked = nil
		return taken
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		asked = append(asked, r.Method+" "+r.Host)
		http.Error(w, "nothing passes", http.StatusForbidden)
	}))
	defer proxy.Close()
	for _, c := range []struct {
		config  string
		env     []string
		asks    bool
		answers string
	}{
		{"", []string{"GOMLX_NO_AUTO_INSTALL=1"}, false, "backend: go"},
		{"", nil, false, "backend: go"},
		{"xla", nil, false, "error: device: backend \"xla\" cannot be opened"},
		{"xla:cpu", []string{childForbids + "=1"}, false, "run make setup once in the ganbook folder"},
		{"xla:cpu,tf32=false", nil, false, "cannot be opened"},
		{"xla:none", []string{"GOMLX_NO_AUTO_INSTALL=1"}, false, "cannot be opened"},
		{"xla:none", []string{childForbids + "=1"}, false, "cannot be opened"},
		{"xla:none", nil, true, "cannot be opened"},
	} {
		cmd := exec.Command(os.Args[0])
		cmd.Dir = t.TempDir()
		// Leave out all variables that could lead to a plugin or past the proxy.
		cmd.Env = []string{childConfig + "=" + c.config, "HOME=" + cmd.Dir, "PATH=" + os.Getenv("PATH"), "NO_PROXY="}
		for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
			cmd.Env = append(cmd.Env, name+"="+proxy.URL)
		}
		cmd.Env = append(cmd.Env, c.env...)
		said, err := cmd.Output()
		if err != nil || !strings.Contains(string(said), c.answers) {
			t.Errorf("%q, %v: %v, %q; want %q", c.config, c.env, err, said, c.answers)
		}
		if asked := take(); len(asked) > 0 != c.asks {
			t.Errorf("%q, %v: asked %q; want something: %v", c.config, c.env, asked, c.asks)
		}
	}
}

// cloneFolder is the folder in which set-up puts the plugin, or "" if the program was compiled without the
// paths of its sources.
func cloneFolder(t *testing.T) string {
	t.Helper()
	if setup.Clone == "" {
		return ""
	}
	return filepath.Join(setup.Clone, ".venv", "lib", "go-xla")
}

// A program of another module, in a folder of its own, finds the plugin of the clone that this package
// was compiled from.
func TestThePluginOfTheClone(t *testing.T) {
	clone := cloneFolder(t)
	if found, err := filepath.Glob(filepath.Join(clone, "pjrt_c_api_cpu_plugin.*")); err != nil || clone == "" || found == nil {
		if os.Getenv("GANBOOK_SETUP") != "" {
			t.Fatalf("set-up left no plugin in %q: %v", clone, err)
		}
		t.Skip("not run: there is no plugin in this clone; `make test` installs it and runs this test")
	}
	for _, fromClone := range []string{"", "1"} {
		if _, err := os.Stat("/usr/local/lib/go-xla"); err == nil && fromClone == "" {
			continue // there may be another one
		}
		cmd := exec.Command(os.Args[0])
		cmd.Dir = t.TempDir()
		cmd.Env = []string{childConfig + "=", childFromClone + "=" + fromClone, "HOME=" + cmd.Dir, "PATH=" + os.Getenv("PATH")}
		said, err := cmd.Output()
		want := "backend: go"
		if fromClone != "" {
			want = "backend: xla:cpu"
		}
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("looking in the clone %q: %v, %q; want %q", fromClone, err, said, want)
		}
	}
}

// Several names mean XLA on the CPU, and one client serves them all.
func TestNamesOfOneBackend(t *testing.T) {
	t.Setenv(compute.ConfigEnvVar, "")
	first, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{Go}
	if Name(first) == XLA {
		names = []string{"xla", "xla:", XLA}
	}
	for _, name := range names {
		if b, err := Open(name); err != nil || b != first {
			t.Errorf("Open(%q) gave another backend than Open of nothing, or %v", name, err)
		}
	}
}

func TestSplitXLA(t *testing.T) {
	for config, want := range map[string]struct {
		cpu     bool
		options string
	}{
		"xla": {true, ""}, "xla:": {true, ""}, "xla:cpu": {true, ""}, "xla:cpu,tf32": {true, ",tf32"}, "xla,a=b,c": {true, ",a=b,c"},
		"xla:cuda": {false, ""}, "xla:cuda,tf32": {false, ",tf32"}, "go": {false, ""}, "xla:/a/b.so": {false, ""}, "xlacpu": {false, ""},
	} {
		if cpu, options := splitXLA(config); cpu != want.cpu || options != want.options {
			t.Errorf("%q is %v, %q; want %v, %q", config, cpu, options, want.cpu, want.options)
		}
	}
}

func TestOpenAtOnceGivesOneBackend(t *testing.T) {
	var group sync.WaitGroup
	found := make([]compute.Backend, 8)
	for i := range found {
		group.Go(func() {
			var err error
			if found[i], err = Open(Go); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, b := range found {
		if b != found[0] || Name(b) != Go {
			t.Errorf("Open(%q) gave %v and %v", Go, b, found[0])
		}
	}
	t.Setenv(compute.ConfigEnvVar, Go)
	if b, err := Open(""); err != nil || b != found[0] {
		t.Errorf("Open of nothing with $%s = %s gave %v, %v", compute.ConfigEnvVar, Go, b, err)
	}
}

// With one processor the pure-Go backend runs operations one after the other, and it has the same
// name.
func TestGoOnOneProcessor(t *testing.T) {
	how := func(config string, processors int) any {
		t.Helper()
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		b, err := newBackend(config)
		if err != nil {
			t.Fatal(err)
		}
		if Name(b) != Go {
			t.Errorf("%q on %d processors is called %s", config, processors, Name(b))
		}
		return reflect.ValueOf(b).Elem().FieldByName("OpsExecutionType").Int()
	}
	sequential := how(Go+":ops_sequential", 2)
	if one, two := how(Go, 1), how(Go, 2); one != sequential || two == sequential {
		t.Errorf("operations run in mode %v on one processor and %v on two; one after the other is mode %v", one, two, sequential)
	}
}

func TestOpenOfAnUnknownBackend(t *testing.T) {
	for _, config := range []string{"abacus", "xla:/no/such/plugin.so"} {
		_, err := Open(config)
		if err == nil {
			t.Fatalf("Open(%q) gave no error", config)
		}
		for _, part := range []string{config, "cannot be opened", `ask for "go"`} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("error %q does not say %q", err, part)
			}
		}
		if strings.Contains(err.Error(), "make setup") {
			t.Errorf("error %q advises a set-up, which does not install this", err)
		}
	}
}

// The environment variable comes first. Then come the folders of set-up. go-xla's own folders come last.
func TestWherePluginsAreLookedFor(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	venv := filepath.Join(root, ".venv")
	if err := os.MkdirAll(filepath.Join(venv, "setup"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	t.Setenv("HOME", filepath.Join(root, "user"))
	t.Setenv("PJRT_PLUGIN_LIBRARY_PATH", "/first"+string(os.PathListSeparator)+"/second")
	folders := pluginFolders()
	last := -1
	for _, want := range []string{"/first", "/second", filepath.Join(venv, "lib", "go-xla"),
		filepath.Join(root, "user", ".local", "lib", "go-xla"), "/usr/local/lib/go-xla"} {
		at := slices.Index(folders, want)
		if at <= last {
			t.Errorf("%s is number %d of %v, want it after %d", want, at, folders, last)
		}
		last = at
	}
}

// This package asks for shared buffers, unless the backend's options speak of them.
func TestSharedBuffersCanBeForbidden(t *testing.T) {
	if findPlugin() == "" {
		t.Skip("not run: there is no plugin; `make test` installs it and runs this test")
	}
	if _, err := Open("xla:cpu,noshared_buffers"); err != nil {
		t.Error(err)
	}
}
