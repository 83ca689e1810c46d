package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A measurement is one turn of a part.
type measurement struct {
	Part    string
	Case    string
	Program string
	Round   int // from 1
	Values  values
	Load    float64 // the load average of the machine when the turn began
	Commit  string
	Key     string // of what the measurement depends on: sources, versions and machine
	When    time.Time
}

var measured = []string{"part", "case", "program", "round", "values", "load", "commit", "key", "when"}

func (m measurement) fields() []string {
	return []string{m.Part, m.Case, m.Program, strconv.Itoa(m.Round), m.Values.String(),
		strconv.FormatFloat(m.Load, 'g', 6, 64), m.Commit, m.Key, m.When.Format(time.RFC3339)}
}

func parseMeasurement(fields []string) (m measurement, err error) {
	var faults [4]error
	m = measurement{Part: fields[0], Case: fields[1], Program: fields[2], Commit: fields[6], Key: fields[7]}
	m.Round, faults[0] = strconv.Atoi(fields[3])
	m.Values, faults[1] = parseValues(fields[4])
	m.Load, faults[2] = strconv.ParseFloat(fields[5], 64)
	m.When, faults[3] = time.Parse(time.RFC3339, fields[8])
	return m, errors.Join(faults[:]...)
}

func parseValues(text string) (values, error) {
	v := values{}
	for part := range strings.SplitSeq(text, "; ") {
		if part == "" {
			continue
		}
		name, number, ok := strings.Cut(part, "=")
		x, err := strconv.ParseFloat(number, 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("%q is no value", part)
		}
		v[name] = x
	}
	return v, nil
}

// Measurements are all turns of the parts that are known, in a file.
type Measurements struct {
	file string
	all  []measurement
}

// readMeasurements reads a file of measurements. A file that does not exist has none.
func readMeasurements(file string) (*Measurements, error) {
	all, err := readRecords(file, "measurements", len(measured), parseMeasurement)
	if err != nil {
		return nil, err
	}
	return &Measurements{file, all}, nil
}

// add adds a measurement and saves the file. Measurements of the part with another key go: a part is
// measured under one set of conditions.
func (ms *Measurements) add(m measurement) error {
	ms.all = slices.DeleteFunc(ms.all, func(old measurement) bool {
		same := old.Case == m.Case && old.Program == m.Program && old.Round == m.Round
		return old.Part == m.Part && (old.Key != m.Key || same)
	})
	ms.all = append(ms.all, m)
	var rows [][]string
	for _, m := range ms.all {
		rows = append(rows, m.fields())
	}
	return writeTable(ms.file, measured, rows)
}

// of returns the measurements of a part with the given key, or with any key if it is empty.
func (ms *Measurements) of(part, key string) (found []measurement) {
	for _, m := range ms.all {
		if m.Part == part && (key == "" || m.Key == key) {
			found = append(found, m)
		}
	}
	return found
}

// collect returns one value of a case and a program, in the order of the measurements.
func collect(of []measurement, kase, program, value string) (list []float64) {
	for _, m := range of {
		if x, ok := m.Values[value]; ok && m.Case == kase && m.Program == program {
			list = append(list, x)
		}
	}
	return list
}

// keys returns the keys of all measurements.
func (ms *Measurements) keys() (list []string) {
	for _, m := range ms.all {
		list = append(list, m.Key)
	}
	return list
}
