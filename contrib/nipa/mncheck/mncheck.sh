#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A test for NIPA (copy this directory to tests/patch/): what a patch, the commit HEAD of the tree, does to the
# mmu-notifier callbacks of the whole tree.
#
#	0	nothing new		250 (a warning)	something newly undecided, or nothing could be judged
#	1	a new violation
#
# MNCHECK names the program and its options ("mncheck"); a cache that survives (MNCHECK_CACHE) makes patches fast.
read -r -a mncheck <<<"${MNCHECK:-mncheck}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

"${mncheck[@]}" diff HEAD~..HEAD >"$log" 2>&1
code=$?
cat "$log" >&2
tail -n 1 "$log" >&"${DESC_FD:-1}"

case $code in
0|1) exit $code ;;
*) exit 250 ;;
esac
