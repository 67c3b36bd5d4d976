# Everything a contributor needs; each target installs the tools it lacks.
GOBIN := $(shell go env GOPATH)/bin
LINT  := $(GOBIN)/golangci-lint
LINT_VERSION := v2.15.0

.PHONY: build demo test tools lint bench bench-peers fuzz crash corpus scale pictures drawings release release-check

build: ## the binary, ./mpsync
	go build -o mpsync .

demo: build ## apply the example site to the built-in account
	./mpsync -C examples/site apply --yes

# The race detector watches our code and the libraries it shares data with. SQLite,
# which is C translated to Go, and the decoders of images work on memory of their
# own: to watch each of their loads would take more time than all else.
UNWATCHED := modernc.org/... compress/... image/gif image/jpeg image/png \
	golang.org/x/image/vp8 golang.org/x/image/vp8l golang.org/x/image/webp

test: tools ## every test, with the race detector
	go vet ./...
	go test -race $(foreach p,$(UNWATCHED),'-gcflags=$(p)=-race=false -d=checkptr=0') -timeout 40m ./...

# The browser tests look at rendered pages in Chromium with a CJK font; the
# emulator's clients run on Node; formulas and diagrams need MathJax and mermaid.
tools:
	@command -v node >/dev/null || { apt-get update -q && apt-get install -qy nodejs npm; }
	@command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . || \
		{ apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium fonts-noto-cjk fontconfig; }
	@for what in math diagrams; do go run . $$what status --json | grep '"installed":true' | grep -qv chromium || go run . $$what install; done

lint: $(LINT) ## the linters of .golangci.yml
	$(LINT) run ./...

$(LINT):
	go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

bench: ## every benchmark, once; rendering over real articles too: make bench CORPUS=PATH
	go test -run '^$$' -bench . -benchmem ./...
	@test -z "$(CORPUS)" || go test -run '^$$' -bench Render -benchmem ./internal/render -corpus "$(abspath $(CORPUS))"

HUGO := v0.164.0

bench-peers: build ## render copies of real articles beside Hugo: make bench-peers CORPUS=PATH
	@bin=$$(mktemp -d) && trap 'rm -rf "$$bin"' EXIT && GOBIN=$$bin go install github.com/gohugoio/hugo@$(HUGO) && \
		go run ./internal/peers -mpsync ./mpsync -hugo "$$bin/hugo" "$(CORPUS)"

fuzz: ## every fuzz target in turn, FUZZTIME each
	@for pkg in $$(go list ./...); do \
		for f in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$f"; go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(or $(FUZZTIME),30s) -fuzzminimizetime 1s $$pkg || exit 1; \
		done; \
	done

crash: tools ## kill real processes before and after every request and 240 times anywhere, and every step of the fault and crash matrices
	go test -run 'KilledAtEveryRequest|ReachesReadersTwice' -every -v -timeout 60m .
	go test -run TestKilledAppliesConverge -rounds 30 -detect -timeout 60m .
	go test ./internal/apply -run 'Converges|Adopts' -long -timeout 60m

corpus: build ## run over a folder of real articles: make corpus CORPUS=PATH
	go run ./internal/trial -mpsync ./mpsync $(CORPUS)

scale: build ## measure a site of 10,000 articles made of a folder's: make scale CORPUS=PATH
	go run ./internal/trial -mpsync ./mpsync -scale 10000 $(CORPUS)
	go run ./internal/trial -mpsync ./mpsync -scale 10000 -drafts $(CORPUS)

release: ## binaries of six platforms, packages, checksums: make release VERSION=1.2.0
	@command -v dpkg-deb >/dev/null || { apt-get update -q && apt-get install -qy dpkg; }
	go run ./internal/release -version "$(VERSION)"

release-check: ## build the last commit in two folders with nothing in common, and compare: slow
	@rm -rf dist-check && mkdir dist-check && git clone -q . dist-check/one && git clone -q . "dist-check/the other one"
	cd dist-check/one && go run ./internal/release -version 0.0.0
	cd "dist-check/the other one" && GOCACHE="$$PWD/../cache" go run ./internal/release -version 0.0.0
	diff -r dist-check/one/dist "dist-check/the other one/dist" && (cd dist-check/one/dist && sha256sum -c SHA256SUMS) && rm -rf dist-check

pictures: tools ## take the pictures of docs/themes, docs/gallery and docs/watch again
	go test ./internal/render/theme -run Pictures -update
	go test ./internal/cli -run WatchPictures -update-pictures
	go test ./internal/handbook -run Gallery -update-pictures

drawings: ## draw the images of the example site again
	go run ./examples/site/drawings
