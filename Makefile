# `make demo` runs the main job, `make test` the tests: both set up what they need by themselves.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# errors only: warnings about a site's own pip settings are not this project's
PIP := $(PY) -m pip --disable-pip-version-check -qq
export PYTHON

# What the tests need besides Python: Calc recalculates workbooks, poppler reads their print-outs,
# Carlito has the widths of the workbooks' font, Chromium shows and prints the report.
DEBIAN := libreoffice-calc poppler-utils fonts-crosextra-carlito fonts-liberation chromium

.NOTPARALLEL:
.PHONY: demo test quick slow lint wheel vocabulary fresh check clean moved help

help:
	@echo "make demo        the main job on real data: workbook and report in demo/"
	@echo "make test        all tests but those that take minutes"
	@echo "make quick       those that every commit must pass, in a minute"
	@echo "make slow        those that take minutes"
	@echo "make lint        format, lint and type checks"
	@echo "make vocabulary  write docs/vocabulary.md anew; make fresh only compares it"
	@echo "make wheel       the package in dist/"
	@echo "make check       the whole gate, as it runs before a change is accepted"
	@echo "make clean       remove everything made"

demo: $(VENV)/.installed
	$(PY) -m capplan demo -o demo --force

test: $(VENV)/.installed-dev
	@bash .ci/debian.sh $(DEBIAN) || true  # the tests say what they skip
	$(PY) -m pytest -n auto --dist loadfile $(TESTS)

# What every commit must pass: a minute at most, without LibreOffice or a browser.
QUICK := tests/test_structure.py tests/test_vocabulary.py tests/test_plan.py \
	tests/test_stages_demand_to_fte.py tests/test_stages_people_to_money.py tests/test_moves.py \
	tests/test_fiscal.py tests/test_shapley.py tests/queueing/test_queueing_domain.py \
	tests/test_reader_files.py tests/test_book_cells.py

quick: $(VENV)/.installed-dev
	$(PY) -m pytest -n auto $(QUICK)

slow: $(VENV)/.installed-dev
	$(PY) -m pytest -m slow $(TESTS)

lint: $(VENV)/.installed-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

vocabulary: $(VENV)/.installed
	$(PY) -m capplan vocabulary --markdown >docs/vocabulary.md.new
	mv docs/vocabulary.md.new docs/vocabulary.md

fresh: $(VENV)/.installed
	$(PY) -m capplan vocabulary --markdown | diff -u docs/vocabulary.md - || \
		{ echo "docs/vocabulary.md is out of date: make vocabulary" >&2; exit 1; }

wheel: $(VENV)/.made
	rm -rf dist
	$(PIP) wheel --no-deps --wheel-dir dist .

check:
	bash .ci/run

clean:
	rm -rf $(VENV) dist build demo .hypothesis .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment holds absolute paths: in a moved or copied checkout it is made anew.
ifneq ($(shell cat $(VENV)/.made 2>/dev/null),$(CURDIR))
$(VENV)/.made: moved
endif

$(VENV)/.made:
	@bash .ci/venv.sh $(VENV)
	@echo "$(CURDIR)" >$@

$(VENV)/.installed: pyproject.toml $(VENV)/.made
	$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.made
	$(PIP) install --editable ".[dev,excel]"
	@touch $@ $(VENV)/.installed
