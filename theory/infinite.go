package theory

// infinite says which parts of an expectation diverge: E[f⁺], E[f⁻], or f itself has no value.
type infinite struct{ up, down, undefined bool }

// note takes in that f is like v, in sign, over something that counts.
func (f *infinite) note(v float64) {
	f.up = f.up || v > 0
	f.down = f.down || v < 0
	f.undefined = f.undefined || v != v
}

func (f *infinite) merge(o infinite) {
	f.up = f.up || o.up
	f.down = f.down || o.down
	f.undefined = f.undefined || o.undefined
}

func (f infinite) any() bool { return f.up || f.down || f.undefined }

// nan says whether the expectation has no value, which no further part can change.
func (f infinite) nan() bool { return f.undefined || f.up && f.down }
