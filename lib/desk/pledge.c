#include "desk/pledge.h"

struct err *pledge_add(struct change *ch, enum kind kind, instant due, struct str words, uint32_t *no)
{
    struct event ev = {.kind = EVENT_ADDED,
                       .flags = EVENT_TOLD,
                       .code = (int32_t)kind,
                       .ref = ch->m.c.followups + 1,
                       .num = due,
                       .happened = INSTANT_NONE};
    struct err *e = NULL;

    *no = ev.ref;
    if (ch->m.c.owner == 0)
        e = db_name(ch->desk->db, ch->desk->place->login, &ev.who);
    return e != NULL ? e : change_words(ch, &ev, WORDS_TEXT, words);
}

/* The event that added follow-up `no`, among n; NULL: none. */
static const struct show_event *adding(const struct show_event *ev, size_t n, uint32_t no)
{
    for (size_t i = 0; i < n; i++)
        if (ev[i].ev.kind == EVENT_ADDED && ev[i].ev.ref == no)
            return &ev[i];
    return NULL;
}

/* The same promise in a history from which it was brought along: its words, and when it was due at first. */
static bool told_in(const struct show_joined *j, const struct show_event *brought)
{
    for (size_t i = 0; i < j->nevents; i++) {
        const struct show_event *ev = &j->events[i];
        if (ev->ev.kind == EVENT_ADDED && (ev->ev.flags & EVENT_TOLD) != 0 && ev->ev.num == brought->ev.num &&
            ev->ev.code == brought->ev.code && str_eq(ev->words, brought->words))
            return true;
    }
    return false;
}

bool pledge_is_told(const struct show *s, const struct db_due *f)
{
    const struct show_event *ev = adding(s->events, s->nevents, f->f.no);
    bool told = ev != NULL && (ev->ev.flags & EVENT_TOLD) != 0;

    for (size_t i = 0; i < s->njoined && ev != NULL && !told; i++)
        told = (ev->ev.flags & EVENT_IMPLIED) != 0 && told_in(&s->joined[i], ev);
    return told;
}
