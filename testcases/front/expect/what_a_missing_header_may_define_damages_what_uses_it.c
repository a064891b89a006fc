// SPDX-License-Identifier: GPL-2.0-only
#ifdef KNOWN_TO_NOBODY
static int before_it(void) { return 1; }
#else
static int before_it(void) { return 0; }
#endif
#include "not_there.h"
#define IS_ENABLED(option) (__and_##option + 0)
#define __and_MODE 1
struct port { int known; void (*zap)(struct port *); };
#ifndef PORT_DEFAULT
#define PORT_DEFAULT 4
#endif
#define PORT_TWICE (PORT_DEFAULT * 2)
#ifdef PORT_CHOICE
static int chosen(void) { return 1; }
#else
static int chosen(void) { return 0; }
#endif
#ifndef PORT_WITHOUT
static int there_or_not(struct port *port) { return port->known; }
#endif
int condition_inside(int n)
{
#if PORT_LEVEL > 3
	n++;
#endif
	return n;
}
int calls_undeclared(struct port *port) { return port_check(port); }
int takes_default(void) { return PORT_DEFAULT; }
int takes_default_by_macro(void) { return PORT_TWICE; }
int asks_option(void) { return IS_ENABLED(MODE); }
int asks_configuration(void)
{
#ifdef CONFIG_NOT_SET
	return 1;
#endif
	return 0;
}
int calls_others(struct port *port)
{
	return chosen() + before_it() + there_or_not(port);
}
#ifdef PORT_TABLE
static void zap(struct port *port) { port->zap = zap; }
#endif
static const int table = PORT_TABLE_SIZE;
int reads_table(void) { return table; }
// NOIR: before_it:  damage "
// IR: chosen: damage ".*:15: the condition tests 'PORT_CHOICE', which 'not_there.h' may define
// NOIR: there_or_not:  damage "
// IR: condition_inside: damage ".*'PORT_LEVEL'
// IR: calls_undeclared: damage "nothing declares 'port_check', 'not_there.h' may do so
// IR: takes_default: damage "it uses 'PORT_DEFAULT': 
// IR: takes_default_by_macro: damage "it uses 'PORT_TWICE': 
// IR: asks_option: damage "it asks for 'MODE', which 'not_there.h' may define
// NOIR: asks_configuration:  damage "
// NOIR: calls_others:  damage "
// IR: reads_table: damage "it uses 'table': .*PORT_TABLE_SIZE
// UNIT: ^"zap" ".*'PORT_TABLE'
// UNIT: 'not_there.h' file not found
