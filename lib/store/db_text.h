/* db_text: the texts that stand beside a row's numbers in a line.  For the lists of this room. */
#ifndef STORE_DB_TEXT_H
#define STORE_DB_TEXT_H

#include "base/buf.h"
#include "store/db_list.h"

/* Texts as of then, of the row that stands in `line` (or `due` and its complaint `c`, NULL for a customer's). */
struct err *db_text_line(struct db *db, int64_t as_of, struct arena *a, struct db_line *line) ERR_CHECK;
struct err *db_text_due(struct db *db, int64_t as_of, const struct complaint *c, struct arena *a,
                        struct db_due *due) ERR_CHECK;

/* What a customer is called: the name, else an address, else nothing. */
struct err *db_text_customer(struct db *db, int64_t id, int64_t as_of, struct arena *a,
                             struct str *text) ERR_CHECK;

/* The same of n customers, in one read. */
struct err *db_text_customers(struct db *db, const int64_t *id, size_t n, int64_t as_of, struct arena *a,
                              struct str *text) ERR_CHECK;

/* Appends text as one full-text word or phrase, quoted so that nothing in it is syntax. */
void db_text_quote(struct str text, bool prefix, struct buf *out);

/* The rest of it for one whose customer and priority are there. */
struct err *db_text_due_rest(struct db *db, int64_t owner, struct arena *a, struct db_due *due) ERR_CHECK;

#endif
