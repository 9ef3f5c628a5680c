# Everything in three words; README.md has the same without make.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
  BIN := .venv/Scripts
else
  BIN := .venv/bin
endif

export NO_MKDOCS_2_WARNING := 1 # Material's banner about its successor

.PHONY: serve site check test setup
.DEFAULT_GOAL := serve

serve: setup ## read the site at a local address, with live reload
	$(BIN)/python -m mkdocs serve --strict

site: setup ## build it into site/
	$(BIN)/python -m mkdocs build --strict

check: setup ## what an edit of a page or of the package wants first
	$(BIN)/python -m pytest docs
	$(BIN)/python -m derivcheck check docs
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

test: setup ## run all tests
	$(BIN)/python -m pytest

setup:
	@$(PYTHON) .ci/setup.py
