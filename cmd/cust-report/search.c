/* search: who said these words, best first. */
#include "cmd/common/work.h"
#include "cmd/cust-report/verbs.h"
#include "form/record.h"

const struct opt verbs_search_opts[] = {
    {"limit", 'n', OPT_VALUE, "N", "at most N records"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { PAGE = 100, LIMIT = 1000000000 };

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

static struct err *pages(struct work *w, struct str words, struct form *f, long long limit, size_t *n)
{
    struct arena *a = arena_new();
    struct err *e = NULL;
    size_t want, page;

    do {
        struct db_hit *hits;
        want = limit > 0 && (size_t)limit - *n < PAGE ? (size_t)limit - *n : PAGE;
        page = 0;
        arena_reset(a);
        if (want > 0)
            e = db_list_search(w->desk->db, NULL, words, *n, want, a, &hits, &page);
        for (size_t i = 0; i < page && e == NULL; i++)
            e = row(f, &hits[i]);
        *n += page;
    } while (e == NULL && page == want && want > 0);
    arena_free(a);
    return e;
}

struct err *verbs_search(struct session *s, const struct opt_args *args)
{
    struct buf words = {0};
    struct form *f = NULL;
    struct work w = {0};
    long long limit;
    size_t n = 0;
    struct err *e = opt_number(args, "limit", 1, LIMIT, 0, &limit);

    for (size_t i = 0; i < args->n_operands; i++)
        buf_printf(&words, "%s%s", i > 0 ? " " : "", args->operands[i]);
    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL &&
        (e = session_listing(s, "cust.found/1", columns, COLUMNS, w.desk->policy->zone, true, &f)) == NULL) {
        e = pages(&w, buf_str(&words), f, limit, &n);
        if (e == NULL)
            e = form_close(f, NULL);
        else
            form_abandon(f);
    }
    if (e == NULL && n == 0)
        e = err_new(ERR_NONE_FOUND, NULL, "nobody said that");
    buf_free(&words);
    work_close(&w);
    return e;
}
