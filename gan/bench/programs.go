package main

// A Program is one way to do a row.
type Program struct {
	Family  string // the column of the table, such as "JAX"
	Variant string // such as "scan"; may be empty
	Limit   bool   // whether it does only the matrix products of a step
	script  string // the file in peers, or "" for this program itself
}

// Name returns the name of the program in the results, such as "JAX scan".
func (p Program) Name() string {
	if p.Variant == "" {
		return p.Family
	}
	return p.Family + " " + p.Variant
}

// The families, which are columns of the table.
const (
	Ours          = "ganbook"
	JAX           = "JAX"
	PyTorch       = "PyTorch"
	XLAProducts   = "products, XLA"
	NumPyProducts = "products, NumPy"
)

// programs returns the programs of a row, in the order of their turns.
func (r Row) programs() []Program {
	if r.Parzen {
		return []Program{
			{Family: Ours}, {Family: JAX, script: "jax_parzen.py"}, {Family: PyTorch, script: "torch_parzen.py"},
			{Family: XLAProducts, Limit: true}, {Family: NumPyProducts, Limit: true, script: "numpy_products.py"},
		}
	}
	list := []Program{
		{Family: Ours},
		{Family: JAX, Variant: "scan", script: "jax_gan.py"},
		{Family: PyTorch, Variant: "eager", script: "torch_gan.py"},
		{Family: JAX, Variant: "step", script: "jax_gan.py"},
		{Family: PyTorch, Variant: "compile", script: "torch_gan.py"},
	}
	if !r.Long {
		list = append(list, Program{Family: XLAProducts, Limit: true}, Program{Family: NumPyProducts, Limit: true, script: "numpy_products.py"})
	}
	return list
}
