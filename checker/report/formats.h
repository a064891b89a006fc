/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The formats of reports, one row each. A new format is a row here, and a file that defines print_NAME().
 * The first is the default.
 *
 * No guard: each includer defines FORMAT(NAME, what it is, for --help).
 */
FORMAT(text, "gcc-style findings, then a table of verdicts")
FORMAT(json, "everything, schema 1")
FORMAT(sarif, "SARIF 2.1.0, for code hosts and editors")
