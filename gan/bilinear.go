package gan

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Bilinear resampling doubles or halves an image with one matrix B, shaped [n, 2n], for each of its
// two sides. Line o of the doubled image lies between two lines of the small one, a quarter of a line
// from the nearer one:
//
//	doubled[o] = Σ_i B[i, o]·x[i],   B[i, o] = ¾ if i = ⌊o/2⌋, ¼ if i is its neighbour on o's side
//	halved[i]  = ½ Σ_o B[i, o]·x[o], the weights ⅛, ⅜, ⅜, ⅛
//
// Beyond the edge, the line at the edge is repeated. Both keep a constant image as it is. Repeating pixels
// leaves squares, and dropping pixels makes the result depend on which ones are dropped; bilinear weights
// pass on fewer of these patterns (Zhang 2019, arXiv 1904.11486). R3GAN uses them (Huang et al. 2024,
// arXiv 2501.05441).
func bilinear(n int) (b [][]float32) {
	b = make([][]float32, n)
	for i := range b {
		b[i] = make([]float32, 2*n)
	}
	for o := range 2 * n {
		i := o / 2
		neighbour := min(max(i+2*(o%2)-1, 0), n-1)
		b[i][o] += 0.75
		b[neighbour][o] += 0.25
	}
	return b
}

// A resampling is a linear map of each line of an image: the weight of line i of the input, of in lines,
// in line o of the result, of out lines.
type resampling struct {
	in, out int
	weight  func(i, o int) float32
}

// doubling and halving are the bilinear resamplings to 2n and to n/2 lines.
func doubling(n int) resampling {
	b := bilinear(n)
	return resampling{n, 2 * n, func(i, o int) float32 { return b[i][o] }}
}

func halving(n int) resampling {
	b := bilinear(n / 2)
	return resampling{n, n / 2, func(i, o int) float32 { return b[o][i] / 2 }}
}

// matrix returns the weights as a constant, shaped [in, out].
func (r resampling) matrix(g *Graph) *Node {
	flat := make([]float32, 0, r.in*r.out)
	for i := range r.in {
		for o := range r.out {
			flat = append(flat, r.weight(i, o))
		}
	}
	return Const(g, tensors.FromFlatDataAndDimensions(flat, r.in, r.out))
}

// kernelLines returns the constant L of [convolve], shaped [in, 3, out], for a 3 × 3 convolution of the larger of
// the two images: the resampled image if it is larger, else the image before. Outside it is 0.
func (r resampling) kernelLines(g *Graph) *Node {
	flat := make([]float32, r.in*3*r.out)
	for k := range 3 {
		for i := range r.in {
			for o := range r.out {
				if r.out > r.in { // convolve after the resampling: line o takes line o + k − 1 of its result
					if at := o + k - 1; at >= 0 && at < r.out {
						flat[(i*3+k)*r.out+o] = r.weight(i, at)
					}
				} else if at := i - k + 1; at >= 0 && at < r.in { // before it: line i is line k of the kernel at i − k + 1
					flat[(i*3+k)*r.out+o] = r.weight(at, o)
				}
			}
		}
	}
	return Const(g, tensors.FromFlatDataAndDimensions(flat, r.in, 3, r.out))
}

// resampleImage resamples both sides of images, from [batch, height, width, channels] to [batch, out height,
// out width, channels].
func resampleImage(x *Node, by func(n int) resampling) *Node {
	g := x.Graph()
	x = Einsum("bhwc,ho->bowc", x, by(x.Shape().Dim(1)).matrix(g))
	return Einsum("bowc,wp->bopc", x, by(x.Shape().Dim(2)).matrix(g))
}
