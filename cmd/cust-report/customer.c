/* customer: all that the desk knows of one customer, for reading; or every event, for the customer. */
#include "base/text.h"
#include "cmd/common/work.h"
#include "cmd/cust-report/told_customer.h"
#include "cmd/cust-report/verbs.h"
#include "desk/course.h"
#include "desk/export.h"
#include "desk/fields.h"
#include "desk/person.h"
#include "desk/traits.h"
#include "form/bars.h"
#include "form/form_when.h"
#include "form/record.h"
#include "judge/greeting.h"

const struct opt verbs_customer_opts[] = {
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"all", 'a', OPT_FLAG, NULL, "every event of theirs, for a subject access request; with --format=jsonl"},
    {"format", 0, OPT_VALUE, "FORM", "json or jsonl: as one object; with --all jsonl: every event"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

struct page {
    struct work *w;
    const struct person *p;
    struct course course;
    struct buf b;
};

static void heading(struct page *g, const char *name)
{
    buf_printf(&g->b, "%-10s", name);
}

static void who(struct page *g)
{
    text_show(g->p->name.n > 0 ? g->p->name : str_of("(erased)"), &g->b);
    buf_printf(&g->b, "  c%lld", (long long)g->p->id);
    for (size_t i = 0; i < g->p->naddresses; i++) {
        buf_adds(&g->b, "  ");
        text_show(g->p->addresses[i].text, &g->b);
    }
    buf_addc(&g->b, '\n');
}

/* Who else they are, and how the two are parted. */
static void also(struct page *g)
{
    for (size_t i = 0; i < g->p->nalso; i++) {
        const struct person_also *one = &g->p->also[i];
        heading(g, "ALSO");
        text_show(one->name.n > 0 ? one->name : str_of("(erased)"), &g->b);
        buf_printf(&g->b, "  c%lld, merged into c%lld; cust-log strike c%lld@%u parts them\n",
                   (long long)one->id, (long long)one->into, (long long)one->id, one->event);
    }
}

static void totals(struct page *g)
{
    const struct course *c = &g->course;
    char when[FORM_WHEN_SIZE];

    heading(g, "MATTERS");
    buf_printf(&g->b, "%zu, %zu open", c->matters, c->open);
    if (c->reopened > 0)
        buf_printf(&g->b, c->reopened == 1 ? ", opened again once" : ", opened again %zu times", c->reopened);
    if (c->matters > 0)
        buf_printf(&g->b, ", the first %s",
                   form_when_time(c->first, g->w->place.now, g->w->desk->policy->zone, when));
    if (c->voided + c->merged > 0)
        buf_adds(&g->b, "; besides");
    if (c->voided > 0)
        buf_printf(&g->b, " %zu void", c->voided);
    if (c->merged > 0)
        buf_printf(&g->b, "%s %zu merged", c->voided > 0 ? "," : "", c->merged);
    buf_addc(&g->b, '\n');
}

/* --- the course of it -------------------------------------------------------------------------------------------- */

/* Why this complaint counts as it does. */
static void evidence(struct page *g, const struct person_matter *m)
{
    const struct complaint *c = &m->line.c;
    const char *sep = "";
    char when[FORM_WHEN_SIZE];

    buf_printf(&g->b, "%-10s%lld %s: ", "", (long long)c->id, standing_name(standing_after(c)));
    if ((c->signals & 1u << SIGNAL_ANGER) != 0) {
        buf_printf(&g->b, "anger %d.%d", (int)(m->anger / 1000), (int)(m->anger % 1000 / 100));
        sep = ", ";
    }
    if ((c->signals & 1u << SIGNAL_HOSTILITY) != 0) {
        buf_printf(&g->b, "%shostility", sep);
        sep = ", ";
    }
    if (c->reopened > 0) {
        buf_printf(&g->b, c->reopened == 1 ? "%sopened again once" : "%sopened again %u times", sep,
                   c->reopened);
        sep = ", ";
    }
    if (m->unsatisfied > 0) {
        buf_printf(&g->b, m->unsatisfied == 1 ? "%snot satisfied once" : "%snot satisfied %u times", sep,
                   m->unsatisfied);
        sep = ", ";
    }
    if (standing_after(c) == STANDING_LOYAL)
        buf_printf(&g->b, "%ssaid yes %s", sep,
                   form_when_time(c->closed, g->w->place.now, g->w->desk->policy->zone, when));
    else if (*sep == '\0')
        buf_adds(&g->b,
                 c->status == STATUS_CLOSED ? "closed without a word from them" : "nothing out of the way");
    buf_addc(&g->b, '\n');
}

enum { COURSE = 12 }; /* complaints that the line and its evidence have room for: the newest */

static void course(struct page *g)
{
    const struct course *c = &g->course;
    int64_t steps[COURSE];
    size_t n = 0, from = g->p->nmatters;

    if (c->matters == 0)
        return;
    for (size_t seen = 0; from > 0 && seen < COURSE; from--)
        seen += !g->p->matters[from - 1].line.c.voided;
    for (size_t i = from; i < g->p->nmatters; i++)
        if (!g->p->matters[i].line.c.voided)
            steps[n++] = (int64_t)standing_after(&g->p->matters[i].line.c);
    heading(g, "COURSE");
    buf_adds(&g->b, c->won_back ? "won back: difficult once, loyal now" : standing_name(c->standing));
    buf_adds(&g->b, "  ");
    bars_spark(steps, n, &g->b);
    if (n < c->matters)
        buf_printf(&g->b, "  (the last %zu of %zu)", n, c->matters);
    buf_addc(&g->b, '\n');
    for (size_t i = from; i < g->p->nmatters; i++)
        if (!g->p->matters[i].line.c.voided)
            evidence(g, &g->p->matters[i]);
}

/* What their history shows, each with its evidence. */
static struct err *traits(struct page *g, int64_t as_of)
{
    struct traits t;
    struct err *e = traits_get(g->w->desk, g->p->id, as_of, g->w->arena, &t);

    for (size_t i = 0; e == NULL && i < t.n; i++) {
        heading(g, i == 0 ? "TRAITS" : "");
        buf_printf(&g->b, "%s: %s\n", word_name(WORD_TRAIT, (int)t.all[i].trait), t.all[i].why);
    }
    return e;
}

/* --- what was promised, paid, and worked ------------------------------------------------------------------------- */

static void promises(struct page *g)
{
    const int64_t *n = g->p->promises;

    heading(g, "PROMISES");
    buf_printf(&g->b, "%lld kept, %lld late, %lld broken, %lld open", (long long)n[STATE_KEPT],
               (long long)n[STATE_LATE], (long long)n[STATE_BROKEN], (long long)n[STATE_OPEN]);
    if (g->p->overdue > 0)
        buf_printf(&g->b, " (%lld of them overdue)", (long long)g->p->overdue);
    buf_addc(&g->b, '\n');
}

/* The amounts of their complaints, a sum for each currency. */
static void money(struct page *g)
{
    for (size_t i = 0; i < g->course.nmoney; i++) {
        const struct course_money *m = &g->course.money[i];
        if (i == 0)
            heading(g, "MONEY");
        buf_adds(&g->b, i == 0 ? "" : "; ");
        buf_addstr(&g->b, fields_money_text(m->sum, g->w->arena));
        buf_adds(&g->b, m->currency.n > 0 ? " " : "");
        text_show(m->currency, &g->b);
        buf_printf(&g->b, " in %zu complaint%s", m->matters, m->matters == 1 ? "" : "s");
    }
    if (g->course.nmoney > 0)
        buf_addc(&g->b, '\n');
}

/* What is left of their late payments. */
static void owes(struct page *g)
{
    bool first = true;

    for (size_t i = 0; i < g->p->nmatters; i++) {
        const struct person_matter *m = &g->p->matters[i];
        if (m->owes.n == 0)
            continue;
        heading(g, first ? "OWES" : "");
        buf_printf(&g->b, "%lld: ", (long long)m->line.c.id);
        text_show(m->owes, &g->b);
        buf_addc(&g->b, '\n');
        first = false;
    }
}

/* Remedies after which they said yes, and how often. */
static void worked(struct page *g)
{
    for (size_t i = 0; i < g->course.nworked; i++) {
        const struct course_remedy *r = &g->course.worked[i];
        if (i == 0)
            heading(g, "WORKED");
        buf_adds(&g->b, i == 0 ? "" : ", ");
        text_show(r->remedy, &g->b);
        if (r->times > 1)
            buf_printf(&g->b, " %zu times", r->times);
    }
    if (g->course.nworked > 0)
        buf_addc(&g->b, '\n');
}

enum { NOTE = 400 }; /* columns of a note; --all has it whole */

/* What is open for them beside their complaints, and what was noted of them. */
static void steps_and_notes(struct page *g)
{
    char when[FORM_WHEN_SIZE];
    const struct zone *zone = g->w->desk->policy->zone;

    for (size_t i = 0; i < g->p->nsteps; i++) {
        const struct person_step *step = &g->p->steps[i];
        heading(g, "NEXT");
        buf_printf(&g->b, "c%lld/%u %s ", (long long)-step->f.of, step->f.no,
                   word_name(WORD_KIND, (int)step->f.kind));
        text_show(step->text, &g->b);
        buf_printf(&g->b, ", %s\n", form_when_due(step->f.due, g->w->place.now, zone, when));
    }
    for (size_t i = 0; i < g->p->nnotes; i++) {
        const struct person_contact *note = &g->p->notes[i];
        heading(g, i == 0 ? "NOTES" : "");
        buf_printf(&g->b, "%s  ", form_when_time(note->ev.happened, g->w->place.now, zone, when));
        text_head(note->gone ? str_of("(erased)") : note->words, NOTE, &g->b);
        buf_addc(&g->b, '\n');
    }
}

/* --- matters and contacts ---------------------------------------------------------------------------------------- */

static void matters(struct page *g)
{
    char when[FORM_WHEN_SIZE];

    buf_addc(&g->b, '\n');
    for (size_t i = 0; i < g->p->nmatters; i++) {
        const struct person_matter *m = &g->p->matters[i];
        const struct complaint *c = &m->line.c;
        buf_printf(&g->b, "%-6lld  %s  %-12s  %-12s  ", (long long)c->id,
                   word_name(WORD_PRIORITY, (int)c->priority), record_status(c),
                   form_when_time(c->received, g->w->place.now, g->w->desk->policy->zone, when));
        text_show(m->line.subject, &g->b);
        if (m->cause.n > 0) {
            buf_adds(&g->b, "  (");
            text_show(m->cause, &g->b);
            buf_addc(&g->b, ')');
        }
        buf_addc(&g->b, '\n');
    }
}

enum { HEAD = 100 }; /* columns of a contact's words; show has them whole */

static void contacts(struct page *g)
{
    char when[FORM_WHEN_SIZE];

    if (g->p->ncontacts > 0)
        buf_addc(&g->b, '\n');
    for (size_t i = 0; i < g->p->ncontacts; i++) {
        const struct person_contact *c = &g->p->contacts[i];
        bool by = c->ev.kind == EVENT_HEARD || c->ev.kind == EVENT_SAID;
        buf_printf(&g->b, "%lld@%u  %s  %s%s%s  ", (long long)c->ev.of, c->ev.no,
                   form_when_time(c->ev.happened, g->w->place.now, g->w->desk->policy->zone, when),
                   word_name(WORD_EVENT, (int)c->ev.kind), by ? " " : "",
                   by ? word_name(WORD_CHANNEL, c->ev.code) : "");
        if (c->gone)
            buf_adds(&g->b, "(erased)");
        text_head(greeting_skip(c->words), HEAD, &g->b);
        buf_addc(&g->b, '\n');
    }
}

/* For programs: json as other listings have it, jsonl as one line. */
static struct err *object(struct work *w, const struct person *p, int64_t as_of)
{
    struct traits traits;
    struct course course;
    bool lines = str_is(str_of(opt_text(w->s->args, "format")), "jsonl");
    struct buf b = {0};
    struct err *e = traits_get(w->desk, p->id, as_of, w->arena, &traits);

    if (e != NULL)
        return e;
    course_of(p, w->arena, &course);
    told_customer(p, &course, &traits, &b);
    if (lines) /* the schema stands first in the object */
        e = out_printf(w->s->out, "{\"schema\":\"%s\",%s\n", TOLD_CUSTOMER_SCHEMA, b.p + 1);
    else
        e = out_printf(w->s->out, "{\"schema\":\"%s\",\"rows\":[\n%s\n]}\n", TOLD_CUSTOMER_SCHEMA, b.p);
    buf_free(&b);
    return e;
}

static struct err *show_person(struct work *w, int64_t id, int64_t as_of)
{
    struct page g = {.w = w};
    struct person p;
    struct err *e = person_get(w->desk, id, as_of, true, w->arena, &p);

    if (e != NULL)
        return e;
    if (opt_text(w->s->args, "format") != NULL)
        return object(w, &p, as_of);
    g.p = &p;
    course_of(&p, w->arena, &g.course);
    who(&g);
    also(&g);
    totals(&g);
    course(&g);
    if ((e = traits(&g, as_of)) == NULL) {
        promises(&g);
        money(&g);
        owes(&g);
        worked(&g);
        steps_and_notes(&g);
        matters(&g);
        contacts(&g);
        out_page(w->s->out);
        e = out_lines(w->s->out, buf_str(&g.b));
    }
    buf_free(&g.b);
    return e;
}

/* --- their own record -------------------------------------------------------------------------------------------- */

static struct err *write_line(void *context, struct str line)
{
    return out_write(context, line);
}

static const char *const forms[] = {"json", "jsonl"};

static struct err *everything(struct work *w, int64_t id, int64_t as_of)
{
    struct query theirs = {.op = QUERY_TEST, .key = QUERY_CUSTOMER, .text = str_of("customer"), .value = -id};
    struct export_job x = {
        .query = &theirs, .customer = id, .as_of = as_of, .write = write_line, .context = w->s->out};
    int64_t n;
    const char *format = opt_text(w->s->args, "format");

    if (format == NULL || !str_is(str_of(format), "jsonl"))
        return err_new(ERR_USAGE, "--all", "prints every event; say --format=jsonl");
    return export_run(w->desk, &x, &n);
}

struct err *verbs_customer(struct session *s, const struct opt_args *args)
{
    struct buf name = {0};
    struct work w;
    int64_t as_of, id;
    int form;
    struct err *e = work_open(s, WORK_READ, &w);

    for (size_t i = 0; i < args->n_operands; i++)
        buf_printf(&name, "%s%s", i > 0 ? " " : "", args->operands[i]);
    if (e == NULL)
        e = opt_choice(args, "format", forms, sizeof forms / sizeof forms[0], -1, &form);
    if (e == NULL && (e = work_as_of(&w, &as_of)) == NULL &&
        (e = person_find_then(w.desk, buf_str(&name), as_of, &id)) == NULL &&
        (as_of != DB_NOW || (e = work_alias_customer(&w, buf_str(&name))) == NULL))
        e = opt_has(args, "all") ? everything(&w, id, as_of) : show_person(&w, id, as_of);
    buf_free(&name);
    work_close(&w);
    return e;
}
