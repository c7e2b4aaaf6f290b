#include "desk/speak.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/fields.h"
#include "desk/pledge.h"
#include "desk/praise.h"
#include "desk/review.h"
#include "desk/step.h"
#include "desk/who.h"
#include "judge/greeting.h"
#include "store/db_text.h"

enum { SUBJECT_COLUMNS = 72 };

/* --- promises ------------------------------------------------------------------------------------------------ */

static struct err *timed(const struct desk *d, struct str text, const char *option, const char *example,
                         instant *due, struct str *what)
{
    struct str s = str_trim(text);
    size_t used = 0;
    struct when cx = desk_when(d, WHEN_DUE);
    struct err *e = when_prefix(s, &cx, due, &used);

    if (e != NULL)
        return err_at(e, option);
    *what = str_trim((struct str){s.p + used, s.n - used});
    if (what->n == 0)
        return err_new(ERR_USAGE, option, "says when, not what; for instance '%s'", example);
    return NULL;
}

struct err *speak_promise(const struct desk *d, struct str promise, instant *due, struct str *what)
{
    return timed(d, promise, "--promise", "16:00 ring back", due, what);
}

struct err *speak_expect(const struct desk *d, struct str expect, instant *due, struct str *what)
{
    return timed(d, expect, "--expect", "1 dec 40.00 first instalment", due, what);
}

struct speak_promised {
    enum kind kind;
    instant due;
    struct str what;
};

struct err *speak_promises(const struct desk *d, const struct speak *s, struct speak_promised **out)
{
    size_t n = s->npromises + s->nexpects;
    struct err *e = NULL;

    *out = n > 0 ? mem_array(NULL, n, sizeof **out) : NULL;
    for (size_t i = 0; i < n && e == NULL; i++) {
        bool ours = i < s->npromises;
        struct speak_promised *p = &(*out)[i];
        p->kind = ours ? KIND_PROMISE : KIND_EXPECTED;
        e = ours ? speak_promise(d, s->promises[i], &p->due, &p->what)
                 : speak_expect(d, s->expects[i - s->npromises], &p->due, &p->what);
    }
    return e;
}

struct err *speak_add_promises(struct change *ch, const struct speak *s, const struct speak_promised *made)
{
    struct err *e = NULL;
    uint32_t no;

    for (size_t i = 0; made != NULL && i < s->npromises && e == NULL; i++)
        e = pledge_add(ch, made[i].kind, made[i].due, made[i].what, &no);
    for (size_t i = s->npromises; made != NULL && i < s->npromises + s->nexpects && e == NULL; i++)
        e = change_followup(ch, made[i].kind, made[i].due, 0, made[i].what, &no);
    for (size_t i = 0; i < s->nfound && e == NULL; i++)
        e = pledge_add(ch, s->found[i].kind, s->found[i].due, s->found[i].words, &no);
    return e;
}

void speak_promises_free(struct speak_promised *made)
{
    free(made);
}

/* --- a new complaint ----------------------------------------------------------------------------------------- */

/* Every complaint has a subject: the one given, or the head of their words, marked as implied. */
static struct err *set_subject(struct change *ch, struct str given, struct str head)
{
    struct event ev = {.kind = EVENT_SET, .code = FIELD_SUBJECT, .happened = INSTANT_NONE};

    if (str_trim(given).n > 0)
        return change_words(ch, &ev, WORDS_SUBJECT, str_trim(given));
    ev.flags = EVENT_IMPLIED;
    return head.n > 0 ? change_words(ch, &ev, WORDS_HEAD, head) : NULL;
}

struct str speak_head(struct arena *a, struct str words)
{
    struct buf b = {0};

    text_head(greeting_skip(words), SUBJECT_COLUMNS, &b);
    struct str head = arena_str(a, buf_str(&b));
    buf_free(&b);
    return head;
}

struct err *speak_subject(struct change *ch, struct str given, struct str words)
{
    return set_subject(ch, given, speak_head(ch->arena, words));
}

static struct err *named_event(struct change *ch, enum event_kind kind, int32_t code, struct str name)
{
    struct event ev = {.kind = kind, .code = code, .happened = INSTANT_NONE};
    struct err *e;

    if (name.n == 0)
        return NULL;
    if ((e = db_name(ch->desk->db, name, &ev.who)) != NULL)
        return e;
    return change_event(ch, &ev);
}

struct err *speak_open(struct change *ch, const struct speak_new *n, int64_t customer, int64_t *id)
{
    struct event ev = {.kind = EVENT_HEARD,
                       .code = n->first.channel >= 0 ? n->first.channel : CHANNEL_PHONE,
                       .num = customer,
                       .happened = n->first.when};
    struct str head = n->head.p != NULL ? n->head : speak_head(ch->arena, n->first.words);
    struct err *e;

    if ((e = change_fresh(ch, id)) != NULL ||
        (e = change_words(ch, &ev, WORDS_TEXT, n->first.words)) != NULL ||
        (e = set_subject(ch, n->subject, head)) != NULL ||
        (e = named_event(ch, EVENT_SET, FIELD_CATEGORY, n->category)) != NULL)
        return e;
    for (size_t i = 0; i < n->nsets; i++)
        if ((e = fields_label(n->sets[i].field, str_trim(n->sets[i].value))) != NULL ||
            (e = fields_set(ch, n->sets[i].field, n->sets[i].value)) != NULL)
            return e;
    return named_event(ch, EVENT_ASSIGNED, 0, n->owner);
}

