# `make lab` to read and run the notebooks, `make test` to check them; `make help` lists the rest.

setup: ## installs what the notebooks and package gan need, and ends
	@docker/setup

lab: ## JupyterLab on the series; LAB_ARGS="--no-browser --port 8890" goes to JupyterLab
	@docker/setup
	@docker/lab $(LAB_ARGS)

test: ## every test, in Go, through the kernel and in a browser; TEST_ARGS="-v -run Browser" goes to go test
	@docker/setup test
	@docker/test $(TEST_ARGS)

notebooks: ## runs every notebook from top to bottom and saves what it shows
	@docker/setup
	go test ./notebooks -count=1 -run TestNotebooks -update -v

book: ## the series as a web book, into runs/book: static files for any server
	@docker/setup book
	@docker/book

proof: ## every test and notebook as on other machines; hours, goes on where it stopped; PARTS="06 gan@avx" takes some (what is known: go run ./docker/proof -table)
	@docker/setup test
	@go run ./docker/proof $(PROOF_ARGS) $(PARTS)

bench: ## ganbook beside JAX and PyTorch, into gan/bench/README.md; BENCH="toy growth theory" takes some rows and parts (all: go doc ./gan/bench), BENCH_ARGS=-short tries each for a moment
	@docker/setup $(if $(PEERS),lab,bench)
	@go run ./gan/bench $(if $(PEERS),-peers "$(PEERS)") $(BENCH_ARGS) $(BENCH)

gobench: ## Go's benchmarks: the time of a training step, on each backend, and of an expectation
	@docker/setup
	go test ./theory ./gan ./gan/metric -run '^$$' -bench .

docker: ## the image, called ganbook
	docker build --file docker/Dockerfile --tag ganbook .

help: ## this list
	@sed -nE 's/^([a-z]+): ## (.*)$$/  make \1\t\2/p' Makefile | expand -t 18

.PHONY: setup lab test notebooks book proof bench gobench docker help
