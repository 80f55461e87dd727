# `make` alone prints this list. The same commands run in CI.
PYTHON ?= python3
ready = $(PYTHON) -m portfolio.machine
python = .venv/bin/python
MAKEFLAGS += --no-print-directory
export PYTHONUNBUFFERED = 1
.PHONY: help setup run test test-fast lint fix check bench faults lock messages shell reset

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: ## install what Samverk needs: system packages, and the locked Python packages into .venv
	@$(ready) run

run: ## start Samverk with its demo (PORT=8000 DATA=var); Ctrl-C ends it
	@$(ready) run && exec $(python) manage.py serve

test: ## everything: checks, then the whole suite on PostgreSQL and Redis, then the embedded default
	@$(ready) test && exec $(python) -m tests.whole

test-fast: ## the tests that need no browser, on SQLite
	@$(ready) dev && exec $(python) -m pytest -q -m "not browser and not fault" $(ARGS)

lint: ## style, import contracts and types
	@$(ready) dev
	@$(python) -m ruff check
	@$(python) -m ruff format --check -q
	@.venv/bin/lint-imports --no-logo
	@$(python) -m mypy

fix: ## write what the formatter and the linter can repair
	@$(ready) dev
	@$(python) -m ruff check --fix
	@$(python) -m ruff format

check: lint ## lint, missing migrations and Django's own checks
	@$(python) manage.py makemigrations --check --dry-run
	@$(python) manage.py check --fail-level WARNING

bench: ## time what matters and compare
	@$(ready) test && $(python) manage.py prepare
	@missed=0; for part in "manage.py bench" "-m tests.bench_engine" "-m tests.bench_mails" "-m tests.bench"; do $(python) $$part || missed=1; done; exit $$missed

faults: ## kill workers and servers while 10,000 reminders leave, and count them (ARGS="--count 500 --each 60")
	@$(ready) test && exec $(python) -m tests.faults $(ARGS)

lock: ## write both locks anew from pyproject.toml, without naming any host
	@$(ready) dev
	@test -x .uv/bin/uv || { $(python) -m venv .uv && .uv/bin/python -m pip install -q uv==0.13.9; }
	@.uv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	@.uv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.txt

messages: ## collect the texts to translate and compile the catalogues
	@$(ready) messages
	@$(python) manage.py makemessages --locale sv --locale nb --no-obsolete --no-wrap --add-location file --ignore 'tests/*'
	@$(python) -m babel.messages.frontend compile --directory locale --domain django --statistics

shell: ## Python with the models of this DATA
	@$(ready) dev && $(python) manage.py prepare && exec $(python) manage.py shell

reset: ## throw away everything in DATA and load the demo anew (YES=1 does not ask)
	@$(ready) run && exec $(python) manage.py reset $(if $(YES),--yes)
