# SPDX-License-Identifier: GPL-2.0-only
# Fills the names of the contract into locate.cocci.in:
#
#	mncheck dump --contract | awk -f cocci/locate.awk - cocci/locate.cocci.in
#
# @RECORDS@ and @FIELDS@ become the items of Python tuples. @MEMBERS@ becomes the alternatives of a regular
# expression: the fields of callbacks, and the fields that are reported with them.
BEGIN { FS = "\t" }

function add(list, name)
{
	if (name == "-" || (list, name) in known)
		return
	known[list, name] = 1
	tuple[list] = tuple[list] (tuple[list] ? " " : "") "\"" name "\","
	choice[list] = choice[list] (choice[list] ? "|" : "") name
}

function add_all(list, names, parts, count, i)
{
	count = split(names, parts, ", ")
	for (i = 1; i <= count; i++)
		add(list, parts[i])
}

NR == FNR && $1 == "kind" {
	add("records", $3)
	add_all("fields", $4)
	add("fields", $8)
	add_all("members", $4)
	add("members", $7)
	add("members", $8)
}

NR != FNR {
	gsub(/@RECORDS@/, tuple["records"])
	gsub(/@FIELDS@/, tuple["fields"])
	gsub(/@MEMBERS@/, choice["members"])
	print
}

END { exit !choice["fields"] }
