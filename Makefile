# Theriac. `make help` lists what can be done.

GO          ?= go
LINT        := golangci-lint
LINT_VERSION := v2.15.0
VULN_VERSION := v1.3.0
FUZZTIME    ?= 10m
export CGO_ENABLED ?= 0
BIN := bin

.DEFAULT_GOAL := help
.PHONY: help run build test compiler lint vuln bench fuzz cover score generate clean

help: ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build, analyse the infusion pump, draw its diagram
	@mkdir -p out
	$(BIN)/theriac analyze examples/infusion-pump --top 12
	$(BIN)/theriac diagram examples/infusion-pump --output out/infusion-pump.svg
	@echo
	@echo "Next:  bin/theriac why <finding> examples/infusion-pump"
	@echo "       bin/theriac ask examples/infusion-pump"
	@echo "       open out/infusion-pump.svg"

build: ## build bin/theriac
	@mkdir -p $(BIN)
	$(GO) build -trimpath -o $(BIN)/theriac ./cmd/theriac

test: compiler lint ## set up what tests need and pass them all
	$(GO) build -trimpath -o $(BIN)/theriac ./cmd/theriac
	CGO_ENABLED=1 $(GO) test -race -timeout 20m ./...
	@$(MAKE) --no-print-directory vuln

# The race detector needs a C compiler; the program itself does not.
compiler:
	@command -v cc >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -q && apt-get install -qy gcc libc6-dev; } || \
	{ echo "a C compiler is missing: apt-get install gcc libc6-dev, or xcode-select --install"; exit 1; }

lint: $(BIN)/$(LINT)-$(LINT_VERSION) ## format check, vet, golangci-lint
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not formatted, run gofmt -w on:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(BIN)/$(LINT)-$(LINT_VERSION) run ./...

$(BIN)/$(LINT)-$(LINT_VERSION):
	@mkdir -p $(BIN)
	GOBIN=$(CURDIR)/$(BIN)/.install $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
	mv $(BIN)/.install/$(LINT) $@

vuln: ## scan for known vulnerabilities, where the database can be reached
	@mkdir -p $(BIN)
	@test -x $(BIN)/govulncheck || GOBIN=$(CURDIR)/$(BIN) $(GO) install golang.org/x/vuln/cmd/govulncheck@$(VULN_VERSION)
	@$(BIN)/govulncheck ./... > $(BIN)/vuln.txt 2>&1; code=$$?; \
	if [ $$code -eq 0 ]; then echo "vulnerability scan: nothing found"; \
	elif [ $$code -eq 3 ]; then cat $(BIN)/vuln.txt; exit 3; \
	else echo "vulnerability scan: NOT RUN, the database could not be reached"; fi

bench: build ## run all benchmarks, and the whole command on generated models
	$(GO) test -run '^$$' -bench . -benchmem ./...
	bash tools/bench.sh

fuzz: ## fuzz every parser, FUZZTIME each (default 10m)
	bash tools/fuzz.sh $(FUZZTIME)

cover: ## test coverage by package
	CGO_ENABLED=1 $(GO) test -coverprofile=cover.out ./... && $(GO) tool cover -func=cover.out | tail -1

score: build ## score the library against expert threat lists; writes docs/quality.md
	bash tools/score.sh

generate: ## write what is made from other files: compiled packs, the pages of docs/library
	$(GO) generate ./...

clean: ## remove what was built
	rm -rf $(BIN) out cover.out
