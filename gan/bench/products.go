package main

import (
	"fmt"

	"ganbook/gan"
)

// A Product is a matrix product [M, K]·[K, N] that a step computes Times times.
type Product struct {
	M     int `json:"m"`
	K     int `json:"k"`
	N     int `json:"n"`
	Times int `json:"times"`
}

// operations returns the number of floating-point operations of products.
func operations(products []Product) (sum float64) {
	for _, p := range products {
		sum += 2 * float64(p.M) * float64(p.K) * float64(p.N) * float64(p.Times)
	}
	return sum
}

// products returns the matrix products of one step with one move of D and one of G. A layer maps
// [m, k] to [m, n]. Its products are
//
//	                    forward   gradient of its weights   gradient of its input
//	G                      2                1                        1
//	D                      3                2                        3
//	first layer of G       2                1                        0
//	first layer of D       3                2                        1
//	D, for each penalty   +1               +1                       +1
//
// D judges data, fakes, and the fakes of G's move. Only G's move needs the gradient down to the input
// of D. A penalty takes the slope of D, which is one more chain of products to the input, and the
// gradient of that chain. Elementwise work is not counted.
func products(cfg gan.Config, dim int) ([]Product, error) {
	var list []Product
	add := func(times, m, k, n int) {
		if times > 0 {
			list = append(list, Product{m, k, n, times})
		}
	}
	layer := func(l Product, forward, weights, input int) {
		add(forward, l.M, l.K, l.N)
		add(weights, l.K, l.M, l.N)
		add(input, l.M, l.N, l.K)
	}
	g, err := layers(cfg.Generator, cfg.Batch, cfg.NoiseDim, dim)
	if err != nil {
		return nil, err
	}
	d, err := layers(cfg.Discriminator, cfg.Batch, dim, 1)
	if err != nil {
		return nil, err
	}
	for i, l := range g {
		input := 1
		if i == 0 {
			input = 0
		}
		layer(l, 2, 1, input)
	}
	penalised := 0
	for _, strength := range []float64{cfg.R1, cfg.R2} {
		if strength > 0 {
			penalised++
		}
	}
	for i, l := range d {
		input := 3
		if i == 0 {
			input = 1
		}
		layer(l, 3+penalised, 2+penalised, input+penalised)
	}
	return list, nil
}

// layers returns the forward product of each layer of a network. A convolution is the product of all
// its patches with its kernel. The convolution of ConvUp follows a doubling of the image, so each
// patch repeats its pixels; the product is taken before, on the small image.
func layers(network gan.Network, batch, in, out int) ([]Product, error) {
	var list []Product
	switch n := network.(type) {
	case gan.MLP:
		in *= 1 + 2*len(n.Frequencies)
		for _, units := range n.Hidden {
			list = append(list, Product{batch, in, units * max(n.Maxout, 1), 1})
			in = units
		}
		return append(list, Product{batch, in, out, 1}), nil
	case gan.ConvUp:
		h, w, c := n.Height>>len(n.Filters), n.Width>>len(n.Filters), n.Filters[0]
		list = append(list, Product{batch, in, h * w * c, 1})
		for i := range n.Filters {
			filters := n.Channels
			if i+1 < len(n.Filters) {
				filters = n.Filters[i+1]
			}
			list = append(list, Product{batch * h * w, c, 9 * filters, 1})
			h, w, c = 2*h, 2*w, filters
		}
		return list, nil
	case gan.ConvDown:
		h, w, c := n.Height, n.Width, n.Channels
		for _, filters := range n.Filters {
			h, w = h/2, w/2
			list = append(list, Product{batch * h * w, 9 * c, filters, 1})
			c = filters
		}
		return append(list, Product{batch, h * w * c, out, 1}), nil
	}
	return nil, fmt.Errorf("bench: no products known of %v; add its case to layers in gan/bench/products.go", network)
}
