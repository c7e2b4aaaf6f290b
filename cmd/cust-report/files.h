/* files: what was attached to a complaint, listed and given back. */
#ifndef CUST_REPORT_FILES_H
#define CUST_REPORT_FILES_H

#include "cmd/common/work.h"
#include "desk/about.h"

/* A line for each: number, name, type, size, event. */
void files_list(const struct about *at, struct buf *out);

/* What an `attached` event says: its file, its size. */
void files_event(const struct show_event *s, struct buf *out);

/* --attachment N: the bytes of that one.  ERR_USAGE on a terminal: they are a stranger's. */
struct err *files_give(struct work *w, const struct ref *ref, int64_t as_of) ERR_CHECK;

#endif
