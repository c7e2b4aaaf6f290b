/* db_mail: messages as they came, byte for byte. */
#ifndef STORE_DB_MAIL_H
#define STORE_DB_MAIL_H

#include "rule/event.h"
#include "store/db.h"

enum { DB_DIGEST = 32 };

struct db_mail {
    int64_t id;
    subject of;
    uint32_t no;
    struct str message_id;
    unsigned char digest[DB_DIGEST];
    int class; /* 0 a person's, 1 auto-reply, 2 bounce, 3 list */
    bool partial;
    int64_t seq;      /* since when it stands there */
    instant recorded; /* the moment of that, and under whose login; filled by db_mail_get() alone */
    int64_t actor;
};

/* One that came, at m->of and m->no; m->id, recorded and actor are not read.  Inside a transaction. */
struct err *db_mail_add(struct db *db, const struct db_mail *m, int64_t seq, struct str raw) ERR_CHECK;
/* All messages of a Message-ID (usually none or one). */
struct err *db_mail_find(struct db *db, struct str message_id, struct arena *a, struct db_mail **out,
                         size_t *n) ERR_CHECK;
/* How many bounces and automatic answers went into this complaint. */
struct err *db_mail_automatic(struct db *db, subject of, int64_t *n) ERR_CHECK;
/* The number of the message of this Message-ID (may be empty) and digest, the first of several; 0: none is kept. */
struct err *db_mail_same(struct db *db, struct str message_id, const unsigned char digest[DB_DIGEST],
                         int64_t *id) ERR_CHECK;
/* The rows of the very message that `id` is one of, itself among them: one for each place where it stands or stood. */
struct err *db_mail_copies(struct db *db, int64_t id, struct arena *a, struct db_mail **out,
                           size_t *n) ERR_CHECK;
/* The message behind an event, if there is one, stands behind another one too: its words were moved there. */
struct err *db_mail_copy(struct db *db, subject of, uint32_t no, subject to, uint32_t to_no) ERR_CHECK;
/* The next numbers above `after`, ascending, as of a transaction; *n is 0 at the end: of the mails that are in no history,
 * or of those that could not be read whole, wherever they are. */
enum db_mail_which { DB_MAIL_LOOSE, DB_MAIL_PARTIAL };
struct err *db_mail_ids(struct db *db, enum db_mail_which which, int64_t after, int64_t as_of, int64_t *ids,
                        size_t max, size_t *n) ERR_CHECK;
/* The number of the mail behind an event; 0: there is none. */
struct err *db_mail_at(struct db *db, subject of, uint32_t no, int64_t *id) ERR_CHECK;
/* A mail by its number, whole; ERR_NOINPUT when there is none. */
struct err *db_mail_get(struct db *db, int64_t id, struct arena *a, struct db_mail *m,
                        struct str *raw) ERR_CHECK;
/* What is known of mail m->id is from now on what `m` says, but for its place; its bytes and its moment stay. */
struct err *db_mail_put(struct db *db, const struct db_mail *m) ERR_CHECK;
/* Mail m->id stands, from this transaction on, at m->of and m->no as well, with m's class and m->partial, under
 * the new number *id; what it was before keeps its row. */
struct err *db_mail_again(struct db *db, const struct db_mail *m, int64_t *id) ERR_CHECK;
/* The message behind an event; ERR_NOINPUT when there is none. */
struct err *db_mail_raw(struct db *db, subject of, uint32_t no, struct arena *a, struct str *raw) ERR_CHECK;

#endif
