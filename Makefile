# `make` alone lists what there is. CI and people call the same targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV ?= .venv
BIN := $(VENV)/bin
# The demo lives here; `make demo-clean` removes it.
HOME_FOLDER ?= .satudata
# Another portal to harvest instead of the bundled sample: make demo SOURCE=https://opendata.example.go.id
SOURCE ?=
# More arguments for pytest: make test ARGS="-k wilayah -x"
ARGS ?=

CODE := ckanext bench demo docs i18n setup.py

.PHONY: help demo demo-clean system install test test-quick lint fix types docs i18n bench

help:  ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: system $(VENV)/installed  ## a running portal with the data of a sample source (SOURCE=https://… for another one)
	@$(BIN)/python demo/run.py --home "$(HOME_FOLDER)" $(if $(SOURCE),--source "$(SOURCE)")

demo-clean:  ## stop the demo and remove all that it has stored
	@if [ -x $(BIN)/satudata ]; then $(BIN)/satudata stop --home "$(HOME_FOLDER)"; fi
	@rm -rf "$(HOME_FOLDER)"

system:  ## say which system packages are missing, and install them when that is allowed
	@bash .ci/system-packages

install: $(VENV)/installed  ## the virtual environment with everything that development needs

$(VENV)/installed: $(wildcard requirements*.txt) constraints.txt pyproject.toml setup.py
	@bash .ci/make-venv "$(VENV)"
	@touch $@

test: system install  ## the whole suite; it starts its own servers
	$(BIN)/python -m pytest $(ARGS)

test-quick: install  ## what needs no server
	$(BIN)/python -m pytest -p no:ckan -p no:ckan_fixtures -q \
		ckanext/satudata/codes ckanext/satudata/tabular ckanext/satudata/tests/codes ckanext/satudata/tests/tabular $(ARGS)

lint: install  ## ruff, formatting, types
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/pyright

fix: install  ## repair what ruff can repair
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

types: install  ## types only
	$(BIN)/pyright

docs: install  ## write the generated pages of docs/ anew
	$(BIN)/python docs/build.py

i18n: install  ## collect the texts and compile the translations
	$(BIN)/python -m ckanext.satudata.i18n.update

bench: system install  ## all programs in bench/, as `name = value` lines
	@for program in bench/*.py; do $(BIN)/python $$program || exit 1; done
