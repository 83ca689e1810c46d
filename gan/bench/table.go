package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// readRecords reads a file that writeTable wrote: a line for each record, below one that names the columns.
// A file that does not exist has no records. what names the records in errors.
func readRecords[T any](file, what string, columns int, parse func(fields []string) (T, error)) (all []T, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := csv.NewReader(f)
	lines.Comma, lines.FieldsPerRecord, lines.LazyQuotes = '\t', columns, true
	records, err := lines.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s is no table of %s: %w; repair it, or move it away", file, what, err)
	}
	for i, fields := range records {
		if i == 0 {
			continue
		}
		r, err := parse(fields)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w; repair it, or move the file away", file, i+1, err)
		}
		all = append(all, r)
	}
	return all, nil
}

// writeTable writes a file, as a whole or not at all.
func writeTable(file string, columns []string, rows [][]string) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), ".table-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	lines := csv.NewWriter(temporary)
	lines.Comma = '\t'
	lines.Write(columns)
	lines.WriteAll(rows)
	if err := errors.Join(lines.Error(), temporary.Chmod(0o644), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
