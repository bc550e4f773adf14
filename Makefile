# One command each; `make help` lists them. Nothing but make and python3 (or uv) is needed beforehand.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# pyenv's shims fail for a version that is installed but not selected: take the real folder of its newest 3.12.
PYENV_312 := $(lastword $(sort $(wildcard $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions/3.12.*/bin)))
ifneq ($(PYENV_312),)
export PATH := $(PYENV_312):$(PATH)
endif

UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
PYTHON := .venv/bin/python
RUNTIME := $(PYTHON) -W ignore::DeprecationWarning -m extensions.runtime
export UV_COMPILE_BYTECODE := 1
export PYTHONUTF8 := 1

.PHONY: help run test shell staff train check bench golden eval bench-nlu content-report replay lock clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: .venv/run  ## set up, train if needed, serve the page and the chat on http://127.0.0.1:5005/
	@while $(RUNTIME) serve; status=$$?; [ $$status -eq 142 ]; do \
		echo "The server stood still and was ended (see above); it is started anew." >&2; done; exit $$status

shell: .venv/run  ## talk to the same assistant on the terminal
	@$(RUNTIME) shell

staff: .venv/run  ## the diary for the team: lists what is coming; make staff ARGS="show SP-123456789"
	@$(PYTHON) -m clinic $(or $(ARGS),list)

train: .venv/run  ## train the model anew
	@$(RUNTIME) train

test: .venv/dev browser  ## set up and run all tests
	@$(RUNTIME) train --if-needed
	@$(PYTHON) -m pytest

check: .venv/dev  ## lint, format check and types
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

bench: .venv/dev  ## the benchmarks: size, start, memory, latency, training (ARGS="--against COMMIT" compares two)
	@$(PYTHON) -m benchmarks $(ARGS)

golden: .venv/dev  ## what two commits answer differently (ARGS="--at COMMIT" compares one with this checkout, --share 0.2 in part)
	@$(PYTHON) -W ignore -m benchmarks.golden $(ARGS)

content-report: .venv/run  ## all screening rules on one page, for a clinician to sign
	@$(PYTHON) -m clinic.report

replay: .venv/run  ## judge what is stored of health by other rules too: make replay ARGS=<commit or folder>
	@$(PYTHON) -W ignore -m extensions.replay $(or $(ARGS),HEAD)

eval: .venv/dev  ## how well messages are understood, per topic, against what was measured before (ARGS=--thresholds weighs others)
	@$(PYTHON) -W ignore -m benchmarks.understanding $(ARGS)

bench-nlu: .venv/dev  ## the same understanding on public intent sets, beside published figures
	@$(PYTHON) -W ignore -m benchmarks.nlu_public

lock: .uv-ready  ## resolve the requirements anew
	$(UV) pip compile -q --universal --python-version 3.12 --generate-hashes pyproject.toml -o requirements/run.txt
	$(UV) pip compile -q --universal --python-version 3.12 --generate-hashes pyproject.toml --group dev \
		-c requirements/run.txt -o requirements/dev.txt

clean:  ## remove what was built; bookings and conversations under var/ stay
	rm -rf .venv .uv models/*.tar.gz var/encoder var/rasa-cache .mypy_cache .ruff_cache .pytest_cache

# --- set-up ---------------------------------------------------------------------------------------------------------

.uv-ready:
	@$(UV) --version >/dev/null 2>&1 || { echo "installing uv into .uv/ ..."; \
		python3 -m venv .uv && .uv/bin/python -m pip install -q --disable-pip-version-check 'uv>=0.9.8'; } || { \
		echo "Could not install uv. Install it yourself (https://docs.astral.sh/uv/) and run make again."; exit 1; }

# Named after its Python, so that a checkout with an older one gets a new environment.
.venv/3.12: | .uv-ready
	@$(UV) venv -q --clear --python 3.12 .venv || { \
		echo "Python 3.12 was not found and could not be downloaded. Install it (pyenv install 3.12, or your"; \
		echo "system's python3.12 with its venv module) and run make again."; exit 1; }
	@touch $@

.venv/run: requirements/run.txt | .venv/3.12
	@echo "installing the assistant's packages (about a minute the first time) ..."
	@$(UV) pip sync -q --require-hashes requirements/run.txt
	@touch $@

.venv/dev: requirements/dev.txt requirements/run.txt | .venv/3.12
	@echo "installing the packages for tests (about a minute the first time) ..."
	@$(UV) pip sync -q --require-hashes requirements/dev.txt
	@touch $@ .venv/run

# Tests need a browser and PostgreSQL. Root on Debian gets them; elsewhere those tests are skipped and say so.
.PHONY: browser
browser:
	@sh tests/install_services.sh
