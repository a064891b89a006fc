# SPDX-License-Identifier: GPL-2.0-only
# make            the program, build/mncheck
# make test       everything, real kernel included      make demo    scan Linux and show
# make help       the rest

comma   := ,
BUILD   ?= build
ifeq ($(origin CC),default)
CC       = gcc
endif
CSTD     = -std=gnu11
WARN     = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wundef
OPT     ?= -O2 -g
CPPFLAGS += -Ichecker -D_GNU_SOURCE
DEPFLAGS = -MMD -MP
ifdef SANITIZE
override BUILD := $(BUILD)/$(subst $(comma),-,$(SANITIZE))
OPT      = -O1 -g -fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all
LDFLAGS += -fsanitize=$(SANITIZE)
endif

# libclang, 17 or later, newest first.
LLVM_CONFIG ?= $(firstword $(foreach v,-19 -18 -17 -20 -21 ,$(shell command -v llvm-config$(v) 2>/dev/null)))
ifneq ($(LLVM_CONFIG),)
CLANG_CFLAGS := -isystem $(shell $(LLVM_CONFIG) --includedir)
CLANG_LIBS   := -L$(shell $(LLVM_CONFIG) --libdir) -Wl,-rpath,$(shell $(LLVM_CONFIG) --libdir) -lclang
endif

DEVELOPER_FLAGS = -Wformat=2 -Wnull-dereference -Wduplicated-cond -Wlogical-op
ifdef DEVELOPER
WARN += $(DEVELOPER_FLAGS)
endif

LIBS = -lz3 -lsqlite3 -ljansson -lxxhash -lseccomp -lpthread

# Layers, lowest first: each may include those before it and itself (see `make layers`).
LAYERS = base contract ir front domain engine rules tree locate kbuild vcs store extract report analysis diff cmd

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard checker/$(1)/*.c))
archive = $(patsubst %,$(BUILD)/lib/%.a,$(1))

# Files that the program reads when it runs, from its own directory: models, their header, semantic patches.
MODELS = $(patsubst checker/model/%.c,$(BUILD)/model/%.unit,$(wildcard checker/model/*.c))
DATA   = $(MODELS) $(BUILD)/include/mncheck.h $(patsubst %,$(BUILD)/%,$(wildcard cocci/*.cocci)) \
	 $(BUILD)/cocci/locate.cocci

# The program reads every unit in model/: one whose source was removed or renamed must go.
STALE_MODELS := $(filter-out $(MODELS),$(wildcard $(BUILD)/model/*.unit))
ifneq ($(STALE_MODELS),)
$(shell rm -f $(STALE_MODELS))
endif

.PHONY: all
all: $(BUILD)/mncheck $(DATA)

REVERSED = cmd diff analysis report extract store vcs kbuild locate tree rules engine domain front ir contract base

$(BUILD)/mncheck: $(BUILD)/checker/main.o $(patsubst %,$(BUILD)/lib/%.a,$(REVERSED))
	$(CC) $(OPT) -o $@ $^ $(LDFLAGS) $(CLANG_LIBS) $(LIBS)

$(BUILD)/model/%.unit: checker/model/%.c $(wildcard checker/model/*.h) $(BUILD)/mncheck
	@mkdir -p $(@D)
	$(BUILD)/mncheck extract $< -o $@.new -- -std=gnu11 -fno-builtin -Ichecker/model
	@grep -q '^problems 0$$' $@.new || { sed -n '/^problems /,/^functions /p' $@.new >&2; rm $@.new; exit 1; }
	@mv $@.new $@

$(BUILD)/include/%: checker/model/%
	@mkdir -p $(@D)
	cp $< $@

# The names in it are those of the contract's table.
$(BUILD)/cocci/locate.cocci: cocci/locate.cocci.in cocci/locate.awk $(call objects,contract) | $(BUILD)/mncheck
	@mkdir -p $(@D)
	$(BUILD)/mncheck dump --contract | awk -f cocci/locate.awk - $< >$@.new
	@mv $@.new $@

$(BUILD)/cocci/%: cocci/%
	@mkdir -p $(@D)
	cp $< $@

# Each rule's object contains the rule's page.
$(foreach p,$(wildcard checker/rules/*.md),$(eval $(BUILD)/$(p:.md=.o): $(p)))

# The HTML report's style and script likewise.
$(BUILD)/checker/report/html.o: checker/report/html.css checker/report/html.js

$(BUILD)/checker/front/%.o: CPPFLAGS += $(CLANG_CFLAGS)

# Names all missing packages at once, before anything is compiled.
$(BUILD)/.deps: .ci/deps
	@mkdir -p $(@D)
	@.ci/deps --check "build run"
	@touch $@

$(BUILD)/%.o: %.c | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(OPT) $(CPPFLAGS) $(DEPFLAGS) -c -o $@ $<

define layer_rule
$(BUILD)/lib/$(1).a: $$(call objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# ---- tests ------------------------------------------------------------------------

# The first line of a unit test lists the layers to link, lowest first.
UNIT_TESTS = $(patsubst %.c,$(BUILD)/%,$(wildcard testcases/unit/test_*.c))
layers_of = $(shell sed -n '1s,^/\* layers: \(.*\) \*/$$,\1,p' $(1))
reverse = $(if $(1),$(call reverse,$(wordlist 2,99,$(1))) $(firstword $(1)))

