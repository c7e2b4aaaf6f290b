#include "rule/option.h"

#include <stdlib.h>

#include "base/mem.h"

size_t option_fold(const struct event *ev, size_t n, struct option *out, uint32_t *next)
{
    bool *struck = mem_zero(n + 1);
    size_t found = 0;

    *next = 1;
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n; i++) {
        if (ev[i].kind == EVENT_OFFERED && ev[i].ref >= *next)
            *next = ev[i].ref + 1;
        if (struck[i] || ev[i].ref == 0)
            continue;
        if (ev[i].kind == EVENT_OFFERED)
            out[found++] = (struct option){.no = ev[i].ref,
                                           .event = ev[i].no,
                                           .remedy = ev[i].who,
                                           .cost = ev[i].num,
                                           .actor = ev[i].actor,
                                           .at = ev[i].happened,
                                           .waits = ev[i].code != 0,
                                           .accepted_at = INSTANT_NONE};
        for (size_t j = 0; ev[i].kind == EVENT_APPROVED && j < found; j++)
            if (out[j].no == ev[i].ref)
                out[j].waits = false;
        for (size_t j = 0; ev[i].kind == EVENT_AGREED && j < found; j++)
            if (out[j].no == ev[i].ref) {
                out[j].accepted = true;
                out[j].accepted_at = ev[i].happened;
            }
    }
    free(struck);
    return found;
}

bool option_is_open(const struct complaint *c)
{
    return !c->voided && c->status <= STATUS_OFFERED;
}

const struct option *option_find(const struct option *all, size_t n, uint32_t option)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].no == option)
            return &all[i];
    return NULL;
}

int64_t option_bound(const struct option *all, size_t n, instant from)
{
    int64_t accepted = 0, dearest = 0;
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        any = any || all[i].accepted;
        if (all[i].accepted && all[i].accepted_at >= from)
            accepted += all[i].cost;
        if (!all[i].waits && all[i].at >= from && all[i].cost > dearest)
            dearest = all[i].cost;
    }
    return any ? accepted : dearest;
}
