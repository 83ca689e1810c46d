package gan

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// withoutPrivilege runs f on a thread without the privileges of root over files. Otherwise
// permissions would not stop a test that root runs.
func withoutPrivilege(t *testing.T, f func()) {
	t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // without unlocking, so that the thread ends with this goroutine
		header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		var capabilities [2]unix.CapUserData
		err := unix.Capget(&header, &capabilities[0])
		if err == nil {
			capabilities[0].Effective &^= 1<<unix.CAP_DAC_OVERRIDE | 1<<unix.CAP_DAC_READ_SEARCH
			err = unix.Capset(&header, &capabilities[0])
		}
		if err == nil {
			f()
		}
		done <- err
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// If a folder can only be read, Train refuses it before the first step, with and without the lock
// file of an earlier training. Load reads it.
func TestReadOnlyFolderIsRefusedBeforeTraining(t *testing.T) {
	folder := t.TempDir()
	train1(t, smallOnGo(), resumedData, Dir(folder))
	for _, file := range checkpoints(t, folder) {
		os.Chmod(file, 0o444)
	}
	for _, locked := range []bool{true, false} {
		if !locked {
			os.Remove(filepath.Join(folder, ".lock"))
		}
		os.Chmod(folder, 0o555)
		longer := smallOnGo()
		longer.Steps = 90
		var written, err, loadErr error
		steps := 0
		withoutPrivilege(t, func() {
			written = os.WriteFile(filepath.Join(folder, "other"), nil, 0o666)
			_, err = Train(context.Background(), longer, resumedData, Dir(folder), OnProgress(func(int, int) { steps++ }))
			_, loadErr = Load(smallOnGo(), resumedData, folder)
		})
		os.Chmod(folder, 0o755)
		if written == nil {
			t.Fatal("the folder can be written to, so this test shows nothing")
		}
		if err == nil || steps > 0 {
			t.Fatalf("lock file %v: error %v after %d stretches; want one before the first", locked, err, steps)
		}
		says(t, "read-only", err, []string{"no checkpoint can be written to the folder " + folder, "permission denied", "choose another", "gan.Load"})
		if loadErr != nil {
			t.Errorf("lock file %v: Load of a read-only folder: %v", locked, loadErr)
		}
		if left := leftovers(t, folder); len(left) > 0 {
			t.Errorf("left behind: %s", strings.Join(left, ", "))
		}
		train1(t, smallOnGo(), resumedData, Dir(folder)) // the refused training must not hold the lock
	}
}
