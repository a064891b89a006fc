// SPDX-License-Identifier: GPL-2.0-only
/* Messages and places as SARIF has them. */
#include "report/sarif.h"

#include "base/map.h"
#include "report/json_values.h"

json_t *sarif_message(const char *text)
{
	json_t *message = json_object();

	json_set(message, "text", json_text(text));
	return message;
}

/* A relative reference as in RFC 3986: all but unreserved characters become %XX. */
static json_t *uri_json(const char *path)
{
	struct strbuf uri = { 0 };

	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-._~/+,@", c))
			strbuf_putc(&uri, (char)c);
		else
			strbuf_printf(&uri, "%%%02X", c);
	}
	json_t *value = json_string(strbuf_text(&uri));
	strbuf_free(&uri);
	return value;
}

/* An address keeps its own escapes. */
static json_t *address_json(const char *address)
{
	struct strbuf uri = { 0 };

	for (; *address; address++)
		if (*address > ' ' && *address < 0x7f && !strchr("\"<>\\^`{|}", *address))
			strbuf_putc(&uri, *address);
		else
			strbuf_printf(&uri, "%%%02X", (unsigned char)*address);
	json_t *value = json_string(strbuf_text(&uri));
	strbuf_free(&uri);
	return value;
}

json_t *sarif_uri(const char *place)
{
	if (*place != '/')
		return address_json(place);
	json_t *path = uri_json(place);
	char *uri = xasprintf("file://%s", json_string_value(path));
	json_t *value = json_string(uri);

	json_decref(path);
	free(uri);
	return value;
}

/* A path outside the tree (a user's model) is absolute and has no base. */
json_t *sarif_artifact(const char *file)
{
	json_t *artifact = json_object();

	if (*file == '/') {
		json_set(artifact, "uri", sarif_uri(file));
	} else {
		json_set(artifact, "uri", uri_json(file));
		json_set(artifact, "uriBaseId", json_string(SARIF_BASE));
	}
	return artifact;
}

static json_t *region_json(unsigned line, unsigned column, unsigned end)
{
	json_t *region = json_object();

	json_set(region, "startLine", json_integer(line));
	if (!column)
		return region;
	json_set(region, "startColumn", json_integer(column));
	json_set(region, "endLine", json_integer(line));
	json_set(region, "endColumn", json_integer(end > column ? end : column + 1));
	return region;
}

json_t *sarif_location(const char *file, unsigned line, unsigned column, unsigned end)
{
	json_t *location = json_object(), *physical = json_object();

	if (!file || !*file) {
		json_decref(physical);
		return location;
	}
	json_set(physical, "artifactLocation", sarif_artifact(file));
	if (line)
		json_set(physical, "region", region_json(line, column, end));
	json_set(location, "physicalLocation", physical);
	return location;
}

json_t *sarif_location_at(const char *at, const struct row *row)
{
	const char *colon = at ? strrchr(at, ':') : NULL;

	if (!colon)
		return sarif_location(row->file, row->line, 0, 0);
	char *file = xasprintf("%.*s", (int)(colon - at), at);
	json_t *location = sarif_location(file, (unsigned)strtoul(colon + 1, NULL, 10), 0, 0);
	free(file);
	return location;
}
