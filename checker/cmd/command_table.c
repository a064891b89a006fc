// SPDX-License-Identifier: GPL-2.0-only
/* The subcommands, one row each. */
#include "cmd/command.h"

const struct command commands[] = {
	{ "scan", "[TREE | MODULE]", "Judge every callback of a kernel tree, or of a module outside of it",
	  cmd_scan },
	{ "diff", "[REV | A..B | -] [TREE]",
	  "What a change, staged, committed or in a mail, does to the verdicts", cmd_diff },
	{ "compare", "OLD NEW", "What is new, fixed or still there from one result to another", cmd_compare },
	{ "merge", "PART...", "Put the parts of one scan together", cmd_merge },
	{ "history", "[TREE]", "Recorded runs, and how the verdicts moved over them", cmd_history },
	{ "triage", "[FINDING STATE [LINK]]", "Say what a recorded finding is, or list them", cmd_triage },
	{ "report", "RESULT", "Print a result that was made earlier, in any format", cmd_report },
	{ "check", "UNIT...", "Link units made by extract and judge their callbacks", cmd_check },
	{ "extract", "FILE -o UNIT -- FLAGS...", "Parse one translation unit", cmd_extract },
	{ "explain", "RULE | CALLBACK [TREE]",
	  "The page of a rule; the proof or the path of a verdict", cmd_explain },
	{ "hook", "install|uninstall|run [HOOK] [TREE]",
	  "A git hook that judges what is committed or pushed", cmd_hook },
	{ "b4", "[TREE]", "Judge a patch for b4's checks", cmd_b4 },
	{ "dump", "--ir|--cfg|--states [FUNCTION] FILE [-- FLAGS...]",
	  "Show what a translation unit becomes (for developers)", cmd_dump },
};

const size_t ncommands = sizeof(commands) / sizeof(commands[0]);
