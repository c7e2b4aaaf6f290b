#include "desk/report.h"

#include "base/zone.h"
#include "desk/report_facts.h"
#include "desk/report_rows.h"
#include "store/db_text.h"

bool report_how_is_decimal(enum report_how how)
{
    return how == REPORT_SUM || how == REPORT_AVERAGE;
}

bool report_how_is_business(enum report_how how)
{
    return how == REPORT_BUSINESS_MEDIAN || how == REPORT_BUSINESS_P90;
}

bool report_how_is_time(enum report_how how)
{
    return how == REPORT_MEDIAN || how == REPORT_P90 || report_how_is_business(how);
}

int64_t report_key(const struct report_table *t, size_t i)
{
    return report_rows_key(t->counted, i);
}

int64_t report_value(const struct report_table *t, size_t i, size_t column)
{
    return report_rows_value(t->counted, i, column);
}

struct err *report_run(struct desk *d, struct report *r, struct arena *a)
{
    int64_t last = 0;
    struct err *e = db_seq_now(d->db, &last);

    if (e != NULL)
        return e;
    if (r->as_of > last)
        r->as_of = last;
    struct report_count *k = report_count_new(d, r, a);
    e = report_facts_walk(d, r, k);
    report_count_end(k, r);
    return e;
}

/* The local day on which a step begins. */
static struct str step_label(struct desk *d, const struct report *r, int64_t step, struct arena *a)
{
    struct zone_time start;
    int64_t day;

    if (step < 0)
        return str_of("before");
    zone_local(d->policy->zone, r->from, &start);
    if (r->step == REPORT_MONTHS) {
        int64_t months = (int64_t)start.c.y * 12 + start.c.mo - 1 + step;
        return str_of(
            arena_printf(a, "%04lld-%02lld", (long long)(months / 12), (long long)(months % 12 + 1)));
    }
    day = civil_days(start.c.y, start.c.mo, start.c.d) + step * (r->step == REPORT_WEEKS ? 7 : 1);
    char text[CIVIL_SIZE];
    return str_of(arena_strdup(a, civil_format_date(day, text)));
}

struct err *report_label(struct desk *d, const struct report *r, enum report_key key, int64_t row,
                         struct arena *a, struct str *out)
{
    *out = str_of("");
    switch (key) {
    case REPORT_BY_KIND:
        *out = str_of(word_name(WORD_KIND, (int)row));
        return NULL;
    case REPORT_BY_TIME:
        *out = step_label(d, r, row, a);
        return NULL;
    case REPORT_BY_CUSTOMER:
        return db_text_customer(d->db, row, r->as_of, a, out);
    case REPORT_WHOLE:
        return NULL;
    default:
        return db_name_text(d->db, row, a, out);
    }
}
