# SPDX-License-Identifier: GPL-2.0-only
# make            the program, build/mncheck
# make test       everything, real kernel included      make demo    scan Linux and show
# make help       the rest

BUILD   ?= build
CC      ?= gcc
CSTD     = -std=gnu11
WARN     = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wundef
OPT     ?= -O2 -g
CPPFLAGS += -Ichecker -D_GNU_SOURCE
DEPFLAGS = -MMD -MP
ifdef SANITIZE
BUILD   := $(BUILD)/$(subst $(comma),-,$(SANITIZE))
OPT      = -O1 -g -fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all
LDFLAGS += -fsanitize=$(SANITIZE)
endif
comma := ,

# libclang, 17 or later, newest first.
LLVM_CONFIG ?= $(firstword $(foreach v,-19 -18 -17 -20 -21 ,$(shell command -v llvm-config$(v) 2>/dev/null)))
ifneq ($(LLVM_CONFIG),)
CLANG_CFLAGS := -isystem $(shell $(LLVM_CONFIG) --includedir)
CLANG_LIBS   := -L$(shell $(LLVM_CONFIG) --libdir) -Wl,-rpath,$(shell $(LLVM_CONFIG) --libdir) -lclang
endif

LIBS = -lsqlite3 -ljansson -lxxhash -lpthread

# Layers, lowest first: each may include those before it and itself (see `make layers`).
LAYERS = base ir front domain engine contract rules tree store report cmd

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard checker/$(1)/*.c))
archive = $(patsubst %,$(BUILD)/lib/%.a,$(1))

# What the program reads when it runs, beside it: models, their header, semantic patches.
MODELS = $(patsubst checker/model/%.c,$(BUILD)/model/%.unit,$(wildcard checker/model/*.c))
DATA   = $(MODELS) $(BUILD)/include/mncheck.h $(patsubst %,$(BUILD)/%,$(wildcard cocci/*.cocci))

.PHONY: all
all: $(BUILD)/mncheck $(DATA)

REVERSED = cmd report store tree rules contract engine domain front ir base

$(BUILD)/mncheck: $(BUILD)/checker/main.o $(patsubst %,$(BUILD)/lib/%.a,$(REVERSED))
	$(CC) $(OPT) -o $@ $^ $(LDFLAGS) $(CLANG_LIBS) $(LIBS)

$(BUILD)/model/%.unit: checker/model/%.c checker/model/mncheck.h $(BUILD)/mncheck
	@mkdir -p $(@D)
	$(BUILD)/mncheck extract $< -o $@ -- -std=gnu11 -fno-builtin -Ichecker/model

$(BUILD)/include/%: checker/model/%
	@mkdir -p $(@D)
	cp $< $@

$(BUILD)/cocci/%: cocci/%
	@mkdir -p $(@D)
	cp $< $@

# A rule's page is built into its object.
$(foreach p,$(wildcard checker/rules/*.md),$(eval $(BUILD)/$(p:.md=.o): $(p)))

$(BUILD)/checker/front/%.o: CPPFLAGS += $(CLANG_CFLAGS)

$(BUILD)/%.o: %.c
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

# ---- test programs --------------------------------------------------------------

$(BUILD)/testcases/engine/probe: testcases/engine/probe.c $(call archive,engine domain front ir base)
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(OPT) $(CPPFLAGS) $(DEPFLAGS) -o $@ $^ $(LDFLAGS) $(CLANG_LIBS) $(LIBS)
