/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to report/: headers of mails, as RFC 5322 and RFC 2047 have them. */
#ifndef MNCHECK_REPORT_MAIL_HEADERS_H
#define MNCHECK_REPORT_MAIL_HEADERS_H

#include "base/str.h"
#include "base/vec.h"

/* Appends "NAME: TEXT\n"; what is not ASCII is encoded, what would end the header becomes a space. */
void mail_put_header(struct strbuf *out, const char *name, const char *text);
/* Appends "NAME: ADDRESS,\n ADDRESS...\n" of addresses as MAINTAINERS writes them; nothing for none. */
void mail_put_addresses(struct strbuf *out, const char *name, const struct strings *addresses);

#endif
