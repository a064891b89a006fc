// SPDX-License-Identifier: GPL-2.0-only
enum colour { RED, GREEN = 5, BLUE };

static int classify(int x)
{
	int r = 0;

	switch (x) {
	case -3 ... 2:
		r += 1;
		break;
	case 3:
	case 4:
		r += 2;
		/* fall through */
	case 5:
		r += 4;
		break;
	case 100 ... 200: {
		r += 8;
		if (x == 150)
			break;
		r += 16;
	}
	default:
		r += 32;
		break;
	case -100:
		return -1;
	}
	return r;
}

static int wide(unsigned char c)
{
	switch (c) {
	case 'a' ... 'z': return 1;
	case 0xf0: return 2;
	}
	return 0;
}

static int colours(enum colour c)
{
	switch (c) {
	case RED: return 10;
	case GREEN: return 20;
	case BLUE: return 30;
	default: return 40;
	}
}

static int big(unsigned long v)
{
	switch (v) {
	case ~0ul: return 1;
	case 1ul << 40: return 2;
	}
	return 3;
}

static int duff(int n)
{
	int r = 0, k = (n + 3) / 4;

	switch (n % 4) {
	case 0: do { r += 1;
	case 3: r += 10;
	case 2: r += 100;
	case 1: r += 1000;
		} while (--k > 0);
	}
	return r;
}

static int nested(int a, int b)
{
	int r = 0;

	for (int i = 0; i < 4; i++) {
		switch (a) {
		case 1:
			switch (b) {
			case 1: continue;
			case 2: break;
			default: r += 5;
			}
			r += 7;
			break;
		default:
			if (i == 2)
				continue;
			r++;
		}
		r += 100;
	}
	return r;
}

long test(void)
{
	long h = 0;

	for (int x = -101; x < 210; x++)
		h = h * 31 + classify(x);
	h = h * 31 + wide('q') + wide(0xf0) + wide(0);
	h = h * 31 + colours(RED) + colours(GREEN) * 3 + colours(BLUE) * 5 + colours(77);
	h = h * 31 + big(~0ul) * 100 + big(1ul << 40) * 10 + big(0);
	h = h * 31 + duff(7) + duff(8) + duff(1);
	h = h * 31 + nested(1, 1) + nested(1, 2) * 3 + nested(1, 3) * 5 + nested(2, 2) * 7;
	switch (sizeof(h)) { case 4: h++; break; case 8: h += 2; break; default: h += 3; }
	return h;
}
