# One word per daily action. Everything is set up in .venv; nothing outside this folder is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help install demo run chat test test-long test-longest test-postgres oracle bench eval calibrate audit sbom lint lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.runtime ## set up .venv with what the bot needs

demo: install ## try the whole bot in a browser: http://127.0.0.1:8080, no token needed
	@$(BIN)/python -m bot demo

chat: install ## the same demo in this terminal
	@$(BIN)/python -m bot chat

run: install ## run the bot against Telegram, with BOT_TOKEN from .env
	@$(BIN)/python -m bot run

test: $(VENV)/.dev lint ## lint, types, contracts and tests
	$(BIN)/pytest -n auto

test-long: $(VENV)/.dev ## the long ones: kills, fuzz, a real browser
	$(BIN)/pytest -n 2 -m "long or browser"

test-longest: $(VENV)/.dev ## 200 kills of a broadcast to 5,000 people, and 100,000 odd updates: an hour
	$(BIN)/pytest -s -m longest

test-postgres: $(VENV)/.dev ## the tests once more, on PostgreSQL (a server from a wheel, of their own)
	TEST_DATABASE=postgres $(BIN)/pytest -n auto

oracle: $(VENV)/.dev ## install pabutools, against which the tests then prove the count as well
	$(BIN)/uv pip install -q --python $(BIN)/python --group oracle

bench: $(VENV)/.dev ## measure speed and memory as ratios against named counterparts
	$(BIN)/python -m tests.bench

eval: $(VENV)/.dev ## measure the answers on every graded set that is there, and what is taken for the same question
	@$(BIN)/python -m tests.eval $(SETS)
	@$(BIN)/python -m tests.alike

calibrate: $(VENV)/.dev ## learn the verdict's weights anew, after a change of the lexicon or the search
	$(BIN)/python -m tests.calibrate --write $(SETS)

audit: $(VENV)/.dev ## ask whether a weakness is known of any locked package (needs the network)
	@$(BIN)/python -m tests.audit requirements.lock requirements-dev.lock

sbom: $(VENV)/.dev ## list what the bot is made of, as CycloneDX, in dist/sbom.json
	@$(BIN)/python -m tests.sbom requirements.lock dist/sbom.json

lint: $(VENV)/.dev ## style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: $(VENV)/.dev ## resolve the lock files anew (hashes, no index addresses)
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --extra semantic -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --extra semantic --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove .venv and caches, never your data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Viche needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "The venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 2; }

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	@echo "Setting up $(VENV), once; this takes a minute."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
