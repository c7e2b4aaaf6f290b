/* db_attachment: files that somebody attached, byte for byte.  What came with a mail is in the mail (db_mail.h). */
#ifndef STORE_DB_ATTACHMENT_H
#define STORE_DB_ATTACHMENT_H

#include "base/arena.h"
#include "rule/event.h"
#include "store/db.h"

/* The file behind event `no`; `name` is the number of the words that it is called by.  Inside a transaction. */
struct err *db_attachment_add(struct db *db, subject of, uint32_t no, int64_t name,
                              struct str body) ERR_CHECK;

/* *here is false, and the body empty, when it was erased or there never was one. */
struct err *db_attachment_get(struct db *db, subject of, uint32_t no, struct arena *a, struct str *body,
                              bool *here) ERR_CHECK;

/* Bytes of it, without reading them; -1 when there is none. */
struct err *db_attachment_size(struct db *db, subject of, uint32_t no, int64_t *size) ERR_CHECK;

/* How many stand behind no event that attached a file: none in a whole store. */
struct err *db_attachment_strays(struct db *db, int64_t *n) ERR_CHECK;

#endif
