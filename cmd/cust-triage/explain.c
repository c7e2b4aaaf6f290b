/* explain: every term of the score, with the words that caused it. */
#include <string.h>

#include "base/text.h"
#include "cmd/common/refs.h"
#include "cmd/common/work.h"
#include "cmd/cust-triage/verbs.h"
#include "desk/owed.h"
#include "desk/reading.h"

#include <stdlib.h>

const struct opt verbs_explain_opts[] = {
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { QUOTE_COLUMNS = 40 };

/* "42 P1, 87 points (P1 from 70)" */
static struct err *headline(struct work *w, const struct reading *r)
{
    const int *least = w->desk->policy->triage.points;
    int p = (int)r->c.priority;

    if (r->c.by_hand)
        return out_printf(
            w->s->out, "%lld %s, set by hand; %d points would be %s\n", (long long)r->c.id,
            word_name(WORD_PRIORITY, p), (int)r->c.points,
            word_name(WORD_PRIORITY, triage_priority(&w->desk->policy->triage, (int)r->c.points)));
    if (p == PRIORITY_P4)
        return out_printf(w->s->out, "%lld P4, %d points (P3 from %d)\n", (long long)r->c.id,
                          (int)r->c.points, least[PRIORITY_P3]);
    return out_printf(w->s->out, "%lld %s, %d points (%s from %d)\n", (long long)r->c.id,
                      word_name(WORD_PRIORITY, p), (int)r->c.points, word_name(WORD_PRIORITY, p), least[p]);
}

/* Names that people gave stand in it: nothing of them may steer a terminal behind a pipe either. */
static struct err *put(struct work *w, struct str line)
{
    struct buf shown = {0};

    text_show(line, &shown);
    struct err *e = out_write(w->s->out, buf_str(&shown));
    buf_free(&shown);
    return e;
}

/* The correction that a term comes from; NULL: none. */
static const struct reading_correction *decided(const struct reading *r, const struct triage_term *t)
{
    for (size_t i = 0; strcmp(t->rule, TRIAGE_DECIDED) == 0 && i < r->ncorrected; i++)
        if (r->corrected[i].about == t->event &&
            strcmp(t->source, word_name(WORD_OUTPUT, (int)r->corrected[i].output)) == 0)
            return &r->corrected[i];
    return NULL;
}

/* What people corrected and no term shows: "anger  no, corrected 42@5". */
static struct err *corrections(struct work *w, const struct reading *r, int name_width)
{
    struct err *e = NULL;

    for (size_t i = 0; i < r->ncorrected && e == NULL; i++) {
        const struct reading_correction *c = &r->corrected[i];
        bool shown = false;
        for (size_t t = 0; t < r->n; t++)
            shown = shown || decided(r, &r->terms[t]) == c;
        struct str what = c->output == OUTPUT_CATEGORY ? c->category : str_of(c->yes ? "yes" : "no");
        if (!shown)
            e = put(w, str_of(arena_printf(w->arena, "%-*s  %.*s in %lld@%u, corrected %lld@%u\n", name_width,
                                           word_name(WORD_OUTPUT, (int)c->output), (int)what.n, what.p,
                                           (long long)r->c.id, c->about, (long long)r->c.id, c->no)));
    }
    return e;
}

/* How to teach it better: the weightiest signal that nobody corrected, or else anger. */
static struct err *wrong(struct work *w, const struct reading *r)
{
    const char *signal = NULL;

    for (size_t i = 0; i < r->n && signal == NULL; i++)
        if (word_find(WORD_SIGNAL, str_of(r->terms[i].source)) >= 0 && decided(r, &r->terms[i]) == NULL)
            signal = r->terms[i].source;
    return out_printf(w->s->out, "Wrong? cust-triage correct %lld %s\n", (long long)r->c.id,
                      signal == NULL ? "anger=yes" : arena_printf(w->arena, "%s=no", signal));
}

/* "safety      0.92 x 38 = 35  "burned my hand" 42@1  rule safety.burn" */
static struct err *term(struct work *w, const struct reading *r, size_t i, int name_width)
{
    const struct triage_term *t = &r->terms[i];
    struct buf b = {0};

    buf_printf(&b, "%-*s  %d.%02d x %2d = %2d", name_width, t->source, t->strength / 1000,
               t->strength % 1000 / 10, t->weight, t->points);
    if (r->quotes[i].n > 0) {
        struct buf plain = {0};
        text_head(r->quotes[i], QUOTE_COLUMNS, &plain);
        buf_printf(&b, "  \"%s\" %lld@%u", plain.p != NULL ? plain.p : "", (long long)r->c.id, t->event);
        buf_free(&plain);
    }
    const struct reading_correction *c = decided(r, t);
    if (c != NULL)
        buf_printf(&b, "  corrected %lld@%u", (long long)r->c.id, c->no);
    else if (strcmp(t->rule, TRIAGE_TAUGHT) == 0)
        buf_adds(&b, "  model, taught here");
    else if (*t->rule == '\0' && t->event != 0)
        buf_adds(&b, "  model");
    else if (*t->rule != '\0')
        buf_printf(&b, "  %s %s", t->event != 0 ? "rule" : "=", t->rule);
    if (t->more > 0)
        buf_printf(&b, " and %u more", t->more);
    buf_addc(&b, '\n');
    struct err *e = put(w, buf_str(&b));
    buf_free(&b);
    return e;
}

/* "response      4 business hours" and so on: what the priority and category ask of the desk; nothing for who owes us. */
static struct err *clocks(struct work *w, const struct complaint *c, int64_t as_of)
{
    static const enum kind kinds[] = {KIND_RESPONSE, KIND_RESOLUTION};
    const struct policy *p = w->desk->policy;
    struct str category = {NULL, 0};
    struct err *e = NULL;

    if (c->status >= STATUS_RESOLVED)
        return NULL;
    struct owed owed;
    e = owed_get(w->desk, c->id, as_of, w->place.now, w->arena, &owed);
    if (e != NULL || (owed.known && !owed.disputed))
        return e;
    if (c->category != 0)
        e = db_name_text(w->desk->db, c->category, w->arena, &category);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && e == NULL; i++) {
        const struct deadline_rule *r =
            deadline_pick(p->deadlines, p->ndeadlines, kinds[i], c->priority, category.p);
        struct buf span = {0};
        if (r == NULL)
            continue;
        deadline_format_span(&r->span, &span);
        e = out_printf(w->s->out, "%s within %s%s\n", word_name(WORD_KIND, (int)kinds[i]), span.p,
                       r->always ? ", day and night" : "");
        buf_free(&span);
    }
    return e;
}

