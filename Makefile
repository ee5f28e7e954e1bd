# Everything runs in a virtual environment of its own; a fresh machine needs Python, pip and make.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?= auto
LOWEST ?= .venv-lowest
QUICK := tests/checks tests/model tests/source tests/forms tests/changes tests/layout tests/schema \
         tests/renderers tests/test_cli_check.py tests/test_cli_render.py tests/test_cli_diff.py tests/test_api.py
# What touches every library once.
QUICKEST := tests/test_api.py tests/test_cli_check.py tests/test_cli_render.py tests/test_cli_diff.py \
            tests/records/test_audit_disposal.py tests/editor/test_guard.py tests/source/test_images.py \
            tests/renderers/test_docx.py tests/renderers/test_html.py tests/office/test_impact.py
TRIED ?= $(QUICK)
RESOLUTION ?= lowest-direct

.PHONY: demo test format lint types unit golden docs bundle bench lowest mutants clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test,bench,docs]'
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
	$(BIN)/pytest -n $(JOBS) --dist worksteal

golden: $(STAMP)
	PIA_REGENERATE='*' $(BIN)/pytest -q

docs: $(STAMP)
	$(BIN)/python distribution/docs_site.py
	@echo 'build/docs/index.html をブラウザーで開いてください。ネットワークは要りません。'

# One zip that installs pia where no network is: Windows and Linux, every version of Python.
bundle: $(STAMP)
	$(BIN)/python distribution/bundle.py

bench: $(STAMP)
	for script in $(filter-out benchmarks/mutation.py benchmarks/before.py,$(wildcard benchmarks/[!_]*.py)); do $(BIN)/python $$script; done

# The lowest versions that pyproject.toml promises, each direct one at its bound.
lowest:
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet uv
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python \
	  --resolution $(RESOLUTION) --editable '.[test,bench]'
	$(LOWEST)/bin/python -m pytest -n $(JOBS) -p no:cacheprovider $(TRIED)

mutants: $(STAMP)
	nice $(BIN)/python benchmarks/mutation.py

clean:
	rm -rf $(VENV) .venv-* out build dist
