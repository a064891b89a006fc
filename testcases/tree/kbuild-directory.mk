# SPDX-License-Identifier: GPL-2.0-only
# One directory: its objects, and the way down to those of others. For testcases/tree/run.
src := $(srctree)/$(obj)
$(shell mkdir -p $(obj))
ccflags-y :=
obj-y :=
obj-m :=
.PHONY: goals
goals:
-include include/config/auto.conf
include $(firstword $(wildcard $(src)/Kbuild $(src)/Makefile))
ifeq ($(obj),.)
prefix :=
else
prefix := $(obj)/
endif
listed := $(obj-y) $(obj-m)
subdirs := $(addprefix $(prefix),$(patsubst %/,%,$(filter %/,$(listed))))
composites := $(foreach o,$(filter %.o,$(listed)),$(if $($(o:.o=)-y),$(o)))
real-obj-y := $(addprefix $(prefix),$(filter-out $(composites),$(filter %.o,$(listed))) \
	      $(foreach o,$(composites),$($(o:.o=)-y) $($(o:.o=)-m)))
goals := $(patsubst ./%,%,$(filter %.o,$(MAKECMDGOALS)))
below = $(filter $(1)/%,$(goals))
mine := $(filter-out $(foreach d,$(subdirs),$(call below,$(d))),$(goals))

descending := $(if $(prefix),$(filter-out $(mine),$(goals)),$(filter %.o,$(MAKECMDGOALS)))

ifneq ($(descending),)
.PHONY: $(descending)
$(descending): $(subdirs)
	@:
.PHONY: $(subdirs)
$(subdirs):
	$(if $(call below,$@),$(MAKE) -f $(srctree)/scripts/Makefile.build obj=$@ need-builtin= \
		need-modorder= $(call below,$@))
endif
$(prefix)%.o: $(src)/%.c FORCE
	$(CC) -Wp,-MMD,$(@D)/.$(@F).d -D__KERNEL__ -DOBJ=$(obj) $(ccflags-y) -I./include -I$(src) -I./$(obj) -c -o $@ $<
FORCE:
