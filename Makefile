# Targets people type: demo, demo-web, test, check, looks, bench, chaos, flood, first-day, soak, chroots, system-deps. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# One more than there are processors: half of the tests wait for a server or a child now and then.
PYTEST_WORKERS ?= $(shell echo $$(( $$(nproc) + 1 )))
# Tests run in an order drawn anew each time; SEED=N plays the order that printed N again.
SEED ?= default
PYTEST := $(BIN)/python -m pytest -n $(PYTEST_WORKERS) -p randomly --randomly-seed=$(SEED)

# Many tests start programs: without kept byte code each of them would compile the whole project anew.
unexport PYTHONDONTWRITEBYTECODE

CHAOS ?= --mails 500 --kills 50
SOAK ?= --mails 10000 --hours 200
FIRST_DAY ?= --mails 20000
CHROOTS ?=

.PHONY: help demo demo-web test test-slow test-all check looks bench chaos flood first-day soak chroots system-deps lock clean venv
.DEFAULT_GOAL := help

help: ## show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'sudo apt-get install -y git make python3-venv'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "mailbot needs Python 3.11 or newer; $$($(PYTHON) --version) was found. Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import sys, pathlib; sys.exit(not pathlib.Path("$(BIN)/python").exists())' || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

venv: $(STAMP) ## set up .venv from the lock

demo: $(STAMP) ## play the 2024 season on embedded servers (writes demo-season/)
	$(BIN)/mailbot demo --out demo-season

demo-web: $(STAMP) ## serve the finished season of the demo as a page on this machine, signed in
	$(BIN)/mailbot demo --page --out demo-season

test: $(STAMP) ## run the quick tests in a new order (SEED=N: in that of before); says what was left out; tests/house: make check
	$(PYTEST) --dist loadfile --no-loadscope-reorder -m "not slow" --ignore tests/house

test-slow: $(STAMP) ## run the slow suites alone: the whole crash matrix, all collected mails, a storm, a soak
	$(PYTEST) --dist worksteal -m slow

test-all: test test-slow ## run the quick and the slow suites

check: $(STAMP) ## lint, types, import arrows, documents true
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/house

looks: $(STAMP) ## draw every letter as a phone and as Outlook shows it (needs Chromium; writes looks/)
	$(BIN)/python -m tests.looks looks

bench: $(STAMP) ## measure against the yardstick; nothing is asserted
	$(BIN)/python -m tests.bench

chaos: $(STAMP) ## kill it 50 times among 500 mails while both lines misbehave (CHAOS="--seed N" plays one again)
	$(BIN)/python -m tests.trials.chaos $(CHAOS)

flood: $(STAMP) ## 300 mails of all units in a flood of 400 forged ones, real time; prints who waited how long
	$(BIN)/python -m tests.trials.flood

first-day: $(STAMP) ## the first start on a mailbox with 20,000 old mails; prints memory and what is shown
	$(BIN)/python -m tests.trials.first_day $(FIRST_DAY)

soak: $(STAMP) ## 10,000 mails and 200 hours in one process; prints memory and open files
	$(BIN)/python -m tests.trials.soak $(SOAK)

chroots: $(STAMP) ## follow README on bare Debian 12 and 13 (root, debootstrap; CHROOTS="trixie --keep FOLDER")
	$(BIN)/python -m tests.trials.chroots $(CHROOTS)

system-deps: ## install the system packages of the tests and optional readers (root; services stay off)
	sh .ci/system-deps

lock: ## compile the lock files anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --extra build --extra dev --extra oauth --extra postgresql --extra web pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links -c requirements-dev.lock --extra build --extra oauth --extra postgresql --extra web pyproject.toml -o requirements.lock

clean: ## remove what the targets made
	rm -rf $(VENV) demo-season looks .pytest_cache .mypy_cache .ruff_cache .hypothesis
