package dataset

import "fmt"

// DrawnBy names the graph that Draw builds, for this package's data sets: two with the same
// name build the same, and differ in the numbers of their tables only, so that trainings on
// them can share a compiled program. It is empty for any other type, also for one that
// embeds a data set of this package.
func DrawnBy(d Dataset) string {
	kind := ""
	switch d := d.(type) {
	case *Mixture:
		kind = "mixture"
	case *Line:
		kind = fmt.Sprintf("line of %d densities in %d parts", d.densities, d.parts)
	case *Empirical:
		kind = "rows"
	case *Spiral:
		kind = fmt.Sprintf("spiral of %d arms", d.arms)
	case *Images:
		kind = "images"
	default:
		return ""
	}
	for _, t := range d.Tables() {
		kind += fmt.Sprint(" ", t.Shape())
	}
	return kind
}
