// SPDX-License-Identifier: GPL-2.0-only
enum event { UNMAP, CLEAR, LATE = 7, LAST = LATE };
typedef enum { LOW = -1, HIGH = 1 } level;
struct range { int plain; enum event event; level level; enum event part:4; };
int event_of(struct range *range) { return range->event == CLEAR; }
void set(struct range *range, int n) { range->level = LOW; range->part = LATE; range->plain = n; }
// UNIT: "range" "event" enum 4 0 "UNMAP" 1 "CLEAR" 7 "LATE" 7 "LAST"
// UNIT: "range" "level" enum 2 4294967295 "LOW" 1 "HIGH"
// UNIT: "range" "part" enum 4 0 "UNMAP" 1 "CLEAR" 7 "LATE" 7 "LAST"
// UNIT: "range" "plain"$