/* Whether somebody said of this very complaint that it is none. */
static bool said_none(const struct reading *r)
{
    for (size_t i = 0; i < r->ncorrected; i++)
        if (r->corrected[i].output == OUTPUT_COMPLAINT && !r->corrected[i].yes)
            return true;
    return false;
}

/* What was taught by other complaints advises nothing where something raises this one: what is dangerous or angry is
 * looked at by a person. */
static bool perhaps_none(const struct reading *r)
{
    bool raised = r->c.signals != 0 || r->c.priority != PRIORITY_P4;

    return r->complaint >= 0 && r->complaint < TRIAGE_STRENGTH / 2 && r->c.status < STATUS_CLOSED &&
           (!raised || said_none(r));
}

struct err *verbs_explain_one(struct work *w, int64_t id, int64_t as_of)
{
    struct reading r;
    int width = 0;
    struct err *e = reading_get(w->desk, id, as_of, w->arena, &r);

    if (e != NULL || (e = headline(w, &r)) != NULL)
        return e;
    for (size_t i = 0; i < r.n; i++)
        if ((int)strlen(r.terms[i].source) > width)
            width = (int)strlen(r.terms[i].source);
    for (size_t i = 0; i < r.ncorrected; i++)
        if ((int)strlen(word_name(WORD_OUTPUT, (int)r.corrected[i].output)) > width)
            width = (int)strlen(word_name(WORD_OUTPUT, (int)r.corrected[i].output));
    for (size_t i = 0; i < r.n && e == NULL; i++)
        e = term(w, &r, i, width);
    if (e == NULL)
        e = corrections(w, &r, width);
    if (e == NULL && perhaps_none(&r))
        e = out_printf(w->s->out, "perhaps no complaint (0.%02d): cust-log void %lld WHY\n", r.complaint / 10,
                       (long long)r.c.id);
    if (e == NULL && r.foreign != 0)
        e = out_printf(w->s->out,
                       r.no_text ? "text?  %lld@%u is bytes that are no text: there was nothing to judge\n"
                                 : "language?  %lld@%u is not in English and was not judged\n",
                       (long long)id, r.foreign);
    if (e == NULL && r.n == 0 && r.foreign == 0)
        e = out_printf(w->s->out, "nothing in their words raises it\n");
    if (e == NULL)
        e = clocks(w, &r.c, as_of);
    return e != NULL ? e : wrong(w, &r);
}

struct err *verbs_explain(struct session *s, const struct opt_args *args)
{
    struct ref *refs = NULL;
    size_t n = 0;
    int64_t as_of;
    struct work w;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL && (e = refs_get(s, args->operands[0], &refs, &n)) == NULL)
        e = work_as_of(&w, &as_of);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (ref_is_customers(&refs[i]))
            e = err_new(ERR_USAGE, "explain", "c%lld is a customer; name a complaint such as 42",
                        (long long)refs[i].id);
        else if ((e = work_there(&w, &refs[i])) == NULL &&
                 (as_of != DB_NOW || (e = work_alias_id(&w, &refs[i].id)) == NULL))
            e = verbs_explain_one(&w, refs[i].id, as_of);
        e = work_bad(&w, &refs[i], n, e);
    }
    free(refs);
    work_close(&w);
    return e;
}
