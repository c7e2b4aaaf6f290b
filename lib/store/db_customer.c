#include "store/db_customer.h"

#include <stdlib.h>
#include <string.h>

#include "base/bare.h"
#include "base/mem.h"
#include "base/text.h"
#include "rule/word.h"
#include "store/db_merged.h"
#include "store/db_stmt.h"

/* More words than this do not narrow a search; customers of one address or name whose merges are looked at. */
enum { PARTS = 8, SAME_KEY = 64 };

/* --- keys -------------------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Digits, and a + for what begins with + or, as people dial it, 00. */
static void fold_phone(struct str text, struct buf *out)
{
    size_t start = out->len;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '+' && out->len == start)
            buf_addc(out, c);
        else if (c >= '0' && c <= '9')
            buf_addc(out, c);
    }
    if (out->len - start > 2 && memcmp(out->p + start, "00", 2) == 0) {
        out->p[start] = '+';
        memmove(out->p + start + 1, out->p + start + 2, out->len - start - 2);
        out->len--;
    }
    buf_add(out, "", 0);
}

/* Runs of white space as one space. */
static void fold_spaces(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.n; i++) {
        if (!is_space(text.p[i]))
            buf_addc(out, text.p[i]);
        else if (i + 1 < text.n && !is_space(text.p[i + 1]))
            buf_addc(out, ' ');
    }
}

void db_customer_fold(int kind, struct str text, struct buf *out)
{
    struct buf folded = {0};

    text = str_trim(text);
    if (kind == ADDRESS_PHONE) {
        fold_phone(text, out);
        return;
    }
    if (kind == ADDRESS_HANDLE && str_starts(text, "@"))
        text = (struct str){text.p + 1, text.n - 1};
    text_fold(text, &folded);
    fold_spaces(buf_str(&folded), out);
    buf_free(&folded);
}

bool db_customer_word(struct str *rest, struct str *word)
{
    size_t i = 0, j;
    const char *p = rest->p;

#define WORDLY(c) (((c) >= 'a' && (c) <= 'z') || ((c) >= '0' && (c) <= '9') || (unsigned char)(c) >= 0x80)
    while (i < rest->n && !WORDLY(p[i]))
        i++;
    for (j = i; j < rest->n && WORDLY(p[j]);)
        j++;
#undef WORDLY
    if (j == i)
        return false;
    *word = (struct str){p + i, j - i};
    *rest = (struct str){p + j, rest->n - j};
    return true;
}

/* --- finding ----------------------------------------------------------------------------------------------------- */

/* Each as whom the desk knew them then, and once. */
static struct err *as_known(struct db *db, int64_t as_of, int64_t *ids, size_t *n)
{
    size_t kept = 0;
    struct err *e = NULL;

    for (size_t i = 0; e == NULL && i < *n; i++) {
        subject root;
        size_t k = 0;
        e = db_merged_root(db, -ids[i], as_of, &root);
        while (k < kept && ids[k] != -root)
            k++;
        if (k == kept)
            ids[kept++] = -root;
    }
    *n = kept;
    return e;
}

struct err *db_customer_find_then(struct db *db, int kind, struct str text, int64_t as_of, int64_t *ids,
                                  size_t max, size_t *n)
{
    int64_t all[SAME_KEY];
    size_t have = 0, more = 0;
    struct buf key = {0};
    sqlite3_stmt *st = NULL;
    bool row = false;

    db_customer_fold(kind, text, &key);
    struct err *e = key.len == 0
                        ? NULL
                        : db_stmt_bind(db, SQL_ADDRESS_FIND, &st, "tii", buf_str(&key), (int64_t)kind, as_of);
    while (e == NULL && key.len != 0) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        if (have < SAME_KEY)
            all[have++] = sqlite3_column_int64(st, 0);
        else
            more++;
    }
    buf_free(&key);
    if (e == NULL)
        e = as_known(db, as_of, all, &have);
    for (size_t i = 0; i < have && i < max; i++)
        ids[i] = all[i];
    *n = have + more;
    return e;
}

struct err *db_customer_find(struct db *db, int kind, struct str text, int64_t *ids, size_t max, size_t *n)
{
    return db_customer_find_then(db, kind, text, DB_NOW, ids, max, n);
}

/* Appends the customers that have a word beginning with `prefix` exactly so. */
static struct err *add_with_word(struct db *db, struct str prefix, int64_t as_of, int64_t *found, size_t *n)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct buf end = {0};

    buf_addstr(&end, prefix);
    buf_adds(&end, "\xf4\x8f\xbf\xbf"); /* U+10FFFF: behind all that begin with it */
    struct err *e =
        db_stmt_bind(db, SQL_ADDRESS_WORD_FIND, &st, "titi", prefix, (int64_t)0, buf_str(&end), as_of);
    while (e == NULL && *n < DB_CUSTOMER_SEARCH_MAX) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        found[(*n)++] = sqlite3_column_int64(st, 1);
    }
    if (e == NULL && row)
        db_stmt_end(st);
    buf_free(&end);
    return e;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Customers that have a word beginning with `prefix`, accents left aside, each once, ascending.  One read, cut at the
 * limit. */
