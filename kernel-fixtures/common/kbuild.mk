# SPDX-License-Identifier: GPL-2.0-only
#
# What the miniature trees answer to: as much of kbuild's command line as a tool needs that
# asks for a configuration and for compile commands, and by the same steps.
#
#	make O=DIR [LLVM=-19] allmodconfig    DIR/.config, DIR/Makefile, DIR/source
#	make O=DIR [LLVM=-19] prepare         what the configuration generates
#	make -C DIR -n V=1 -k PATH.o ...      how PATH.c is compiled
#	make O=DIR compile_commands.json      the same for all, as a file
#	make O=DIR all                        compiles everything that the configuration builds
#	make O=DIR C=2 CHECK=PROGRAM all      and has a checker look at each file
#	make -C DIR M=MODULE [C=2 CHECK=...]  compiles a module outside of the tree

KERNELVERSION := $(VERSION).$(PATCHLEVEL).$(SUBLEVEL)$(EXTRAVERSION)
common  := $(realpath $(dir $(lastword $(MAKEFILE_LIST))))
srctree := $(tree)
objtree := $(if $(O),$(abspath $(O)),$(CURDIR))
ARCH    ?= x86
SRCARCH := $(if $(filter x86_64 i386,$(ARCH)),x86,$(ARCH))
ifneq ($(LLVM),)
CC      := clang$(if $(filter -%,$(LLVM)),$(LLVM))
else
CC      := gcc
endif
goals   := $(or $(MAKECMDGOALS),all)
single  := $(filter %.o,$(goals))

.DEFAULT_GOAL := all
.PHONY: FORCE descend $(goals)
FORCE:
.SUFFIXES:
MAKEFLAGS += -rR --no-print-directory

ifneq ($(objtree),$(CURDIR))
# Away from here: all goals at once in the build directory.
$(goals): descend ;
descend: FORCE
	@mkdir -p $(objtree) && ln -sfn $(tree) $(objtree)/source && \
	printf '# Made by %s/Makefile\ninclude %s/Makefile\n' $(tree) $(tree) >$(objtree)/Makefile && \
	$(MAKE) -C $(objtree) -f $(tree)/Makefile O= $(goals)
else

# ---- configuration ----

configs := allmodconfig allyesconfig allnoconfig tinyconfig defconfig olddefconfig
$(filter $(configs),$(goals)): FORCE
	@touch .config
	@awk -v mode=$@ -v tree=$(tree) -v arch=$(SRCARCH) -v version=$(KERNELVERSION) -v cc=$(CC) \
		-v override="$(KCONFIG_ALLCONFIG)" -f $(common)/conf.awk $(tree)/Kconfig >.config.new
	@mv .config.new .config

include/config/auto.conf: .config
	@mkdir -p include/config include/generated
	@sed -n '/^CONFIG_/p' .config >$@.new
	@sed -n -e 's/^\(CONFIG_[A-Z0-9_]*\)=y$$/#define \1 1/p' \
		-e 's/^\(CONFIG_[A-Z0-9_]*\)=m$$/#define \1_MODULE 1/p' .config >include/generated/autoconf.h
	@mv $@.new $@

syncconfig prepare modules_prepare: include/config/auto.conf $(filter $(configs),$(goals))
	@:

kernelversion kernelrelease:
	@echo $(KERNELVERSION)

# ---- objects ----

target_x86   := x86_64-linux-gnu
target_arm64 := aarch64-linux-gnu
target_s390  := s390x-linux-gnu

LINUXINCLUDE := -I$(tree)/arch/$(SRCARCH)/include -I$(tree)/include -I./include -I$(common)/include \
	-include $(common)/include/linux/kconfig.h
KBUILD_CFLAGS := -D__KERNEL__ -std=gnu11 -O2 -Wall -Wundef -Wno-unused-function -fshort-wchar \
	-funsigned-char -fno-common -fno-strict-aliasing -fno-delete-null-pointer-checks \
	$(if $(filter x86,$(SRCARCH)),-mno-sse) \
	$(if $(findstring clang,$(CC)),--target=$(target_$(SRCARCH)) -fintegrated-as,-fconserve-stack)
KBUILD_EXTMOD := $(M)
export srctree objtree SRCARCH CC LINUXINCLUDE KBUILD_CFLAGS KBUILD_EXTMOD KERNELVERSION common

# Where kbuild's descent begins, by its name.
build-dir := $(or $(M),.)
build := -f $(srctree)/scripts/Makefile.build obj

$(single): descend ;
all: descend
descend: include/config/auto.conf FORCE
	$(if $(V),,@)$(MAKE) $(build)=$(build-dir) $(single)

compile_commands.json: include/config/auto.conf FORCE
	@$(MAKE) -s $(build)=. print-commands | sed -e '1s/^/[ /' -e '$$!s/$$/,/' -e '$$s/$$/ ]/' >$@

clean mrproper:
	@rm -rf .config include source Makefile compile_commands.json
endif
