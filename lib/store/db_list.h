/* db_list: long answers, a page of rows at a time, as of one instant.
 *
 * Each page is one short read that goes on behind the last row's key, so no lock outlives a page (250 ms) and memory
 * stays flat however long the answer is; every page reads as of the same transaction, so the whole is one instant's
 * truth although writers go on.  Texts are as of then too, but for those that were erased since.
 *
 * A query with keys of complaints asks, on a list of follow-ups, the complaint that each belongs to; owner: is the
 * follow-up's owner, or its complaint's when it has none; due: the follow-up's.  On a list of complaints kind: and
 * state: ask for a follow-up, and when they stand together for one that is both.
 */
#ifndef STORE_DB_LIST_H
#define STORE_DB_LIST_H

#include "rule/matter.h"
#include "rule/query.h"
#include "store/db.h"

enum db_list_order {
    DB_BY_QUEUE, /* priority, due, points (the most first), number: open ones only */
    DB_BY_NUMBER,
    DB_BY_DUE /* follow-ups: due, subject, number; open ones only unless the query asks for a state */
};

/* A complaint with the texts that its line shows. */
struct db_line {
    struct complaint c;
    struct str owner, customer, category, subject;
};

/* A follow-up with the texts that its line shows.  owner is the complaint's when it has none of its own. */
struct db_due {
    struct followup f;
    struct str owner, customer, text;
    enum priority priority; /* of its complaint */
};

struct db_list;

/* `query` may be NULL (all); it must outlive the list.  Order DB_BY_DUE is for db_list_due(), others for
 * db_list_lines(). */
struct err *db_list_open(struct db *db, const struct query *query, enum db_list_order order, int64_t as_of,
                         struct db_list **out) ERR_CHECK;
/* The next page; *n is 0 at the end.  Strings live in the list until the next call. */
struct err *db_list_lines(struct db_list *l, const struct db_line **rows, size_t *n) ERR_CHECK;
struct err *db_list_due(struct db_list *l, const struct db_due **rows, size_t *n) ERR_CHECK;
/* The same as db_list_lines() with empty texts: for who wants the rows alone. */
struct err *db_list_rows(struct db_list *l, const struct db_line **rows, size_t *n) ERR_CHECK;
void db_list_close(struct db_list *l);

/* One complaint's or follow-up's line, by number, strings in the arena. */
struct err *db_list_line(struct db *db, int64_t id, int64_t as_of, struct arena *a,
                         struct db_line *row) ERR_CHECK;
struct err *db_list_one_due(struct db *db, subject of, uint32_t no, int64_t as_of, struct arena *a,
                            struct db_due *row) ERR_CHECK;

/* The lines of `n` complaints, in one short read: at most DB_LIST_SOME. */
enum { DB_LIST_SOME = 256 };
struct err *db_list_some(struct db *db, const int64_t *ids, size_t n, int64_t as_of, struct arena *a,
                         struct db_line *rows) ERR_CHECK;

/* For a footing line: counts over the open complaints. */
struct db_counts {
    int64_t open, late, unowned, without_step;
    int64_t examples[8]; /* numbers of the first ones without a next step */
    size_t n_examples;
};
struct err *db_list_counts(struct db *db, const struct query *query, instant now, int64_t as_of,
                           struct db_counts *out) ERR_CHECK;

/* Full text: ranked hits, best first (bm25), a page at a time, as of now: of texts that were written after the second page
 * was asked for none is given.  Every word of `words` must stand in a text; a
 * "phrase in quotes" as it is; a word with * at its end begins so.  Nothing in it is syntax beyond that.  Of more
 * matches than DB_SEARCH_MAX the newest are ranked.  `snippet` has each hit between \x02 and \x03. */
enum { DB_SEARCH_MAX = 20000 };
struct db_hit {
    struct db_line line;
    uint32_t event; /* 42@17; 0: the subject or a field */
    bool struck;    /* the event was taken back; what it brought still stands in its history */
    struct str snippet;
};
struct db_list_search;
/* The words need not live on, the query must.  The caller closes it, opened or not; NULL is fine. */
struct err *db_list_search_open(struct db *db, const struct query *query, struct str words,
                                struct db_list_search **out) ERR_CHECK;
/* The next page of at most `max`, in the arena; *n is less at the end. */
struct err *db_list_search_next(struct db_list_search *l, size_t max, struct arena *a, struct db_hit **hits,
                                size_t *n) ERR_CHECK;
void db_list_search_close(struct db_list_search *l);

/* Full text: the other complaints whose words are most like these, each once, best first, as of now; `except` is left
 * out.  Of texts that are not searched yet nothing is found: see db_bulk_words().  Small words ("the", "came") say
 * nothing, and those that stand in more than DB_SIMILAR_COMMON texts neither, unless there are no others; at most
 * DB_SIMILAR_WORDS are looked for. */
enum { DB_SIMILAR_COMMON = 2000, DB_SIMILAR_WORDS = 40 };
struct err *db_list_search_like(struct db *db, struct str words, int64_t except, size_t max, struct arena *a,
                                struct db_hit **hits, size_t *n) ERR_CHECK;

#endif
