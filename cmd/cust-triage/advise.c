/* advise: what to say, not to say, to ask and to offer now, and what comes when they do not calm down. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cmd/common/advise.h"
#include "cmd/common/refs.h"
#include "cmd/cust-triage/verbs.h"
#include "form/record.h"

enum { COLUMNS = 4 };

static const struct form_column columns[COLUMNS] = {
    {.name = "REF"}, {.name = "PART"}, {.name = "TEXT"}, {.name = "FROM"}};

/* "42 P1 acknowledged  Jane Doe  The kettle leaks" */
static struct err *headline(struct work *w, const struct db_line *l)
{
    struct buf b = {0};

    buf_printf(&b, "%lld %s %s  ", (long long)l->c.id, word_name(WORD_PRIORITY, (int)l->c.priority),
               record_status(&l->c));
    text_show(l->customer, &b);
    buf_adds(&b, "  ");
    text_show(l->subject, &b);
    buf_addc(&b, '\n');
    struct err *e = out_text(w->s->out, buf_str(&b));
    buf_free(&b);
    return e;
}

struct err *verbs_advise_one(struct work *w, int64_t id, bool head)
{
    struct advice v;
    struct buf b = {0};
    struct err *e = advice_get(w->desk, id, w->arena, &v);

    if (e == NULL && head)
        e = headline(w, &v.known.show.line);
    if (e != NULL)
        return e;
    advise_text(&v, out_width(w->s->out), &b);
    if (b.len == 0)
        buf_adds(&b, v.known.show.line.c.voided ? "it is void: nothing to do\n" : "nothing is left to do\n");
    e = out_text(w->s->out, buf_str(&b));
    buf_free(&b);
    return e;
}

/* The same for programs, a line each. */
static struct err *rows(struct work *w, struct form *f, int64_t id)
{
    struct advice v;
    char ref[32];
    struct err *e = advice_get(w->desk, id, w->arena, &v);

    (void)snprintf(ref, sizeof ref, "%lld", (long long)id);
    for (size_t part = 0; part < ADVICE_PARTS && e == NULL; part++)
        for (size_t i = 0; i < v.n && e == NULL; i++)
            if (v.lines[i].part == (enum advice_part)part)
                e = form_row(f, (struct form_value[COLUMNS]){
                                    form_text(str_of(ref)), form_text(str_of(advice_name(v.lines[i].part))),
                                    form_text(str_of(v.lines[i].text)), form_text(str_of(v.lines[i].from))});
    return e;
}

static struct err *one(struct work *w, struct form *f, const struct ref *ref, bool first)
{
    int64_t id = ref->id;
    struct err *e = NULL;

    if (ref_is_customers(ref))
        return err_new(ERR_USAGE, "advise", "c%lld is a customer; name a complaint such as 42",
                       (long long)ref->id);
    if ((e = work_there(w, ref)) != NULL ||
        (e = work_alias_id(w, &id)) != NULL) /* what was merged is handled elsewhere */
        return e;
    if (f != NULL)
        return rows(w, f, id);
    if (!first)
        e = out_printf(w->s->out, "\n");
    return e != NULL ? e : verbs_advise_one(w, id, true);
}

struct err *verbs_advise(struct session *s, const struct opt_args *args)
{
    bool listed = opt_text(args, "format") != NULL || opt_text(args, "fields") != NULL;
    struct ref *refs = NULL;
    struct form *f = NULL;
    struct work w;
    size_t n = 0;
    struct err *e = work_open(s, WORK_READ, &w);

    w.place.login = session_who(s); /* whose limits they are */
    if (e == NULL && (e = refs_get(s, args->operands[0], &refs, &n)) == NULL && listed)
        e = session_listing(s, "cust.advice/1", columns, COLUMNS, w.desk->policy->zone, false, &f);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = work_bad(&w, &refs[i], n, one(&w, f, &refs[i], i == 0));
    e = form_end(f, e, NULL);
    free(refs);
    work_close(&w);
    return e;
}
