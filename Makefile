# Everything a newcomer needs: `make scan` audits this machine, `make test` runs the whole test suite.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: scan test lint unit again system-packages screenshots bench-servers bench-aws bench-gate bench-registers clean help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

# --- environments -----------------------------------------------------------------------------------

$(VENV)/.installed: pyproject.toml scanner/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "selfaudit needs Python 3.11 or newer; call make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python cannot make a virtual environment; on Debian and Ubuntu install python3-venv"; exit 2; }
	@echo "installing selfaudit into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed tests/conformance/oracle-requirements.txt
	@echo "installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/pip install --quiet --disable-pip-version-check --group test
	@$(BIN)/python tests/conformance/install_oracle.py
	@touch $@

system-packages:
	@sh tests/system-packages.sh

# --- what people run --------------------------------------------------------------------------------

# 0, 1 and 3 are verdicts; 2 and anything else mean that the scan did not run.
scan: $(VENV)/.installed ## Audit this machine; reports go to selfaudit-out/
	@$(BIN)/selfaudit scan; code=$$?; \
	  case $$code in 0|1|3) exit 0;; *) exit $$code;; esac

test: $(VENV)/.tested system-packages lint unit ## Run all tests and checks

lint: $(VENV)/.tested ## ruff, mypy, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# A file at a time, so that what it starts (servers, databases, browsers) is started once; three files for two cores,
# for nearly half of the time goes into waiting for them.
unit: $(VENV)/.tested
	$(BIN)/pytest --dist loadfile --no-loadscope-reorder \
	  --tx "$$($(BIN)/python -c 'import os; print(os.cpu_count() * 3 // 2)')*popen//python=sh tests/worker.sh $(BIN)/python"

# Many tests wait for servers, deadlines and signals. What fails only while others run beside it is no less a fault of its
# own, of the test or of the product; this tells it from what always fails.
again: $(VENV)/.tested ## Run the tests that failed once more, one at a time
	$(BIN)/pytest --last-failed --last-failed-no-failures none --maxfail 5

screenshots: $(VENV)/.tested ## Make the pictures of the README anew
	$(BIN)/python docs/screenshots/make.py

bench-servers: $(VENV)/.tested ## Measure what a fleet of SSH servers costs
	$(BIN)/python -m bench.servers

bench-aws: $(VENV)/.tested ## Measure what an account full of buckets costs
	$(BIN)/python -m bench.aws

bench-gate: $(VENV)/.tested ## Measure what judging a Terraform plan costs, beside Checkov where that is installed
	$(BIN)/python -m bench.planned

bench-registers: $(VENV)/.tested ## Measure what registers of many rows cost
	$(BIN)/python -m bench.registers

clean: ## Remove the environment and all caches
	rm -rf $(VENV) selfaudit-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
