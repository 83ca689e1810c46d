package recipe

import (
	"slices"

	"ganbook/theory"
)

// StackedDrawn is the number of samples whose modes are counted, as in VEEGAN (Srivastava et al. 2017, arXiv
// 1705.07761). PacGAN (Lin et al. 2018, arXiv 1712.04086) counts among 25,600. There the divergence of fair
// draws is 0.0003 nats larger.
const StackedDrawn = 26_000

// Triples says what a reader sees in colour images, channel by channel.
type Triples struct {
	// Modes is the number of triples of classes that occur, from 1 to K³ for K classes.
	Modes int
	// KL is the divergence of the observed triples from the uniform distribution over all of them,
	// ln K³ − H(observed), in nats, from 0 to ln K³. For n fair draws it is about (K³ − 1)/(2n), since counts
	// scatter: 2n·KL is then about χ² with K³ − 1 degrees of freedom.
	KL float64
	// Confidence is the reader's mean probability of the class that it names, for red, green and blue. A
	// reader names a class for any blot. So the number is to be compared with that of real images.
	Confidence [len(channels)]float64
}

// ReadTriples reads the channels of n colour images or more with a classifier of grey ones. It gets the images
// from draw, in blocks of 1,000, shaped [1000, 3·pixels]. [ganbook/gan.Run.Sample] is such a function. It panics
// if n is below 1, and as [Classifier.Read] and [Unstack] do.
func (c *Classifier) ReadTriples(n int, draw func(n int) [][]float32) Triples {
	if n < 1 {
		panic("recipe: ReadTriples of no images; 1 or more")
	}
	var seen []float64 // the number of each image's triple, such as 327 for the classes 3, 2 and 7 of 10
	var confidence [len(channels)]float64
	for len(seen) < n {
		r := c.Read(Unstack(draw(readAtOnce)))
		for at := range slices.Chunk(r.Classes, len(channels)) {
			triple := 0
			for _, class := range at {
				triple = triple*c.classes + class
			}
			seen = append(seen, float64(triple))
		}
		for i, sure := range r.Sure {
			confidence[i%len(channels)] += sure
		}
	}
	for k := range confidence {
		confidence[k] /= float64(len(seen))
	}
	kinds := c.classes * c.classes * c.classes
	uniform := theory.PMF(slices.Repeat([]float64{1 / float64(kinds)}, kinds)...)
	return Triples{distinct(seen), theory.KL(theory.Data(seen...), uniform), confidence}
}

// distinct returns the number of different values.
func distinct(xs []float64) int {
	sorted := slices.Sorted(slices.Values(xs))
	return len(slices.Compact(sorted))
}

// Measures returns the numbers by the names that tables have for them.
func (t Triples) Measures() map[string]Number {
	m := map[string]Number{"modes": Number(t.Modes), "KL": Number(t.KL)}
	for k, name := range channels {
		m["confidence "+name] = Number(t.Confidence[k])
	}
	return m
}
