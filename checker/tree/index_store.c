// SPDX-License-Identifier: GPL-2.0-only
/* The index as a blob: a head, the files, their paths, and the two lists of postings. */
#include <string.h>

#include "tree/index.h"

struct head {
	uint32_t form, files;
	uint64_t paths, functions, fields;	/* bytes, postings, postings */
};

struct file_record {
	uint64_t size;
	int64_t mtime;
	uint64_t inode;
};

void index_write(const struct index_data *data, struct strbuf *blob)
{
	struct head head = {
		.form = INDEX_FORM, .files = (uint32_t)data->files.count,
		.functions = data->functions.count, .fields = data->fields.count,
	};

	vec_each(file, &data->files)
		head.paths += strlen(file->path) + 1;
	strbuf_add(blob, (const char *)&head, sizeof(head));
	vec_each(file, &data->files) {
		struct file_record record = {
			.size = file->size, .mtime = file->mtime, .inode = file->inode,
		};

		strbuf_add(blob, (const char *)&record, sizeof(record));
	}
	vec_each(file, &data->files)
		strbuf_add(blob, file->path, strlen(file->path) + 1);
	if (head.functions)
		strbuf_add(blob, (const char *)data->functions.data,
			   head.functions * sizeof(struct posting));
	if (head.fields)
		strbuf_add(blob, (const char *)data->fields.data,
			   head.fields * sizeof(struct posting));
}

/* Checks that postings are sorted and refer to files that exist: nothing checks them later. */
static bool read_postings(const char *at, uint64_t count, size_t files, struct postings *postings)
{
	if (!count)
		return true;
	vec_reserve(postings, count);
	memcpy(postings->data, at, count * sizeof(struct posting));
	postings->count = count;
	for (size_t i = 0; i < count; i++)
		if (postings->data[i].file >= files ||
		    (i && postings->data[i].name < postings->data[i - 1].name))
			return false;
	return true;
}

static bool read_files(const char *at, const char *paths, const struct head *head,
		       struct walked_files *files)
{
	const char *end = paths + head->paths;

	for (uint32_t i = 0; i < head->files; i++) {
		struct file_record record;
		const char *zero = memchr(paths, '\0', (size_t)(end - paths));

		if (!zero)
			return false;
		memcpy(&record, at + i * sizeof(record), sizeof(record));
		vec_push(files, (struct walked_file){
			.path = xstrdup(paths), .size = record.size, .mtime = record.mtime,
			.inode = record.inode });
		paths = zero + 1;
	}
	return true;
}

static bool fits(const struct head *head, size_t length)
{
	uint64_t most = length;

	return head->form == INDEX_FORM && head->paths <= most &&
	       head->functions <= most / sizeof(struct posting) &&
	       head->fields <= most / sizeof(struct posting) &&
	       sizeof(*head) + head->files * sizeof(struct file_record) + head->paths +
		       (head->functions + head->fields) * sizeof(struct posting) == most;
}

bool index_read(const struct strbuf *blob, struct index_data *data)
{
	struct head head;

	if (blob->length < sizeof(head))
		return false;
	memcpy(&head, blob->text, sizeof(head));
	if (!fits(&head, blob->length))
		return false;
	const char *records = blob->text + sizeof(head);
	const char *paths = records + head.files * sizeof(struct file_record);
	const char *functions = paths + head.paths;
	const char *fields = functions + head.functions * sizeof(struct posting);

	if (read_files(records, paths, &head, &data->files) &&
	    read_postings(functions, head.functions, head.files, &data->functions) &&
	    read_postings(fields, head.fields, head.files, &data->fields))
		return true;
	index_data_free(data);
	return false;
}
