// Command bench times ganbook beside JAX and PyTorch: the same networks, losses, optimizers, batch
// sizes, precision (float32) and data. `make bench` installs the peers in an environment of their
// own and runs it.
//
//	make bench                        every short row that has no result yet
//	make bench BENCH="toy digits"     some rows
//	make bench BENCH=profile          what a step is made of
//	make bench BENCH=growth           how time and memory grow
//	make bench BENCH=devices          what it costs that several devices share a training
//	make bench BENCH=theory           divergences and entropies, against SciPy and mpmath
//	make bench BENCH=cells            what a reader of the notebooks waits for
//	make bench BENCH="cure digitpair" a finished run, from its beginning to its end; long
//	make bench BENCH_ARGS=-long       every row, also the long ones, and every part
//	make bench BENCH_ARGS=-short      each program of each row and part for a moment, to see that it runs
//	go run ./gan/bench -table         write the table of what is known, and run nothing; needs no set-up
//	make bench BENCH_ARGS="-rounds 9" more turns of each program than 5, or 3 in a long row
//	make bench BENCH_ARGS='-without "PyTorch compile"'  leave out a program
//	make bench PEERS=/path/to/python  JAX, PyTorch and the others of your own; nothing is installed
//
// Each measurement is a process of its own, which trains from new weights and from another seed. The
// programs of a row take turns, A B C A B C, over several rounds. A peer may take part in several
// variants, such as one call for many steps and one call for each step. After the first round only
// the fastest variant goes on.
//
// Nobody wins by computing less: the parameters of all programs must be equal in number, and at
// the end of each turn the same judge, in this program, measures the samples that it drew. Scores that
// are worse, and losses that differ, by more than a bound that was set by hand are reported as not to be
// compared. In a short run the networks have learnt nothing yet, and only the numbers of parameters are compared.
//
// Besides the rows there are five parts, each with a section of its own in the report:
//
//   - profile: a step's time with one thing left out, such as Adam or the drawing of data;
//   - growth: a step's time by batch, width and rows of the data, a training's time and memory by steps,
//     and compilation by depth, each with a line that is fitted to it;
//   - theory: KL, JS and entropy of random pairs of mixtures by package theory and by SciPy's quad, with
//     their errors, which mpmath tells with 40 digits;
//   - cells: from sending a cell to the kernel until it is idle again, beside GoNB as it comes and beside
//     IPython with JAX and PyTorch, and from Shift-Enter until the picture changes in the browser;
//   - devices: a step's time if 1, 2 and 4 devices of the backend share the batch, or each have a batch.
//
// Each result is saved at once in gan/bench/results.tsv, those of the parts in
// gan/bench/measurements.tsv, with its commit and its conditions. The same command goes on where it
// stopped. A row or a part is measured anew, as a whole, if one of its sources or the machine has
// changed. The tables and their pictures are in gan/bench/README.md.
package main
