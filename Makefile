# Everything in four words; CONTRIBUTING.md has the same without make.
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

check: setup ## check what an edit of a page or of the package may break
	$(BIN)/python .ci/check.py

test: setup ## run all tests, on every core
	$(BIN)/python -m pytest -n auto

setup:
	@$(PYTHON) .ci/setup.py
