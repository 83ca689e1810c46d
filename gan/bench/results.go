package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A result is one turn of a program in a row.
type result struct {
	Row     string
	Program string
	Round   int // from 1
	answer
	Score   float64 // of the judge
	Quality string  // what the judge says
	Load    float64 // the load average of the machine when the turn began
	Commit  string
	Key     string // of what the result depends on: sources, versions and machine
	When    time.Time
}

var columns = []string{"row", "program", "round", "seconds", "first", "total", "parameters", "D loss", "value", "score", "quality", "load", "commit", "key", "when"}

func (r result) fields() []string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }
	var parameters []string
	for _, n := range r.Parameters {
		parameters = append(parameters, strconv.Itoa(n))
	}
	return []string{r.Row, r.Program, strconv.Itoa(r.Round), number(r.Seconds), number(r.First), number(r.Total), strings.Join(parameters, " "),
		number(r.DLoss), number(r.Value), number(r.Score), r.Quality, number(r.Load), r.Commit, r.Key, r.When.Format(time.RFC3339)}
}

func parseResult(fields []string) (r result, err error) {
	number := func(s string) float64 {
		x, e := strconv.ParseFloat(s, 64)
		err = errors.Join(err, e)
		return x
	}
	whole := func(s string) int {
		n, e := strconv.Atoi(s)
		err = errors.Join(err, e)
		return n
	}
	r.Row, r.Program, r.Round = fields[0], fields[1], whole(fields[2])
	r.Seconds, r.First, r.Total = number(fields[3]), number(fields[4]), number(fields[5])
	for _, n := range strings.Fields(fields[6]) {
		r.Parameters = append(r.Parameters, whole(n))
	}
	r.DLoss, r.Value, r.Score, r.Quality = number(fields[7]), number(fields[8]), number(fields[9]), fields[10]
	r.Load, r.Commit, r.Key = number(fields[11]), fields[12], fields[13]
	when, e := time.Parse(time.RFC3339, fields[14])
	r.When = when
	return r, errors.Join(err, e)
}

// Results are all turns that are known, in a file.
type Results struct {
	file string
	all  []result
}

// readResults reads a file of results. A file that does not exist has none.
func readResults(file string) (*Results, error) {
	all, err := readRecords(file, "results", len(columns), parseResult)
	if err != nil {
		return nil, err
	}
	return &Results{file, all}, nil
}

// add adds a result and saves the file, as a whole or not at all. Results of the row with another key
// go: a row is measured under one set of conditions.
func (rs *Results) add(r result) error {
	rs.all = slices.DeleteFunc(rs.all, func(old result) bool {
		return old.Row == r.Row && (old.Key != r.Key || old.Program == r.Program && old.Round == r.Round)
	})
	rs.all = append(rs.all, r)
	var rows [][]string
	for _, r := range rs.all {
		rows = append(rows, r.fields())
	}
	return writeTable(rs.file, columns, rows)
}

// of returns the results of a row with the given key, or with any key if it is empty.
func (rs *Results) of(row, key string) (found []result) {
	for _, r := range rs.all {
		if r.Row == row && (key == "" || r.Key == key) {
			found = append(found, r)
		}
	}
	return found
}

// secondsBy returns the seconds of a program in each round.
func secondsBy(results []result, program string) map[int]float64 {
	by := map[int]float64{}
	for _, r := range results {
		if r.Program == program {
			by[r.Round] = r.Seconds
		}
	}
	return by
}

// keys returns the keys of all results.
func (rs *Results) keys() (list []string) {
	for _, r := range rs.all {
		list = append(list, r.Key)
	}
	return list
}
