# Steerwise, from a fresh clone: `make run` opens the page, `make test` runs every test.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt
PACKAGES := agent knowledge tools ui tests

.PHONY: help setup run chat test check bench evals screenshots golden readme lock clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/installed ## Install into .venv and index the guidance
	@$(BIN)/steerwise prepare

run: setup ## Open the web page at http://127.0.0.1:7860
	@$(BIN)/steerwise web

chat: setup ## Chat in the terminal
	@$(BIN)/steerwise chat

test: $(VENV)/installed-dev ## Run every test, the browser's included
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: $(VENV)/installed-dev ## Format, lint, types, import contract and the fast tests
	@$(BIN)/ruff format --check $(PACKAGES)
	@$(BIN)/ruff check $(PACKAGES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m "not slow"

bench: $(VENV)/installed-dev ## Measure the speed of every part
	@$(BIN)/python -m tests.bench

evals: $(VENV)/installed-dev ## Measure the quality of the advice; DOCUMENTS=DIR adds a folder to search
	@$(BIN)/python -m tests.evals $(if $(DOCUMENTS),--documents "$(DOCUMENTS)")

screenshots: $(VENV)/installed-dev ## Take the pictures of the page anew
	@$(BIN)/python -m tests.e2e.screenshots

golden: $(VENV)/installed-dev ## Write the replies of the kept conversations anew
	@STEERWISE_AS_OF=2026-11-21 $(BIN)/python -m tests.agent.golden
	@STEERWISE_AS_OF=2026-11-21 $(BIN)/steerwise slack --print <tests/ui/slack/said.txt >tests/ui/slack/printed.jsonl

readme: $(VENV)/installed-dev ## Renew the generated tables of README.md
	@$(BIN)/python -m tests.readme

lock: $(VENV)/installed-dev ## Write what .venv holds to constraints.txt
	@$(BIN)/python -m pip freeze --exclude-editable | sed -E 's/\+[a-z0-9.]+$$//' >constraints.tmp
	@mv constraints.tmp constraints.txt

clean: ## Remove .venv and all caches; conversations stay
	@rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# `folder` remembers where .venv was made, because its scripts stop working when the folder moves; `unfinished`
# stands while pip works. A .venv that moved, lost its Python or was interrupted is made anew.
SOUND := $(shell $(BIN)/python -c 'import os; print(open("$(VENV)/folder").read() == os.getcwd() and not os.path.exists("$(VENV)/unfinished"))' 2>/dev/null)
ifneq ($(SOUND),True)
.PHONY: $(VENV)/folder
endif

$(VENV)/folder:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Steerwise needs Python 3.11 or newer, and $(PYTHON) is not; name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PYTHON) -c 'import os; print(os.getcwd(), end="")' >$@

$(VENV)/installed: $(VENV)/folder pyproject.toml constraints.txt
	@echo "Installing Steerwise into $(VENV); the first time takes some minutes."
	@touch $(VENV)/unfinished
	@$(PIP) --editable .
	@rm $(VENV)/unfinished
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing what the tests need."
	@touch $(VENV)/unfinished
	@$(PIP) --editable ".[dev]"
	@rm $(VENV)/unfinished
	@touch $@
