# Two commands do everything: `make lab` to read and run the notebooks, `make test` to check them.

lab: ## JupyterLab on the series; LAB_ARGS="--no-browser --port 8890" goes to JupyterLab
	@docker/setup
	@docker/lab $(LAB_ARGS)

.PHONY: lab
