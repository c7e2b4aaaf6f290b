#include "desk/inbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/attach.h"
#include "desk/change.h"
#include "desk/mail_place.h"
#include "desk/mail_read.h"
#include "desk/praise.h"
#include "desk/speak.h"
#include "desk/thread.h"
#include "desk/who.h"
#include "form/mailjson.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_mail.h"

enum {
    DATE_TRUST = 14 * 86400,
    SAME_ADDRESS = 16 /* customers of one address that are looked at */
};

/* The words that are kept as what the customer said: their text; a letter without any is its subject. */
struct str inbox_words(const struct mail_read *l)
{
    if (str_trim(l->in.text).n > 0)
        return l->in.text;
    if (str_trim(l->in.subject).n > 0)
        return l->in.subject;
    return str_of("(a mail without words)");
}

/* The sender's date, where it can be true: a clock that is ahead or a year behind must not move a deadline. */
static instant date_of(const struct change *ch, const struct mail_read *l)
{
    instant came = l->arrived != INSTANT_NONE ? l->arrived : ch->recorded, t = l->in.date;

    return t != INSTANT_NONE && t <= came && t >= came - DATE_TRUST ? t : l->arrived;
}

static void sender(const struct mail_read *l, struct who *who)
{
    *who = (struct who){.name = l->in.from.name, .address = l->in.from.address, .kind = ADDRESS_EMAIL};
}

/* Two strangers of whom nothing is known are not the same one. */
static struct err *sender_make(struct change *ch, const struct mail_read *l, int64_t *customer)
{
    static const char nobody[] = "unknown sender";
    struct who who;

    sender(l, &who);
    who.name = who_cut(who.name);
    if (who.address.n > 0 || (who.name.n > 0 && !str_is(who.name, nobody)))
        return who_make(ch, &who, false, customer);
    who.name = str_of(nobody);
    return who_new(ch, &who, customer);
}

/* Whether this very message came before; its place then.  One that could not be read has no digest, and its name alone
 * does not make it the same. */
static struct err *came_before(struct change *ch, const struct mail_read *l, struct inbox_taken *out)
{
    static const unsigned char none[DB_DIGEST];
    struct db_mail m = {0};
    int64_t id;

    if (memcmp(l->in.digest, none, DB_DIGEST) == 0)
        return NULL;
    struct err *e = db_mail_same(ch->desk->db, l->in.message_id, l->in.digest, &id);
    if (e != NULL || id == 0 || (e = mail_place_now(ch->desk->db, id, ch->arena, &m)) != NULL)
        return e;
    out->again = true;
    out->complaint = m.of > 0 ? m.of : 0;
    out->event = m.no;
    return NULL;
}

static struct err *begin_new(struct change *ch, const struct mail_read *l, int64_t earlier,
                             struct inbox_taken *out)
{
    struct speak_new n = {.first = {.words = inbox_words(l), .channel = CHANNEL_MAIL, .when = date_of(ch, l)},
                          .subject = l->in.subject};
    int64_t customer;
    struct err *e;

    if ((e = sender_make(ch, l, &customer)) != NULL ||
        (e = speak_open(ch, &n, customer, &out->complaint)) != NULL)
        return e;
    out->fresh = true;
    out->event = 1;
    if (earlier == 0)
        return NULL;
    struct event note = {.kind = EVENT_NOTE, .flags = EVENT_IMPLIED, .happened = INSTANT_NONE};
    char *text = mem_printf("answers %lld, which was closed", (long long)earlier);
    e = change_words(ch, &note, WORDS_TEXT, str_of(text));
    free(text);
    return e;
}

static bool too_old(const struct change *ch)
{
    const struct complaint *c = &ch->m.c;

    return c->voided || (c->status == STATUS_CLOSED && ch->recorded - c->closed > ch->desk->policy->reopen);
}

/* An answer by a colleague, who sent the desk a copy: it is ours, and meets the response deadline. */
static bool is_ours(const struct change *ch, const struct mail_read *l)
{
    return policy_person_at(ch->desk->policy, l->in.from.address) != NULL;
}

/* Anybody can name a message that they saw.  Words of somebody who is not known as this customer join all the same,
 * since people write from other addresses and have colleagues; the history says who it was. */
static struct err *name_stranger(struct change *ch, const struct mail_read *l, uint32_t no)
{
    struct event note = {.kind = EVENT_NOTE, .flags = EVENT_IMPLIED, .happened = INSTANT_NONE};
    struct str from = l->in.from.address;
    bool known;
    struct err *e;

    if (from.n == 0)
        return NULL;
    if ((e = thread_knows(ch, &ch->m.c, from, &known)) != NULL || known)
        return e;
    char *text = mem_printf("@%u came from %.*s, which is no address of c%lld", no, (int)from.n, from.p,
                            (long long)ch->m.c.customer);
    e = change_words(ch, &note, WORDS_TEXT, str_of(text));
    free(text);
    return e;
}

static bool is_praise(struct change *ch, const struct mail_read *l)
{
    return praise_is(ch, inbox_words(l), l->in.from.name, l->in.from.address);
}

