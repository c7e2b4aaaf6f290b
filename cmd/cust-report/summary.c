/* The desk at a glance: figures of a period beside those of the one before. */
#include "cmd/common/work.h"
#include "cmd/cust-report/verbs.h"
#include "store/db_list.h"

const struct opt verbs_summary_opts[] = {
    {"period", 0, OPT_VALUE, "TIME",
     "2026-11, last month, 7d, 30d (default): compared with the same length before"},
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"format", 0, OPT_VALUE, "FORM", "tsv, table, json, jsonl or csv"},
    {"fields", 0, OPT_VALUE, "A,B,C", "only these fields, in this order"},
    {"color", 0, OPT_VALUE, "WHEN", "always, auto or never"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { COLUMNS = 4 };
static const struct form_column columns[COLUMNS] = {
    {"FIGURE", FORM_TEXT, FORM_PLAIN, 0, false},
    {"NOW", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"BEFORE", FORM_NUMBER, FORM_FAINT, 0, false},
    {"CHANGE", FORM_TEXT, FORM_FAINT, 0, false},
};

enum { NONE = -1 }; /* a figure of which there is nothing to say: no case in the period */

static int64_t minutes(const int64_t figure[3], int which)
{
    return figure[2] > 0 ? figure[which] / 60 : NONE;
}

static int64_t percent(int64_t part, int64_t of)
{
    return of > 0 ? (part * 100 + of / 2) / of : NONE;
}

enum { FIGURES = 34 };

struct figure {
    const char *name;
    int64_t value;
};

/* cust-report(1) defines each of them; the order is the page's. */
static size_t figures(const struct db_summary *s, struct figure out[FIGURES])
{
    const struct figure all[] = {
        {"received", s->received},
        {"P1 received", s->by_priority[PRIORITY_P1]},
        {"P2 received", s->by_priority[PRIORITY_P2]},
        {"P3 received", s->by_priority[PRIORITY_P3]},
        {"P4 received", s->by_priority[PRIORITY_P4]},
        {"anger", s->by_signal[SIGNAL_ANGER]},
        {"hostility", s->by_signal[SIGNAL_HOSTILITY]},
        {"safety", s->by_signal[SIGNAL_SAFETY]},
        {"legal", s->by_signal[SIGNAL_LEGAL]},
        {"churn", s->by_signal[SIGNAL_CHURN]},
        {"urgency", s->by_signal[SIGNAL_URGENCY]},
        {"publicity", s->by_signal[SIGNAL_PUBLICITY]},
        {"vulnerable", s->by_signal[SIGNAL_VULNERABLE]},
        {"resolved", s->resolved},
        {"closed", s->closed},
        {"reopened", s->reopened},
        {"void", s->voided},
        {"satisfied", s->satisfied},
        {"not satisfied", s->unsatisfied},
        {"open at the end", s->open},
        {"late at the end", s->late},
        {"waiting at the end", s->waiting},
        {"unowned at the end", s->unowned},
        {"without next step", s->without_step},
        {"first response, median minutes", minutes(s->first_response, 0)},
        {"first response, 90th percentile", minutes(s->first_response, 1)},
        {"first response in time, percent", percent(s->response_in_time, s->response_of)},
        {"resolution, median minutes", minutes(s->resolution, 0)},
        {"resolution, 90th percentile", minutes(s->resolution, 1)},
        {"resolution in time, percent", percent(s->resolution_in_time, s->resolution_of)},
        {"promises kept", s->promises_kept},
        {"promises late", s->promises_late},
        {"promises broken", s->promises_broken},
        {"promises moved", s->promises_moved},
    };
    _Static_assert(sizeof all / sizeof all[0] == FIGURES, "every figure has its row");

    for (size_t i = 0; i < FIGURES; i++)
        out[i] = all[i];
    return FIGURES;
}

static struct form_value value_of(int64_t v)
{
    return v == NONE ? form_none() : form_number(v);
}

static struct err *rows(struct form *f, struct arena *a, const struct db_summary *now,
                        const struct db_summary *before)
{
    struct figure here[FIGURES], there[FIGURES];
    size_t n = figures(now, here);
    struct err *e = NULL;

    (void)figures(before, there);
    for (size_t i = 0; i < n && e == NULL; i++) {
        struct form_value v[COLUMNS] = {form_text(str_of(here[i].name)), value_of(here[i].value),
                                        value_of(there[i].value), form_none()};
        if (here[i].value != NONE && there[i].value != NONE && here[i].value != there[i].value)
            v[3] = form_text(str_of(arena_printf(a, "%+lld", (long long)(here[i].value - there[i].value))));
        e = form_row(f, v);
    }
    return e;
}

/* The period asked for, up to now at the latest; a span such as 30d ends now. */
static struct err *period(struct work *w, instant *from, instant *to)
{
    const char *text = opt_text(w->s->args, "period");
    struct when cx = desk_when(w->desk, WHEN_PAST);
    struct err *e = when_range(str_of(text != NULL ? text : "30d"), &cx, from, to);

    if (e != NULL)
        return err_at(e, "--period");
    if (*to - *from <= 1) /* an instant: everything since */
        *to = w->place.now + 1;
    if (*to > w->place.now + 1)
        *to = w->place.now + 1;
    if (*from >= *to)
        return err_new(ERR_USAGE, "--period", "'%s' has not begun yet", text != NULL ? text : "30d");
    return NULL;
}

static const char *footing(struct work *w, instant from, instant to)
{
    char a[ZONE_SHOW], b[ZONE_SHOW];
    const struct zone *zone = w->desk->policy->zone;

    return arena_printf(w->arena, "for %s, %s to %s, beside the same length before", w->desk->policy->desk,
                        zone_show(zone, from, a), zone_show(zone, to - 1, b));
}

struct err *verbs_summary(struct session *s, const struct opt_args *args)
{
    struct db_summary now, before;
    struct form *f = NULL;
    instant from, to;
    int64_t as_of;
    struct work w;
    struct err *e = work_open(s, WORK_READ, &w);

    (void)args;
    if (e == NULL && (e = work_as_of(&w, &as_of)) == NULL && (e = period(&w, &from, &to)) == NULL &&
        (e = db_list_summary(w.desk->db, from, to, as_of, &now)) == NULL &&
        (e = db_list_summary(w.desk->db, from - (to - from), from, as_of, &before)) == NULL &&
        (e = session_listing(s, "cust.summary/1", columns, COLUMNS, w.desk->policy->zone, false, &f)) ==
            NULL) {
        e = rows(f, w.arena, &now, &before);
        if (e == NULL)
            e = form_close(f, footing(&w, from, to));
        else
            form_abandon(f);
    }
    work_close(&w);
    return e;
}
