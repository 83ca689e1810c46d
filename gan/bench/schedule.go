package main

// A turn is a program's next measurement in a row.
type turn struct {
	program Program
	round   int
}

// next returns the next turn of a row, or false if there is none. The first round has a turn of every
// program; the later ones only of the fastest variant of each family. failed holds the names of the
// programs that could not do the row; they get no turn.
func next(row Row, known []result, failed map[string]bool, rounds int) (turn, bool) {
	done := func(p Program, round int) bool {
		_, ok := secondsBy(known, p.Name())[round]
		return ok
	}
	for round := 1; round <= rounds; round++ {
		list := row.programs()
		if round > 1 {
			list = fastest(list, known)
		}
		for _, p := range list {
			if !failed[p.Name()] && !done(p, round) {
				return turn{p, round}, true
			}
		}
	}
	return turn{}, false
}

// fastest returns for each family the variant that was the fastest in the first round, in the order
// of the list. A family without a result is left out.
func fastest(list []Program, known []result) (chosen []Program) {
	for _, p := range list {
		mine, ok := secondsBy(known, p.Name())[1]
		if !ok {
			continue
		}
		best := true
		for _, other := range list {
			if theirs, ok := secondsBy(known, other.Name())[1]; ok && other.Family == p.Family && theirs < mine {
				best = false
			}
		}
		if best {
			chosen = append(chosen, p)
		}
	}
	return chosen
}
