package lab

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"ganbook/gan/dataset"
)

// A drawing is the data that the reader has drawn. Coordinates are whole numbers from 0 to places−1,
// across the picture, so that an address can hold them exactly.
type drawing struct {
	points []point
	rng    *rand.Rand
}

type point struct{ x, y int }

const (
	digits     = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-." // safe in an address
	places     = len(digits) * len(digits)
	mostPoints = 500
	brush      = 0.012 // the standard deviation of the points of one touch, as a share of the picture
	perTouch   = 3
)

// add adds points around a place of the picture.
func (d *drawing) add(x, y float64, dim int, lo, hi float64) error {
	if !(x >= lo && x <= hi) || dim == 2 && !(y >= lo && y <= hi) {
		return nil // outside
	}
	if len(d.points) >= mostPoints {
		return fmt.Errorf("the drawing has %d points, which is all that it can hold; clear it to draw again", mostPoints)
	}
	if d.rng == nil {
		d.rng = rand.New(rand.NewPCG(uint64(len(d.points)), 0))
	}
	place := func(v float64) int {
		at := (v-lo)/(hi-lo) + brush*d.rng.NormFloat64()
		return min(max(int(at*float64(places)), 0), places-1)
	}
	for range perTouch {
		p := point{x: place(x)}
		if dim == 2 {
			p.y = place(y)
		}
		d.points = append(d.points, p)
	}
	return nil
}

// rows returns the points on the axes, shaped [n, dim].
func (d drawing) rows(dim int, lo, hi float64) [][]float32 {
	at := func(k int) float32 { return float32(lo + (hi-lo)*(float64(k)+0.5)/float64(places)) }
	rows := make([][]float32, len(d.points))
	for i, p := range d.points {
		rows[i] = []float32{at(p.x)}
		if dim == 2 {
			rows[i] = append(rows[i], at(p.y))
		}
	}
	return rows
}

// String writes the drawing with four digits for each point.
func (d drawing) String() string {
	var b strings.Builder
	for _, p := range d.points {
		for _, k := range [...]int{p.x, p.y} {
			b.WriteByte(digits[k/len(digits)])
			b.WriteByte(digits[k%len(digits)])
		}
	}
	return b.String()
}

// parseDrawing is the inverse of String.
func parseDrawing(text string, dim int) (d drawing, err error) {
	if len(text)%4 != 0 || len(text) > 4*(mostPoints+perTouch) {
		return d, errors.New("lab: the drawing in the address is not whole")
	}
	var ks []int
	for i := 0; i < len(text); i += 2 {
		high, low := strings.IndexByte(digits, text[i]), strings.IndexByte(digits, text[i+1])
		if high < 0 || low < 0 {
			return drawing{}, fmt.Errorf("lab: the drawing in the address holds %q", text[i:i+2])
		}
		ks = append(ks, high*len(digits)+low)
	}
	for i := 0; i < len(ks); i += 2 {
		p := point{x: ks[i]}
		if dim == 2 {
			p.y = ks[i+1]
		}
		d.points = append(d.points, p)
	}
	return d, nil
}

// errNoData is returned while the reader has drawn nothing.
var errNoData = errors.New("there are no data yet: draw some in the picture, with the mouse, a finger, or arrow keys and space")

// data returns the data set of the training.
func (l *Lab) data() (dataset.Dataset, error) {
	if s, ok := l.chosen.source(); ok {
		return s.make(), nil
	}
	if len(l.drawn.points) == 0 {
		return nil, errNoData
	}
	lo, hi := l.chosen.reach()
	return dataset.Rows(drawnName, l.drawn.rows(l.chosen.dim(), lo, hi)), nil
}
