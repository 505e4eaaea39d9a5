# Everything that the README names. Needed beforehand: Python 3.11 or newer and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run dev test check audit axe gallery bench bench-quick bench-crash bench-chaos bench-hostile bench-lists bench-scale bench-scale-quick lighthouse messages lock clean

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	command -v $$python >/dev/null 2>&1 && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin

help: ## Show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	@echo "==> Creating $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)

# The locks name everything, so nothing is resolved: older versions of pip would look past a pin for a newer "granian[reload]".
$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "==> Installing the product's packages (only when requirements.lock changes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "==> Installing the tools and test servers (only when requirements-dev.lock changes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(VENV)/.browser: $(VENV)/.dev scripts/browser.sh
	@sh scripts/browser.sh $(BIN)
	@touch $@

$(VENV)/.programs: scripts/program.sh | $(VENV)/bin/python
	@sh scripts/program.sh $(BIN) caddy caddy
	@sh scripts/program.sh $(BIN) promtool prometheus
	@touch $@

# Its packages and the product's want different versions of some, so they live apart.
$(VENV)/.bucket: requirements-bucket.lock | $(VENV)/bin/python
	@echo "==> Installing a bucket for tests (only when requirements-bucket.lock changes)"
	@$(BIN)/python -m venv $(VENV)/bucket
	@$(VENV)/bucket/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-bucket.lock
	@touch $@

run: $(VENV)/.run ## Set everything up and serve on http://localhost:3000
	@exec $(BIN)/actionpack serve

dev: $(VENV)/.run ## Serve; build and restart on every change of the code
	@exec $(BIN)/watchfiles --ignore-paths assets/external "$(BIN)/actionpack serve" actionpack_app assets rxconfig.py

test: $(VENV)/.browser $(VENV)/.bucket $(VENV)/.programs ## Set everything up and pass every test
	@$(BIN)/actionpack build
	@echo "==> Unit, integration, architecture and deployment tests"
	@$(BIN)/python -m pytest -q -n 2 tests/unit tests/integration tests/architecture tests/deployment
	@echo "==> Forty killed servers (make bench-crash: five hundred)"
	@$(BIN)/python -m pytest -q -n 2 tests/crash
	@echo "==> Outages of PostgreSQL and Valkey while people pay (make bench-chaos: a hundred of them)"
	@$(BIN)/python -m pytest -q tests/chaos
	@echo "==> End-to-end tests in a real browser"
	@$(BIN)/python -m pytest -q -n 2 tests/e2e

axe: $(VENV)/.browser ## Accessibility of every page and dialog, in both languages, light and dark, wide and narrow
	@$(BIN)/actionpack build
	@IN_BOTH_LANGUAGES=1 $(BIN)/python -m pytest -q -n 2 tests/e2e/journeys/test_accessibility.py

gallery: $(VENV)/.browser ## Pictures of every page and dialog in both languages, light and dark, wide and narrow, into gallery/
	@$(BIN)/actionpack build
	@$(BIN)/python -m tests.e2e.gallery

check: $(VENV)/.dev ## Lint, types, architecture, translations
	@echo "==> ruff"; $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "==> types"; $(BIN)/basedpyright && $(BIN)/basedpyright -p tests/pyrightconfig.json
	@echo "==> imports"; $(BIN)/lint-imports
	@echo "==> translations"; $(BIN)/python -m scripts.messages check

audit: $(VENV)/.dev requirements-audit.lock ## Look for known faults in the pinned packages (asks their registries)
	@test -x $(VENV)/audit/bin/pip-audit || $(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-audit.lock
	@sh scripts/audit.sh "$(CURDIR)/$(BIN)"

bench: $(VENV)/.browser ## Measure everything in one report, bench/report.md; goes on where it ended (FRESH=1 begins anew, PART=clicks one part)
	@$(BIN)/actionpack build
	@$(BIN)/python -m bench $(if $(FRESH),--fresh) $(if $(PART),--only $(PART))

bench-quick: $(VENV)/.browser ## The same with small numbers; the report goes to bench/.kept/quick/
	@$(BIN)/actionpack build
	@$(BIN)/python -m bench --quick $(if $(FRESH),--fresh) $(if $(PART),--only $(PART))

bench-crash: $(VENV)/.dev ## Kill the server five hundred times in the middle of orders, and compare all books afterwards
	@$(BIN)/actionpack build
	@$(BIN)/python -m tests.crash --kills 500 --report bench

bench-chaos: $(VENV)/.dev ## Kill, pause, fill and cut PostgreSQL and Valkey while a hundred people renew at two servers
	@$(BIN)/actionpack build
	@$(BIN)/python -m tests.chaos --people 100 --report bench

bench-hostile: $(VENV)/.dev ## Attack a server in many ways, and measure somebody who goes on working beside it
	@$(BIN)/actionpack build
	@$(BIN)/python -m bench.hostile $(if $(QUICK),--quick)

bench-lists: $(VENV)/.dev ## Pages, filters and searches among 1,000 and among 100,000 rows
	@$(BIN)/python -m bench.lists

bench-scale: $(VENV)/.dev ## A million subscriptions: what is due is found, carried, and survives a killed worker
	@$(BIN)/python -m bench.scale

bench-scale-quick: $(VENV)/.dev ## The same with a tenth of everything
	@$(BIN)/python -m bench.scale --quick

$(VENV)/.lighthouse: bench/lighthouse/package.json bench/lighthouse/bun.lock $(VENV)/.browser
	@echo "==> Installing Lighthouse (only when its pinned version changes)"
	@mkdir -p $(VENV)/lighthouse
	@cp bench/lighthouse/package.json bench/lighthouse/bun.lock $(VENV)/lighthouse
	@cd $(VENV)/lighthouse && PUPPETEER_SKIP_DOWNLOAD=1 ../bin/bun install --frozen-lockfile --silent
	@touch $@

lighthouse: $(VENV)/.lighthouse ## Scores of Membership offers and of the network page, on a desktop and on a phone (RUNS=1: a quick look)
	@$(BIN)/actionpack build
	@$(BIN)/python -m bench.lighthouse --runs $(or $(RUNS),5)

messages: $(VENV)/.dev ## Bring the translation files up to date with the code
	@$(BIN)/python -m scripts.messages update

lock: $(VENV)/.dev ## Resolve the pinned packages anew
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/lock.sh

clean: ## Remove everything that was built or installed here, and the demo's data
	@rm -rf $(VENV) .web var test-results
