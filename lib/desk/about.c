#include "desk/about.h"

/* The text of a field as it was set last; empty: never, or taken away. */
static struct str last_set(const struct show *s, enum field f)
{
    for (size_t i = s->nevents; i-- > 0;) {
        const struct show_event *ev = &s->events[i];
        if (ev->ev.kind == EVENT_SET && ev->ev.code == (int)f && !ev->struck)
            return ev->value;
    }
    return str_of("");
}

static bool came_before(const struct complaint *o, const struct complaint *c)
{
    bool before = o->received < c->received || (o->received == c->received && o->id < c->id);

    return !o->voided && before && o->received > c->received - (instant)ABOUT_DAYS * 86400;
}

static void find_others(const struct show *s, struct arena *a, struct about *out)
{
    int64_t *ids = arena_alloc(a, (s->person.nmatters + 1) * sizeof *ids);

    for (size_t i = s->person.nmatters; i-- > 0;)
        if (came_before(&s->person.matters[i].line.c, &s->line.c))
            ids[out->nbefore++] = s->person.matters[i].line.c.id;
    out->before = ids;
}

static void find_readings(const struct show *s, struct arena *a, struct about *out)
{
    out->anger = arena_alloc(a, (s->nevents + 1) * sizeof *out->anger);
    for (size_t i = 0; i < s->nevents; i++) {
        const struct show_event *ev = &s->events[i];
        if (ev->struck || ev->anger < 0 ||
            (out->nanger > 0 && out->anger[out->nanger - 1].anger / 100 == ev->anger / 100))
            continue;
        out->anger[out->nanger++] = (struct about_anger){ev, ev->anger};
    }
    if (out->nanger == 1 && out->anger[0].anger < 100) /* never angry */
        out->nanger = 0;
}

static void find_files(const struct show *s, struct arena *a, struct about *out)
{
    uint32_t n = 0;

    out->files = arena_alloc(a, (s->nevents + 1) * sizeof *out->files);
    for (size_t i = 0; i < s->nevents; i++) {
        const struct event *ev = &s->events[i].ev;
        if (ev->kind != EVENT_ATTACHED)
            continue;
        n++; /* a struck one keeps its number */
        if (!s->events[i].struck)
            out->files[out->nfiles++] =
                (struct about_file){n, &s->events[i], ev->ref != 0 ? ev->ref : ev->no, ev->ref != 0};
    }
}

static void find_path(const struct show *s, struct arena *a, struct about *out)
{
    struct event *ev = arena_alloc(a, (s->nevents + 1) * sizeof *ev);

    for (size_t i = 0; i < s->nevents; i++)
        ev[i] = s->events[i].ev;
    out->npath = path_of(ev, s->nevents, &s->line.c, out->path);
}

struct err *about_get(struct desk *d, const struct show *s, struct arena *a, struct about *out)
{
    const struct policy_category *cat = policy_category(d->policy, s->line.category);
    struct err *e = NULL;

    *out = (struct about){.wants = last_set(s, FIELD_REMEDY_SOUGHT), .hold = last_set(s, FIELD_HOLD)};
    out->label = cat != NULL ? str_of(cat->label) : s->line.category;
    find_others(s, a, out);
    find_readings(s, a, out);
    find_files(s, a, out);
    find_path(s, a, out);
    if (s->line.c.status != STATUS_CLOSED) /* a closed complaint's page stays as it is */
        e = traits_get(d, s->line.c.customer, s->as_of, a, &out->they);
    if (e != NULL || (e = heat_find(d, s, a, &out->heat)) != NULL ||
        (e = advice_questions(d, s, a, out->ask, ABOUT_QUESTIONS, &out->nask)) != NULL)
        return e;
    return owed_get(d, s->line.c.id, s->as_of, d->place->now, a, &out->owed);
}