/* The complaint whose letter came back: a bounce encloses the head of what it could not deliver, with our Message-ID.
 * So many names that look like ours are looked up. */
enum { RETURNED = 8 };
static struct err *find_returned(struct change *ch, struct str raw, int64_t *complaint)
{
    static const char ours[] = "<cust.";
    struct db_mail *found;
    size_t tries = 0, n = 0;
    struct err *e = NULL;

    *complaint = 0;
    for (size_t i = 0; i + sizeof ours < raw.n && tries < RETURNED && *complaint == 0 && e == NULL; i++) {
        struct str rest = {raw.p + i + 1, raw.n - i - 1}, id;
        if (memcmp(raw.p + i, ours, sizeof ours - 1) != 0)
            continue;
        tries++;
        str_cut(&rest, '>', &id);
        e = rest.p != NULL ? db_mail_find(ch->desk->db, id, ch->arena, &found, &n) : NULL;
        for (size_t k = 0; e == NULL && k < n; k++)
            if (found[k].of > 0)
                *complaint = found[k].of;
    }
    return e;
}

/* What no person wrote is no complaint and no answer; but where a letter of ours came back from, people have to know. */
static struct err *place_automatic(struct change *ch, const struct mail_read *l, struct inbox_taken *out)
{
    struct event note = {.kind = EVENT_NOTE, .flags = EVENT_IMPLIED, .happened = INSTANT_NONE};
    bool bounce = l->in.class == MAIL_BOUNCE;
    int64_t of = 0;
    struct err *e = NULL;

    if (l->in.class == MAIL_LIST)
        return NULL;
    if ((e = thread_find(ch, &l->in, &of)) != NULL ||
        (of == 0 && bounce && (e = find_returned(ch, l->raw, &of)) != NULL) || of == 0 ||
        (e = change_take(ch, of)) != NULL)
        return e;
    out->complaint = of;
    out->event = ch->m.c.events + 1;
    char *text = mem_printf("%s came back: %.*s", bounce ? "a bounce" : "an automatic answer",
                            (int)l->in.subject.n, l->in.subject.p);
    e = change_words(ch, &note, WORDS_TEXT, str_of(text));
    free(text);
    return e != NULL ? e : change_settle(ch);
}

/* A list of ours that signs mail with its own address names the writer in Reply-To, and as "Jane Doe via Support". */
static void real_sender(struct mail_read *l)
{
    static const char via[] = " via ";
    struct str name = l->in.from.name;

    if (l->in.reply_to.address.n == 0 || str_eq(l->in.reply_to.address, l->in.from.address))
        return;
    for (size_t i = 0; i + sizeof via - 1 <= name.n; i++) {
        if (memcmp(name.p + i, via, sizeof via - 1) != 0)
            continue;
        l->in.from = l->in.reply_to;
        if (l->in.from.name.n == 0)
            l->in.from.name = (struct str){name.p, i};
        return;
    }
}

/* What comes by a list of our own is a customer's. */
static void own_list(const struct change *ch, struct mail_read *l)
{
    if (l->in.class != MAIL_LIST || !policy_list_ours(ch->desk->policy, l->in.list_id))
        return;
    l->in.class = MAIL_PERSON;
    real_sender(l);
}

struct err *inbox_join(struct change *ch, const struct mail_read *l, int64_t id, struct inbox_taken *out)
{
    struct speak s = {.words = inbox_words(l), .channel = CHANNEL_MAIL, .when = date_of(ch, l)};
    struct err *e = change_take(ch, id);

    if (e != NULL)
        return e;
    out->complaint = id;
    out->event = ch->m.c.events + 1;
    if (s.when != INSTANT_NONE && s.when < ch->m.c.received) /* no answer comes before what it answers */
        s.when = INSTANT_NONE;
    bool ours = is_ours(ch, l);
    if ((e = ours               ? speak_say(ch, &s)
             : is_praise(ch, l) ? praise_keep(ch, s.words, s.channel, s.when)
                                : speak_hear(ch, &s)) != NULL ||
        (e = name_stranger(ch, l, out->event)) != NULL ||
        (e = attach_parts(ch, out->event, l->in.attachments, l->in.n_attachments)) != NULL)
        return e;
    return change_settle(ch);
}

/* Whether it goes on in the complaint in hand. */
static bool goes_on(struct change *ch, const struct mail_read *l)
{
    return !too_old(ch) || is_ours(ch, l) || is_praise(ch, l);
}

/* The open matters of whom a letter is to, until there are two: *n. */
static struct err *matters_of(struct change *ch, struct str address, int64_t *one, size_t *n)
{
    int64_t ids[SAME_ADDRESS], *open;
    size_t nids, nopen;
    struct err *e = db_customer_find(ch->desk->db, ADDRESS_EMAIL, address, ids, SAME_ADDRESS, &nids);

    for (size_t i = 0; i < nids && i < SAME_ADDRESS && e == NULL; i++) {
        if ((e = db_complaint_of_customer(ch->desk->db, ids[i], true, ch->arena, &open, &nopen)) != NULL)
            break;
        for (size_t k = 0; k < nopen && *n < 2; k++)
            if (*n == 0 || open[k] != *one) {
                *one = open[k];
                ++*n;
            }
    }
    return e;
}

