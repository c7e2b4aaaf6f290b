#include "desk/strike_answer.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rule/matter.h"

enum { PUT_IN = EVENT_IMPLIED | EVENT_AUTO };

bool strike_answer_is(const struct event *ev)
{
    return ev->kind == EVENT_SAID && (ev->flags & PUT_IN) == PUT_IN;
}

/* Whether the step implies an answer where there was none: nobody hears of an offer that waits for approval. */
static bool answers(const struct event *ev)
{
    return (ev->kind == EVENT_OFFERED && ev->code == 0) || ev->kind == EVENT_APPROVED ||
           ev->kind == EVENT_RESOLVED;
}

/* The first step that would have implied an answer, had what is left out never been there; NULL: none. */
static const struct event *first_answer(const struct event *ev, size_t n, const bool *left_out)
{
    const struct event *first = NULL;
    struct matter m = {0};
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (left_out[i] && i > 0) { /* its number is spent, and its follow-up's */
            m.c.events = ev[i].no;
            m.c.followups = ev[i].kind == EVENT_ADDED ? ev[i].ref : m.c.followups;
            continue;
        }
        e = matter_apply(&m, &ev[i]);
        if (e == NULL && first == NULL && answers(&ev[i]) && m.c.acknowledged == INSTANT_NONE)
            first = &ev[i];
    }
    if (e != NULL || m.c.merged)
        first = NULL;
    err_free(e);
    matter_clear(&m);
    return first;
}

/* Whether a deadline for a word in between began after that, so that what was said then did not meet it. */
static bool update_since(const struct event *ev, size_t n, uint32_t no, const bool *struck)
{
    for (size_t i = no; i < n; i++)
        if (ev[i].kind == EVENT_ADDED && ev[i].code == KIND_UPDATE && !struck[i])
            return true;
    return false;
}

void strike_answer(const struct event *ev, size_t n, struct strike_answer *out)
{
    bool *struck = mem_zero(n + 1), *left_out = mem_zero(n + 1);

    *out = (struct strike_answer){.gone = mem_array(NULL, n + 1, sizeof *out->gone)};
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n; i++)
        left_out[i] = struck[i] || strike_answer_is(&ev[i]);
    const struct event *by = first_answer(ev, n, left_out);
    out->owed = by != NULL;
    for (size_t i = 0; i < n; i++) {
        if (!left_out[i] || struck[i])
            continue;
        if (out->owed && ev[i].happened == by->happened)
            out->owed = false;
        else
            out->gone[out->n++] = ev[i].no;
    }
    if (out->owed)
        out->put_in = (struct event){.kind = EVENT_SAID,
                                     .flags = PUT_IN,
                                     .ref = update_since(ev, n, by->no, struck) ? ANSWER_ACK : ANSWER_PLAIN,
                                     .happened = by->happened};
    free(struck);
    free(left_out);
}
