package checkpoint

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// A Folder holds the checkpoints of one training, newest last. Files that cannot be
// read are named and left alone.
type Folder struct {
	path   string
	lock   *flock.Flock
	number int             // of the newest file, whole or not
	stale  []string        // files to be removed as newer ones come, oldest first
	broken map[string]bool // by path
	anew   bool            // whether the first checkpoint saved replaces all others
}

// Two checkpoints are kept, so that there is one to go back to.
const kept = 2

// FileName is the name of a checkpoint's file.
func FileName(number int) string { return fmt.Sprintf("checkpoint-%06d.gan", number) }

// Number is the number in a checkpoint's name, 0 where it is no such name.
func Number(path string) (number int) {
	fmt.Sscanf(filepath.Base(path), "checkpoint-%d.gan", &number)
	return number
}

// Existing is a folder that is only read.
func Existing(path string) *Folder { return &Folder{path: path, broken: map[string]bool{}} }

// Open makes the folder if need be, keeps other processes and trainings from
// writing to it until it is closed, and tries whether a file can be written there: a
// training must not learn at its end that it cannot be saved.
func Open(path string) (f *Folder, err error) {
	if err := CheckPath(path); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("gan: the folder for checkpoints cannot be made: %w", err)
	}
	f = Existing(path)
	f.lock = flock.New(filepath.Join(path, ".lock"))
	got, err := f.lock.TryLock()
	if err != nil {
		return nil, unwritable(path, err)
	}
	if !got {
		return nil, fmt.Errorf("gan: another training is writing to %s; wait for it, or choose another folder", path)
	}
	f.clear()
	if err := f.probe(); err != nil {
		f.Close()
		return nil, unwritable(path, err)
	}
	return f, nil
}

// CheckPath refuses an empty path.
func CheckPath(path string) error {
	if path == "" {
		return errors.New(`gan: the folder's path is empty; give one such as "runs/ring", or "." for the working directory`)
	}
	return nil
}

func unwritable(path string, err error) error {
	return fmt.Errorf("gan: no checkpoint can be written to the folder %s (%w); mend that or choose another folder (gan.Load only reads)", path, err)
}

// Saving begins the names of files that are not whole yet.
const Saving = ".saving-"

// clear removes what a killed process was writing: it is nobody's. (Not by a pattern: the
// folder's own path may hold *, ? or [.)
func (f *Folder) clear() {
	entries, _ := os.ReadDir(f.path)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), Saving) {
			os.Remove(filepath.Join(f.path, e.Name()))
		}
	}
}

// probe writes a file and removes it.
func (f *Folder) probe() error {
	file, err := f.create(func(w io.Writer) error {
		_, err := w.Write([]byte("probe"))
		return err
	})
	os.Remove(file)
	return err
}

// create makes a file of what content writes, whole on the disk, and returns its path; it
// begins with Saving until it is renamed.
func (f *Folder) create(content func(io.Writer) error) (path string, err error) {
	file, err := os.CreateTemp(f.path, Saving)
	if err != nil {
		return "", err
	}
	err = content(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(file.Name())
	}
	return file.Name(), err
}

// Close lets others write to the folder.
func (f *Folder) Close() { f.lock.Unlock() }

// List returns the paths of a folder's checkpoints, oldest first.
func List(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("gan: no checkpoints to be had: %w", err)
	}
	var files []string
	for _, e := range entries {
		if e.Name() == FileName(Number(e.Name())) {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	slices.SortFunc(files, func(a, b string) int { return Number(a) - Number(b) })
	return files, nil
}

// Replace lets the first checkpoint that is saved take the place of all that are
// there.
func (f *Folder) Replace() error {
	f.anew = true
	return f.look()
}

// look finds the files that are there.
func (f *Folder) look() (err error) {
	f.stale, err = List(f.path)
	if len(f.stale) > 0 {
		f.number = Number(f.stale[len(f.stale)-1])
	}
	return err
}

// Newest reads the newest whole checkpoint, whose rows have so many columns; nil where the folder
// has no file of one.
func (f *Folder) Newest(columns int) (*Checkpoint, error) {
	if err := f.look(); err != nil || len(f.stale) == 0 {
		return nil, err
	}
	files := f.stale
	for _, file := range slices.Backward(files) {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("gan: a checkpoint cannot be read: %w", err)
		}
		c, err := Read(data, columns)
		if err == nil {
			f.stale = slices.DeleteFunc(files, func(file string) bool { return f.broken[file] })
			return c, nil
		}
		if !errors.Is(err, ErrBroken) {
			return nil, fmt.Errorf("gan: %s: %w", file, err)
		}
		f.broken[file] = true
		slog.Warn("gan: a checkpoint is refused, and the one before it used", "file", file, "reason", err)
	}
	return nil, fmt.Errorf("gan: none of the checkpoints in %s is whole (%s); move them away to train anew there, or choose another folder",
		f.path, strings.Join(names(files), ", "))
}

func names(files []string) []string {
	short := make([]string, len(files))
	for i, f := range files {
		short[i] = filepath.Base(f)
	}
	return short
}

// Save writes a checkpoint beside the others, whole or not at all, and removes those
// that are no longer needed.
func (f *Folder) Save(c *Checkpoint) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("gan: a checkpoint at step %d could not be saved: %w; those before it are as they were", c.Step, err)
		}
	}()
	file, err := f.create(c.Write)
	if err != nil {
		return err
	}
	path := filepath.Join(f.path, FileName(f.number+1))
	if err := os.Rename(file, path); err != nil {
		os.Remove(file)
		return err
	}
	f.number++
	f.sync()
	keep := kept
	if f.anew {
		keep, f.anew = 1, false
	}
	f.stale = append(f.stale, path)
	for len(f.stale) > keep {
		if err := os.Remove(f.stale[0]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			slog.Warn("gan: an old checkpoint could not be removed", "reason", err)
		}
		f.stale = f.stale[1:]
	}
	return nil
}

// sync makes the renaming last through a power cut, where the system has a way to.
func (f *Folder) sync() {
	if dir, err := os.Open(f.path); err == nil {
		dir.Sync()
		dir.Close()
	}
}

// Empty reports whether [Folder.Replace] has found no checkpoint.
func (f *Folder) Empty() bool { return len(f.stale) == 0 }