define unit_test_rule
$(BUILD)/$(1:.c=): $(1) $$(call archive,$$(call reverse,$$(call layers_of,$(1)))) | $(BUILD)/.deps
	@mkdir -p $$(@D)
	$$(CC) $$(CSTD) $$(WARN) $$(OPT) $$(CPPFLAGS) $$(DEPFLAGS) -o $$@ $$(filter %.c %.a,$$^) $$(LDFLAGS) $$(CLANG_LIBS) $$(LIBS) -lcmocka
endef
$(foreach t,$(wildcard testcases/unit/test_*.c),$(eval $(call unit_test_rule,$(t))))

$(BUILD)/testcases/engine/probe: testcases/engine/probe.c $(call archive,engine domain front ir contract base)
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(OPT) $(CPPFLAGS) $(DEPFLAGS) -o $@ $(filter %.c %.a,$^) $(LDFLAGS) $(CLANG_LIBS) $(LIBS)

$(BUILD)/testcases/kbuild/kconfig-probe: testcases/kbuild/kconfig-probe.c $(call archive,kbuild tree base)
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(OPT) $(CPPFLAGS) $(DEPFLAGS) -o $@ $(filter %.c %.a,$^) $(LDFLAGS) $(LIBS)

PROBE = $(BUILD)/testcases/engine/probe
ENGINE_TESTS = $(filter-out testcases/engine/probe.c,$(wildcard testcases/engine/*.c))

# Checks that includes point down only.
.PHONY: layers
layers:
	@.ci/layers $(LAYERS)

# Which files call each other round and round.
.PHONY: circles
circles: all
	@.ci/circles $(BUILD)

.PHONY: deps
deps:
	@.ci/deps

# All tests without a real kernel; they take a minute.
SUITES_QUICK = "make -s layers" ".ci/circles $(BUILD)" \
	"testcases/unit/run $(UNIT_TESTS)" \
	"$(PROBE) $(ENGINE_TESTS)" \
	$(foreach s,$(wildcard $(patsubst %,testcases/%/run,front tree model cocci cli terminal headers allow diff arch nonblock callers sarif install coccicheck kbuild kbuild-check untouched explain dump hook remember hidden module faults odd-files limits sandbox formats mail fixes compare history weekly cluster)),"$(s)") \
	"alone:testcases/html/run" \
	"testcases/faults/random 30" \
	"testcases/contract/run" \
	"testcases/kbuild/kconfig-run" \
	"testcases/kbuild/scan-run" \
	"testcases/kbuild/generated-run" \
	"testcases/kernel/run --mncheck $(BUILD)/mncheck fixtures" \
	"testcases/kernel/subsets --mncheck $(BUILD)/mncheck --random 20 kernel-fixtures/v5.5 kernel-fixtures/v7.1"
KCONFIG_CHECKED = x86:allmodconfig x86:defconfig x86:tinyconfig x86:allmodconfig+PREEMPT=y+KVM=y+NR_CPUS=64 x86:answers
# Kernels of other releases, where somebody put them beside those that the tests fetch.
KERNEL_CACHE = $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mncheck/kernels
OTHER_KERNELS = $(wildcard $(foreach v,5.10 7.2,$(KERNEL_CACHE)/linux-$(v) $(KERNEL_CACHE)/linux-source-$(v)))
SUITES_FUZZ = "alone:$(MAKE) -s fuzz SECONDS=60"
SUITES_KERNEL = "testcases/kernel/run --mncheck $(BUILD)/mncheck 6.12+build 6.12 6.1 5.10" \
	"testcases/kernel/arches" \
	"testcases/kernel/subsets --mncheck $(BUILD)/mncheck kernel-fixtures/v6.6" \
	"testcases/kernel/with-kernel 6.12 testcases/headers/run --kernel $(BUILD)/mncheck" \
	"testcases/kernel/with-kernel 6.12 testcases/kbuild-check/run" \
	"alone:testcases/kernel/with-kernel 6.12 testcases/diff/kernel --mncheck $(BUILD)/mncheck" \
	"testcases/kernel/with-kernel 6.12 testcases/coccicheck/run" \
	"testcases/kernel/with-kernel 6.12 testcases/compare/kernel --mncheck $(BUILD)/mncheck" \
	"testcases/kernel/with-kernel 6.12 testcases/mail/run --kernel $(abspath $(BUILD))/mncheck" \
	"testcases/kernel/with-kernel 6.12 testcases/kernel/developer" \
	"testcases/kernel/with-kernel 6.12 testcases/module/kernel sources" \
	"testcases/kernel/with-kernel 6.1 testcases/module/kernel headers" \
	"alone:testcases/kernel/with-kernel 6.12 testcases/kbuild/flags-run" \
	"testcases/kernel/with-kernel 6.12 testcases/kbuild/modules-run" \
	"testcases/kernel/with-kernel 6.12 testcases/kbuild/headers-run" \
	"testcases/kernel/with-kernel 6.12 testcases/kbuild/units-run"

# Real kbuild against what checker/kbuild computes: flags, headers, configurations of whole kernels; minutes.
SUITES_KBUILD = "alone:testcases/kernel/with-kernel 6.12 testcases/kbuild/kconfig-kernel $(KCONFIG_CHECKED) arm64:allmodconfig arm64:answers" \
	"alone:testcases/kernel/with-kernel 6.1 testcases/kbuild/kconfig-kernel $(KCONFIG_CHECKED)" \
	$(if $(OTHER_KERNELS),"alone:testcases/kbuild/kconfig-kernel $(KCONFIG_CHECKED) --if-there 5.10 7.2") \
	"alone:testcases/kernel/with-kernel 6.1 testcases/kbuild/flags-run" \
	"testcases/kernel/with-kernel 6.1 testcases/kbuild/modules-run" \
	"testcases/kbuild/compiler-run" \
	"testcases/kernel/with-kernel 6.1 testcases/kbuild/headers-run" \
	"testcases/kernel/with-kernel 6.1 testcases/kbuild/units-run" \
	"testcases/kernel/with-kernel 6.1 testcases/module/kernel sources" \
	"testcases/kernel/with-kernel 6.12 testcases/module/kernel headers" \
	"testcases/kernel/with-kernel 6.12 testcases/kbuild/arches-run" \
	"testcases/kernel/with-kernel 6.12 testcases/kernel/words --mncheck $(BUILD)/mncheck" \
	"testcases/kernel/with-kernel 6.12 testcases/kernel/parts --mncheck $(BUILD)/mncheck" \
	"testcases/weekly/kernel --mncheck $(BUILD)/mncheck" \
	"alone:testcases/kernel/with-kernel 6.12 testcases/faults/kernel 60" \
	"testcases/kernel/other-arches --mncheck $(BUILD)/mncheck 5.10 6.1 6.12 7.2" \
	"testcases/kernel/newest --mncheck $(BUILD)/mncheck"

.PHONY: test check test-quick test-kernels run-test run-test-quick run-test-kernels
test check: deps
	@$(MAKE) --no-print-directory run-test
test-quick: deps
	@$(MAKE) --no-print-directory run-test-quick
run-test: all docs $(UNIT_TESTS) $(PROBE)
	@BUILD=$(abspath $(BUILD)) testcases/run $(SUITES_QUICK) $(SUITES_KERNEL) $(SUITES_FUZZ)
test-kernels: deps
	@$(MAKE) --no-print-directory run-test-kernels
run-test-kernels: all
	@BUILD=$(abspath $(BUILD)) testcases/run $(SUITES_KBUILD)
run-test-quick: all docs $(UNIT_TESTS) $(PROBE)
	@BUILD=$(abspath $(BUILD)) testcases/run $(SUITES_QUICK)

# What a test expects, rewritten from what is answered now: T names the test, or a folder of them.
.PHONY: bless
bless: all $(PROBE)
	@[ -n "$(T)" ] || { echo "make bless T=PATH: say which test, see testcases/bless --help" >&2; exit 2; }
	@BUILD=$(abspath $(BUILD)) testcases/bless $(T)

# ---- things to see ------------------------------------------------------------------

# KERNEL is a path or "fixtures"; without it, Debian's Linux 6.12.
.PHONY: demo run-demo
demo:
	@.ci/deps "build run $(if $(KERNEL),,kernel)"
	@$(MAKE) --no-print-directory run-demo KERNEL="$(KERNEL)"
run-demo: all
	@.ci/demo $(BUILD)/mncheck "$(KERNEL)"

# Verdicts on N random callbacks, from SEED on, against what these do; REDUCE=5 prints small ones of each fault.
# The checker changed in N places, one at a time: what does no test notice?
.PHONY: mutation
mutation: all $(PROBE)
	@testcases/mutation/run $(if $(N),--number $(N)) $(if $(SEED),--seed $(SEED)) $(FILES)

.PHONY: oracle
oracle: all
	@testcases/oracle/run --mncheck $(BUILD)/mncheck $(if $(N),--number $(N)) $(if $(SEED),--seed $(SEED)) \
		$(if $(REDUCE),--reduce $(REDUCE)) $(foreach f,$(WITHOUT),--without $(f))

# libFuzzer on the readers, for SECONDS, N inputs each; READERS=a,b some of them, CORPUS= keeps inputs. Debian's gcc has no libFuzzer, so everything is built once more, by clang.
FUZZING = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=pointer-overflow -fno-sanitize-recover=undefined
FUZZ_CC ?= clang-19
.PHONY: fuzz fuzz-target
fuzz: all
	@nice $(MAKE) --no-print-directory CC=$(FUZZ_CC) BUILD=$(BUILD)/fuzzing OPT="$(FUZZING)" WARN=-w fuzz-target
	@testcases/fuzz/run $(BUILD)/fuzzing/readers $(or $(SECONDS),600) $(if $(N),--number $(N)) $(if $(READERS),--only $(READERS)) \
		$(if $(CORPUS),--corpus $(CORPUS))
fuzz-target: $(BUILD)/readers
$(BUILD)/readers: $(wildcard testcases/fuzz/*.[ch]) $(patsubst %,$(BUILD)/lib/%.a,$(REVERSED))
	$(CC) $(CSTD) $(WARN) $(subst fuzzer-no-link,fuzzer,$(OPT)) $(CPPFLAGS) -o $@ $(filter %.c,$^) -Wl,--start-group \
		$(filter %.a,$^) -Wl,--end-group $(LDFLAGS) $(CLANG_LIBS) $(LIBS)

# Lines of each layer that the quick suites reach; everything is built once more, for gcov.
COVERING = BUILD=$(BUILD)/coverage OPT="-O0 -g --coverage" \
	LDFLAGS="-Wl,--wrap=_exit -Wl,--wrap=confine_self -Wl,--wrap=confinement_lack $(abspath $(BUILD))/coverage/.ci/coverage.o"
.PHONY: coverage
coverage:
	@mkdir -p $(BUILD)/coverage/.ci
	$(CC) -O1 -c -o $(BUILD)/coverage/.ci/coverage.o .ci/coverage.c
	@nice $(MAKE) --no-print-directory $(COVERING) all
	@find $(BUILD)/coverage -name '*.gcda' -delete
	-@BUILD=$(abspath $(BUILD)/coverage) TEST_CFLAGS=--coverage nice $(MAKE) --no-print-directory $(COVERING) \
		run-test-quick >$(BUILD)/coverage/tests.log 2>&1
	@.ci/coverage $(BUILD)/coverage

# N random faults on a miniature tree, from SEED on.
.PHONY: faults
faults: all
	@testcases/faults/random $(BUILD)/mncheck $(or $(N),500) $(or $(SEED),1)

.PHONY: variants bench
variants: all
	@testcases/kernel/with-kernel 6.12 testcases/variants/run --mncheck $(BUILD)/mncheck
bench: all
	@kernel="$(KERNEL)"; [ -n "$$kernel" ] || kernel=$$(kernel-fixtures/prepare-kernel --tree 6.12) || exit 2; \
		testcases/kernel/bench --mncheck $(BUILD)/mncheck $(BENCH) "$$kernel"

# ---- other checkers -------------------------------------------------------------------

.PHONY: lint cppcheck tidy valgrind
lint: cppcheck tidy
cppcheck:
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem -Ichecker -D_GNU_SOURCE $(foreach l,$(LAYERS),checker/$(l)) checker/main.c
tidy:
	@printf '%s\n' $(wildcard checker/*/*.c) checker/main.c | xargs -P $(shell nproc) -n 8 sh -c \
		'clang-tidy --quiet "$$@" -- $(CSTD) $(CPPFLAGS) $(CLANG_CFLAGS) 2>/dev/null' tidy

# Scans the fixtures under valgrind; takes some minutes.
valgrind: all
	testcases/valgrind/run $(BUILD)/mncheck

.PHONY: clean
clean:
	rm -rf $(BUILD)

.PHONY: help
help:
	@echo "make              build $(BUILD)/mncheck"
	@echo "make demo         scan Debian's Linux 6.12; KERNEL=PATH another tree, KERNEL=fixtures the miniature"
	@echo "make test         all tests, real kernels included; make test-quick: without them"
	@echo "make test-kernels computed configurations and flags against real kbuild's, the newest kernel; minutes"
	@echo "make bless T=PATH rewrite what a test expects (a fixture, an engine probe, a front/expect file) from what"
	@echo "                  is answered now, and show the difference"
	@echo "make variants     changed real drivers: found, or left alone"
	@echo "make mutation     the checker changed in N places: what no test notices: N=20 SEED= FILES=rules"
	@echo "make oracle       random callbacks, judged and run: N=1000 SEED= REDUCE= WITHOUT=\"loops ...\""
	@echo "make faults       random faults while a scan runs: N=500 SEED=; make fuzz: mutated inputs, SECONDS=600 N= READERS="
	@echo "make coverage     lines of each layer that the quick suites reach; minutes"
	@echo "make bench        how long scans take, in parses of the files concerned: KERNEL=PATH, default Debian's 6.12;"
	@echo "                  BENCH= its options; 5 to 10 minutes"
	@echo "make layers       check the direction of the includes; make circles: that of the calls"
	@echo "make lint         cppcheck and clang-tidy; make valgrind: the fixtures under it"
	@echo "make install      DESTDIR= PREFIX=/usr/local; make uninstall; make deb: a Debian package"
	@echo "variables: SANITIZE=address,undefined  DEVELOPER=1  LLVM_CONFIG=llvm-config-17  CC=clang"

# ---- install ------------------------------------------------------------------------------

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION  = $(shell sed -n 's/^.define MNCHECK_VERSION "\(.*\)"/\1/p' checker/base/version.h)

# Manual and completion are generated from --help.
DOCS = $(BUILD)/man/mncheck.1 $(BUILD)/completion/mncheck
$(BUILD)/man/mncheck.1: $(BUILD)/mncheck contrib/tables.py contrib/man/pages contrib/man/sections.txt
	@rm -rf $(@D)
	contrib/man/pages $(BUILD)/mncheck $(@D)
$(BUILD)/completion/mncheck: $(BUILD)/mncheck contrib/tables.py contrib/completion/generate
	@mkdir -p $(@D)
	contrib/completion/generate $(BUILD)/mncheck >$@.new
	@mv $@.new $@

.PHONY: docs install uninstall deb test-chroot test-image
docs: $(DOCS)
install: all docs
	contrib/install $(BUILD) "$(DESTDIR)" "$(PREFIX)"
uninstall:
	contrib/install --uninstall "$(DESTDIR)" "$(PREFIX)"
deb: all docs
	contrib/debian/build-deb $(BUILD) $(VERSION)
# Tries the package in a fresh Debian; needs root, debootstrap and a few minutes.
test-chroot: deb
	testcases/install/chroot $(BUILD)/mncheck_$(VERSION)_$(shell dpkg --print-architecture).deb
# Builds contrib/Dockerfile's image and tries it; needs root, buildah, mmdebstrap and a few minutes.
test-image:
	testcases/install/image
