# Every target works on a fresh clone: it first makes .venv with the packages pinned in requirements.lock,
# and uses it again as long as pyproject.toml, the lock and the place of this folder stay the same.
# Needed beforehand: Python 3.11 to 3.14 with pip and venv, make, a shell, and the package index.

# Tried in this order; name another one with `make PYTHON=/path/to/python …`. The system's own comes first: distributions
# build theirs with profile-guided optimisation, with which the reader takes a tenth less time.
PYTHON ?= /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3 python

# Passed on to the command behind the target: `make run ARGS='--source /cables'`, `make test ARGS='-k headings'`.
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PLACE := $(VENV)/.place
INSTALLED := $(VENV)/.installed
COMPILED := $(VENV)/.compiled
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install run ui test bench fuzz soak docs lint format lock clean

help: ## show this list
	@echo 'make TARGET [ARGS=…]'
	@sed -n 's/^\([a-z]*\):.*## /  \1|/p' Makefile | awk -F '|' '{ printf "%-10s %s\n", $$1, $$2 }'

install: $(COMPILED) ## make or refresh .venv, nothing else

run: $(COMPILED) ## read the source folder into tables and database (settings: README)
	$(BIN)/cables run $(ARGS)

ui: $(COMPILED) ## start the Dagster UI on 127.0.0.1
	$(BIN)/cables ui $(ARGS)

test: lint $(COMPILED) ## lint, types and all tests
	$(BIN)/python -m pytest $(ARGS)

bench: $(COMPILED) ## time reader, whole runs, views and search (telegrams: CABLES_BENCH_SOURCE; sizes: ARGS="--sizes 10000,251287")
	$(BIN)/python -m benchmarks $(ARGS)

fuzz: $(COMPILED) ## read 100,000 damaged telegrams: never a failure, always a partition (five minutes)
	$(BIN)/python -m benchmarks.fuzz $(ARGS)

soak: $(COMPILED) ## kill, starve and race runs for some minutes, while readers ask (counts: ARGS="--kills 200")
	$(BIN)/python -m tests.soak $(ARGS)

docs: $(INSTALLED) ## write the generated documents: data dictionary, parse issues, answers of the cookbook
	$(BIN)/python -m cable_pipeline.database.dictionary > $(VENV)/.fresh && mv $(VENV)/.fresh docs/data-dictionary.md
	$(BIN)/python -m cable_pipeline.database.parse_issues > $(VENV)/.fresh && mv $(VENV)/.fresh docs/parse-issues.md
	$(BIN)/python -m tests.cookbook

lint: $(INSTALLED) ## style, format, types, direction of imports, Dagster definitions
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	DAGSTER_HOME="$$(pwd -P)/dagster_home" $(BIN)/dg check defs

format: $(INSTALLED) ## let ruff repair style and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(INSTALLED) ## pin the newest allowed versions in requirements.lock, for all platforms
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT \
	&& $(BIN)/python -m venv "$$scratch" \
	&& "$$scratch/bin/python" -m pip --disable-pip-version-check install --quiet uv \
	&& "$$scratch/bin/uv" pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	    --generate-hashes --no-strip-extras --upgrade --no-annotate --no-emit-index-url --no-emit-find-links --quiet \
	    --custom-compile-command 'make lock' --output-file requirements.lock

clean: ## remove .venv and caches; data/ and dagster_home/ stay
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find cable_pipeline tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment knows its own place by heart: after this folder was moved or copied, or after
# the Python behind it was removed, it is made anew.
ifneq ($(shell $(BIN)/python -c '' 2>/dev/null && cat $(PLACE) 2>/dev/null),$(shell pwd -P))
.PHONY: $(PLACE)
endif

# With the first Python that can make one and has the headers to compile the reader with, else the first without headers.
$(PLACE):
	@python= found= unfit= bare= ; \
	for candidate in $(PYTHON); do \
	    version=$$("$$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue ; \
	    case $$version in \
	        3.11 | 3.12 | 3.13 | 3.14) ;; \
	        *) unfit="$$unfit $$candidate is $$version;" ; continue ;; \
	    esac ; \
	    if ! "$$candidate" -c 'import ensurepip, venv' 2>/dev/null ; then \
	        test -n "$$bare" || bare=$$version ; \
	        continue ; \
	    fi ; \
	    headers=$$("$$candidate" -c 'import sysconfig; print(sysconfig.get_path("include"))') ; \
	    if test -z "$$python" || test -f "$$headers/Python.h" ; then python=$$candidate found=$$version ; fi ; \
	    if test -f "$$headers/Python.h" ; then break ; fi ; \
	done ; \
	if test -n "$$python" ; then \
	    echo "Making $(VENV) with $$python (Python $$found)" ; \
	    "$$python" -m venv --clear $(VENV) && pwd -P > $@ ; \
	elif test -n "$$bare" ; then \
	    echo "Python $$bare is here, but it cannot make virtual environments: its venv module is not installed." >&2 ; \
	    echo "On Debian and Ubuntu: apt-get install python$$bare-venv" >&2 ; \
	    exit 1 ; \
	else \
	    echo "Python 3.11, 3.12, 3.13 or 3.14 is needed, and none was found.$$unfit" >&2 ; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3.11 …" >&2 ; \
	    exit 1 ; \
	fi

$(INSTALLED): pyproject.toml requirements.lock $(PLACE)
	@echo 'Installing the pinned packages (a minute the first time)'
	@$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Without a C compiler the reader runs interpreted; this says so, and goes on.
$(COMPILED): $(INSTALLED) cable_pipeline/compiling.py $(wildcard cable_pipeline/telegram/*.py)
	@echo 'Compiling the reader of telegrams (a minute, whenever it changed)'
	@$(BIN)/python -m cable_pipeline.compiling
	@touch $@
