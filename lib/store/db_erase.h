/* db_erase: words are taken away for good: from their tables, the full text, and the bytes of the file.
 *
 * secure_delete is on, so what a row or an index page held is overwritten; the full-text index keeps word tails apart from
 * words (prefix compression) and is rewritten whole by db_erase_merge().  Events stay: replay accepts that words are gone.
 */
#ifndef STORE_DB_ERASE_H
#define STORE_DB_ERASE_H

#include "rule/event.h"
#include "store/db.h"

/* Told every text before it goes; the bytes are valid during the call only. */
typedef void db_erase_seen(void *context, struct str text);

struct db_erase {
    db_erase_seen *seen; /* may be NULL */
    void *context;
    int64_t texts, mails, files; /* counted */
    int64_t *names; /* what was sought and on which basis it ended: free text that is kept as a name */
    size_t nnames, names_cap;
};

/* All words, mails and attached files of one history.  Inside a transaction, as all here. */
struct err *db_erase_subject(struct db *db, subject of, struct db_erase *x) ERR_CHECK;

/* Of the names that the histories held as free text (remedy-sought, basis), those that stand nowhere but in what erased
 * customers said: "(erased 17)" is in their place.  The last call with this x, when the customers are marked; takes time in
 * proportion to the store when there are any. */
struct err *db_erase_names(struct db *db, struct db_erase *x) ERR_CHECK;

/* How a customer is found. */
struct err *db_erase_addresses(struct db *db, int64_t customer) ERR_CHECK;

/* Mails of nobody's history (auto-replies, bounces, lists) in which one of the texts stands, ASCII case aside. */
struct err *db_erase_loose_mail(struct db *db, const struct str *texts, size_t n,
                                struct db_erase *x) ERR_CHECK;

/* The last step of the transaction: the store remembers, by the number of one of the customers, that the full text must be
 * written anew. */
struct err *db_erase_finish(struct db *db, int64_t customer) ERR_CHECK;
/* Whose erasure is not done with that; 0: nobody's. */
struct err *db_erase_pending(struct db *db, int64_t *customer) ERR_CHECK;
/* Writes it anew, where that is pending: outside a transaction, after the commit.  Takes time in proportion to the store,
 * in transactions of so many pages of the index each, so that nobody waits for long.  What an error or a kill ends can be
 * done again. */
enum { DB_ERASE_PAGES = 500 };
struct err *db_erase_merge(struct db *db, int pages) ERR_CHECK;

#endif
