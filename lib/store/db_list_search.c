#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "judge/language.h"
#include "store/db_bits.h"
#include "store/db_bulk.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_filter.h"
#include "store/db_list.h"
#include "store/db_stmt.h"
#include "store/db_text.h"

struct search {
    struct db *db;
    struct db_filter *filter;
    struct str match;     /* in full-text syntax */
    struct arena *a;      /* of this page */
    int64_t *rows;        /* the text of each hit */
    int64_t except;       /* this complaint is left out; 0 none */
    struct db_bits *once; /* complaints that were given; NULL: each text counts for itself */
};

/* Pages of hits.  The first one ranks no further than it goes; all others are of one order, kept when the second is asked
 * for: to rank anew for each would take a page's time for every page before it, and give a hit twice or not at all when
 * somebody writes in between. */
struct db_list_search {
    struct search s;
    struct buf match;
    struct db_bits given; /* texts of the first page */
    bool began;
    int64_t *order; /* NULL: not yet */
    size_t n, at, cap;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next word or phrase; the quotes are taken off. */
static bool next_term(struct str *rest, struct str *term, bool *prefix)
{
    struct str s = str_trim(*rest);
    size_t n = 0;
    bool quoted = s.n > 0 && s.p[0] == '"';

    *prefix = false;
    if (s.n == 0)
        return false;
    if (quoted)
        s = (struct str){s.p + 1, s.n - 1};
    while (n < s.n && (quoted ? s.p[n] != '"' : !is_space(s.p[n])))
        n++;
    *term = (struct str){s.p, n};
    *rest = quoted && n < s.n ? (struct str){s.p + n + 1, s.n - n - 1} : (struct str){s.p + n, s.n - n};
    if (!quoted && n > 1 && s.p[n - 1] == '*') {
        *prefix = true;
        term->n--;
    }
    return true;
}

/* Of very many matches only the newest are ranked: ranking must see them all under one lock. */
static struct err *oldest(const struct search *s, int64_t *row)
{
    *row = 0;
    return db_stmt_one(s->db, SQL_SEARCH_BOUND, row, "ti", s->match, (int64_t)DB_SEARCH_MAX - 1);
}

static struct err *snippet(const struct search *s, int64_t row, struct str *text)
{
    sqlite3_stmt *st = NULL;
    bool found = false;
    struct err *e = db_stmt_bind(s->db, SQL_SEARCH_SNIPPET, &st, "ti", s->match, row);

    *text = str_of("");
    if (e == NULL)
        e = db_stmt_step(s->db, st, &found);
    if (e == NULL && found) {
        *text = db_stmt_copy(st, 0, s->a);
        db_stmt_end(st);
    }
    return e;
}

static struct err *is_struck(const struct search *s, struct db_hit *hit)
{
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(s->db, hit->line.c.id, DB_NOW, s->a, &ev, &n);

    if (e != NULL)
        return e;
    bool *struck = arena_alloc(s->a, n + 1);
    matter_struck(ev, n, struck);
    hit->struck = hit->event > 0 && hit->event <= n && struck[hit->event - 1];
    return NULL;
}

static struct err *fill(const struct search *s, int64_t row, struct db_hit *hit)
{
    int64_t event = 0;
    struct err *e = db_stmt_one(s->db, SQL_EVENT_OF_WORDS, &event, "ii", hit->line.c.id, row);

    hit->event = (uint32_t)event;
    if (e == NULL)
        e = is_struck(s, hit);
    if (e == NULL)
        e = db_text_line(s->db, DB_NOW, s->a, &hit->line);
    return e != NULL ? e : snippet(s, row, &hit->snippet);
}

/* Whether a text belongs to a complaint that matches; a customer's own texts do not. */
static struct err *belongs(const struct search *s, int64_t row, struct complaint *c, bool *match)
{
    int64_t of = 0;
    struct err *e = db_stmt_one(s->db, SQL_WORDS_OWNER, &of, "i", row);

