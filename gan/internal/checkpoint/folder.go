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

// A Folder holds the checkpoints of one training. Damaged files are named in a warning and left as
// they are.
type Folder struct {
	path       string
	lock       *flock.Flock
	number     int      // the number of the newest file, damaged or not
	removable  []string // the files that later saves may remove, oldest first
	replaceAll bool     // whether the first save replaces all other checkpoints
}

// Two checkpoints are kept, so that the older one can be used if the newer one is damaged.
const keptFiles = 2

// fileName returns the name of the checkpoint file with the given number.
func fileName(number int) string { return fmt.Sprintf("checkpoint-%06d.gan", number) }

// numberOf returns the number in the name of a checkpoint file, or 0 if path has another name.
func numberOf(path string) int {
	number := 0
	name := filepath.Base(path)
	if _, err := fmt.Sscanf(name, "checkpoint-%d.gan", &number); err != nil || fileName(number) != name {
		return 0
	}
	return number
}

// Existing returns a Folder that is only read. The folder is not created or locked.
func Existing(path string) *Folder { return &Folder{path: path} }

// Open creates the folder if it does not exist. It locks the folder against other processes and
// trainings until Close. It also writes a test file: a training must not find out at its end that
// it cannot be saved.
//
// Errors: an empty path; a folder that cannot be created or written to; a folder that is locked.
func Open(path string) (f *Folder, err error) {
	if err := CheckPath(path); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("checkpoint: the folder for checkpoints cannot be made: %w", err)
	}
	if path, err = filepath.Abs(path); err != nil { // the program may change its working directory while it trains
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	f = Existing(path)
	f.lock = flock.New(filepath.Join(path, ".lock"))
	got, err := f.lock.TryLock()
	if err != nil {
		return nil, unwritable(path, err)
	}
	if !got {
		return nil, fmt.Errorf("checkpoint: another training is writing to %s; wait for it, or choose another folder",
			path)
	}
	f.clear()
	if err := f.probe(); err != nil {
		f.Close()
		return nil, unwritable(path, err)
	}
	return f, nil
}

// CheckPath returns an error for an empty path.
func CheckPath(path string) error {
	if path == "" {
		return errors.New("checkpoint: the folder's path is empty; " +
			`give one such as "runs/ring", or "." for the working directory`)
	}
	return nil
}

func unwritable(path string, err error) error {
	return fmt.Errorf("checkpoint: no checkpoint can be written to the folder %s (%w); "+
		"make it writable or choose another folder (gan.Load only reads)", path, err)
}

// saving is the prefix of the names of files that are not complete yet.
const saving = ".saving-"

// clear removes incomplete files of processes that were killed. It does not use a glob pattern,
// because the path of the folder may contain *, ? or [.
func (f *Folder) clear() {
	entries, _ := os.ReadDir(f.path)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), saving) {
			os.Remove(filepath.Join(f.path, e.Name()))
		}
	}
}

// probe tests whether a file can be written, and removes it again.
func (f *Folder) probe() error {
	file, err := f.create(func(w io.Writer) error {
		_, err := w.Write([]byte("probe"))
		return err
	})
	os.Remove(file)
	return err
}

// create writes content to a new file, syncs it to disk, and returns its path. The name begins with
// the constant saving; the caller renames the file.
func (f *Folder) create(content func(io.Writer) error) (path string, err error) {
	file, err := os.CreateTemp(f.path, saving)
	if err != nil {
		return "", err
	}
	// CreateTemp makes a file that no other account can read. A checkpoint is as readable as its folder.
	if folder, err := os.Stat(f.path); err == nil {
		_ = file.Chmod(folder.Mode().Perm() & 0o666) // some file systems have no modes
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

// Close unlocks the folder.
func (f *Folder) Close() { f.lock.Unlock() }

// list returns the paths of the checkpoints in a folder, oldest first.
func list(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: no training is kept there: %w", err)
	}
	var files []string
	for _, e := range entries {
		if e.Name() == fileName(numberOf(e.Name())) {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	slices.SortFunc(files, func(a, b string) int { return numberOf(a) - numberOf(b) })
	return files, nil
}

// Replace makes the next save replace all checkpoints that are now in the folder.
func (f *Folder) Replace() error {
	f.replaceAll = true
	return f.scan()
}

// scan finds the checkpoints in the folder.
func (f *Folder) scan() (err error) {
	f.removable, err = list(f.path)
	if len(f.removable) > 0 {
		f.number = numberOf(f.removable[len(f.removable)-1])
	}
	return err
}

// Newest reads the newest undamaged checkpoint. columns is the number of columns of its history. It
// returns nil if the folder has no checkpoint file. It is an error if there are files and all of
// them are damaged.
func (f *Folder) Newest(columns int) (c *Checkpoint, err error) {
	for range 10 { // a training that writes to the folder may remove a file between the list and the reading
		if c, err = f.newest(columns); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return c, err
}

func (f *Folder) newest(columns int) (*Checkpoint, error) {
	if err := f.scan(); err != nil || len(f.removable) == 0 {
		return nil, err
	}
	files := f.removable
	for _, file := range slices.Backward(files) {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("checkpoint: a checkpoint cannot be read: %w", err)
		}
		c, err := Read(data, columns)
		if err == nil {
			if f.lock != nil { // a folder that is only read removes nothing
				f.removable = slices.DeleteFunc(files, func(other string) bool { return other != file && !whole(other, columns) })
			}
			return c, nil
		}
		if !errors.Is(err, ErrBroken) {
			return nil, fmt.Errorf("checkpoint: %s: %w", file, err)
		}
		slog.Warn("checkpoint: a checkpoint is not used; the one before it is tried",
			"file", file, "reason", err)
	}
	return nil, fmt.Errorf("checkpoint: none of the checkpoints in %s is whole (%s); "+
		"move them away to train anew there, or choose another folder", f.path, strings.Join(names(files), ", "))
}

// whole reports whether a file is an undamaged checkpoint.
func whole(file string, columns int) bool {
	data, err := os.ReadFile(file)
	if err == nil {
		_, err = Read(data, columns)
	}
	return err == nil
}

func names(files []string) []string {
	short := make([]string, len(files))
	for i, f := range files {
		short[i] = filepath.Base(f)
	}
	return short
}

// Save writes a checkpoint as a new file, completely or not at all. Then it removes the checkpoints
// that are no longer needed.
func (f *Folder) Save(c *Checkpoint) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("checkpoint: a checkpoint at step %d could not be saved: %w; "+
				"the checkpoints before it are unchanged", c.Step, err)
		}
	}()
	file, err := f.create(c.Write)
	if err != nil {
		return err
	}
	path := filepath.Join(f.path, fileName(f.number+1))
	if err := os.Rename(file, path); err != nil {
		os.Remove(file)
		return err
	}
	f.number++
	f.sync()
	keep := keptFiles
	if f.replaceAll {
		keep, f.replaceAll = 1, false
	}
	f.removable = append(f.removable, path)
	for len(f.removable) > keep {
		if err := os.Remove(f.removable[0]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			slog.Warn("checkpoint: an old checkpoint could not be removed", "reason", err)
		}
		f.removable = f.removable[1:]
	}
	return nil
}

// sync makes the rename survive a power failure, on systems that support this.
func (f *Folder) sync() {
	if dir, err := os.Open(f.path); err == nil {
		dir.Sync()
		dir.Close()
	}
}

// Empty reports whether [Folder.Replace] found no checkpoint.
func (f *Folder) Empty() bool { return len(f.removable) == 0 }