/* What we wrote down of it ourselves stands behind what it is about, and gives the subject. */
static struct err *open_noted(struct change *ch, const struct speak_new *n, int64_t customer, int64_t *id)
{
    const struct speak note = {.words = n->note, .channel = -1, .when = n->first.when};
    struct speak_new with = *n;
    struct err *e;

    if (n->note.n > 0)
        with.head = speak_head(ch->arena, n->note);
    e = speak_open(ch, &with, customer, id);
    return e == NULL && n->note.n > 0 ? speak_add_note(ch, &note) : e;
}

struct err *speak_new(struct desk *d, const struct speak_new *n, int64_t *id)
{
    struct speak_promised *made = NULL;
    struct change ch;
    struct who who;
    int64_t customer;
    struct err *e;

    if ((e = who_parse(n->who, &who)) != NULL || (e = desk_category(d, n->category)) != NULL ||
        (e = desk_colleague(d, n->owner)) != NULL || (e = speak_promises(d, &n->first, &made)) != NULL ||
        (e = change_begin(d, &ch)) != NULL)
        goto out;
    if ((e = who_make(&ch, &who, true, &customer)) == NULL &&
        (e = open_noted(&ch, n, customer, id)) == NULL &&
        (e = speak_add_promises(&ch, &n->first, made)) == NULL)
        e = change_settle(&ch);
    e = change_end(&ch, e);
out:
    free(made);
    return e;
}

/* --- more of it -------------------------------------------------------------------------------------------------- */

/* A customer who speaks ends the wait for them, and one who speaks after we resolved has not been satisfied yet. */
static struct err *wake(struct change *ch)
{
    struct event ev = {.flags = EVENT_IMPLIED, .happened = INSTANT_NONE};

    if (ch->m.c.status >= STATUS_RESOLVED && !ch->m.c.voided)
        ev.kind = EVENT_REOPENED;
    else if (ch->m.c.waiting)
        ev.kind = EVENT_RESUMED;
    else
        return NULL;
    return change_event(ch, &ev);
}

/* A mail comes in by itself: words that somebody types on a complaint that began with one were spoken. */
static int32_t typed_channel(const struct change *ch)
{
    return ch->m.c.channel == CHANNEL_MAIL ? CHANNEL_PHONE : (int32_t)ch->m.c.channel;
}

struct err *speak_hear(struct change *ch, const struct speak *s)
{
    struct event ev = {
        .kind = EVENT_HEARD, .code = s->channel >= 0 ? s->channel : typed_channel(ch), .happened = s->when};
    struct str name = {0};
    struct err *e = NULL;

    if (ch->m.c.status >= STATUS_RESOLVED &&
        (e = db_text_customer(ch->desk->db, ch->m.c.customer, DB_NOW, ch->arena, &name)) == NULL &&
        praise_is(ch, s->words, name, (struct str){0}))
        return praise_keep(ch, s->words, ev.code, s->when);
    if (e == NULL)
        e = change_words(ch, &ev, WORDS_TEXT, s->words);
    return e != NULL ? e : wake(ch);
}

struct err *speak_say(struct change *ch, const struct speak *s)
{
    struct event ev = {.kind = EVENT_SAID,
                       .code = s->channel >= 0 ? s->channel : (int32_t)ch->m.c.channel,
                       .ref = (uint32_t)s->answer,
                       .happened = s->when};

    return change_words(ch, &ev, WORDS_TEXT, s->words);
}

struct err *speak_add_note(struct change *ch, const struct speak *s)
{
    struct event ev = {.kind = EVENT_NOTE, .happened = s->when};

    return change_words(ch, &ev, WORDS_TEXT, s->words);
}

static struct err *speak(struct desk *d, int64_t id, const struct speak *s,
                         struct err *(*act)(struct change *, const struct speak *))
{
    struct speak_promised *made = NULL;
    struct change ch;
    struct err *e;

    if ((e = speak_promises(d, s, &made)) != NULL || (e = change_begin(d, &ch)) != NULL)
        goto out;
    if ((e = change_take(&ch, id)) == NULL && (e = act(&ch, s)) == NULL &&
        (e = speak_add_promises(&ch, s, made)) == NULL)
        e = change_settle(&ch);
    e = change_end(&ch, e);
out:
    free(made);
    return e;
}

static struct err *say_later(struct change *ch, const struct speak *s)
{
    struct speak then = *s;
    struct err *e = change_after_receipt(ch, &then.when);

    if (e == NULL)
        e = review_check_answer(ch, s->answer);
    return e != NULL ? e : speak_say(ch, &then);
}

/* What is written down later than it was said: before we resolved it told nobody that it was not. */
static struct err *hear_later(struct change *ch, const struct speak *s)
{
    struct event ev = {
        .kind = EVENT_HEARD, .code = s->channel >= 0 ? s->channel : typed_channel(ch), .happened = s->when};
    bool over = ch->m.c.status >= STATUS_RESOLVED && ch->m.c.resolved != INSTANT_NONE;
    bool before = over && s->when != INSTANT_NONE && s->when < ch->m.c.resolved;

    return before ? change_words(ch, &ev, WORDS_TEXT, s->words) : speak_hear(ch, s);
}

struct err *speak_heard(struct desk *d, int64_t id, const struct speak *s)
{
    return speak(d, id, s, hear_later);
}

struct err *speak_said(struct desk *d, int64_t id, const struct speak *s)
{
    return speak(d, id, s, say_later);
}

struct err *speak_note(struct desk *d, int64_t id, const struct speak *s)
{
    return speak(d, id, s, speak_add_note);
}
