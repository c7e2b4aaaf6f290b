#include "rule/tally.h"

#include "rule/event.h"

static const char *const moments[TALLY_MOMENTS] = {"received", "acknowledged", "answered", "resolved",
                                                   "closed",   "redress-paid", "referred", "outstanding"};
static const char *const values[TALLY_DAY - FIELDS] = {"ref", "status", "timely", "reopened", "desk"};

const char *tally_moment_name(enum tally_moment m)
{
    return moments[m];
}

static int find(struct str name, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (str_is(name, names[i]))
            return i;
    return -1;
}

int tally_moment_find(struct str name)
{
    return find(name, moments, TALLY_MOMENTS);
}

const char *tally_moment_near(struct str name)
{
    return str_near(name, moments, TALLY_MOMENTS);
}

/* A field's own name wins: "referred" is the field, which is that day as well. */
const char *tally_value_name(int value)
{
    if (value < FIELDS)
        return word_name(WORD_FIELD, value);
    return value < TALLY_DAY ? values[value - FIELDS] : moments[value - TALLY_DAY];
}

/* "disputed" is what the return says, not the field of that name, which is free text and can be no value. */
int tally_value_find(struct str name)
{
    int own = find(name, values, TALLY_DAY - FIELDS);

    if (own >= 0)
        return FIELDS + own;
    for (int i = 0; i < TALLY_VALUES; i++)
        if (str_is(name, tally_value_name(i)))
            return i;
    return -1;
}

const char *tally_value_near(struct str name)
{
    const char *names[TALLY_VALUES];

    for (int i = 0; i < TALLY_VALUES; i++)
        names[i] = tally_value_name(i);
    return str_near(name, names, TALLY_VALUES);
}

static bool column_wants(const struct tally_column *c, int value)
{
    if (c->what != TALLY_COUNT && c->value == value)
        return true;
    for (size_t i = 0; i < c->nwhere; i++)
        if ((int)c->where[i].field == value)
            return true;
    return false;
}

bool tally_wants(const struct tally_profile *p, int value)
{
    for (size_t i = 0; i < p->nrows; i++)
        if (p->rows[i] == value)
            return true;
    for (size_t i = 0; i < p->nneeds; i++)
        if ((int)p->needs[i].field == value)
            return true;
    for (size_t i = 0; i < p->ncolumns; i++)
        if (column_wants(&p->columns[i], value))
            return true;
    return false;
}

bool tally_is_words(int value)
{
    return value < FIELDS && event_field_type((enum field)value) == FIELD_IS_TEXT;
}

bool tally_happened(const struct tally_case *c, enum tally_moment m, instant from, instant to)
{
    if (m == TALLY_OUTSTANDING)
        return c->at[TALLY_RECEIVED] < from && c->at[TALLY_ANSWERED] >= from;
    return c->at[m] != INSTANT_NONE && c->at[m] >= from && c->at[m] < to;
}

static bool holds(const struct tally_where *w, const struct tally_case *c)
{
    struct str is = c->text[w->field];

    for (size_t i = 0; i < w->n; i++)
        if (str_is(is, w->values[i]) || (is.n == 0 && str_is(str_of(w->values[i]), "-")))
            return true;
    return false;
}

static bool within(const struct deadline_span *span, const struct tally_case *c, instant at,
                   const struct calendar *cal)
{
    return at <= deadline_span_due(span, cal, c->at[TALLY_RECEIVED], NULL, 0);
}

bool tally_counts(const struct tally_column *col, const struct tally_case *c, instant from, instant to,
                  const struct calendar *cal)
{
    if (!tally_happened(c, col->at, from, to))
        return false;
    for (size_t i = 0; i < col->nwhere; i++)
        if (!holds(&col->where[i], c))
            return false;
    if (col->at == TALLY_OUTSTANDING)
        return true;
    return (col->within.amount == 0 || within(&col->within, c, c->at[col->at], cal)) &&
           (col->after.amount == 0 || !within(&col->after, c, c->at[col->at], cal));
}
