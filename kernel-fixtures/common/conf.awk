# SPDX-License-Identifier: GPL-2.0-only
#
# A configuration from Kconfig files that know `config`, `bool`, `tristate`, `depends on A && !B`,
# `default`, `source` and comments. Options are decided in the order in which they stand.
#
# mode     allmodconfig | allyesconfig | allnoconfig | tinyconfig | defconfig | olddefconfig
# tree     where `source` looks;  arch, version, cc: for the head of .config
# override a file of CONFIG_X=v lines that go first (KCONFIG_ALLCONFIG); olddefconfig: .config

function read_values(file,    line, pair)
{
	while ((getline line <file) > 0) {
		if (line ~ /^CONFIG_[A-Z0-9_]+=/) {
			split(line, pair, "=")
			wanted[substr(pair[1], 8)] = pair[2]
		} else if (line ~ /^# CONFIG_[A-Z0-9_]+ is not set/) {
			split(line, pair, " ")
			wanted[substr(pair[2], 8)] = "n"
		}
	}
	close(file)
}

function read_kconfig(file,    line, word)
{
	while ((getline line <file) > 0) {
		sub(/^[ \t]+/, "", line)
		split(line, word, /[ \t]+/)
		if (word[1] == "source") {
			gsub(/"/, "", word[2])
			gsub(/\$\(SRCARCH\)/, arch, word[2])
			read_kconfig(tree "/" word[2])
		} else if (word[1] == "config") {
			option[++options] = word[2]
		} else if (word[1] == "bool" || word[1] == "tristate") {
			kind[option[options]] = word[1]
		} else if (word[1] == "depends") {
			depends[option[options]] = substr(line, length("depends on ") + 1)
		} else if (word[1] == "default") {
			fallback[option[options]] = word[2]
		}
	}
	close(file)
}

# Whether every `A` of the conjunction is on and every `!A` off.
function met(condition,    terms, n, i, name)
{
	n = split(condition, terms, /[ \t]*&&[ \t]*/)
	for (i = 1; i <= n; i++) {
		name = terms[i]
		if (sub(/^!/, "", name) ? on(name) : !on(name))
			return 0
	}
	return 1
}

function on(name)
{
	return value[name] == "y" || value[name] == "m"
}

BEGIN {
	if (mode == "olddefconfig")
		read_values(".config")
	else if (override != "" && override != "1")
		read_values(override)
	read_kconfig(ARGV[1])

	print "#"
	print "# Automatically generated file; DO NOT EDIT."
	print "# Linux/" arch " " version " Kernel Configuration"
	print "#"
	(cc " --version") | getline text
	printf "CONFIG_CC_VERSION_TEXT=\"%s\"\n", text
	print "CONFIG_CC_IS_" (cc ~ /clang/ ? "CLANG" : "GCC") "=y"
	print "CONFIG_" toupper(arch) "=y"
	value[toupper(arch)] = "y"
	for (i = 1; i <= options; i++) {
		name = option[i]
		all = mode == "allmodconfig" || mode == "allyesconfig"
		full = kind[name] == "tristate" && mode == "allmodconfig" ? "m" : "y"
		v = all ? full : (name in fallback && mode != "allnoconfig" ? fallback[name] : "n")
		if (name in wanted)
			v = wanted[name]
		if ((name in depends) && !met(depends[name]))
			v = "n"
		value[name] = v
		print v == "n" ? "# CONFIG_" name " is not set" : "CONFIG_" name "=" v
	}
	exit
}