static struct err *with_word(struct db *db, struct str prefix, int64_t as_of, int64_t *found, size_t *n)
{
    struct buf bare = {0};
    struct err *e;

    *n = 0;
    bare_key(prefix, &bare);
    e = add_with_word(db, buf_str(&bare), as_of, found, n);
    if (e == NULL && !str_eq(prefix, buf_str(&bare))) /* as it was kept before words were kept without them */
        e = add_with_word(db, prefix, as_of, found, n);
    buf_free(&bare);
    qsort(found, *n, sizeof *found, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++)
        if (i == 0 || found[i] != found[i - 1])
            found[kept++] = found[i];
    *n = kept;
    return e;
}

/* Whether one of the customer's folded names or addresses has a word that begins with `prefix`, accents left aside. */
static bool has_word(const struct db_address *addresses, size_t n, struct str prefix)
{
    struct buf begins = {0};
    bool hit = false;

    bare_key(prefix, &begins);
    for (size_t i = 0; i < n && !hit; i++) {
        struct buf key = {0}, bare = {0};
        struct str word;
        db_customer_fold(addresses[i].kind, addresses[i].text, &key);
        bare_key(buf_str(&key), &bare);
        struct str rest = buf_str(&bare);
        while (!hit && db_customer_word(&rest, &word))
            hit = word.n >= begins.len && memcmp(word.p, begins.p, begins.len) == 0;
        buf_free(&key);
        buf_free(&bare);
    }
    buf_free(&begins);
    return hit;
}

static struct err *add_addresses(struct db *db, int64_t id, int64_t as_of, struct arena *a,
                                 struct db_address **all, size_t *n, size_t *cap)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_ADDRESS_LIST, &st, "ii", id, as_of);

    while (e == NULL) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        *all = mem_grow(*all, cap, *n + 1, sizeof **all);
        (*all)[(*n)++] = (struct db_address){(int)sqlite3_column_int64(st, 0), db_stmt_copy(st, 1, a)};
    }
    return e;
}

static struct err *addresses_then(struct db *db, int64_t id, int64_t as_of, struct arena *a,
                                  struct db_address **out, size_t *n)
{
    struct db_address *all = NULL;
    size_t cap = 0, nwho = 0;
    subject *who;
    struct err *e = db_merged_same(db, -id, as_of, a, &who, &nwho);

    *n = 0;
    for (size_t i = 0; e == NULL && i < nwho; i++)
        e = add_addresses(db, -who[i], as_of, a, &all, n, &cap);
    *out = arena_alloc(a, (*n + 1) * sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = all[i];
    free(all);
    return e;
}

struct err *db_customer_addresses(struct db *db, int64_t id, struct arena *a, struct db_address **out,
                                  size_t *n)
{
    return addresses_then(db, id, DB_NOW, a, out, n);
}

/* Leaves only those that have the other words too. */
static struct err *narrow(struct db *db, const struct str *parts, size_t n_parts, int64_t as_of,
                          int64_t *found, size_t *n)
{
    struct arena *a = arena_new();
    struct err *e = NULL;
    size_t kept = 0;

    for (size_t i = 0; e == NULL && n_parts > 1 && i < *n; i++) {
        struct db_address *addresses;
        size_t n_addresses, hits = 1;
        e = addresses_then(db, found[i], as_of, a, &addresses, &n_addresses);
        while (e == NULL && hits < n_parts && has_word(addresses, n_addresses, parts[hits]))
            hits++;
        if (hits == n_parts)
            found[kept++] = found[i];
        arena_reset(a);
    }
    if (n_parts > 1)
        *n = kept;
    arena_free(a);
    return e;
}

struct ranked {
    int64_t id, open;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->open != y->open)
        return x->open < y->open ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static struct err *count_open(struct db *db, int64_t id, struct arena *a, int64_t *open)
{
    subject *who;
    size_t n = 0;
    struct err *e = db_merged_members(db, -id, DB_NOW, a, &who, &n);

    for (size_t i = 0; e == NULL && i < n; i++) {
        int64_t some = 0;
        e = db_stmt_one(db, SQL_COMPLAINT_OPEN_COUNT, &some, "i", -who[i]);
        *open += some;
    }
    return e;
}

/* Of an earlier instant by number alone. */
static struct err *rank(struct db *db, const int64_t *found, size_t n, int64_t as_of, int64_t *ids,
                        size_t max)
{
    struct ranked *all = mem_array(NULL, n + 1, sizeof *all);
    struct arena *a = arena_new();
    struct err *e = NULL;

    for (size_t i = 0; e == NULL && i < n; i++) {
        all[i] = (struct ranked){found[i], 0};
        if (as_of == DB_NOW)
            e = count_open(db, found[i], a, &all[i].open);
        arena_reset(a);
    }
    if (e == NULL)
        qsort(all, n, sizeof *all, by_rank);
    for (size_t i = 0; e == NULL && i < n && i < max; i++)
        ids[i] = all[i].id;
    free(all);
    arena_free(a);
    return e;
}

struct err *db_customer_search_then(struct db *db, struct str part, int64_t as_of, int64_t *ids, size_t max,
                                    size_t *n)
{
    struct buf key = {0};
    struct str parts[PARTS];
    size_t n_parts = 0, longest = 0;

    *n = 0;
    db_customer_fold(-1, part, &key);
    struct str rest = buf_str(&key);
    while (n_parts < PARTS && db_customer_word(&rest, &parts[n_parts])) {
        if (parts[n_parts].n > parts[longest].n)
            longest = n_parts;
        n_parts++;
    }
    if (n_parts == 0) {
        buf_free(&key);
        return NULL;
    }
    struct str first = parts[longest]; /* the longest is likely the rarest */
    parts[longest] = parts[0];
    parts[0] = first;
    int64_t *found = mem_array(NULL, DB_CUSTOMER_SEARCH_MAX, sizeof *found);
    struct err *e = db_stmt_page(db);
    if (e == NULL)
        e = with_word(db, parts[0], as_of, found, n);
    if (e == NULL)
        e = as_known(db, as_of, found, n);
    if (e == NULL)
        e = narrow(db, parts, n_parts, as_of, found, n);
    if (e == NULL)
        e = rank(db, found, *n, as_of, ids, max);
    db_stmt_page_end(db);
    free(found);
    buf_free(&key);
    return e;
}

struct err *db_customer_search(struct db *db, struct str part, int64_t *ids, size_t max, size_t *n)
{
    return db_customer_search_then(db, part, DB_NOW, ids, max, n);
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

struct err *db_customer_get(struct db *db, int64_t id, struct db_customer *c)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_CUSTOMER_GET, &st, "i", id);

    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL)
        return e;
    if (!row)
        return err_new(ERR_NOINPUT, NULL, "there is no customer c%lld", (long long)id);
    *c = (struct db_customer){
        .id = sqlite3_column_int64(st, 0),
        .seq = sqlite3_column_int64(st, 1),
        .name = sqlite3_column_int64(st, 2),
        .events = (uint32_t)sqlite3_column_int64(st, 3),
        .followups = (uint32_t)sqlite3_column_int64(st, 4),
        .into = sqlite3_column_int64(st, 5),
        .erased = sqlite3_column_int64(st, 6) != 0,
    };
    db_stmt_end(st);
    return NULL;
}

