# What a newcomer types: `make demo`, `make test`. Both make the environment first, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.tallybook-setup
CORE := build/core-venv
CORE_STAMP := $(CORE)/.tallybook-setup
PIP := -m pip --disable-pip-version-check --no-input
PACKAGES := -e packages/tallybook-gazetteer -e .
SETUP_INPUTS := requirements/dev.txt requirements/core.txt pyproject.toml packages/tallybook-gazetteer/pyproject.toml

.PHONY: train help setup demo test lint types layers unit check-core confidence casting clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -e 's/:.*## /\t/' | expand -t 14

setup: $(STAMP)  ## Make .venv with .venv/bin/tallybook (once)

$(STAMP): $(SETUP_INPUTS) .ci/check-machine
	@PYTHON="$(PYTHON)" sh .ci/check-machine
	@echo "==> Making $(VENV) (about a minute; nothing is installed outside this folder)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "==> Installing the pinned packages"
	@$(BIN)/python $(PIP) install --progress-bar off -q --require-hashes -r requirements/dev.txt \
	  || { echo "The packages of requirements/dev.txt could not be installed (see above). Is there a network, or a package index that pip knows?" >&2; exit 1; }
	@echo "==> Installing tallybook itself"
	@$(BIN)/python $(PIP) install --progress-bar off -q --no-deps --no-build-isolation $(PACKAGES)
	@$(BIN)/tallybook --version
	@touch $(STAMP)

demo: $(STAMP)  ## Build a register from the sample corpus, show what is in it
	@$(BIN)/tallybook demo --output demo-output

test: $(STAMP)  ## All checks and all tests; says at the end what failed
	@failed=""; for part in lint types layers unit; do \
	  $(MAKE) --no-print-directory -s $$part || failed="$$failed $$part"; \
	done; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed (each alone: make NAME)" >&2; exit 1; fi

lint: $(STAMP)
	@echo "==> ruff: style"
	@$(BIN)/ruff check --quiet || { echo "ruff found something (see above); '$(BIN)/ruff check --fix' mends most of it." >&2; exit 1; }
	@echo "==> ruff: format"
	@$(BIN)/ruff format --check --quiet || { echo "Some files are not formatted; run '$(BIN)/ruff format'." >&2; exit 1; }

types: $(STAMP)
	@echo "==> mypy --strict"
	@$(BIN)/mypy || { echo "mypy found something (see above)." >&2; exit 1; }

layers: $(STAMP)
	@echo "==> import-linter: arrows fall one way"
	@$(BIN)/lint-imports --no-cache >build-layers.log 2>&1 && rm -f build-layers.log \
	  || { cat build-layers.log; rm -f build-layers.log; echo "An import points upward (see above); docs/architecture.md has the floors." >&2; exit 1; }

unit: $(STAMP)
	@echo "==> pytest"
	@$(BIN)/pytest -n 2

check-core: $(STAMP) $(CORE_STAMP)  ## Prove that the core works without extras and without the development tools
	@echo "==> Core only: wheels, import, codebook, demo"
	@rm -rf build/wheels build/core-demo
	@$(BIN)/python $(PIP) wheel -q --no-deps --no-build-isolation -w build/wheels . packages/tallybook-gazetteer
	@$(CORE)/bin/python $(PIP) install -q --no-deps --no-index --force-reinstall build/wheels/*.whl
	@cd build && core-venv/bin/python -W error -c "import tallybook, tallybook.cli"
	@cd build && core-venv/bin/tallybook codebook >/dev/null
	@cd build && core-venv/bin/tallybook demo --output core-demo >core-demo.log || { cat core-demo.log; exit 1; }
	@echo "Core only: works."

$(CORE_STAMP): requirements/core.txt .ci/check-machine
	@PYTHON="$(PYTHON)" sh .ci/check-machine
	@echo "==> Making $(CORE) from requirements/core.txt"
	@rm -rf $(CORE) && $(PYTHON) -m venv $(CORE)
	@$(CORE)/bin/python $(PIP) install --progress-bar off -q --require-hashes -r requirements/core.txt
	@touch $(CORE_STAMP)

train: $(STAMP)  ## Fit the weights of linking and the scale of the profile muc4 anew; EVALS=folder of the packs' scorers
	@$(BIN)/python evals/train_linking.py --packs $(EVALS) --train
	@$(BIN)/python evals/train_keeping.py --packs $(EVALS)

casting: $(STAMP)  ## Fit anew who and what plays a part in an incident; MUC4=folder of the pack
	@$(BIN)/python evals/casting.py --pack $(MUC4) --train

confidence: $(STAMP)  ## Fit the confidence of fields anew; EVALS=folder of the packs' scorers
	@$(BIN)/python evals/confidence.py $(if $(EVALS),--packs $(EVALS)) --train --plot docs/images/reliability.svg

clean:  ## Remove what the commands above made
	rm -rf $(VENV) build demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
