package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// resultsFile is tracked by git, so that a proof is not bound to the machine that ran it.
const resultsFile = "docker/proof/results.tsv"

// A result is the result of a trial at a commit, with the key of the part's files.
type result struct {
	Part, Condition string
	Green           bool
	Seconds         int
	Commit, Key     string
	Note            string
}

// results holds the last result of each trial.
type results struct {
	mutex sync.Mutex
	file  string
	last  map[string]result // by PART@CONDITION
}

const heading = "part\tcondition\tgreen\tseconds\tcommit\tsources\tnote"

func readResults(file string) (*results, error) {
	r := &results{file: file, last: map[string]result{}}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	if lines[0] != heading {
		return nil, fmt.Errorf("%s, line 1: %q, want %q; move the file away to start again", file, lines[0], heading)
	}
	for i, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 7 {
			return nil, fmt.Errorf("%s, line %d: %d columns, want 7; remove the line", file, i+2, len(f))
		}
		green, err1 := strconv.ParseBool(f[2])
		seconds, err2 := strconv.Atoi(f[3])
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w; remove the line", file, i+2, err)
		}
		r.last[f[0]+"@"+f[1]] = result{f[0], f[1], green, seconds, f[4], f[5], f[6]}
	}
	return r, nil
}

// proven reports whether the trial was green with the same files.
func (r *results) proven(t trial, key string) bool {
	found, ok := r.of(t)
	return ok && found.Green && found.Key == key
}

func (r *results) of(t trial) (result, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	found, ok := r.last[t.String()]
	return found, ok
}

// add saves a result in place of the last one of the same trial. The file is complete at any
// moment.
func (r *results) add(new result) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	new.Note = strings.Join(strings.Fields(new.Note), " ")
	r.last[new.Part+"@"+new.Condition] = new
	var lines []string
	for _, x := range r.last {
		lines = append(lines, fmt.Sprintf("%s\t%s\t%t\t%d\t%s\t%s\t%s", x.Part, x.Condition, x.Green, x.Seconds, x.Commit, x.Key, x.Note))
	}
	slices.Sort(lines)
	aside := r.file + ".new"
	if err := os.WriteFile(aside, []byte(heading+"\n"+strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		return err
	}
	return os.Rename(aside, r.file)
}
