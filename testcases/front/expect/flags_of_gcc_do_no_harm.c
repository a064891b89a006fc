// SPDX-License-Identifier: GPL-2.0-only
// FLAGS: -Wp,-MMD,/nonexistent/x.d -nostdinc -fconserve-stack -mpreferred-stack-boundary=3 -mindirect-branch=thunk-extern -mrecord-mcount -mskip-rax-setup
// FLAGS: -fno-allow-store-data-races --param asan-stack=1 -fplugin=x.so -fplugin-arg-x-y -mllvm -asan-stack=0 -fsanitize=kernel-address -o x.o -c -pg -mfentry -m64
// FLAGS: -frandomize-layout-seed-file=/nonexistent/seed -Wall -Werror -g3 -march=no-such-processor -falign-functions=64 -fmin-function-alignment=16 -Wp,-D_X -fanalyzer
// FLAGS: -D VALUE=4 -U OTHER -DOTHER2=5 -include flags_of_gcc_do_no_harm.h -fshort-wchar -funsigned-char -mno-sse -std=gnu11 -Xclang -verify -mtune=generic
char c = 0xff;
int f(void) { return VALUE + OTHER2 + INCLUDED + (c == 255) + sizeof(L'a'); }
// UNIT: ^problems 0$
// IR: f: return
