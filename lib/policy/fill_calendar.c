#include "policy/fill_calendar.h"

#include "policy/fill_get.h"
#include "policy/setvalue.h"

static void fill_hours(struct policy_errors *errors, const struct tree *list, struct calendar_hours *out)
{
    for (const struct tree *t = list->child; t != NULL; t = t->next) {
        struct calendar_slot *slot = &out->slot[out->n];
        if (out->n == CALENDAR_SLOTS) {
            fill_get_wrong(errors, t, "more pieces than a day can have here, eight; join some");
            return;
        }
        if (!calendar_parse_slot(t->text, slot))
            fill_get_wrong(errors, t, "this is no piece of a day");
        else if (out->n > 0 && slot->from < slot[-1].to)
            fill_get_wrong(
                errors, t,
                "this piece of the day begins before the one in front of it ends; put them in order");
        else
            out->n++;
    }
}

static void fill_day(struct policy_errors *errors, const struct tree *t, struct calendar_holiday *h)
{
    const struct tree *hours = t, *name = NULL;

    if (t->kind == TREE_MAP) { /* one that was read from a file */
        hours = fill_get_need(errors, t, "hours");
        name = fill_get(t, "name");
    }
    if (!setvalue_to_day(t->key, &h->y, &h->mo, &h->d))
        fill_get_wrong(errors, t, "this is no day");
    h->name = name != NULL ? name->text.p : t->key.p;
    fill_hours(errors, hours, &h->hours);
}

static void fill_holidays(struct arena *a, struct policy_errors *errors, const struct tree *root,
                          struct calendar *cal)
{
    const struct tree *const maps[] = {fill_get(root, "holidays"), fill_get(root, "holidays-read")};
    size_t n = 0;

    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        n += maps[i] != NULL ? maps[i]->n : 0;
    struct calendar_holiday *h = arena_alloc(a, (n + 1) * sizeof *h);
    cal->holidays = h;
    cal->nholidays = n;
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        for (const struct tree *t = maps[i] != NULL ? maps[i]->child : NULL; t != NULL; t = t->next)
            fill_day(errors, t, h++);
    calendar_sort((struct calendar_holiday *)cal->holidays, n);
}

const struct calendar *fill_calendar_of(struct arena *a, struct policy_errors *errors,
                                        const struct tree *root, const char *name, const struct zone *zone)
{
    static const char *const days[WEEKDAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    struct calendar *cal = arena_alloc(a, sizeof *cal);
    const struct tree *hours = fill_get_need(errors, root, "hours");
    size_t before = errors->n;

    cal->name = name;
    cal->zone = zone;
    for (int i = 0; i < WEEKDAYS; i++)
        fill_hours(errors, fill_get_need(errors, hours, days[i]), &cal->week[i]);
    fill_holidays(a, errors, root, cal);
    if (errors->n > before || zone == NULL)
        return cal;
    struct err *e = calendar_check(cal);
    if (e != NULL)
        fill_get_wrong(errors, hours, e->text);
    err_free(e);
    return cal;
}
