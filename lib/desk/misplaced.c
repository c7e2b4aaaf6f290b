#include "desk/misplaced.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/attach.h"
#include "desk/fields.h"
#include "desk/review.h"
#include "desk/speak.h"
#include "desk/strike.h"
#include "rule/correction.h"
#include "store/db_event.h"
#include "store/db_mail.h"

/* What is moved. */
struct moved {
    struct event ev;
    int64_t customer;
    struct str words;
    struct str file;         /* of an attached one */
    struct event *corrected; /* what people said of the words */
    size_t ncorrected;
    uint32_t to_no; /* what it is where it went */
};

static bool can_move(const struct event *ev)
{
    return ev->kind == EVENT_HEARD || ev->kind == EVENT_SAID || ev->kind == EVENT_NOTE ||
           ev->kind == EVENT_ATTACHED;
}

/* Of an attached file its bytes. */
static struct err *look_at_file(struct change *ch, struct moved *m)
{
    if (m->ev.kind != EVENT_ATTACHED)
        return NULL;
    if (m->ev.ref != 0)
        return err_new(ERR_DATA, NULL, "%lld@%u is part of a mail; move the mail, %lld@%u",
                       (long long)m->ev.of, m->ev.no, (long long)m->ev.of, m->ev.ref);
    return attach_bytes(ch->desk, &m->ev, ch->arena, &m->file);
}

/* What triage should have found in the words goes along with them. */
static void look_at_corrections(struct change *ch, const struct event *all, size_t n, struct moved *m)
{
    bool *stands = arena_alloc(ch->arena, n + 1);

    m->corrected = arena_alloc(ch->arena, (n + 1) * sizeof *m->corrected);
    correction_standing(all, n, stands);
    for (size_t i = 0; i < n; i++)
        if (stands[i] && all[i].ref == m->ev.no)
            m->corrected[m->ncorrected++] = all[i];
}

static struct err *look(struct change *ch, int64_t id, uint32_t no, struct moved *m)
{
    struct event *all;
    size_t n;
    bool gone = false;
    struct err *e;

    if ((e = change_take(ch, id)) != NULL || (e = db_event_get(ch->desk->db, id, no, &m->ev)) != NULL ||
        (e = db_event_list(ch->desk->db, id, DB_NOW, ch->arena, &all, &n)) != NULL)
        return e;
    m->customer = ch->m.c.customer;
    look_at_corrections(ch, all, n, m);
    bool *struck = arena_alloc(ch->arena, n + 1);
    matter_struck(all, n, struck);
    if (struck[no - 1])
        return err_new(ERR_DATA, NULL, "%lld@%u is struck already", (long long)id, no);
    if (!can_move(&m->ev) || m->ev.words == 0)
        return err_new(ERR_DATA, NULL,
                       "%lld@%u is neither heard, said, a note nor a file; strike it and do it anew",
                       (long long)id, no);
    e = db_words_get(ch->desk->db, m->ev.words, ch->arena, &m->words, &gone);
    if (e == NULL && gone)
        e = err_new(ERR_DATA, NULL, "the words of %lld@%u are erased", (long long)id, no);
    return e != NULL ? e : look_at_file(ch, m);
}

static struct err *take_away(struct change *ch, const struct moved *m, int64_t to)
{
    char *why = to != 0 ? mem_printf("moved to %lld", (long long)to) : mem_strdup("moved to a new complaint");
    struct review_guard guard;
    struct err *e = review_guard_begin(ch, m->ev.of, &guard);

    if (e == NULL)
        e = review_guard_end(ch, &guard, strike_in(ch, m->ev.of, m->ev.no, str_of(why)));
    free(why);
    return e;
}

/* With the mail that brought the words go the mail and its parts. */
static struct err *put_mail(struct change *ch, const struct moved *m, uint32_t no)
{
    struct err *e;

    if (m->ev.kind != EVENT_HEARD && m->ev.kind != EVENT_SAID)
        return NULL;
    e = db_mail_copy(ch->desk->db, m->ev.of, m->ev.no, ch->m.c.id, no);
    return e != NULL ? e : attach_parts_again(ch, no, m->ev.of, m->ev.no);
}

static struct err *put_corrections(struct change *ch, const struct moved *m)
{
    struct err *e = NULL;

    for (size_t i = 0; i < m->ncorrected && e == NULL; i++) {
        const struct event *c = &m->corrected[i];
        struct event ev = {.kind = EVENT_CORRECTED,
                           .flags = EVENT_IMPLIED,
                           .code = c->code,
                           .ref = m->to_no,
                           .num = c->num,
                           .who = c->who,
                           .happened = INSTANT_NONE};
        e = change_event(ch, &ev);
        if (e == NULL && c->code == OUTPUT_CATEGORY && ch->m.c.category == 0)
            e = fields_put(ch, FIELD_CATEGORY, 0, c->who);
    }
    return e;
}

static struct err *put(struct change *ch, struct moved *m, int64_t *to)
{
    struct speak s = {.words = m->words,
                      .channel = m->ev.kind == EVENT_HEARD || m->ev.kind == EVENT_SAID ? (int)m->ev.code : -1,
                      .when = m->ev.happened,
                      .answer = m->ev.kind == EVENT_SAID ? (enum answer)m->ev.ref : ANSWER_PLAIN};
    struct speak_new n = {.first = s};
    struct attach_file file = {m->words, m->file};
    struct err *e;

    m->to_no = 1;
    if (*to == 0)
        return (e = speak_open(ch, &n, m->customer, to)) != NULL ? e : put_mail(ch, m, 1);
    if ((e = change_take(ch, *to)) != NULL)
        return e;
    uint32_t no = m->to_no = ch->m.c.events + 1;
    if (m->ev.kind == EVENT_NOTE)
        return speak_add_note(ch, &s);
    if (m->ev.kind == EVENT_ATTACHED)
        return attach_one(ch, &file);
    e = m->ev.kind == EVENT_SAID ? speak_say(ch, &s) : speak_hear(ch, &s);
    return e != NULL ? e : put_mail(ch, m, no);
}

static struct err *name_origin(struct change *ch, const struct moved *m)
{
    struct event note = {.kind = EVENT_NOTE, .flags = EVENT_IMPLIED, .happened = INSTANT_NONE};
    char *text = mem_printf("moved here from %lld@%u", (long long)m->ev.of, m->ev.no);
    struct err *e = change_words(ch, &note, WORDS_TEXT, str_of(text));

    free(text);
    return e;
}

struct err *misplaced_move(struct desk *d, int64_t id, uint32_t no, int64_t *to)
{
    struct moved m = {.ncorrected = 0};
    struct change ch;
    struct err *e;

    if (id == *to)
        return err_new(ERR_USAGE, "--to", "%lld@%u is there already", (long long)id, no);
    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = look(&ch, id, no, &m)) == NULL && *to == 0 && m.ev.kind != EVENT_HEARD)
        e = err_new(ERR_DATA, NULL, "%lld@%u is not the customer's; a new complaint begins with their words",
                    (long long)id, no);
    if (e == NULL && (e = take_away(&ch, &m, *to)) == NULL && (e = put(&ch, &m, to)) == NULL &&
        (e = put_corrections(&ch, &m)) == NULL && (e = name_origin(&ch, &m)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}
