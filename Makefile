# Everything runs in a virtual environment of its own; a fresh machine needs Python, pip and make.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?= auto

.PHONY: demo test format lint types unit golden bench mutants clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test,bench]'
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/pia check examples/neyagawa
	$(BIN)/pia render examples/neyagawa -o out
	@echo '公式の様式は out/ にあります。'

test: format lint types unit

format: $(STAMP)
	$(BIN)/ruff format --check .

lint: $(STAMP)
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

unit: $(STAMP)
	$(BIN)/pytest -n $(JOBS)

golden: $(STAMP)
	PIA_REGENERATE='*' $(BIN)/pytest -q

bench: $(STAMP)
	for script in $(filter-out benchmarks/mutation.py,$(wildcard benchmarks/[!_]*.py)); do $(BIN)/python $$script; done

mutants: $(STAMP)
	nice $(BIN)/python benchmarks/mutation.py

clean:
	rm -rf $(VENV) out build dist
