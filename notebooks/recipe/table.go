package recipe

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Table holds the results of an experiment: the measures of each seed, for each method and data
// set.
type Table struct {
	Machine string // the machine of the measurements
	Rows    []Row
}

// A Row is one method on one data set.
type Row struct {
	Method string
	Data   string
	Config string // the configuration, printed by Go
	Seeds  []Result
}

// A Result holds the measures of one seed, by name.
type Result struct {
	Seed     uint64
	Measures map[string]Number
}

// A Number is a float64 that JSON can hold. If it is not finite, JSON has it as a string.
type Number float64

// MarshalJSON writes a finite number as a JSON number, and any other as a string such as "NaN".
func (x Number) MarshalJSON() ([]byte, error) {
	if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
		return json.Marshal(fmt.Sprint(f))
	}
	return json.Marshal(float64(x))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (x *Number) UnmarshalJSON(data []byte) error {
	f, err := strconv.ParseFloat(strings.Trim(string(data), `"`), 64)
	*x = Number(f)
	return err
}

// Mean returns the mean of a measure over the seeds of a row, and its standard error s/√n. It
// panics if a seed lacks the measure.
func (r Row) Mean(measure string) (mean, standardError float64) {
	values, n := r.Values(measure), float64(len(r.Seeds))
	for _, v := range values {
		mean += v / n
	}
	squares := 0.0
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}

// Range returns the smallest and the largest value of a measure over the seeds of a row. It panics
// if a seed lacks the measure.
func (r Row) Range(measure string) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range r.Values(measure) {
		low, high = min(low, v), max(high, v)
	}
	return low, high
}

// Values returns a measure of each seed of a row. It panics if a seed lacks the measure.
func (r Row) Values(measure string) (values []float64) {
	for _, s := range r.Seeds {
		v, ok := s.Measures[measure]
		if !ok {
			panic(fmt.Sprintf("recipe: seed %d of %s on %s has no %q", s.Seed, r.Method, r.Data, measure))
		}
		values = append(values, float64(v))
	}
	return values
}

// Row returns the row of a method on a data set. It panics if there is no such row.
func (t Table) Row(method, data string) Row {
	row, ok := t.find(method, data)
	if !ok {
		panic(fmt.Sprintf("recipe: the table has no row %q on %q; make it anew with go run ./notebooks/recipe/table", method, data))
	}
	return row
}

func (t Table) find(method, data string) (row Row, ok bool) {
	i := slices.IndexFunc(t.Rows, func(r Row) bool { return r.Method == method && r.Data == data })
	if i < 0 {
		return Row{}, false
	}
	return t.Rows[i], true
}

// Read reads a table from a file.
func Read(file string) (t Table, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return t, fmt.Errorf("recipe: %w; make the table with go run ./notebooks/recipe/table", err)
	}
	if err := json.Unmarshal(data, &t); err != nil {
		return t, fmt.Errorf("recipe: %s is no table: %w; make it anew with go run ./notebooks/recipe/table", file, err)
	}
	return t, nil
}

// Write writes the table to a file, completely or not at all.
func (t Table) Write(file string) error {
	data, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".table-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if _, err := temporary.Write(append(data, '\n')); err != nil {
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	if err := os.Chmod(temporary.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
