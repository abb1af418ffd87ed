# Needs Python 3.11 or newer and make. Everything else is fetched and kept inside this folder.

SHELL := /bin/sh
PYTHON ?= $(shell sh tools/find_python.sh)
PY := .venv/bin/python
STATIC_INPUTS := $(shell find static config/kernel/assets.py config/kernel/management/commands/build_assets.py)
# What our libraries bring and no page of ours loads; compressing it is most of a first start.
UNUSED_STATIC := --ignore redoc --ignore rest_framework --ignore 'htm*-4*'
CATALOGUES := $(shell find locale -name '*.po' 2>/dev/null)

.PHONY: help run backup restore setup test coverage check bench prove format catalogues client lock clean
help:
	@echo "make run      set up what is missing and serve the app (PORT, HOST and DATA_DIR are honoured)"
	@echo "make backup   write an archive of everything into BACKUP_DIR; the server may go on"
	@echo "make restore FILE=...  put an archive's contents in the place of what is here; stop the server first"
	@echo "make test     all tests; DATABASE_URL and REDIS_URL choose PostgreSQL and Redis"
	@echo "make coverage  the same but for servers and browser, measured: at least 80 % of the branches"
	@echo "make check    style, types, layers, lengths, policies, deployment settings"
	@echo "make bench    speed, each row beside its floor (BENCH='--sizes 10000' for less)"
	@echo "make prove    mutated files, kills, random lives, load beside an import (PROVE='fuzz --scale 0.05' for less)"
	@echo "make format   write the code the way make check wants it"
	@echo "make catalogues  bring locale/ in step with what Python and templates say"
	@echo "make client   build the TypeScript client in clients/typescript/; needs node and npm"
	@echo "make lock     resolve requirements/*.in into the locks"
	@echo "make clean    remove what the set-up made; your data stays"

run: setup
	@exec $(PY) manage.py serve

backup: .venv/.base
	@exec $(PY) manage.py backup

restore: .venv/.base
	@exec $(PY) manage.py restore "$(FILE)"

setup: .venv/.base build/.static build/.catalogues

test: .venv/.dev setup
	@$(PY) -m tools.run_tests

coverage: .venv/.dev setup
	@$(PY) -m tools.run_tests --coverage

check: .venv/.dev setup
	@$(PY) -m tools.run_checks

bench: .venv/.base
	@$(PY) -m bench --evidence $(BENCH)

prove: .venv/.dev setup
	@$(PY) -m prove --evidence $(PROVE)

format: .venv/.dev
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .
	find templates config accounts ledger partnerships purchases insights chat -name '*.html' -exec .venv/bin/djade {} +

catalogues: .venv/.base
	@$(PY) -m tools.catalogues

client: .venv/.base
	@$(PY) -m tools.build_client

# The hash checks of an install read these files; see docs/architecture.md, 'Dependencies'.
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --system-certs
lock: .venv/.base
	$(LOCK) requirements/installer.in --output-file requirements/installer.txt
	$(LOCK) requirements/base.in --output-file requirements/base.txt
	$(LOCK) requirements/observe.in --constraints requirements/base.txt --output-file requirements/observe.txt
	$(LOCK) requirements/bucket.in --constraints requirements/base.txt --output-file requirements/bucket.txt
	$(LOCK) requirements/passphrase.in --constraints requirements/base.txt --output-file requirements/passphrase.txt
	$(LOCK) requirements/dev.in --constraints requirements/base.txt --constraints requirements/observe.txt \
		--constraints requirements/bucket.txt --constraints requirements/passphrase.txt --output-file requirements/dev.txt

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf clients/typescript/node_modules clients/typescript/dist clients/typescript/dist-test clients/typescript/src/generated

.venv/bin/python:
	@sh tools/make_venv.sh "$(PYTHON)"

.venv/.base: .venv/bin/python requirements/base.txt requirements/installer.txt tools/install.sh
	@sh tools/install.sh requirements/base.txt
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@sh tools/install.sh requirements/dev.txt
	@touch $@

build/.static: .venv/.base $(STATIC_INPUTS)
	@echo "Collecting static files"
	@mkdir -p build/static
	@$(PY) manage.py build_assets >/dev/null
	@$(PY) manage.py collectstatic --noinput --clear --verbosity 0 $(UNUSED_STATIC)
	@touch $@

build/.catalogues: .venv/.base $(CATALOGUES)
	@$(PY) -m tools.compile_catalogues
	@mkdir -p build && touch $@
