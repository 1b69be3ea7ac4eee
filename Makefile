# Everything that a developer or a visitor runs. Each target sets up what it needs, once.

# any Python from 3.11 on; PYTHON=… chooses another
PYTHON ?= $(shell for p in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
HOME_OF_TOOL ?= $(HOME)/.local/share/valueback-tool
COMMANDS ?= $(HOME)/.local/bin
RUN := .run/bin
BIN := .venv/bin
STAMP := .venv/.installed
PAGES := .venv/.pages
EXAMPLE := examples/lima

.PHONY: install venv demo languages check check-pages check-windows check-windows-all pages fix golden errors soak merges bench bench-page bench-peers clean

# valueback in an environment of its own, its commands where a shell looks for them.
install:
	@$(MAKE) --no-print-directory venv WHERE="$(HOME_OF_TOOL)"
	@echo "Setting valueback up in $(HOME_OF_TOOL) ..."
	@"$(HOME_OF_TOOL)/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade .
	@mkdir -p "$(COMMANDS)"
	@ln -sf "$(HOME_OF_TOOL)/bin/valueback" "$(HOME_OF_TOOL)/bin/vb" "$(COMMANDS)/"
	@"$(COMMANDS)/valueback" --version
	@case ":$$PATH:" in *":$(COMMANDS):"*) echo "Now type: valueback demo";; \
	  *) echo "Now type: $(COMMANDS)/valueback demo"; \
	     echo "To call it by its name, add this line to ~/.profile, and log in anew:"; \
	     echo "  export PATH=\"$(COMMANDS):\$$PATH\"";; esac

# An environment at WHERE, or a sentence that says what is missing.
venv:
	@test -n "$(PYTHON)" || { echo "No Python from 3.11 on was found. Install one: https://www.python.org/downloads/"; exit 1; }
	@test -x "$(WHERE)/bin/python" && "$(WHERE)/bin/python" -m pip --version >/dev/null 2>&1 || \
	  $(PYTHON) -m venv "$(WHERE)" >/dev/null 2>&1 || { rm -rf "$(WHERE)"; \
	  echo "This Python cannot make environments. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }

demo: $(RUN)/valueback
	@$(RUN)/valueback --practice $(EXAMPLE) list
	@echo
	@$(RUN)/valueback --practice $(EXAMPLE) check-guarantee ana --as-of 2026-03-04
	@echo
	@$(RUN)/valueback --practice $(EXAMPLE) check-scope ana --as-of 2026-03-04
	@echo
	@VALUEBACK_NOW=2026-03-04T09:00:00-03:00 $(RUN)/valueback --practice $(EXAMPLE) due
	@echo
	@$(RUN)/valueback --practice $(EXAMPLE) practice --as-of 2026-03-04
	@echo
	@$(RUN)/valueback --practice $(EXAMPLE) change-order gil --reprint CO1 --output -

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
	$(BIN)/python -m tests.schemas --write

languages: $(STAMP)
	$(BIN)/python -m tests.languages

golden: $(STAMP)
	GOLDEN=write $(BIN)/pytest tests/test_golden.py tests/test_transcripts.py

# The page of errors, from what the tests' own commands answer.
errors: $(STAMP)
	@rm -f .errors.log
	VALUEBACK_ERRORS=$(CURDIR)/.errors.log $(BIN)/pytest tests/cli tests/model tests/record -p no:randomly
	$(BIN)/python -m tests.errors_page .errors.log
	@rm -f .errors.log

# Windows' own Python under Wine: the README's walk, writers at once, there and back, the tests.
WINDOWS ?= $(HOME)/.cache/valueback-windows
check-windows: $(STAMP)
	tools/windows/setup.sh $(WINDOWS) $(CURDIR) pytest hypothesis pypdf icalendar vobject holidays
	$(BIN)/python -m tools.windows.check $(WINDOWS)

# With every test that can be run there: half an hour.
check-windows-all: $(STAMP)
	tools/windows/setup.sh $(WINDOWS) $(CURDIR) pytest hypothesis pypdf icalendar vobject holidays
	$(BIN)/python -m tools.windows.check $(WINDOWS) all

# Kills, faults, power cuts, edits by hand, hostile folders …: counts go to docs/reliability.md.
soak: $(STAMP)
	$(BIN)/python -m tests.soak --write
	VALUEBACK_HISTORIES=200 $(BIN)/pytest tests/test_histories.py

# 2,000 pairs of random histories, merged as git has it done, and some by git itself.
merges: $(STAMP)
	$(BIN)/python -m tests.soak merges

bench: $(STAMP)
	$(BIN)/python -m benchmarks.bench

bench-page: $(STAMP)
	$(BIN)/python -m benchmarks.bench --write
	$(BIN)/python -m benchmarks.peers --write

# Beside other programs that log, from PyPI, each in an environment of its own.
bench-peers: $(STAMP)
	$(BIN)/python -m benchmarks.peers

clean:
	rm -rf .venv .run .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

$(PAGES): $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[pages]'
	@touch $(PAGES)

# Only what valueback itself needs: a quarter of what the tests do.
$(RUN)/valueback: pyproject.toml src/valueback/__init__.py
	@$(MAKE) --no-print-directory venv WHERE=.run
	@echo "Setting up .run (once) ..."
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $(RUN)/valueback

$(STAMP): pyproject.toml src/valueback/__init__.py
	@$(MAKE) --no-print-directory venv WHERE=.venv
	@echo "Setting up .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)
