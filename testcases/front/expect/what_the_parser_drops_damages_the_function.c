// SPDX-License-Identifier: GPL-2.0-only
#define BROKEN(x) undeclared_in_macro(x, nothing)
struct s { int a; };
int good(struct s *s) { return s->a; }
int unknown_name(int n)
{
	n = undeclared;
	return n;
}
int in_macro(int n)
{
	return n +
		BROKEN(n);
}
int wrong_member(struct s *s)
{
	return s->b;
}
int lost_condition(void)
{
	while (missing)
		return 1;
	return 0;
}
int also_good(int n) { for (;;) if (n--) return n; }
// IR: unknown_name: damage "line 7: 
// IR: in_macro: damage "line 13: 
// IR: wrong_member: damage "line 17: 
// IR: lost_condition: damage "line 21: 
// NOIR: good: damage
// NOIR: also_good: damage
// UNIT: what_the_parser_drops_damages_the_function.c:7:6: use of undeclared
