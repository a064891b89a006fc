# SPDX-License-Identifier: GPL-2.0-only
"""Three modules outside of a kernel tree, what is true of them, and how each of mncheck's three ways says it."""
import collections
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
COCCI = os.path.join(HERE, "../../cocci/mmu_notifier.cocci")
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True
from tiny import check    # noqa: E402

# One file, and a Makefile as module authors write it: its other half, which calls make, is never evaluated.
ONE = {
    "Makefile": """\
ifneq ($(KERNELRELEASE),)
obj-m := one.o
else
KDIR ?= /lib/modules/$(shell uname -r; touch marks)/build
$(shell touch marks)
all:
	$(MAKE) -C $(KDIR) M=$(PWD) modules
endif
""",
    "one.c": """\
#include <linux/module.h>
#include <linux/mmu_notifier.h>
#include <linux/mutex.h>

struct one {
	struct mmu_interval_notifier notifier;
	struct mutex lock;
};

static bool one_invalidate(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range, unsigned long seq)
{
	struct one *one = container_of(mni, struct one, notifier);

	mutex_lock(&one->lock);
	mmu_interval_set_seq(mni, seq);
	mutex_unlock(&one->lock);
	return true;
}

const struct mmu_interval_notifier_ops one_ops = { .invalidate = one_invalidate };
MODULE_LICENSE("GPL");
""",
}

# Directories, a Kbuild beside a Makefile, a directory with a makefile of its own, and a configure step that nobody ran.
MULTI = {
    "Makefile": "KDIR ?= /lib/modules/$(shell uname -r)/build\nall:\n\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules\n",
    "Kbuild": """\
-include $(src)/config.mk
ccflags-y := -I$(src)/include -DMULTI=1
obj-m += multi.o
multi-y := core/main.o core/legacy.o
multi-objs += hw/tlb.o
obj-m += extra/
""",
    "configure": '#!/bin/sh\ntouch "$(dirname "$0")/marks"\n',
    "include/multi.h": """\
#include <linux/mmu_notifier.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>

struct multi {
	struct mmu_interval_notifier notifier;
	struct mutex lock;
	struct folio *folio;
};

void multi_tlb_flush(struct multi *multi);
bool multi_tlb_try_flush(struct multi *multi);
""",
    "hw/tlb.c": """\
#include "../include/multi.h"

void multi_tlb_flush(struct multi *multi)
{
	mutex_lock(&multi->lock);
	mutex_unlock(&multi->lock);
}

bool multi_tlb_try_flush(struct multi *multi)
{
	if (!mutex_trylock(&multi->lock))
		return false;
	mutex_unlock(&multi->lock);
	return true;
}
""",
    "core/main.c": """\
#include <linux/module.h>
#include "multi.h"

static bool multi_good(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range, unsigned long seq)
{
	struct multi *multi = container_of(mni, struct multi, notifier);

	if (mmu_notifier_range_blockable(range))
		multi_tlb_flush(multi);
	else if (!multi_tlb_try_flush(multi))
		return false;
	mmu_interval_set_seq(mni, seq);
	return true;
}

static bool multi_sleeps(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range, unsigned long seq)
{
	multi_tlb_flush(container_of(mni, struct multi, notifier));
	mmu_interval_set_seq(mni, seq);
	return true;
}

/* Whether this sleeps only the kernel's own sources say. */
static bool multi_waits(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range, unsigned long seq)
{
	folio_wait_writeback(container_of(mni, struct multi, notifier)->folio);
	return true;
}

const struct mmu_interval_notifier_ops multi_ops[] = {
	{ .invalidate = multi_good }, { .invalidate = multi_sleeps }, { .invalidate = multi_waits },
};
MODULE_LICENSE("GPL");
""",
    "core/legacy.c": """\
#include "config.h"
#include "multi.h"

static bool legacy_open(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range, unsigned long seq)
{
	return multi_configured(range->start);
}

static bool legacy_plain(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range, unsigned long seq)
{
	return !range->start;
}

const struct mmu_interval_notifier_ops legacy_ops = { .invalidate = legacy_open };
const struct mmu_interval_notifier_ops legacy_plain_ops = { .invalidate = legacy_plain };
""",
    "extra/Makefile": "obj-m := extra.o\nccflags-y += -DEXTRA_ERRNO=EINVAL\n",
    "extra/extra.c": """\
#include <linux/module.h>
#include <linux/errno.h>
#include <linux/mmu_notifier.h>

static int extra_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return mmu_notifier_range_blockable(range) ? 0 : -EXTRA_ERRNO;
}

const struct mmu_notifier_ops extra_ops = { .invalidate_range_start = extra_start };
MODULE_LICENSE("GPL");
""",
}
# What the configure step would have written.
CONFIGURED = {"include/config.h": "#define multi_configured(start) ((start) != 0)\n",
              "config.mk": "ccflags-y += -DCONFIGURED\n"}

