#include "desk/mails.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/mail_place.h"
#include "desk/strike.h"
#include "rule/ref.h"
#include "store/db_event.h"
#include "store/db_words.h"

enum { PAGE = 64, PAGE_BYTES = 8 * 1024 * 1024 };

/* --- looking ----------------------------------------------------------------------------------------------------- */

struct page {
    struct mails_one one[PAGE];
    struct str raw[PAGE];
    size_t n;
};

/* Some of the mails of these numbers: as many as memory should hold at once.  One that was erased meanwhile is left
 * out. */
static struct err *load(struct desk *d, const int64_t *ids, size_t n, struct arena *a, struct page *p,
                        size_t *used)
{
    size_t bytes = 0;

    p->n = *used = 0;
    while (*used < n && bytes < PAGE_BYTES) {
        struct err *e = db_mail_get(d->db, ids[(*used)++], a, &p->one[p->n].mail, &p->raw[p->n]);
        if (e != NULL && e->code != ERR_NOINPUT)
            return e;
        if (e == NULL)
            bytes += p->raw[p->n++].n;
        err_free(e);
    }
    return NULL;
}

static struct err *visit_page(struct desk *d, struct mail_reader *reader, const int64_t *ids, size_t n,
                              mails_visit *visit, void *context, size_t *used)
{
    struct arena *a = arena_new();
    struct page *p = mem_zero(sizeof *p);
    struct err *e = load(d, ids, n, a, p, used);

    if (e == NULL)
        mail_read_give(reader, p->raw, p->n);
    for (size_t i = 0; i < p->n && e == NULL; i++)
        if ((e = mail_read_take(reader, a, &p->one[i].read)) == NULL)
            e = visit(context, &p->one[i]);
    if (e != NULL)
        mail_read_forget(reader);
    free(p);
    arena_free(a);
    return e;
}

struct err *mails_each(struct desk *d, enum db_mail_which which, int64_t as_of, mails_visit *visit,
                       void *context)
{
    struct mail_reader *reader = mail_read_open(d);
    int64_t ids[PAGE], after = 0;
    size_t n = 1, used;
    struct err *e = NULL;

    while (e == NULL && n > 0) {
        e = mail_place_ids(d->db, which, after, as_of, ids, PAGE, &n);
        if (e == NULL && n > 0 && (e = visit_page(d, reader, ids, n, visit, context, &used)) == NULL)
            after = ids[used - 1];
    }
    mail_read_close(reader);
    return e;
}

struct err *mails_get(struct desk *d, int64_t id, struct arena *a, struct mails_one *out)
{
    struct str raw;
    struct err *e = db_mail_get(d->db, id, a, &out->mail, &raw);

    if (e == NULL && (e = mail_read_one(d, raw, a, &out->read)) == NULL)
        out->read.arrived = out->mail.recorded;
    return e;
}

/* --- names ------------------------------------------------------------------------------------------------------- */

static struct err *none(struct str name)
{
    return err_new(ERR_NOINPUT, NULL, "no mail came with %.*s", (int)name.n, name.p);
}

static struct err *of_history(struct desk *d, const struct ref *ref, struct str name, struct arena *a,
                              int64_t **ids, size_t *n)
{
    struct event *ev;
    size_t all;
    struct err *e = db_event_list(d->db, ref->id, DB_NOW, a, &ev, &all);

    *ids = arena_alloc(a, (all + 1) * sizeof **ids);
    for (size_t i = 0; i < all && e == NULL; i++) {
        int64_t id = 0;
        if (ref->kind == REF_EVENT && ref->no != ev[i].no)
            continue;
        e = db_mail_at(d->db, ref->id, ev[i].no, &id);
        if (id != 0)
            (*ids)[(*n)++] = id;
    }
    return e == NULL && *n == 0 ? none(name) : e;
}

struct err *mails_named(struct desk *d, struct str name, struct arena *a, int64_t **ids, size_t *n)
{
    struct ref ref;
    long long id;
    struct err *e;

