// SPDX-License-Identifier: GPL-2.0-only
struct port { int first; union nobody_declares lost; int last; void (*zap)(struct port *); };
static unknown_t state;
unknown_t prototype(struct port *port);
enum mode { MODE_FIRST, MODE_LOST = UNKNOWN, MODE_LAST };
static void zap_it(struct port *port) { port->last = 1; }
static const struct port table = { .first = UNKNOWN, .zap = zap_it };
const int number = UNKNOWN;
int uses_first(struct port *port) { return port->first; }
int uses_last(struct port *port) { return port->last; }
int uses_lost(struct port *port) { return sizeof(port->lost) > 4; }
int uses_state(void)
{
	if (state)
		return 1;
	return 0;
}
int calls_prototype(struct port *port) { return prototype(port) ? 1 : 0; }
int compares(int mode) { return mode == MODE_LAST; }
int reads_table(void) { return table.first; }
int names_nothing_of_it(int n) { return n; }
// NOIR: uses_first:  damage "
// NOIR: uses_last:  damage "
// IR: uses_lost: damage
// IR: uses_state: damage "it uses 'state': .*:3: unknown type name 'unknown_t'
// IR: calls_prototype: damage "it uses 'prototype': .*:4: 
// IR: compares: damage "it uses 'MODE_LAST': .*:5: 
// IR: reads_table: damage "it uses 'table': .*:7: 
// NOIR: names_nothing_of_it:  damage "
// UNIT: ^"zap" ".*:7: use of undeclared identifier 'UNKNOWN'
struct other { int lost; int state; };
int uses_another_lost(struct other *other) { return other->lost + other->state; }
int uses_another_state(int state) { struct other other = { .lost = state }; return other.state; }
// NOIR: uses_another_lost:  damage "
// NOIR: uses_another_state:  damage "
typedef unknown_t alias_t;
struct aliased { alias_t through; int state; };
int takes_alias(alias_t alias);
struct pair { int kind; void (*tie)(int); };
static void tie_it(int n) { }
const struct pair pair = { UNKNOWN, tie_it };
int uses_through(struct aliased *aliased) { return aliased->through; }
int uses_beside(struct aliased *aliased) { return aliased->state; }
int calls_with_alias(int n) { return takes_alias(n); }
// IR: uses_through: damage "it uses 'through': it uses 'alias_t': 
// NOIR: uses_beside:  damage "
// IR: calls_with_alias: damage "it uses 'takes_alias': it uses 'alias_t': 
// UNIT: ^"tie" ".*UNKNOWN
