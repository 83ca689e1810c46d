// Command bench times ganbook beside JAX and PyTorch: the same networks, losses, optimizers, batch
// sizes, precision (float32) and data. `make bench` installs the peers in an environment of their
// own and runs it.
//
//	make bench                        every short row that has no result yet
//	make bench BENCH="toy digits"     some rows
//	make bench BENCH="cure digitpair" a finished run, from its beginning to its end; long
//	make bench BENCH_ARGS=-long       every row, also the long ones
//	make bench BENCH_ARGS=-short      each program of each row for a moment, to see that it runs
//	make bench BENCH_ARGS=-table      write the table of what is known, and run nothing
//	make bench BENCH_ARGS="-rounds 9" more turns of each program than 5, or 3 in a long row
//	make bench BENCH_ARGS='-without "PyTorch compile"'  leave out a program
//	make bench PEERS=/path/to/python  JAX, PyTorch and NumPy of your own; nothing is installed
//
// Each measurement is a process of its own, which trains from new weights and from another seed. The
// programs of a row take turns, A B C A B C, over several rounds. A peer may take part in several
// variants, such as one call for many steps and one call for each step. After the first round only
// the fastest variant goes on.
//
// Nobody wins by computing less: the parameters of all programs must be equal in number, and at
// the end of each turn the same judge, in this program, measures the samples that it drew. Scores and
// losses that differ by more than chance are reported as not to be compared. In a short run the
// networks have learnt nothing yet, and only the numbers of parameters are compared.
//
// Each result is saved at once in gan/bench/results.tsv, with its commit and its conditions. The
// same command goes on where it stopped. A row is measured anew, as a whole, if one of its sources
// or the machine has changed. The table and its picture are in gan/bench/README.md.
package main
