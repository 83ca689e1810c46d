package dataset

import "fmt"

// DrawnBy describes the graph that Draw builds, for data sets of this package. Two data sets with
// the same description build the same graph and differ only in the numbers of their tables. So
// trainings on them can share a compiled program. For any other type the description is empty, also
// for a type that embeds a data set of this package.
func DrawnBy(d Dataset) string {
	kind := ""
	switch d := d.(type) {
	case *Mixture:
		kind = "mixture"
	case *Line:
		kind = fmt.Sprintf("line of %d densities in %d parts", d.densities, d.parts)
	case *Empirical:
		kind = "rows"
	case *LabelledEmpirical:
		kind = "labelled rows"
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
