# Everything that a developer or a visitor runs. Each target sets up what it needs, once.

PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed
PAGES := .venv/.pages
EXAMPLE := examples/lima

.PHONY: demo check check-pages pages fix golden errors soak merges bench bench-page clean

demo: $(STAMP)
	@$(BIN)/valueback --practice $(EXAMPLE) list
	@echo
	@$(BIN)/valueback --practice $(EXAMPLE) check-guarantee ana --as-of 2026-03-04
	@echo
	@$(BIN)/valueback --practice $(EXAMPLE) check-scope ana --as-of 2026-03-04
	@echo
	@VALUEBACK_NOW=2026-03-04T09:00:00-03:00 $(BIN)/valueback --practice $(EXAMPLE) due
	@echo
	@$(BIN)/valueback --practice $(EXAMPLE) practice --as-of 2026-03-04
	@echo
	@$(BIN)/valueback --practice $(EXAMPLE) change-order gil --redraw CO1 --output -

check: $(STAMP)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=90

# Needs Chromium (Debian: apt-get install chromium).
check-pages: $(PAGES)
	$(BIN)/python pages/check_pages.py

pages: $(PAGES)
	$(BIN)/python pages/check_pages.py --write

fix: $(STAMP)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

golden: $(STAMP)
	GOLDEN=write $(BIN)/pytest tests/test_golden.py tests/test_transcripts.py

# The page of errors, from what the tests' own commands answer.
errors: $(STAMP)
	@rm -f .errors.log
	VALUEBACK_ERRORS=$(CURDIR)/.errors.log $(BIN)/pytest tests/cli tests/model tests/record -p no:randomly
	$(BIN)/python -m tests.errors_page .errors.log
	@rm -f .errors.log

# Kills, faults, power cuts, edits by hand, hostile folders …: counts go to docs/reliability.md.
soak: $(STAMP)
	$(BIN)/python -m tests.soak --write
	VALUEBACK_HISTORIES=200 $(BIN)/pytest tests/test_histories.py

# 2,000 pairs of random histories, merged as git has it done, and some by git itself.
merges: $(STAMP)
	$(BIN)/python -m tests.soak merges

bench: $(STAMP)
	$(BIN)/python benchmarks/bench.py

bench-page: $(STAMP)
	$(BIN)/python benchmarks/bench.py --write

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

$(PAGES): $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[pages]'
	@touch $(PAGES)

$(STAMP): pyproject.toml src/valueback/__init__.py
	@test -d .venv || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)
