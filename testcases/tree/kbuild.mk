# SPDX-License-Identifier: GPL-2.0-only
# A top makefile that hands over to its directories as kbuild's does, for testcases/tree/run.
# Nothing in it compiles for real: commands are printed by make -n.
VERSION = 6
PATCHLEVEL = 9
SUBLEVEL = 0

export SRCARCH := $(ARCH)
export srctree := $(if $(abs_source),$(abs_source),$(CURDIR))
MAKEFLAGS += -rR

ifneq ($(O),)
# The first call: go into the build directory and do it there.
$(or $(MAKECMDGOALS),all): sub-make ;
.PHONY: sub-make
sub-make:
	@mkdir -p $(O)
	$(MAKE) -C $(O) -f $(CURDIR)/Makefile abs_source=$(CURDIR) O= $(MAKECMDGOALS)
else
export CC := clang$(patsubst 1,,$(LLVM))

allmodconfig:
	@mkdir -p include/config include/generated
	ln -fsn $(srctree) source
	echo "include $(srctree)/Makefile" > .build-makefile
	$(srctree)/scripts/kconf $(srctree) $(SRCARCH) > .config

# What make includes it remakes, even with -n: that is what a dry run must survive.
ifeq ($(filter allmodconfig,$(MAKECMDGOALS)),)
-include include/config/auto.conf include/config/auto.conf.cmd
include/config/auto.conf include/generated/autoconf.h: .config
	grep '^CONFIG' .config > include/config/auto.conf || :
	: > include/config/auto.conf.cmd
	sed -n 's/^\(CONFIG_[A-Z0-9_]*\)=m/#define \1_MODULE 1/p; s/^\(CONFIG_[A-Z0-9_]*\)=y/#define \1 1/p' \
		.config > include/generated/autoconf.h
endif
export

prepare syncconfig: include/config/auto.conf include/generated/autoconf.h
	$(MAKE) -C $(srctree)/tools subdir=tools objtool

%.o: prepare-tools
	$(MAKE) -f $(srctree)/scripts/Makefile.build obj=. need-builtin=1 need-modorder=1 \
		$(addprefix ./,$(MAKECMDGOALS))
.PHONY: prepare-tools
prepare-tools:
	$(MAKE) -C $(srctree)/tools subdir=tools objtool
endif