# As DKMS has it: kbuild runs in src/, whose options the dkms.conf gives; compat headers and a part lie beside.
DKMS = {
    "dkms.conf": """\
PACKAGE_NAME="dkm"
PACKAGE_VERSION="1.2"
PRE_BUILD="configure"
BUILT_MODULE_NAME[0]="dkm"
BUILT_MODULE_LOCATION[0]="src"
DEST_MODULE_LOCATION[0]="/updates"
MAKE[0]="make -C ${kernel_source_dir} M=${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build/src CONFIG_DKM=m"
AUTOINSTALL="yes"
""",
    "src/Kbuild": """\
obj-$(CONFIG_DKM) += dkm.o
dkm-y := dkm_main.o ../common/shared.o
ccflags-y := -I$(src)/../compat -include $(src)/../compat/compat.h
""",
    "compat/compat.h": """\
#include <linux/errno.h>
#include <linux/mmu_notifier.h>
#define DKM_OPS mmu_notifier_ops
#define dkm_range_start invalidate_range_start
#define dkm_may_block(range) mmu_notifier_range_blockable(range)
""",
    "common/shared.c": "int dkm_shared(unsigned long start);\nint dkm_shared(unsigned long start)\n{\n"
                       "\treturn start & 1 ? -EBUSY : 0;\n}\n",
    "src/dkm_main.c": """\
#include <linux/module.h>

int dkm_shared(unsigned long start);

static int dkm_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!dkm_may_block(range))
		return -EAGAIN;
	return dkm_shared(range->start);
}

const struct DKM_OPS dkm_ops = { .dkm_range_start = dkm_start };
MODULE_LICENSE("GPL");
""",
}

Way = collections.namedtuple("Way", "findings undecided")
WARNING = re.compile(r"(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): warning: (?P<text>.*) \[(?P<rule>[a-z-]+)\]$", re.M)
OPEN = re.compile(r"^[^\n]*: warning: (\w+) undecided:", re.M)
REPORT = re.compile(r"(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+)-\d+: WARNING: (?P<text>.*) \[(?P<rule>[a-z-]+)\]$", re.M)
NOTE = re.compile(r": NOTE: (\w+)\(\) is undecided", re.M)


def write(directory, files):
    for name, text in files.items():
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    return directory


def built_in(module):
    """What is M= for it."""
    inside = os.path.join(module, "src")
    return inside if os.path.exists(inside) else module


def listing(directory):
    """Every file with its size and time of modification."""
    seen = {}
    for path, _, names in os.walk(directory):
        for name in names:
            state = os.lstat(os.path.join(path, name))
            seen[os.path.relpath(os.path.join(path, name), directory)] = (state.st_size, state.st_mtime_ns)
    return seen


def of_scan(text):
    """The Way of a report in JSON; paths are from the module's directory."""
    findings, undecided = set(), set()
    for row in json.loads(text)["callbacks"]:
        findings |= {(f["file"], f["line"], f["column"], f["rule"], f["message"]) for f in row["findings"]}
        undecided |= {row["callback"]} if row["undecided"] or not row["analysed"] else set()
    return Way(findings, undecided)


def _found(pattern, text, module, here, offset):
    found = set()
    for match in pattern.finditer(text):
        path = os.path.relpath(os.path.realpath(os.path.join(here, match["file"])), os.path.realpath(module))
        found.add((path, int(match["line"]), int(match["column"]) + offset, match["rule"], match["text"]))
    return found


def of_check(text, module, here):
    """The Way of the stderr of make C=2 CHECK="mncheck --strict", which ran in HERE."""
    return Way(_found(WARNING, text, module, here, 0), set(OPEN.findall(text)))


def of_coccicheck(text, module, here):
    """The Way of the report mode's output; its columns count from 0."""
    return Way(_found(REPORT, text, module, here, 1), set(NOTE.findall(text)))


def same(title, ours, theirs):
    check(ours.findings == theirs.findings, f"{title}: {sorted(ours.findings ^ theirs.findings)}")
    check(ours.undecided == theirs.undecided, f"{title}: undecided {sorted(ours.undecided ^ theirs.undecided)}")


def expect(way, findings, undecided=()):
    """FINDINGS are (file, rule) with the callback that the message begins with."""
    found = {(file, rule, text.split("'")[1]) for file, _, _, rule, text in way.findings}
    check(found == set(findings), f"found {sorted(found)}")
    check(way.undecided == set(undecided), f"undecided: {sorted(way.undecided)}")


ONE_FINDINGS = [("one.c", "sleeps-nonblockable", "one_invalidate")]
MULTI_FINDINGS = [("core/legacy.c", "fails-blockable", "legacy_plain"), ("core/main.c", "sleeps-nonblockable", "multi_sleeps"),
                  ("extra/extra.c", "wrong-errno", "extra_start")]
# With the kernel's sources; with headers alone nobody can say.
WAITS = ("core/main.c", "sleeps-nonblockable", "multi_waits")
# Once configured.
OPENED = ("core/legacy.c", "fails-blockable", "legacy_open")
DKMS_FINDINGS = [("src/dkm_main.c", "fails-blockable", "dkm_start"), ("src/dkm_main.c", "wrong-errno", "dkm_start")]
