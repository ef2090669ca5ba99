# Needs make and Python 3.11 or newer; every target sets up what it needs by itself. `make` lists them.

# Another Python's environment must not reach into ours.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test test-system bench soak pictures lock messages clean

# More for pytest, as in: make test PYTEST="-k loading -x"
PYTEST ?=
# A file's cases are built once, so its tests run in one process. Files go out by name: by their number of tests, those
# with few and long ones would come last and leave the other cores idle.
WORKERS := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 10

help: ## lists the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

demo: ## checks the shipped case, builds its dossiers and its export into build/, and shows what came out
	@bash tools/bootstrap.sh base
	@.venv/bin/python tools/demo.py

test: ## style, types, layout and tests (minutes)
	@bash tools/bootstrap.sh dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest $(WORKERS) $(PYTEST)

test-system: ## whole documents, heavy real parts such as Java and a browser, three times the random examples
	@bash tools/bootstrap.sh system
	.venv/bin/python -m pytest -m "system or hypothesis" --hypothesis-profile=thorough $(PYTEST)

bench: ## quotations found, publications written, cards listed, lists screened: how fast and how rightly (minutes)
	@bash tools/bootstrap.sh system
	.venv/bin/python -m benchmarks.anchoring
	.venv/bin/python -m benchmarks.export
	.venv/bin/python -m benchmarks.review
	.venv/bin/python -m benchmarks.screening

soak: ## how often ordinary words are taken for withheld names, 100,000 words a script (many minutes)
	@bash tools/bootstrap.sh dev
	.venv/bin/python -m tools.soak_names

pictures: ## the pictures of the README, from the shipped case's public edition
	@bash tools/bootstrap.sh base
	.venv/bin/python tools/pictures.py

lock: ## writes the requirements*.lock files from pyproject.toml, keeping pins that fit (UPGRADE=1: takes the newest)
	@bash tools/lock.sh $(if $(UPGRADE),--upgrade)

messages: ## brings the catalogues in dossier/locale up to what documents say now
	@bash tools/bootstrap.sh dev
	.venv/bin/python -m tools.messages

clean: ## removes .venv, build/ and all caches
	rm -rf .venv .venv-lock .venv-nomenklatura .venv-ftmq .venv-yente .venv-alephclient build dist .dossier-cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