    *n = 0;
    if (name.n > 1 && name.p[0] == 'm' && str_number((struct str){name.p + 1, name.n - 1}, REF_ID_MAX, &id)) {
        *ids = arena_alloc(a, sizeof **ids);
        (*ids)[(*n)++] = id;
        return NULL;
    }
    if ((e = ref_parse(name, &ref)) != NULL || (ref.kind != REF_COMPLAINT && ref.kind != REF_EVENT)) {
        err_free(e);
        return err_new(ERR_USAGE, NULL, "'%.*s' names no mail; m17, 42 or 42@1 does", (int)name.n, name.p);
    }
    return of_history(d, &ref, name, a, ids, n);
}

/* --- made anew --------------------------------------------------------------------------------------------------- */

/* It was read while others could write. */
static struct err *still(struct change *ch, const struct db_mail *m)
{
    struct db_mail now;
    struct str raw;
    struct err *e = db_mail_get(ch->desk->db, m->id, ch->arena, &now, &raw);

    if (e == NULL && (now.of != m->of || now.no != m->no))
        e = err_new(ERR_TEMP, NULL, "m%lld was dealt with by somebody else just now", (long long)m->id);
    return e;
}

/* What it was stays in the store, for the past; what it is now has a row of its own when it has another place. */
static struct err *keep(struct change *ch, const struct mails_one *one, struct inbox_taken *at)
{
    struct db *db = ch->desk->db;
    const struct mail_in *in = &one->read.in;
    struct db_mail was = one->mail, is = one->mail;
    struct err *e;

    is.of = at->complaint;
    is.no = at->complaint != 0 ? at->event : 0;
    is.class = (int)in->class;
    is.partial = one->read.partial;
    at->mail = was.id;
    bool moved = is.of != was.of || is.no != was.no;
    struct db_mail *known =
        moved ? &was : &is; /* the name and digest are of the bytes, whoever can read them */
    known->message_id = in->message_id;
    memcpy(known->digest, in->digest, DB_DIGEST);
    if ((e = db_mail_put(db, known)) != NULL || !moved)
        return e;
    return db_mail_again(db, &is, &at->mail);
}

static struct err *is_persons(struct change *ch, const struct db_mail *m)
{
    int64_t in = m->class == MAIL_PERSON ? m->of : 0;
    struct err *e = in != 0 ? NULL : mail_place_since(ch->desk->db, m, DB_NOW, ch->arena, &in);

    if (e != NULL || in == 0)
        return e;
    return err_new(ERR_DATA, NULL, "m%lld is a person's mail already, in complaint %lld", (long long)m->id,
                   (long long)in);
}

static struct err *accept(struct change *ch, struct mails_one *one, int64_t to, struct inbox_taken *out)
{
    struct err *e;

    one->read.in.class = MAIL_PERSON;
    if ((e = still(ch, &one->mail)) != NULL || (e = is_persons(ch, &one->mail)) != NULL)
        return e;
    e = to != 0 ? inbox_join(ch, &one->read, to, out) : inbox_place(ch, &one->read, out);
    if (e == NULL && out->unplaced)
        e = err_new(ERR_DATA, NULL, "m%lld is a colleague's; --to REF says which complaint it belongs to",
                    (long long)one->mail.id);
    return e != NULL ? e : keep(ch, one, out);
}

struct err *mails_accept(struct desk *d, int64_t id, int64_t to, struct inbox_taken *out)
{
    struct arena *a = arena_new();
    struct mails_one one = {0};
    struct change ch;
    struct err *e = mails_get(d, id, a, &one);

    *out = (struct inbox_taken){0};
    if (e == NULL && (e = change_begin(d, &ch)) == NULL) {
        e = accept(&ch, &one, to, out);
        e = change_end(&ch, e);
    }
    out->partial = one.read.partial;
    arena_free(a);
    return e;
}

/* What stands in the history of it, and whether anybody did anything with a complaint that it began. */
struct standing {
    struct str words;
    bool worked;
    bool ours; /* a letter of ours: handed out to be sent, or known to be */
};