    *match = false;
    if (e != NULL || of <= 0 || of == s->except || (s->once != NULL && db_bits_has(s->once, of)))
        return e;
    e = db_complaint_get(s->db, of, DB_NOW, c);
    if (e != NULL && e->code == ERR_NOINPUT) {
        err_free(e);
        return NULL;
    }
    if (e == NULL && c->merged && s->once != NULL) /* its matter is asked about, or given, where it goes on */
        return NULL;
    return e != NULL ? e : db_filter_complaint(s->filter, c, match);
}

/* The hit that this text is, if it is one. */
static struct err *take(const struct search *s, int64_t row, struct db_hit *hits, size_t *n)
{
    struct complaint c;
    bool match = false;
    struct err *e = belongs(s, row, &c, &match);

    if (e != NULL || !match)
        return e;
    if (s->once != NULL)
        db_bits_add(s->once, c.id);
    s->rows[*n] = row;
    hits[(*n)++] = (struct db_hit){.line.c = c};
    return NULL;
}

static struct err *rank(const struct search *s, sqlite3_stmt **st)
{
    int64_t from;
    struct err *e = oldest(s, &from);

    return e != NULL ? e : db_stmt_bind(s->db, SQL_SEARCH_RANKED, st, "ti", s->match, from);
}

static struct err *ranked(const struct search *s, size_t max, struct db_hit *hits, size_t *n)
{
    sqlite3_stmt *st = NULL;
    bool row = true;
    struct err *e = rank(s, &st);

    while (e == NULL && row && *n < max)
        if ((e = db_stmt_step(s->db, st, &row)) == NULL && row)
            e = take(s, sqlite3_column_int64(st, 0), hits, n);
    if (st != NULL && row)
        db_stmt_end(st);
    return e;
}

static void begin_hits(struct search *s, size_t max, struct db_hit **hits)
{
    *hits = arena_alloc(s->a, (max + 1) * sizeof **hits);
    s->rows = arena_alloc(s->a, (max + 1) * sizeof *s->rows);
}

static struct err *fill_all(const struct search *s, struct db_hit *hits, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; e == NULL && i < n; i++)
        e = fill(s, s->rows[i], &hits[i]);
    return e;
}

/* Ranking sees one state of the store; the words are then taken without a lock over all of them. */
static struct err *hits_of(struct search *s, size_t max, struct db_hit **hits, size_t *n)
{
    begin_hits(s, max, hits);
    struct err *e = db_stmt_page(s->db);
    if (e == NULL)
        e = ranked(s, max, *hits, n);
    db_stmt_page_end(s->db);
    return e != NULL ? e : fill_all(s, *hits, *n);
}

struct err *db_list_search_open(struct db *db, const struct query *query, struct str words,
                                struct db_list_search **out)
{
    struct db_list_search *l = *out = mem_zero(sizeof *l);
    struct str term;
    bool prefix;

    while (next_term(&words, &term, &prefix))
        db_text_quote(term, prefix, &l->match);
    l->s = (struct search){.db = db, .match = buf_str(&l->match)};
    struct err *e = db_bulk_words(db);
    return e != NULL ? e : db_filter_open(db, query, DB_NOW, &l->s.filter);
}

void db_list_search_close(struct db_list_search *l)
{
    if (l == NULL)
        return;
    db_filter_close(l->s.filter);
    db_bits_free(&l->given);
    buf_free(&l->match);
    free(l->order);
    free(l);
}

/* What comes behind the first page, at most DB_SEARCH_MAX texts. */
static struct err *keep_order(struct db_list_search *l)
{
    sqlite3_stmt *st = NULL;
    bool row = true;
    struct err *e = db_stmt_page(l->s.db);

