# evalkit: `make help` lists the targets. Every target does the set-up it needs.

PYTHON ?= python3
VENV   ?= .venv
EXTRAS ?= all
BIN    := $(VENV)/bin
REFERENCES ?= references
REPORTS    ?= reports
METRICS ?=
CHECKS  ?=
JOBS    ?= $(shell nproc 2>/dev/null || echo 1)
TESTS   ?=
DEVICE  ?= auto
MINUTES ?= 5

STAMP   := $(VENV)/.installed
OPTIONS := $(foreach m,$(METRICS),-m $(m)) $(foreach c,$(CHECKS),--checks $(c))

.DEFAULT_GOAL := help
.PHONY: help setup evaluate score report test fuzz lint format bench figures train pictures docs wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  variables: PYTHON, EXTRAS (all, or formats,dask), REFERENCES, REPORTS, METRICS=\"bleu chrf++\", CHECKS=\"fast\", JOBS"

setup: $(STAMP) ## make the environment: evalkit with its extras, pinned

$(STAMP): setup.cfg setup.py constraints.txt install.sh $(wildcard evalkit/metrics/lexical/counting/*.[ch])
	@PYTHON="$(PYTHON)" VENV="$(VENV)" EXTRAS="$(EXTRAS)" sh install.sh
	@touch $@

evaluate: $(STAMP) ## judge every article folder in references/ that has changed
	@$(BIN)/evalkit batch "$(REFERENCES)" -o "$(REPORTS)" --jobs $(JOBS) $(OPTIONS)

score: $(STAMP) ## score one file: make score FILE=bn.txt REF=en.txt
	@test -n "$(FILE)" -a -n "$(REF)" || { echo "make score wants FILE=… and REF=…, as in: make score FILE=bn.txt REF=en.txt" >&2; exit 2; }
	@$(BIN)/evalkit score "$(FILE)" $(foreach r,$(REF),-r "$(r)") $(OPTIONS)

report: $(STAMP) ## render the reports again from every reports/*/evaluation.json
	@set -e; found=; for f in "$(REPORTS)"/*/evaluation.json; do test -f "$$f" || continue; found=1; \
	  $(BIN)/evalkit report "$$f" -o "$$(dirname "$$f")"; done; \
	  test -n "$$found" || { echo "no $(REPORTS)/*/evaluation.json yet: run make evaluate" >&2; exit 2; }

test: $(STAMP) ## run the tests, JOBS at a time
	@VENV="$(VENV)" sh browser.sh
	@VENV="$(VENV)" sh harness.sh
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(TESTS)

fuzz: $(STAMP) ## search at random for what breaks it: make fuzz MINUTES=10
	@$(BIN)/python -m benchmarks.fuzz --minutes $(MINUTES)

lint: $(STAMP) ## ruff, mypy --strict and the layers
	$(BIN)/ruff format --check evalkit lab tests benchmarks training examples docs
	$(BIN)/ruff check evalkit lab tests benchmarks training examples docs
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP) ## put the code in ruff's form
	$(BIN)/ruff format evalkit lab tests benchmarks training examples docs
	$(BIN)/ruff check --fix evalkit lab tests benchmarks training examples docs

docs: $(STAMP) ## build the pages into build/docs, warnings are errors
	@$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@$(BIN)/python -m sphinx -q -W --keep-going -b linkcheck -D linkcheck_ignore='https?://.*' docs build/links

wheel: $(STAMP) ## build the wheel, and judge the sample with it in an empty environment
	@VENV="$(VENV)" sh wheel.sh

bench: $(STAMP) ## measure the speed against sacrebleu and unbabel-comet (25 minutes; into build/bench)
	@$(BIN)/python -m benchmarks.speed

figures: $(STAMP) ## print every other figure of docs/figures.md, from the measuring data
	@$(BIN)/python -m benchmarks

train: $(STAMP) ## fit again what ships: counterparts, risks, quality estimate (two hours; DEVICE=cuda)
	@mkdir -p build
	$(BIN)/python -m training.counterparts
	$(BIN)/python -m training.counterparts --fold 0 -o build/fold0.npz
	$(BIN)/python -m training.counterparts --fold 1 -o build/fold1.npz
	$(BIN)/python -m training.risk --folds build/fold0.npz build/fold1.npz
	$(BIN)/python -m training.estimate --device $(DEVICE)

pictures: evaluate ## take the README's pictures from the sample's report (wants a Chromium)
	@sh docs/pictures.sh "$(REPORTS)/flood-warning"

clean: ## remove what make made, the environment included; reports are kept
	rm -rf "$(VENV)" build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
