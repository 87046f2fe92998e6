# Everything here sets up what it needs in .venv, from the package registry alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test coverage lint bench clean

# The main job on a damaged README: repair, import, status, findings, both exports.
demo: $(VENV)/.base
	@$(BIN)/i18n-tool demo demo-output

# The linters come first, so that the last line is pytest's own.
test: lint
	@$(BIN)/python -m pytest -q -n auto --dist worksteal --durations=15

# The same with the share of the code that they run, which takes half as long again.
coverage: $(VENV)/.dev
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered -q -n auto --dist worksteal

lint: $(VENV)/.dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# TEXT: files that the language model was not trained on: clean lines, one paragraph a line (.txt), or pairs (.jsonl).
bench: $(VENV)/.bench
	@$(BIN)/python benchmarks/repair_accuracy.py $(TEXT) --svg benchmarks/figures
	@$(BIN)/python benchmarks/repair_accuracy.py $(TEXT) --document
	@$(BIN)/python benchmarks/repair_calibration.py $(TEXT) --svg benchmarks/figures
	@$(BIN)/python benchmarks/repair_speed.py $(TEXT)
	@$(BIN)/python benchmarks/repair_speed.py $(TEXT) --scaling
	@$(BIN)/python benchmarks/repair_speed.py $(TEXT) --adversarial
	@$(BIN)/python benchmarks/clean_lines.py $(TEXT)

clean:
	rm -rf $(VENV) demo-output build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "i18n-tool needs Python 3.10 or newer: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(VENV)/.base: $(VENV)/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

$(VENV)/.bench: $(VENV)/.base
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@