    l->order = mem_grow(l->order, &l->cap, 1, sizeof *l->order);
    if (e == NULL)
        e = rank(&l->s, &st);
    while (e == NULL && row) {
        if ((e = db_stmt_step(l->s.db, st, &row)) != NULL || !row)
            break;
        int64_t id = sqlite3_column_int64(st, 0);
        l->order = mem_grow(l->order, &l->cap, l->n + 1, sizeof *l->order);
        if (!db_bits_has(&l->given, id))
            l->order[l->n++] = id;
    }
    db_stmt_page_end(l->s.db);
    return e;
}

static struct err *further(struct db_list_search *l, size_t max, struct db_hit **hits, size_t *n)
{
    struct err *e = l->order == NULL ? keep_order(l) : NULL;

    begin_hits(&l->s, max, hits);
    while (e == NULL && *n < max && l->at < l->n)
        e = take(&l->s, l->order[l->at++], *hits, n);
    return e != NULL ? e : fill_all(&l->s, *hits, *n);
}

struct err *db_list_search_next(struct db_list_search *l, size_t max, struct arena *a, struct db_hit **hits,
                                size_t *n)
{
    *hits = NULL;
    *n = 0;
    l->s.a = a;
    if (l->match.len == 0 || max == 0)
        return NULL;
    if (l->began)
        return further(l, max, hits, n);
    l->began = true;
    struct err *e = hits_of(&l->s, max, hits, n);
    for (size_t i = 0; i < *n; i++)
        db_bits_add(&l->given, l->s.rows[i]);
    return e;
}

/* --- alike ------------------------------------------------------------------------------------------------------- */

/* The distinct words of a text that say something, folded, in the arena. */
static size_t distinct(struct str text, struct arena *a, struct str words[DB_SIMILAR_WORDS])
{
    struct buf folded = {0};
    struct str rest, word;
    size_t n = 0;

    text_fold(text, &folded);
    rest = buf_str(&folded);
    while (n < DB_SIMILAR_WORDS && db_customer_word(&rest, &word)) {
        bool known = word.n < 3 || language_small(word);
        for (size_t i = 0; i < n && !known; i++)
            known = str_eq(words[i], word);
        if (!known)
            words[n++] = arena_str(a, word);
    }
    buf_free(&folded);
    return n;
}

/* Whether more than DB_SIMILAR_COMMON texts have the word. */
static struct err *common(struct db *db, struct str word, bool *is)
{
    struct buf match = {0};
    int64_t row = 0;

    db_text_quote(word, false, &match);
    struct err *e =
        db_stmt_one(db, SQL_SEARCH_BOUND, &row, "ti", buf_str(&match), (int64_t)DB_SIMILAR_COMMON);
    *is = row > 0;
    buf_free(&match);
    return e;
}

/* Any of the rare words; of all when none is rare. */
static struct err *alike(struct db *db, const struct str *words, size_t n, struct buf *match)
{
    struct err *e = NULL;

    for (int all = 0; all < 2 && match->len == 0 && e == NULL; all++) {
        for (size_t i = 0; i < n && e == NULL; i++) {
            bool is = false;
            if (all == 0)
                e = common(db, words[i], &is);
            if (is || e != NULL)
                continue;
            if (match->len > 0)
                buf_adds(match, " OR ");
            db_text_quote(words[i], false, match);
        }
    }
    return e;
}

struct err *db_list_search_like(struct db *db, struct str text, int64_t except, size_t max, struct arena *a,
                                struct db_hit **hits, size_t *n)
{
    struct str words[DB_SIMILAR_WORDS];
    struct buf match = {0};
    struct db_bits once = {0};
    struct search s = {.db = db, .a = a, .except = except, .once = &once};
    size_t count = distinct(text, a, words);
    struct err *e = db_filter_open(db, NULL, DB_NOW, &s.filter);

    *hits = NULL;
    *n = 0;
    if (e == NULL)
        e = alike(db, words, count, &match);
    s.match = buf_str(&match);
    if (e == NULL && match.len > 0 && max > 0)
        e = hits_of(&s, max, hits, n);
    db_filter_close(s.filter);
    db_bits_free(&once);
    buf_free(&match);
    return e;
}
