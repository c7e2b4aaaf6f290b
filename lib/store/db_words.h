/* db_words: what people said and who they are: the only place (with db_mail and addresses) of personal values. */
#ifndef STORE_DB_WORDS_H
#define STORE_DB_WORDS_H

#include "rule/event.h"
#include "store/db.h"

enum db_words_role {
    WORDS_TEXT,    /* heard, said, noted, why: searchable */
    WORDS_SUBJECT, /* a subject that a person gave: searchable */
    WORDS_HEAD,    /* a subject taken from the text: not indexed again */
    WORDS_NAME,
    WORDS_ADDRESS,
    WORDS_FIELD, /* a field's text: searchable */
    WORDS_LESSON /* of a cause or a fix: nobody's history, subject 0 */
};

enum { DB_WORDS_MAX = 16 * 1024 * 1024 }; /* bytes of one text; longer: ERR_DATA */

/* Inside a transaction.  Keeps the bytes as they are.  Bytes that are no text (NUL, invalid UTF-8) are kept raw beside
 * a readable form. */
struct err *db_words_add(struct db *db, subject of, enum db_words_role role, struct str bytes,
                         int64_t *id) ERR_CHECK;

/* The bytes as they came.  Number 0, or erased words: *gone is set (may be NULL) and the text is empty. */
struct err *db_words_get(struct db *db, int64_t id, struct arena *a, struct str *bytes, bool *gone) ERR_CHECK;

#endif
