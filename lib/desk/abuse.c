#include "desk/abuse.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"

/* Whoever stands highest, but not the colleague themselves. */
static struct str lead_of(const struct policy *p, struct str colleague)
{
    const struct policy_person *best = NULL;

    for (size_t i = 0; i < p->nstaff; i++) {
        const struct policy_person *s = &p->staff[i];
        if (s->role == NULL || str_is(colleague, s->login))
            continue;
        if (best == NULL || s->role->rank > best->role->rank)
            best = s;
    }
    return str_of(best != NULL ? best->login : NULL);
}

static struct err *report(struct change *ch, const struct abuse *a, struct str colleague, struct str lead,
                          instant due, uint32_t *no)
{
    struct event ev = {.kind = EVENT_ABUSED, .ref = ch->m.c.followups + 1, .happened = a->when};
    int64_t owner = 0;
    struct err *e;

    if ((e = db_name(ch->desk->db, colleague, &ev.who)) != NULL ||
        (e = change_words(ch, &ev, WORDS_TEXT, a->words)) != NULL ||
        (lead.n > 0 && (e = db_name(ch->desk->db, lead, &owner)) != NULL))
        return e;
    char *text =
        mem_printf("talk with %.*s, who was abused, and support them", (int)colleague.n, colleague.p);
    e = change_followup(ch, KIND_MEETING, due, owner, str_of(text), no);
    free(text);
    return e;
}

struct err *abuse_report(struct desk *d, int64_t id, const struct abuse *a, uint32_t *no, struct str *lead)
{
    struct str colleague = a->colleague.n > 0 ? a->colleague : d->place->login;
    struct when cx = desk_when(d, WHEN_DUE);
    struct change ch;
    instant due;
    struct err *e;

    *lead = a->lead.n > 0 ? a->lead : lead_of(d->policy, colleague);
    if (str_trim(a->words).n == 0)
        return err_new(ERR_USAGE, "abuse", "say what happened, in words behind the reference");
    if (a->lead.n > 0 && str_eq(a->lead, colleague))
        return err_new(ERR_USAGE, "--to", "%.*s was abused and needs somebody else to talk with",
                       (int)colleague.n, colleague.p);
    if ((e = desk_colleague(d, a->lead)) != NULL || (e = desk_colleague(d, a->colleague)) != NULL ||
        (e = when_parse(str_of("1 working day"), &cx, &due)) != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = change_take(&ch, id)) == NULL && (e = report(&ch, a, colleague, *lead, due, no)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

bool abuse_is_talk(const struct event *ev, size_t n, const struct followup *f)
{
    if (f->kind != KIND_MEETING)
        return false;
    for (size_t i = 0; i < n; i++)
        if (ev[i].kind == EVENT_ABUSED && ev[i].ref == f->no)
            return true;
    return false;
}
