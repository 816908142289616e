# The demo site and the tests of django-summaries. `make help` lists what can be made.

VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
SIZE ?= 10k
LENGTH ?= short
DATABASE ?= sqlite
# Of `make test`: what runs on SQLite, which is all, and on PostgreSQL.
SQLITE_TESTS ?=
POSTGRESQL_TESTS ?= --ignore=tests/browser

ifndef PYTHON
PYTHON := $(shell for python in python3.13 python3.14 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
endif

INSTALLED := $(VENV)/.installed
RUN := $(VENV)/bin/
MANAGE := $(RUN)python manage.py
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: help demo demo-reset docs test coverage lint format messages packages screenshots benchmark clean
.DEFAULT_GOAL := help

help:
	@echo "make demo         set the demo site up and serve it (PORT=9000 to serve elsewhere)"
	@echo "make demo-reset   the same, starting over: what was edited is lost"
	@echo "make docs         build the documentation into var/docs"
	@echo "make test         lint, every test on SQLite and on PostgreSQL, with a browser"
	@echo "make coverage     say which lines and branches no test on either database reaches"
	@echo "make lint         the checks of code, templates and documentation alone"
	@echo "make format       put code and templates into shape"
	@echo "make messages     collect the texts to translate, and compile the translations"
	@echo "make screenshots  take the pictures of README and guide (make demo-reset serves)"
	@echo "make benchmark    measure beside a plain site (SIZE=10k DATABASE=sqlite WAGTAIL=1)"
	@echo "make clean        remove the virtual environment and all that was generated"

demo: $(INSTALLED)
	@$(MANAGE) demo --host $(HOST) --port $(PORT)

demo-reset: $(INSTALLED)
	@$(MANAGE) demo --host $(HOST) --port $(PORT) --reset

docs: $(INSTALLED)
	@$(RUN)sphinx-build --quiet --fresh-env --fail-on-warning --keep-going --jobs auto \
		--doctree-dir var/doctrees docs var/docs
	@echo "The documentation is in var/docs/index.html"

test: lint packages
	@CHROMIUM="$(CHROMIUM)" $(RUN)pytest --numprocesses=auto --quiet --require-browser $(SQLITE_TESTS)
	@$(RUN)pytest --numprocesses=auto --quiet --postgresql $(POSTGRESQL_TESTS)

coverage: $(INSTALLED) packages
	@$(RUN)coverage erase
	@$(RUN)coverage run -m pytest --numprocesses=auto --quiet --ignore=tests/browser
	@$(RUN)coverage run -m pytest --numprocesses=auto --quiet --postgresql --ignore=tests/browser
	@$(RUN)coverage combine --quiet
	@$(RUN)coverage report

lint: $(INSTALLED) docs
	@$(RUN)ruff check --quiet
	@$(RUN)ruff format --quiet --check
	@$(RUN)mypy --no-error-summary
	@$(RUN)djade --target-version 5.2 --check $(shell find summaries project -name '*.html')
	@$(MANAGE) makemigrations --check --dry-run
	@PRODUCTION=1 $(MANAGE) check --deploy --fail-level WARNING

format: $(INSTALLED)
	@$(RUN)ruff check --fix --quiet
	@$(RUN)ruff format --quiet
	@$(RUN)djade --target-version 5.2 $(shell find summaries project -name '*.html')

messages: $(INSTALLED)
	@cd summaries && $(abspath $(RUN)python) ../manage.py makemessages --all --no-obsolete --no-location
	@cd summaries && $(abspath $(RUN)python) ../manage.py compilemessages --verbosity 0

screenshots: $(INSTALLED)
	@CHROMIUM="$(CHROMIUM)" $(RUN)python docs/screenshots/take.py http://$(HOST):$(PORT)

benchmark: $(INSTALLED) $(if $(WAGTAIL),var/wagtail/bin/python)
	@$(RUN)pip install --quiet --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	@$(RUN)python -m benchmarks --size $(SIZE) --length $(LENGTH) --database $(DATABASE) \
		$(if $(WAGTAIL),--wagtail) $(if $(PUBLISH),--publish)

# Wagtail needs other versions than we do, hence an environment of its own.
var/wagtail/bin/python: benchmarks/wagtail/requirements.txt
	@$(or $(PYTHON),python3) -m venv var/wagtail
	@var/wagtail/bin/pip install --quiet --quiet --disable-pip-version-check --requirement $<
	@touch $@

clean:
	rm -rf $(VENV) var build dist .coverage* .mypy_cache .pytest_cache .ruff_cache

$(INSTALLED): requirements.txt
ifeq ($(PYTHON),)
	@echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=…"; exit 1
endif
	@echo "Setting up $(VENV) with $(PYTHON) (about a minute, once)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@$(PYTHON) -m venv $(VENV) || { echo "Cannot make $(VENV): apt-get install python3-venv"; exit 1; }
	@$(RUN)pip install --quiet --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

# What the tests need beside Python; installed where we may, asked for where not.
packages:
	@missing=; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
		|| missing="$$missing postgresql"; \
	PATH=$$PATH:/usr/sbin command -v nginx >/dev/null || missing="$$missing nginx-light"; \
	command -v openssl >/dev/null || missing="$$missing openssl"; \
	[ -n "$(CHROMIUM)" ] || missing="$$missing chromium"; \
	[ -n "$$(fc-list :lang=zh 2>/dev/null)" ] || missing="$$missing fontconfig fonts-noto-cjk"; \
	[ -n "$$missing" ] || exit 0; \
	install="apt-get install --yes --no-install-recommends$$missing"; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "The tests need more packages: sudo $$install" >&2; exit 1; \
	fi; \
	echo "Installing$$missing"; \
	export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes; \
	apt-get update -qq && $$install -qq >/dev/null
