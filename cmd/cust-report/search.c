/* search: who said these words, best first.  similar: who said nearly the same as in this complaint. */
#include <stdlib.h>

#include "cmd/common/listing.h"
#include "cmd/common/nomatch.h"
#include "cmd/common/refs.h"
#include "cmd/common/work.h"
#include "cmd/cust-report/verbs.h"
#include "form/record.h"
#include "store/db_bulk.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_words.h"

const struct opt verbs_search_opts[] = {
    {"limit", 'n', OPT_VALUE, "N", "at most N records"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { PAGE = 100, LIMIT = 1000000000, WORDS = 1000 };

/* The complaint's own columns, and what was found where. */
enum { COLUMNS = 5 };
static const struct form_column columns[COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},    {"PRIORITY", FORM_TEXT, FORM_PRIORITY, 0, false},
    {"STATUS", FORM_TEXT, FORM_PLAIN, 0, false}, {"CUSTOMER", FORM_TEXT, FORM_PLAIN, 24, false},
    {"FOUND", FORM_TEXT, FORM_PLAIN, 0, true},
};

static const char *const marks[2] = {"[", "]"}; /* around the hit; the store marks it with \x02 and \x03 */

static void mark(struct str snippet, struct buf *out)
{
    for (size_t i = 0; i < snippet.n; i++) {
        char c = snippet.p[i];
        bool blank = c == '\n' || c == '\r' || c == '\t';
        if (c == '\x02' || c == '\x03')
            buf_adds(out, marks[c == '\x03']);
        else
            buf_add(out, blank ? " " : &c, 1);
    }
}

static struct err *row(struct form *f, const struct db_hit *hit)
{
    struct form_value v[COLUMNS];
    struct buf found = {0};
    char ref[REF_SIZE];
    struct ref r = {hit->event > 0 ? REF_EVENT : REF_COMPLAINT, hit->line.c.id, hit->event};

    if (hit->struck)
        buf_adds(&found, "(struck) ");
    mark(hit->snippet, &found);
    v[0] = form_text(str_of(ref_format(&r, ref)));
    v[1] = form_text(str_of(word_name(WORD_PRIORITY, (int)hit->line.c.priority)));
    v[2] = form_text(str_of(record_status(&hit->line.c)));
    v[3] = form_text(hit->line.customer);
    v[4] = form_text(buf_str(&found));
    struct err *e = form_row(f, v);
    buf_free(&found);
    return e;
}

/* Whether there are more than the n that were asked for: for eyes only. */
static struct err *more(struct work *w, struct db_list_search *search, size_t n, const char **footing)
{
    struct db_hit *hits;
    size_t page = 0;
    struct err *e =
        out_is_terminal(w->s->out) ? db_list_search_next(search, 1, w->arena, &hits, &page) : NULL;

    if (page > 0)
        *footing = listing_first(w, n, NULL);
    return e;
}

static struct err *pages(struct db_list_search *search, struct form *f, long long limit, size_t *n)
{
    struct arena *a = arena_new();
    struct err *e = NULL;
    size_t want, page;

    do {
        struct db_hit *hits;
        want = limit > 0 && (size_t)limit - *n < PAGE ? (size_t)limit - *n : PAGE;
        arena_reset(a);
        e = db_list_search_next(search, want, a, &hits, &page);
        for (size_t i = 0; i < page && e == NULL; i++)
            e = row(f, &hits[i]);
        *n += page;
    } while (e == NULL && page == want && want > 0);
    arena_free(a);
    return e;
}

/* Each further word makes looking longer for all that stand before it, and writers wait. */
static struct err *some(struct str words)
{
    struct str word;
    size_t n = 0;

    while (str_cut(&words, ' ', &word))
        n += word.n > 0 && !str_is(word, "\"\"") && !str_is(word, "*");
    if (n == 0)
        return err_new(ERR_USAGE, "search", "needs a word to look for; cust-report list alone lists all");
    return n > WORDS ? err_new(ERR_USAGE, "search", "%zu words; at most %d", n, WORDS) : NULL;
}

struct err *verbs_search(struct session *s, const struct opt_args *args)
{
    struct buf words = {0};
    struct db_list_search *search = NULL;
    const char *footing = NULL;
    struct form *f = NULL;
    struct work w = {0};
    long long limit;
    size_t n = 0;
    struct err *e = opt_number(args, "limit", 1, LIMIT, 0, &limit);

    for (size_t i = 0; i < args->n_operands; i++)
        buf_printf(&words, "%s%s", i > 0 ? " " : "", args->operands[i]);
    if (e == NULL && (e = some(buf_str(&words))) == NULL && (e = work_open(s, WORK_READ, &w)) == NULL &&
        (e = db_list_search_open(w.desk->db, NULL, buf_str(&words), &search)) == NULL &&
        (e = session_listing(s, "cust.found/1", columns, COLUMNS, w.desk->policy->zone, true, &f)) == NULL) {
        e = pages(search, f, limit, &n);
        if (e == NULL && limit > 0 && n == (size_t)limit)
            e = more(&w, search, n, &footing);
        e = form_end(f, e, footing);
    }
    if (e == NULL && n == 0)
        e = nomatch_words(&w, "nobody said that");
    db_list_search_close(search);
    buf_free(&words);
    work_close(&w);
    return e;
}

/* --- similar ----------------------------------------------------------------------------------------------------- */

enum { ALIKE = 10 };

/* What the customer said first. */
static struct err *first_words(struct work *w, int64_t id, struct str *words)
{
    struct event ev;
    struct complaint c;
    struct err *e = db_complaint_get(w->desk->db, id, DB_NOW, &c);

    *words = str_of("");
    if (e == NULL)
        e = db_event_get(w->desk->db, id, 1, &ev);
    return e != NULL ? e : db_words_get(w->desk->db, ev.words, w->arena, words, NULL);
}

static struct err *similar(struct work *w, int64_t id, long long limit, size_t *n)
{
    struct db_hit *hits;
    struct form *f = NULL;
    struct str words;
    struct err *e;

    *n = 0;
    if ((e = first_words(w, id, &words)) != NULL || (e = db_bulk_words(w->desk->db)) != NULL ||
        (e = db_list_search_like(w->desk->db, words, id, (size_t)limit, w->arena, &hits, n)) != NULL ||
        (e = session_listing(w->s, "cust.found/1", columns, COLUMNS, w->desk->policy->zone, true, &f)) !=
            NULL)
        return e;
    for (size_t i = 0; i < *n && e == NULL; i++)
        e = row(f, &hits[i]);
    return form_end(f, e, NULL);
}

struct err *verbs_similar(struct session *s, const struct opt_args *args)
{
    struct ref *refs = NULL;
    struct work w = {0};
    long long limit;
    size_t nrefs = 0, n = 0;
    struct err *e = opt_number(args, "limit", 1, 1000, ALIKE, &limit);

    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL)
        e = refs_get(s, args->operands[0], &refs, &nrefs);
    if (e == NULL && (nrefs != 1 || ref_is_customers(&refs[0])))
        e = err_new(ERR_USAGE, "similar", "looks for one complaint, such as 42");
    if (e == NULL && (e = work_there(&w, &refs[0])) == NULL)
        e = similar(&w, refs[0].id, limit, &n);
    if (e == NULL && n == 0)
        e = err_new(ERR_NONE_FOUND, NULL, "nothing is like it");
    free(refs);
    work_close(&w);
    return e;
}
