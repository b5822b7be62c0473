# make run    start the bot (without a token: the preview in the browser)      make test   run every test
# make prove  what is too slow for make test: every episode, a real browser      make bench  measure it, about three minutes
# make soak   kill it, break its connections, fill its disk: nothing acknowledged may be lost; four minutes
# make mutants  break it in small ways, one at a time, and see which of them no test notices: docs/mutants.md
# make preview, make lint, make check, make art, make screenshots              Everything installs itself into .venv first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

PREVIEW = $(if $(PORT),--port $(PORT)) $(if $(CHANNEL),--channel $(CHANNEL)) $(if $(LOCALE),--locale $(LOCALE))

# Where an environment forbids bytecode, each of the processes that tests start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := run
.PHONY: run preview test prove mutants bench soak lint format check art screenshots messages notes clean

# A connected bot needs no preview: where its packages cannot be had, a token is still enough.
run: $(VENV)/runtime.stamp
	@$(MAKE) --no-print-directory --silent $(VENV)/preview.stamp || \
		echo "The preview could not be installed here. With DISCORD_TOKEN set in .env the bot runs all the same."
	@$(BIN)/python -m bot run $(PREVIEW)

preview: $(VENV)/preview.stamp
	@$(BIN)/python -m bot preview $(PREVIEW)

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -n auto

prove: $(VENV)/prove.stamp
	@$(BIN)/python -m pytest -n auto -m "prove or hypothesis" --hypothesis-profile prove
	@$(BIN)/python -m pytest -m "" tests/prove/*.py

mutants: $(VENV)/mutants.stamp
	@PYTHONPATH=tests $(BIN)/python -m mutation $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(TESTS),--tests "$(TESTS)") $(ONLY)

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks

soak: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks.soak $(if $(KILLS),--kills $(KILLS))

lint: $(VENV)/dev.stamp
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m pyright

format: $(VENV)/dev.stamp
	@$(BIN)/python -m ruff check --fix
	@$(BIN)/python -m ruff format

check: $(VENV)/runtime.stamp
	@$(BIN)/python -m bot check

# The mascot, the banner and a sheet of badges; needs Chromium.
art: $(VENV)/dev.stamp
	@$(BIN)/python -m docs.art.render

# The pictures of README, taken from the preview; needs Chromium.
screenshots: $(VENV)/prove.stamp
	@PYTHONPATH=tests $(BIN)/python -m screenshots

# The catalogues of data/locale, with every sentence that is said now; LANGUAGES=ja begins a new one.
messages: $(VENV)/dev.stamp
	@PYTHONPATH=tests $(BIN)/python -m messages $(LANGUAGES)

# What the changelog says of the newest release, or of VERSION=1.2.0 (VERSION=Unreleased: of what comes next).
notes:
	@awk -v want="$(VERSION)" '/^## / { if (on) exit; on = want == "" ? $$2 != "Unreleased" : $$2 == want; next } on' CHANGELOG.md

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis mutants

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed; name one with make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv is missing: install the package python3-venv (on Debian and Ubuntu)."; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing the bot into $(VENV) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/preview.stamp: $(VENV)/runtime.stamp
	@echo "Installing the preview into $(VENV) ..."
	@$(PIP) --editable '.[preview]'
	@touch $@

$(VENV)/dev.stamp: $(VENV)/preview.stamp
	@echo "Installing the tools for tests into $(VENV) ..."
	@$(PIP) --editable '.[preview,dev]'
	@touch $@

$(VENV)/prove.stamp: $(VENV)/dev.stamp
	@echo "Installing the driver of the browser into $(VENV) ..."
	@$(PIP) --editable '.[preview,dev,prove]'
	@touch $@

$(VENV)/mutants.stamp: $(VENV)/dev.stamp
	@echo "Installing the writer of mutants into $(VENV) ..."
	@$(PIP) --editable '.[preview,dev,mutants]'
	@touch $@
