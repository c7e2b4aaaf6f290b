#include "store/db_lookup.h"

#include <string.h>

#include "base/bare.h"
#include "base/buf.h"
#include "store/db_bulk.h"
#include "store/db_customer.h"
#include "store/db_merged.h"
#include "store/db_stmt.h"
#include "store/db_stream.h"
#include "store/db_text.h"

/* Reads on behind row *last until the time is over; *more says whether to come again. */
static struct err *some_text(struct db *db, struct str match, int64_t as_of, int64_t *last,
                             struct db_bits *out, bool *more)
{
    sqlite3_stmt *st = NULL;
    int64_t began = db_stmt_clock();
    struct err *e = db_stmt_bind(db, SQL_SEARCH_SUBJECTS, &st, "ti", match, *last);

    while (e == NULL && db_stmt_clock() - began < STREAM_HOLD_MS) {
        e = db_stmt_step(db, st, more);
        if (e != NULL || !*more)
            return e;
        *last = sqlite3_column_int64(st, 0);
        if (sqlite3_column_int64(st, 2) <= as_of)
            db_bits_add(out, sqlite3_column_int64(st, 1));
    }
    if (e == NULL)
        db_stmt_end(st);
    return e;
}

/* What was said in one that was merged was said in the one that it goes on in. */
static struct err *add_roots(struct db *db, int64_t as_of, struct db_bits *out)
{
    struct db_merged_map map;
    struct err *e = db_merged_map(db, as_of, &map);

    for (size_t i = 0; e == NULL && i < map.n; i++)
        if (map.v[i].of > 0 && db_bits_has(out, map.v[i].of))
            db_bits_add(out, db_merged_map_root(&map, map.v[i].of));
    db_merged_map_free(&map);
    return e;
}

struct err *db_lookup_text(struct db *db, struct str phrase, bool prefix, int64_t as_of, struct db_bits *out)
{
    struct buf match = {0};
    int64_t last = 0;
    bool more = true;
    struct err *e = db_bulk_words(db);

    db_text_quote(phrase, prefix, &match);
    while (e == NULL && more)
        e = some_text(db, buf_str(&match), as_of, &last, out, &more);
    buf_free(&match);
    return e != NULL ? e : add_roots(db, as_of, out);
}

_Static_assert(EVENT_OFFERED == 4, "SQL_LIST_APPROVAL names it by its number");

enum { APPROVAL_BLOCK = 65536 }; /* complaints that one statement looks at */

/* Those with a number in (from, from + APPROVAL_BLOCK]. */
static struct err *some_approvals(struct db *db, int64_t from, int64_t as_of, struct db_bits *out)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_LIST_APPROVAL, &st, "iii", from, from + APPROVAL_BLOCK, as_of);

    while (e == NULL && (e = db_stmt_step(db, st, &row)) == NULL && row)
        db_bits_add(out, sqlite3_column_int64(st, 0));
    return e;
}

struct err *db_lookup_approval(struct db *db, int64_t as_of, struct db_bits *out)
{
    int64_t last = 0;
    struct err *e = db_stmt_one(db, SQL_COMPLAINT_NEXT, &last, "");

    for (int64_t from = 0; from < last && e == NULL; from += APPROVAL_BLOCK)
        e = some_approvals(db, from, as_of, out);
    return e;
}

/* The same for customers with a word that begins with `prefix`, behind (word, customer). */
static struct err *some_customers(struct db *db, struct str prefix, int64_t as_of, struct buf *word,
                                  int64_t *customer, struct db_bits *out, bool *more)
{
    sqlite3_stmt *st = NULL;
    struct buf from = {0};
    int64_t began = db_stmt_clock();

    buf_addstr(&from, buf_str(word));
    struct err *e = db_stmt_bind(db, SQL_LIST_CUSTOMERS, &st, "ti", buf_str(&from), *customer);
    while (e == NULL && db_stmt_clock() - began < STREAM_HOLD_MS) {
        e = db_stmt_step(db, st, more);
        if (e != NULL || !*more)
            break;
        struct str found = db_stmt_str(st, 0);
        *more = found.n >= prefix.n && memcmp(found.p, prefix.p, prefix.n) == 0;
        if (!*more)
            break;
        buf_reset(word);
        buf_addstr(word, found);
        *customer = sqlite3_column_int64(st, 1);
        if (sqlite3_column_int64(st, 2) <= as_of)
            db_bits_add(out, *customer);
    }
    if (st != NULL)
        db_stmt_end(st);
    buf_free(&from);
    return e;
}

static struct err *with_prefix(struct db *db, struct str prefix, int64_t as_of, struct db_bits *out)
{
    struct buf word = {0};
    int64_t customer = 0;
    bool more = true;
    struct err *e = NULL;

    buf_addstr(&word, prefix);
    while (e == NULL && more)
        e = some_customers(db, prefix, as_of, &word, &customer, out, &more);
    buf_free(&word);
    return e;
}

/* Accents left aside; and with them, as a word was kept before words were kept without. */
static struct err *with_word(struct db *db, struct str prefix, int64_t as_of, struct db_bits *out)
{
    struct buf bare = {0};

    bare_key(prefix, &bare);
    struct err *e = with_prefix(db, buf_str(&bare), as_of, out);
    if (e == NULL && !str_eq(prefix, buf_str(&bare)))
        e = with_prefix(db, prefix, as_of, out);
    buf_free(&bare);
    return e;
}

/* Of each customer in the set, all who are the same one too. */
static void widen(const struct db_merged_map *map, struct db_bits *set)
{
    struct db_bits roots = {0};

    for (size_t i = 0; i < map->n; i++)
        if (map->v[i].of < 0 && db_bits_has(set, -map->v[i].of))
            db_bits_add(&roots, -db_merged_map_root(map, map->v[i].of));
    for (int64_t id = 0; (id = db_bits_next(&roots, id)) >= 0; id++)
        db_bits_add(set, id);
    for (size_t i = 0; i < map->n; i++)
        if (map->v[i].of < 0 && db_bits_has(set, -db_merged_map_root(map, map->v[i].of)))
            db_bits_add(set, -map->v[i].of);
    db_bits_free(&roots);
}

struct err *db_lookup_customer(struct db *db, int64_t id, int64_t as_of, struct db_bits *out)
{
    struct db_merged_map map;
    struct err *e = db_merged_map(db, as_of, &map);

    db_bits_add(out, id);
    if (e == NULL)
        widen(&map, out);
    db_merged_map_free(&map);
    return e;
}

struct err *db_lookup_customers(struct db *db, struct str part, int64_t as_of, struct db_bits *out)
{
    struct buf key = {0};
    struct db_merged_map map;
    struct str word;
    bool first = true;
    struct err *e = db_merged_map(db, as_of, &map);

    db_customer_fold(-1, part, &key);
    struct str rest = buf_str(&key);
    while (e == NULL && db_customer_word(&rest, &word)) {
        struct db_bits with = {0};
        e = with_word(db, word, as_of, first ? out : &with);
        widen(&map,
              first ? out : &with); /* one word may stand in one's name, the next in another's address */
        if (!first)
            db_bits_keep(out, &with);
        db_bits_free(&with);
        first = false;
    }
    db_merged_map_free(&map);
    buf_free(&key);
    return e;
}
