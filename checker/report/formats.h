/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The formats of reports, one row each. A new format is a row here, and a file that defines print_NAME().
 * The first is the default.
 *
 * No guard: each includer defines FORMAT(NAME, what it is, for --help, enum printer_needs).
 */
FORMAT(text, "gcc-style findings, then a table of verdicts", NEEDS_NOTHING)
FORMAT(json, "everything, schema 1", NEEDS_REVISION)
FORMAT(sarif, "SARIF 2.1.0, for code hosts and editors", NEEDS_REVISION)
FORMAT(html, "one page for browsers, with annotated source", NEEDS_REVISION | NEEDS_DEPENDENCIES)
FORMAT(mail, "an mbox with a mail per file that has news; it is not sent", NEEDS_REVISION)
FORMAT(patch, "fixes of what has a known one, each judged (scan only)", NEEDS_FIXES)
FORMAT(github, "annotations, for a log of GitHub Actions", NEEDS_NOTHING)
FORMAT(gitlab, "GitLab's code quality report", NEEDS_NOTHING)
FORMAT(junit, "JUnit XML, a test per callback and rule", NEEDS_NOTHING)
FORMAT(kcidb, "KernelCI's report, schema 5.3", NEEDS_REVISION)
