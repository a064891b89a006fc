# SPDX-License-Identifier: GPL-2.0-only
#
# What the miniature trees answer to: as much of kbuild's command line as a tool needs that
# asks for a configuration and for compile commands.
#
#	make O=DIR [LLVM=-19] allmodconfig    DIR/.config, DIR/Makefile, DIR/source
#	make O=DIR [LLVM=-19] prepare         what the configuration generates
#	make -C DIR -n V=1 -k PATH.o ...      how PATH.c is compiled
#	make O=DIR compile_commands.json      the same for all, as a file
#	make O=DIR all                        compiles everything that the configuration builds
#
# One make process reads every makefile below the tree: there is no recursion.

KERNELVERSION := $(VERSION).$(PATCHLEVEL).$(SUBLEVEL)$(EXTRAVERSION)
common   := $(realpath $(dir $(lastword $(MAKEFILE_LIST))))
srctree  := $(tree)
objtree  := $(if $(O),$(abspath $(O)),$(CURDIR))
ARCH     ?= x86
SRCARCH  := $(if $(filter x86_64 i386,$(ARCH)),x86,$(ARCH))
ifneq ($(LLVM),)
CC       := clang$(if $(filter -%,$(LLVM)),$(LLVM))
else
CC       := gcc
endif
goals    := $(or $(MAKECMDGOALS),all)

.PHONY: FORCE $(filter-out %.o,$(goals))
FORCE:
.SUFFIXES:
MAKEFLAGS += -rR --no-print-directory

ifneq ($(objtree),$(CURDIR))
# Away from here: run the same in the build directory.
.NOTPARALLEL:
$(goals): FORCE
	@mkdir -p $(objtree) && ln -sfn $(tree) $(objtree)/source && \
	printf '# Made by %s/Makefile\ninclude %s/Makefile\n' $(tree) $(tree) >$(objtree)/Makefile && \
	$(MAKE) -C $(objtree) -f $(tree)/Makefile O= $@
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

syncconfig prepare modules_prepare: include/config/auto.conf
	@:

kernelversion:
	@echo $(KERNELVERSION)
kernelrelease:
	@echo $(KERNELVERSION)

# ---- objects ----

-include include/config/auto.conf

mod_flags  = -DMODULE
LINUXINCLUDE := -I$(tree)/arch/$(SRCARCH)/include -I$(tree)/include -I./include -I$(common)/include \
	-include $(common)/include/linux/kconfig.h
KBUILD_CFLAGS := -D__KERNEL__ -std=gnu11 -O2 -Wall -Wundef -Wno-unused-function -fshort-wchar \
	-funsigned-char -fno-common -fno-strict-aliasing -fno-delete-null-pointer-checks -mno-sse \
	$(if $(findstring clang,$(CC)),--target=x86_64-linux-gnu -fintegrated-as,-fconserve-stack)

objects :=
# collect DIR: what the makefile of DIR, just read, builds.
define collect
dirs-$(1) := $$(patsubst %/,%,$$(filter %/,$$(obj-y) $$(obj-m)))
$$(foreach o,$$(filter %.o,$$(obj-y)),$$(eval $$(call add,$(1),$$(o),)))
$$(foreach o,$$(filter %.o,$$(obj-m)),$$(eval $$(call add,$(1),$$(o),$$(mod_flags))))
$$(foreach d,$$(dirs-$(1)),$$(eval $$(call walk,$$(if $$(filter .,$(1)),,$(1)/)$$(d))))
endef
# add DIR OBJECT FLAGS: the parts of OBJECT, or itself.
define add
parts := $$(or $$(strip $$($(2:.o=)-y) $$($(2:.o=)-objs)),$(2))
$$(foreach p,$$(parts),$$(eval flags-$(if $(filter .,$(1)),,$(1)/)$$(p) := $$(ccflags-y) \
	$$(CFLAGS_$$(notdir $$(p))) $(3) -DKBUILD_MODNAME='"$(subst -,_,$(basename $(notdir $(2))))"'))
objects += $$(addprefix $(if $(filter .,$(1)),,$(1)/),$$(parts))
endef
define walk
obj := $(1)
src := $(tree)/$(1)
obj-y :=
obj-m :=
ccflags-y :=
include $$(firstword $$(wildcard $(tree)/$(1)/Kbuild $(tree)/$(1)/Makefile))
$$(eval $$(call collect,$(1)))
endef
$(eval $(call walk,.))

# compile OBJECT: the command line, as a shell reads it.
compile = $(CC) -Wp,-MMD,$(dir $(1)).$(notdir $(1)).d -nostdinc $(LINUXINCLUDE) $(KBUILD_CFLAGS) \
	$(flags-$(1)) -DKBUILD_BASENAME='"$(subst -,_,$(basename $(notdir $(1))))"' \
	-c -o $(1) $(tree)/$(1:.o=.c)
# The same between the quotes of echo.
shown = $(subst ','\'',$(call compile,$(1)))

$(objects): %.o: FORCE | include/config/auto.conf
	@mkdir -p $(@D)
	@set -e; echo '  $(if $(V),$(call shown,$@),CC      $@)'; $(call compile,$@)

all: $(objects)

comma := ,
define newline


endef
entry = {"directory": "$(CURDIR)", "file": "$(tree)/$(1:.o=.c)", "command": "$(subst ",\",$(call compile,$(1)))"}
compile_commands.json: FORCE
	$(file >$@,[$(newline)$(subst }$(newline) {,}$(comma)$(newline) {,$(foreach o,$(objects),$(call entry,$(o))$(newline)))])

clean mrproper:
	@rm -rf $(filter-out $(tree)/%,$(addprefix $(CURDIR)/,$(sort $(dir $(objects))))) .config include Makefile source
endif
