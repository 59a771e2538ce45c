.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
PROCESSES ?= 3
FREEZE := pip freeze --all --exclude pip --exclude-editable | sed 's/+cpu$$//'

.PHONY: help install demo check test lint lock clean

help:  ## show this page
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

PIP := $(BIN)/pip install --quiet --quiet --disable-pip-version-check --progress-bar=off
LOCKED := $(shell cat requirements.lock requirements-dev.lock | grep -c ==)

# $(call step,what begins,command) runs the command with a bar on a terminal or a line every few seconds elsewhere, and prints
# the seconds at the end. It counts the packages that are installed. The speaker ends with its shell, however that ends.
define step
	@echo "$(1)" >&2; began=$$(date +%s); \
	spent() { echo "$$(( $$(date +%s) - began )) s"; }; \
	(while sleep $$([ -t 2 ] && echo 1 || echo 5) >&- 2>&- && kill -0 $$$$ 2>&-; do \
		here=$$(ls -d .venv/lib/python*/site-packages/*.dist-info 2>&- | wc -l); \
		told="$$here of about $(LOCKED) packages are here, $$(spent)"; \
		if [ -t 2 ]; then printf '\r\033[K  [%-24.24s] %s' "$$(printf '%*s' $$((24 * here / $(LOCKED))) '' | tr ' ' '#')" "$$told" >&2; \
		else echo "  $$told" >&2; fi; \
	done) & speaker=$$!; \
	trap "kill $$speaker 2>&-; exit 130" INT TERM; \
	$(2); status=$$?; kill $$speaker 2>&-; \
	[ ! -t 2 ] || printf '\r\033[K' >&2; \
	[ $$status -ne 0 ] || echo "  done in $$(spent)" >&2; exit $$status
endef

# torch is installed alone and first, because pip then finds its CPU build and nothing pulls in CUDA.
.venv/installed: requirements.lock requirements-dev.lock pyproject.toml models/weights/fetch.py
	@echo "Installing into .venv: 1 to 3 minutes and the download, some 1 GB (once)." >&2
	$(call step,1 of 5: making .venv,$(PYTHON) -m venv .venv)
	$(call step,2 of 5: installing torch (190 MB; 15 to 60 s),$(PIP) torch==2.13.0)
	$(call step,3 of 5: installing the other packages (some 500 MB; 30 to 90 s),$(PIP) -r requirements.lock -r requirements-dev.lock)
	$(call step,4 of 5: installing Deskhand itself,$(PIP) --no-deps --no-build-isolation --editable .)
	@echo "5 of 5: the sentence encoder" >&2
	@$(BIN)/deskhand models fetch
	@touch $@

install: .venv/installed  ## make .venv with the pinned set

demo: install  ## run the main job on the demo company
	@$(BIN)/deskhand demo

lint: install  ## formatting, lint, import contracts, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

check: lint  ## lint and the unit tests: a minute or so
	$(BIN)/pytest tests/unit

# Bytecode is kept: without it each process that a test starts compiles the product again, and each run all tests.
check test: export PYTHONDONTWRITEBYTECODE :=

# Files stay whole and in their order: those of integration, which take long, come first. They wait for servers much of the
# time, so there is a process more than there are cores here.
test: lint  ## lint, then every test on real servers and the real model
	$(BIN)/pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder

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
