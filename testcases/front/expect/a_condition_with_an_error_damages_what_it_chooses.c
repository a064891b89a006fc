// SPDX-License-Identifier: GPL-2.0-only
#if VERSION_OF_NOBODY(6, 6) > 3
static int chosen(void) { return 1; }
#define CHOSEN 1
#else
static int chosen(void) { return 0; }
#define CHOSEN 0
#include "a_condition_with_an_error_damages_what_it_chooses.h"
#endif
int calls_chosen(void) { return chosen(); }
int takes_chosen(void) { return CHOSEN; }
int takes_included(void) { return INCLUDED; }
int calls_included(void) { return included(); }
int apart(void) { return 1; }
// IR: chosen: damage ".*:2: function-like macro 'VERSION_OF_NOBODY' is not defined
// NOIR: calls_chosen:  damage "
// IR: takes_chosen: damage "it uses 'CHOSEN': 
// IR: takes_included: damage "it uses 'INCLUDED': 
// IR: included: damage ".*:2: function-like
// NOIR: calls_included:  damage "
// NOIR: apart:  damage "
