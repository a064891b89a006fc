/* SPDX-License-Identifier: GPL-2.0-only */
/* The members of struct tank_ops, each as TANK_OP(). */
TANK_OP(drain)
TANK_OP(skim)
TANK_OP(clean)
#undef TANK_OP
