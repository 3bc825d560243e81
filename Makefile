# One line a chore. Everything sets itself up; `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready-$(shell cat constraints/dev.txt pyproject.toml | cksum | cut -d' ' -f1)
API ?=
# The tests start many interpreters, each of which would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP):
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	rm -f .venv/.ready-* && touch $@

setup: $(STAMP) ## Make the virtual environment, pinned

demo: $(STAMP) ## Book, list, show and cancel pickups at the sandbox
	@$(BIN)/pickupkit demo

test: $(STAMP) ## Run every test, offline; not again what passed on these very files, but for AGAIN=1
	@$(BIN)/python -m scripts.test $(if $(AGAIN),--again)

proof: proof-faults proof-model proof-crash proof-chaos proof-disk proof-specs ## Prove at length that a pickup is booked once (minutes; see tests/proof)

PROVE = PICKUPKIT_PROOF=full PICKUPKIT_REQUIRE_POSTGRES=1 $(BIN)/python -m pytest

proof-faults: $(STAMP)
	$(PROVE) tests/faults

proof-model: $(STAMP)
	$(PROVE) -n0 tests/proof/test_model.py

proof-crash: $(STAMP)
	$(PROVE) tests/proof/test_crash.py

proof-chaos: $(STAMP)
	$(PROVE) -n0 -s tests/proof/test_chaos.py

proof-disk: $(STAMP)
	$(PROVE) tests/journal

proof-specs: $(STAMP)
	$(PROVE) tests/core/codegen/test_properties.py

check: $(STAMP) ## Lint, types, floors, and generated code up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.generate --check

format: $(STAMP) ## Put the code into its standard form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

vendor: $(STAMP) ## Take in a vendor's new description: API=name FILE=path or URL=https; REV=git's goes back
	$(BIN)/python -m scripts.vendor $(if $(API),"$(API)") $(if $(FILE),--file "$(FILE)") $(if $(URL),--url "$(URL)") $(if $(REV),--rev "$(REV)") $(if $(LICENCE),--licence "$(LICENCE)")

drift: $(STAMP) ## What a vendor changed since the commit, and what of ours it touches (API=name, OLD= NEW= files)
	@$(BIN)/python -m scripts.drift $(if $(API),"$(API)") $(if $(REV),--rev "$(REV)") $(if $(OLD),--old "$(OLD)") $(if $(NEW),--new "$(NEW)") $(if $(FORM),--$(FORM))

generate: $(STAMP) ## Regenerate the clients from specs/ (API=name for one; CHECK=1, GUARD=1 write nothing)
	$(BIN)/python -m scripts.generate $(if $(CHECK),--check) $(if $(GUARD),--guard) $(if $(API),"$(API)")

record: $(STAMP) ## Record the cassettes anew, from the sandbox or with credentials from the vendor
	$(BIN)/python -m scripts.record

bench: $(STAMP) ## Measure imports, listing and booking beside bare httpx
	$(BIN)/python -m scripts.bench
	$(BIN)/python -m scripts.bench_journal $(PICKUPKIT_TEST_POSTGRES)

docs: $(STAMP) ## Build the documentation into site/, run its examples and follow its links
	$(BIN)/zensical build --clean --strict
	$(BIN)/python -m pytest tests/test_docs.py tests/test_howto.py tests/test_hooks.py tests/test_tutorial.py

pins: ## Write constraints/dev.txt anew; needs uv
	uv pip compile --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --extra sandbox --extra postgres --extra generate --group dev pyproject.toml --output-file constraints/dev.txt

clean: ## Remove what the other chores made
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

.PHONY: help setup demo test proof proof-faults proof-model proof-crash proof-chaos proof-disk proof-specs check format vendor drift generate record bench docs pins clean