struct err *db_customer_next(struct db *db, int64_t *id)
{
    struct err *e = db_stmt_writing(db);

    *id = 0;
    if (e == NULL)
        e = db_stmt_one(db, SQL_CUSTOMER_LAST, id, "");
    ++*id;
    return e;
}

/* Both statements have the number last. */
static struct err *write_row(struct db *db, enum db_sql how, const struct db_customer *c)
{
    struct err *e = db_stmt_writing(db);

    if (e != NULL)
        return e;
    return db_stmt_run(db, how, "iiiiiii", c->seq, c->name, (int64_t)c->events, (int64_t)c->followups,
                       c->into, (int64_t)c->erased, c->id);
}

struct err *db_customer_new(struct db *db, const struct db_customer *c)
{
    return write_row(db, SQL_CUSTOMER_NEW, c);
}

struct err *db_customer_set(struct db *db, const struct db_customer *c)
{
    return write_row(db, SQL_CUSTOMER_SET, c);
}

struct err *db_customer_add(struct db *db, int64_t seq, int64_t *id)
{
    struct db_customer c = {.seq = seq};
    struct err *e = db_customer_next(db, &c.id);

    *id = c.id;
    return e != NULL ? e : db_customer_new(db, &c);
}

/* The words by which people look for them. */
static struct err *add_words(struct db *db, int64_t id, struct str folded)
{
    struct str word;
    struct err *e = NULL;

    while (e == NULL && folded.n > 0 && db_customer_word(&folded, &word))
        e = db_stmt_run(db, SQL_ADDRESS_WORD_ADD, "tii", word, id, db->seq);
    return e;
}

struct err *db_customer_address(struct db *db, int64_t id, int kind, struct str text, int64_t words)
{
    struct buf key = {0}, bare = {0};
    struct err *e = db_stmt_writing(db);

    db_customer_fold(kind, text, &key);
    bare_key(buf_str(&key), &bare);
    if (e == NULL)
        e = db_stmt_run(db, SQL_ADDRESS_ADD, "iitii", id, (int64_t)kind, buf_str(&key), db->seq, words);
    if (e == NULL)
        e = add_words(db, id, buf_str(&key));
    if (e == NULL && !str_eq(buf_str(&key), buf_str(&bare)))
        e = add_words(db, id, buf_str(&bare));
    buf_free(&key);
    buf_free(&bare);
    return e;
}

struct err *db_customer_erased(struct db *db, int64_t after, int64_t *ids, size_t max, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_CUSTOMER_ERASED, &st, "ii", after, (int64_t)max);

    *n = 0;
    return e != NULL ? e : db_stmt_all(db, st, ids, n);
}
