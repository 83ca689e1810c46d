// Package device opens the backend that a training runs on: XLA if its plugin is found, else
// GoMLX's pure-Go backend. It also chooses the devices of the backend.
package device

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/distributed"
	_ "github.com/gomlx/gomlx/backends/default"

	"ganbook/gan/internal/setup"
)

// The names of two backends, as [Open] takes them and [Name] returns them.
const (
	XLA = "xla:cpu" // XLA on the CPU
	Go  = "go"      // GoMLX's pure-Go backend
)

// opened holds the backends of this process. A plugin is loaded only once, and all trainings share
// its threads.
var opened = struct {
	sync.Mutex
	byConfig map[string]compute.Backend
}{byConfig: map[string]compute.Backend{}}

// Open returns the backend with the given configuration, such as "xla", "xla:cpu", "xla:cuda" or
// "go". All calls that mean the same backend return the same one. If config is empty,
// $GOMLX_BACKEND is used. If that is empty too, Open returns XLA on the CPU, or else the pure-Go
// backend with a warning.
//
// Open downloads neither of these two. For "xla:cuda", go-xla may download plugins, for CUDA and for
// the CPU, unless $GOMLX_NO_AUTO_INSTALL is set. It does not check the sum of the one for the CPU. It
// is an error if the backend cannot be opened.
func Open(config string) (compute.Backend, error) {
	opened.Lock()
	defer opened.Unlock()

	if config == "" {
		config = os.Getenv(compute.ConfigEnvVar)
	}
	if config != "" {
		backend, err := open(config)
		if err != nil {
			cure := fmt.Sprintf("ask for %q", Go)
			if plugin, _, _ := strings.Cut(config, ","); plugin == XLA || plugin == "xla" {
				cure = install + ", or " + cure
			}
			return nil, fmt.Errorf("device: backend %q cannot be opened (%w); %s", config, err, cure)
		}
		return backend, nil
	}
	if backend, ok := opened.byConfig[""]; ok { // XLA could not be opened before
		return backend, nil
	}
	backend, err := open(XLA)
	if err == nil {
		return backend, nil
	}
	slog.Warn("device: XLA cannot be opened, so this runs on the pure-Go backend, about 20 times slower; "+
		install, "reason", firstLine(err))
	if backend, err = open(Go); err == nil {
		opened.byConfig[""] = backend
	}
	return backend, err
}

// install says how to get XLA for the CPU. A program that was built with -trimpath, or that was taken elsewhere,
// does not find what was installed for the clone.
const install = "run make setup once in the ganbook folder to install XLA, or name the folder of its plugin in $PJRT_PLUGIN_LIBRARY_PATH"

// open returns the backend with the given configuration, which is not empty, and opens it if it is not
// open yet.
func open(config string) (compute.Backend, error) {
	if cpu, options := splitXLA(config); cpu {
		config = XLA + options
	}
	if backend, ok := opened.byConfig[config]; ok {
		return backend, nil
	}
	backend, err := newBackend(config)
	if err == nil {
		opened.byConfig[config] = backend
	}
	return backend, err
}

// newBackend opens a GoMLX backend. For XLA on the CPU it finds the plugin itself: go-xla reads its
// search path when the program starts, which is too early to set it here. The pure-Go backend starts
// a goroutine for each operation of a graph. On one processor, as in a browser, nothing runs at the
// same time, so there the operations run one after the other, which is faster.
func newBackend(config string) (backend compute.Backend, err error) {
	cpu, options := splitXLA(config)
	mayInstall(cpu)
	if plugin := findPlugin(); cpu && plugin != "" {
		config = "xla:" + plugin + options
		if !strings.Contains(options, "shared_buffers") {
			config += ",shared_buffers" // go-xla's default for a plugin that is named and not given by its path
		}
	}
	if config == Go && runtime.GOMAXPROCS(0) == 1 {
		config = Go + ":ops_sequential"
	}
	err = Catch(func() {
		var err error
		if backend, err = compute.NewWithConfig(config); err != nil {
			panic(err)
		}
	})
	return backend, err
}

// splitXLA reports whether config means XLA on the CPU. It also returns the options in config, with
// the comma before them, since GoMLX writes "xla:cpu,option,option=value".
func splitXLA(config string) (cpu bool, options string) {
	name, options, more := strings.Cut(config, ",")
	if more {
		options = "," + options
	}
	return name == "xla" || name == "xla:" || name == XLA, options
}

// findPlugin returns the absolute path of XLA's plugin for the CPU, or "" if there is none.
func findPlugin() string {
	endings := map[string][]string{"darwin": {".so", ".dylib"}, "windows": {".dll"}}[runtime.GOOS]
	if endings == nil {
		endings = []string{".so"}
	}
	for _, folder := range pluginFolders() {
		for _, ending := range endings {
			path, err := filepath.Abs(filepath.Join(folder, "pjrt_c_api_cpu_plugin"+ending))
			if err != nil || strings.Contains(path, ",") { // go-xla would read an option after the comma
				continue
			}
			if info, err := os.Stat(path); err == nil && !info.IsDir() {
				return path
			}
		}
	}
	return ""
}

// pluginFolders lists the folders that may hold a plugin, in the order of the search: those of the
// environment variable, those of set-up, and go-xla's own.
func pluginFolders() []string {
	folders := filepath.SplitList(os.Getenv("PJRT_PLUGIN_LIBRARY_PATH"))
	for _, venv := range setup.Folders() {
		folders = append(folders, filepath.Join(venv, "lib", "go-xla"))
	}
	if home, err := os.UserHomeDir(); err == nil {
		folders = append(folders, filepath.Join(home, ".local", "lib", "go-xla"),
			filepath.Join(home, "Library", "Application Support", "go-xla"))
	}
	return append(folders, "/usr/local/lib/go-xla")
}

// Name returns the name of a backend as [Open] takes it, such as "xla:cpu".
func Name(b compute.Backend) string {
	if plugged, ok := b.(interface{ PluginName() string }); ok {
		name := filepath.Base(plugged.PluginName())
		name, _, _ = strings.Cut(name, ".")
		name = strings.TrimSuffix(strings.TrimPrefix(name, "pjrt_c_api_"), "_plugin")
		name, _, _ = strings.Cut(name, "_v") // plugin files of go-xla have a version in their names
		return b.String() + ":" + name
	}
	return b.String()
}

// Mesh returns the first n devices of a backend, in a row, for programs that run on all of them. For
// one device it returns nil: such programs need no mesh. It is an error if the backend has fewer
// than n devices. XLA's plugin for the CPU has 4, however many cores there are; the pure-Go backend
// has 1.
func Mesh(b compute.Backend, n int) (*distributed.DeviceMesh, error) {
	if has := b.NumDevices(); n > has {
		return nil, fmt.Errorf("device: Devices = %d, and the backend %s has %d; choose %d or fewer, or another backend",
			n, Name(b), has, has)
	}
	if n <= 1 {
		return nil, nil
	}
	return distributed.NewDeviceMesh([]int{n}, []string{"data"})
}

// Catch runs f and returns a panic of f as an error. GoMLX's functions that build graphs panic, and
// callers of this project's functions should get errors.
func Catch(f func()) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = AsError(thrown)
		}
	}()
	f()
	return nil
}

// AsError returns what a panic was called with as an error. If it is called in the function that recovers,
// the error of a fault in the code, such as an index out of range, also says where that was.
func AsError(thrown any) error {
	switch thrown := thrown.(type) {
	case runtime.Error:
		return fmt.Errorf("%w\n%s", thrown, debug.Stack())
	case error:
		return thrown
	}
	return fmt.Errorf("%v", thrown)
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