static struct err *look(struct change *ch, const struct db_mail *m, struct standing *out)
{
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(ch->desk->db, m->of, DB_NOW, ch->arena, &ev, &n);

    *out = (struct standing){0};
    if (e != NULL || m->no == 0 || m->no > n)
        return e;
    for (size_t i = 1; i < n; i++)
        out->worked =
            out->worked || (ev[i].seq != ev[0].seq && (ev[i].flags & (EVENT_IMPLIED | EVENT_AUTO)) == 0);
    out->ours = ev[m->no - 1].kind == EVENT_HANDED || (ev[m->no - 1].kind == EVENT_SAID && !m->partial);
    return db_words_get(ch->desk->db, ev[m->no - 1].words, ch->arena, &out->words, NULL);
}

/* It begins or joins what it should have, and the complaint that it had begun is void. */
static struct err *begin_again(struct change *ch, struct mails_one *one, struct inbox_taken *out)
{
    struct err *e = inbox_place(ch, &one->read, out);

    if (e != NULL || (e = keep(ch, one, out)) != NULL || one->mail.of == 0)
        return e;
    char *why = out->complaint != 0
                    ? mem_printf("read again: it is %lld", (long long)out->complaint)
                    : mem_printf("read again: it is a machine's mail, m%lld", (long long)out->mail);
    e = strike_in(ch, one->mail.of, 1, str_of(why));
    free(why);
    return e;
}

/* Its words stand instead of those before; first words cannot be taken away, so they stay beside them. */
static struct err *replace(struct change *ch, struct mails_one *one, struct inbox_taken *out)
{
    struct err *e = one->mail.no > 1 ? strike_in(ch, one->mail.of, one->mail.no, str_of("read again")) : NULL;

    if (e == NULL)
        e = inbox_join(ch, &one->read, one->mail.of, out);
    return e != NULL ? e : keep(ch, one, out);
}

/* What was made of it once more is not made again. */
static struct err *in_place(struct change *ch, const struct db_mail *m)
{
    int64_t since = 0;
    struct err *e = still(ch, m);

    if (e == NULL)
        e = mail_place_since(ch->desk->db, m, DB_NOW, ch->arena, &since);
    if (e == NULL && since != 0)
        e = err_new(ERR_DATA, NULL, "m%lld stands in complaint %lld since it was read again",
                    (long long)m->id, (long long)since);
    return e;
}

static struct err *reread(struct change *ch, struct mails_one *one, struct inbox_taken *out, bool *changed)
{
    struct standing now = {0};
    struct err *e = in_place(ch, &one->mail);

    if (e == NULL && one->mail.of > 0)
        e = look(ch, &one->mail, &now);
    if (e != NULL)
        return e;
    bool same = one->mail.of > 0 && str_eq(now.words, inbox_words(&one->read));
    *out = (struct inbox_taken){
        .complaint = one->mail.of > 0 ? one->mail.of : 0, .event = one->mail.no, .mail = one->mail.id};
    out->ours = now.ours;
    if (now.ours)
        *changed = false;
    else if (same || (one->mail.class != MAIL_PERSON && one->read.in.class != MAIL_PERSON))
        *changed = one->read.partial != one->mail.partial;
    else
        return now.worked || one->mail.no > 1 ? replace(ch, one, out) : begin_again(ch, one, out);
    return *changed ? keep(ch, one, out) : NULL;
}

struct err *mails_reread(struct desk *d, int64_t id, struct inbox_taken *out, bool *changed)
{
    struct arena *a = arena_new();
    struct mails_one one = {0};
    struct change ch;
    struct err *e = mails_get(d, id, a, &one);

    *out = (struct inbox_taken){0};
    *changed = true;
    if (e == NULL && (e = change_begin(d, &ch)) == NULL) {
        e = reread(&ch, &one, out, changed);
        if (e == NULL && !*changed)
            change_abort(&ch);
        else
            e = change_end(&ch, e);
    }
    out->partial = one.read.partial;
    arena_free(a);
    return e;
}
