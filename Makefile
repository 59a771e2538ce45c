.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
FREEZE := pip freeze --all --exclude pip --exclude-editable | sed 's/+cpu$$//'

.PHONY: help install demo test lint lock clean

help:  ## show this page
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

# torch is installed before and apart from the rest: pip then finds its CPU build and nothing pulls in CUDA.
.venv/installed: requirements.lock requirements-dev.lock pyproject.toml models/fetch.py
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/deskhand models fetch
	@touch $@

install: .venv/installed  ## make .venv with the pinned set

demo: install  ## run the main job on the demo company
	$(BIN)/deskhand demo

lint: install  ## formatting, lint, import contracts, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: lint  ## lint, then every test on real servers and the real model
	$(BIN)/pytest

lock:  ## write both locks from what a fresh environment resolves to
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet --disable-pip-version-check torch==2.13.0 'setuptools>=80'
	.venv-lock/bin/pip install --quiet --disable-pip-version-check --editable .
	echo '# What the product needs, exact versions for pip, made by `make lock`. torch comes first and apart (see the Makefile).' > requirements.lock
	.venv-lock/bin/$(FREEZE) >> requirements.lock
	.venv-lock/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	echo '# What development adds to requirements.lock, made by `make lock`.' > requirements-dev.lock
	.venv-lock/bin/$(FREEZE) | grep -vxFf requirements.lock >> requirements-dev.lock
	rm -rf .venv-lock

clean:  ## remove the environment and caches; the data in .deskhand stays
	rm -rf .venv .venv-lock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info
