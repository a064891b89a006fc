// SPDX-License-Identifier: GPL-2.0-only
#include "span.h"

void bridge_cross(struct bridge *bridge)
{
	pier_hold(bridge);
}

int bridge_answer(struct bridge *bridge)
{
	return pier_hold(bridge);
}

void bridge_look(struct bridge *bridge)
{
	pier_look(bridge);
}