/* A colleague's letter that answers nothing is no complaint of theirs: what else it may be, people say. */
static struct err *place_ours(struct change *ch, const struct mail_read *l, struct inbox_taken *out)
{
    int64_t id = 0;
    size_t n = 0;
    struct err *e = NULL;

    for (size_t i = 0; i < l->in.n_to && e == NULL; i++)
        if (l->in.to[i].address.n > 0 && policy_person_at(ch->desk->policy, l->in.to[i].address) == NULL)
            e = matters_of(ch, l->in.to[i].address, &id, &n);
    if (e == NULL && n == 1)
        return inbox_join(ch, l, id, out);
    out->unplaced = e == NULL;
    return e;
}

struct err *inbox_place(struct change *ch, struct mail_read *l, struct inbox_taken *out)
{
    int64_t thread;
    struct err *e;

    own_list(ch, l);
    if (l->in.class != MAIL_PERSON)
        return place_automatic(ch, l, out);
    if ((e = thread_find(ch, &l->in, &thread)) != NULL)
        return e;
    if (thread != 0 && (e = change_take(ch, thread)) != NULL)
        return e;
    if (thread != 0 && goes_on(ch, l))
        return inbox_join(ch, l, thread, out);
    if (is_ours(ch, l))
        return place_ours(ch, l, out);
    if ((e = begin_new(ch, l, thread, out)) != NULL ||
        (e = attach_parts(ch, 1, l->in.attachments, l->in.n_attachments)) != NULL)
        return e;
    return change_settle(ch);
}

static struct err *keep(struct change *ch, const struct mail_read *l, const struct inbox_taken *at)
{
    struct db_mail m = {.of = at->complaint,
                        .no = at->event,
                        .message_id = l->in.message_id,
                        .class = (int)l->in.class,
                        .partial = l->partial};

    memcpy(m.digest, l->in.digest, DB_DIGEST);
    return db_mail_add(ch->desk->db, &m, ch->seq, l->raw);
}

bool inbox_blank(struct str raw)
{
    return str_trim(raw).n == 0;
}

/* One letter into the open transaction; nothing is written when it came before. */
static struct err *take(struct change *ch, struct mail_read *l, struct inbox_taken *out)
{
    struct err *e = came_before(ch, l, out);

    if (e == NULL && !out->again && (e = inbox_place(ch, l, out)) == NULL)
        e = keep(ch, l, out);
    out->partial = l->partial;
    out->flags = l->in.flags;
    return e;
}

static struct err *store(struct desk *d, struct mail_read *l, size_t n, struct inbox_taken *out)
{
    struct change ch;
    bool written = false;
    struct err *e = change_begin(d, &ch);

    for (size_t i = 0; i < n; i++)
        out[i] = (struct inbox_taken){0};
    if (e != NULL)
        return e;
    for (size_t i = 0; i < n && e == NULL; i++) {
        e = take(&ch, &l[i], &out[i]);
        written = written || !out[i].again;
    }
    if (e != NULL || written)
        return change_end(&ch, e);
    change_abort(&ch);
    return NULL;
}

struct err *inbox_take(struct desk *d, struct str raw, struct inbox_taken *out)
{
    struct arena *a = arena_new();
    struct mail_read l;
    struct err *e = inbox_blank(raw) ? err_new(ERR_TEMP, NULL, "the message is empty; nothing was kept")
                                     : mail_read_one(d, raw, a, &l);

    if (e == NULL)
        e = store(d, &l, 1, out);
    arena_free(a);
    return e;
}

/* --- a sweep ----------------------------------------------------------------------------------------------------- */

struct inbox {
    struct desk *desk;
    struct mail_reader *reader;
    struct arena *arena; /* of the texts of those that are read */
    struct mail_read *read;
    size_t given, n, cap; /* n are read */
};

struct inbox *inbox_open(struct desk *d)
{
    struct inbox *in = mem_zero(sizeof *in);

    in->desk = d;
    in->reader = mail_read_open(d);
    in->arena = arena_new();
    return in;
}

void inbox_give(struct inbox *in, const struct str *raw, size_t n)
{
    mail_read_give(in->reader, raw, n);
    in->given = n;
}

struct err *inbox_read(struct inbox *in)
{
    struct err *e = NULL;

    arena_reset(in->arena);
    in->read = mem_grow(in->read, &in->cap, in->given + 1, sizeof *in->read);
    for (size_t i = 0; i < in->given && e == NULL; i++)
        e = mail_read_take(in->reader, in->arena, &in->read[i]);
    in->n = e == NULL ? in->given : 0;
    in->given = 0;
    if (e != NULL)
        mail_read_forget(in->reader);
    return e;
}

struct err *inbox_store(struct inbox *in, struct inbox_taken *out)
{
    return store(in->desk, in->read, in->n, out);
}

void inbox_close(struct inbox *in)
{
    if (in == NULL)
        return;
    mail_read_close(in->reader);
    arena_free(in->arena);
    free(in->read);
    free(in);
}
