#include "desk/notice.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/civil.h"
#include "desk/change.h"
#include "desk/ladder.h"
#include "desk/mailbox.h"
#include "desk/outbox.h"
#include "desk/owed.h"
#include "desk/remind.h"
#include "desk/remind_lock.h"
#include "desk/reply.h"
#include "judge/letter.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_mail.h"
#include "store/db_remind.h"

enum { PAGE = 256 };

/* --- whether ------------------------------------------------------------------------------------------------------ */

/* Whether any letter can ever go. */
static bool names_letters(const struct policy *p)
{
    if (p->check.letter[0] != '\0')
        return true;
    for (size_t i = 0; i < p->nladders; i++)
        for (size_t k = 0; k < p->ladders[i].nrungs; k++)
            if (p->ladders[i].rungs[k].letter[0] != '\0')
                return true;
    return false;
}

static struct err *letter_of(struct desk *d, const struct followup *f, struct arena *a,
                             const struct policy_letter **out)
{
    const char *name = "";
    struct str words;
    struct err *e;

    *out = NULL;
    if (f->of < 0 || f->state != STATE_OPEN)
        return NULL;
    if (f->kind == KIND_CHECK)
        name = d->policy->check.letter;
    if (f->kind == KIND_ESCALATION) {
        if ((e = db_words_get(d->db, f->words, a, &words, NULL)) != NULL)
            return e;
        const struct policy_rung *r = ladder_rung(d->policy, words);
        name = r != NULL ? r->letter : "";
    }
    *out = name[0] != '\0' ? policy_letter(d->policy, str_of(name)) : NULL;
    return NULL;
}

/* The state in which the letter makes sense. */
static bool fits(const struct complaint *c, const struct followup *f)
{
    return f->kind == KIND_CHECK ? c->status == STATUS_RESOLVED : c->status < STATUS_RESOLVED;
}

static struct err *find_address(struct desk *d, int64_t customer, struct arena *a, struct notice *out)
{
    struct db_address *known;
    size_t n;
    struct err *e = db_customer_addresses(d->db, customer, a, &known, &n);

    out->to = str_of("");
    for (size_t i = 0; e == NULL && i < n && out->to.n == 0; i++)
        if (known[i].kind == ADDRESS_EMAIL)
            out->to = mailbox_line(a, known[i].text);
    if (e == NULL && out->to.n == 0)
        out->why = "they have no mail address";
    else if (e == NULL && mailbox_is_automatic(out->to))
        out->why = "nobody reads their address";
    return e;
}

/* Sets out->why when no letter may go to them. */
static struct err *may_go(struct desk *d, const struct complaint *c, struct arena *a, struct notice *out)
{
    struct db_complaint_field *fields;
    struct db_customer customer;
    int64_t automatic = 0;
    size_t n;
    struct err *e;

    if ((e = db_customer_get(d->db, c->customer, &customer)) != NULL ||
        (e = db_complaint_fields(d->db, c->id, a, &fields, &n)) != NULL ||
        (e = db_mail_automatic(d->db, c->id, &automatic)) != NULL ||
        (e = find_address(d, c->customer, a, out)) != NULL)
        return e;
    for (size_t i = 0; i < n; i++)
        out->why = fields[i].field == FIELD_HOLD       ? "the complaint is under hold"
                   : fields[i].field == FIELD_DISPUTED ? "the invoice is disputed"
                                                       : out->why;
    if (automatic > 0)
        out->why = "only a bounce or an automatic answer came back";
    if (customer.erased)
        out->why = "the customer is erased";
    return NULL;
}

/* --- what --------------------------------------------------------------------------------------------------------- */

static struct str day_text(struct arena *a, int64_t day)
{
    char date[CIVIL_SIZE];

    return str_of(arena_strdup(a, civil_format_date(day, date)));
}

enum { VALUES = 15 };

static struct err *gather_values(struct desk *d, const struct db_line *l, struct arena *a,
                                 struct letter_value out[VALUES], const char **why)
{
    struct owed o;
    struct err *e = owed_get(d, l->c.id, DB_NOW, d->place->now, a, &o);
    const struct str none = str_of("");

    if (e != NULL)
        return e;
    if (o.known && l->c.status < STATUS_RESOLVED)
        *why = o.sum.days == 0   ? "the invoice is not late"
               : o.sum.left == 0 ? "only interest and fixed sum are open"
                                 : NULL;
    const struct letter_value all[VALUES] = {
        {"name", mailbox_called(a, l->customer)},
        {"subject", mailbox_line(a, l->subject)},
        {"desk", str_of(d->policy->desk)},
        {"ref", str_of(arena_printf(a, "%lld", (long long)l->c.id))},
        {"today", day_text(a, o.today)},
        {"invoice", o.known ? mailbox_line(a, o.invoice) : none},
        {"amount", o.known ? owed_money(&o, o.debt.amount, a) : none},
        {"due", o.known && o.has_due ? day_text(a, o.debt.due) : none},
        {"paid", o.known ? owed_money(&o, o.sum.paid, a) : none},
        {"left", o.known ? owed_money(&o, o.sum.left, a) : none},
        {"interest", o.known ? owed_money(&o, o.sum.interest, a) : none},
        {"fixed", o.known ? owed_money(&o, o.sum.fixed, a) : none},
        {"sum", o.known ? owed_sum(&o, a) : none},
        {"owed", o.known ? owed_money(&o, o.sum.owed, a) : none},
        {"days", o.known && o.has_due ? str_of(arena_printf(a, "%lld", (long long)o.sum.days)) : none},
    };
    memcpy(out, all, sizeof all);
    return NULL;
}

static struct str written(const struct policy_letter *p, const struct letter *l, const char *desk,
                          struct arena *a)
{
    struct buf b = {0};

    for (size_t i = 0; i < p->nsay; i++) {
        buf_adds(&b, i > 0 ? "\n" : "");
        letter_paragraph(l, p->say[i], &b);
    }
    buf_printf(&b, "%s\n", desk);
    struct str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static struct str headed(const struct policy_letter *p, const struct letter *l, int64_t id, struct arena *a)
{
    struct buf b = {0};

    letter_line(l, p->subject, &b);
    buf_printf(&b, " [cust #%lld]", (long long)id);
    struct str out = mailbox_line(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static struct err *make(struct desk *d, const struct db_line *line, struct arena *a, struct notice *out)
{
    struct letter_value values[VALUES];
    struct letter l = {.values = values, .nvalues = VALUES};
    struct buf to = {0};
    size_t off, len;
    struct err *e = gather_values(d, line, a, values, &out->why);

    if (e != NULL || out->why != NULL)
        return e;
    mailbox_write(mailbox_line(a, line->customer), out->to, &to);
    out->text = (struct drafttext){.to = arena_str(a, buf_str(&to)),
                                   .subject = headed(out->letter, &l, line->c.id, a),
                                   .body = written(out->letter, &l, d->policy->desk, a)};
    buf_free(&to);
    if (letter_gap(out->text.body, &off, &len))
        out->why = arena_printf(a, "it needs %.*s", (int)len, out->text.body.p + off);
    else if (letter_gap(out->text.subject, &off, &len))
        out->why = arena_printf(a, "it needs %.*s", (int)len, out->text.subject.p + off);
    return NULL;
}

struct err *notice_look(struct desk *d, const struct followup *f, struct arena *a, struct notice *out)
{
    struct db_line line;
    struct err *e;

    *out = (struct notice){.letter = NULL};
    if ((e = letter_of(d, f, a, &out->letter)) != NULL || out->letter == NULL ||
        (e = db_list_line(d->db, f->of, DB_NOW, a, &line)) != NULL)
        return e;
    if (!fits(&line.c, f)) {
        out->letter = NULL;
        return NULL;
    }
    if ((e = may_go(d, &line.c, a, out)) != NULL || out->why != NULL)
        return e;
    uint32_t first = 0;
    if ((e = make(d, &line, a, out)) == NULL && out->why == NULL &&
        (e = ladder_earlier(d, f, a, &first)) == NULL && first != 0)
        out->why = arena_printf(a, "%lld/%u comes first and is not done", (long long)f->of, first);
    return e;
}

bool notice_waits(const struct desk *d, const struct followup *f)
{
    return f->kind == KIND_CHECK && d->policy->check.letter[0] != '\0' && f->due > d->place->now;
}

struct err *notice_tell(struct desk *d, struct db_due *row, struct arena *a)
{
    struct notice n;
    struct err *e = notice_look(d, &row->f, a, &n);

    if (e != NULL || n.letter == NULL)
        return e;
    struct str text = row->text;
    if (n.why != NULL)
        row->text =
            str_of(arena_printf(a, "[no letter %s: %s] %.*s", n.letter->name, n.why, (int)text.n, text.p));
    else
        row->text = str_of(arena_printf(a, "[letter %s to %.*s] %.*s", n.letter->name, (int)n.to.n, n.to.p,
                                        (int)text.n, text.p));
    return NULL;
}

/* --- sending ------------------------------------------------------------------------------------------------------ */

/* Of the same due time of the same follow-up the same, so that the message is found again after a crash. */
static struct err *message_id(struct desk *d, const struct db_reminder *r, struct arena *a, struct str *out)
{
    const char *at = strrchr(d->policy->address, '@');
    struct str identity;
    struct err *e = db_identity(d->db, a, &identity);

    if (e == NULL)
        *out = str_of(arena_printf(a, "cust.notice.%lld.%u.%u.%.*s@%s", (long long)r->f.of, r->f.no, r->step,
                                   (int)identity.n, identity.p, at != NULL ? at + 1 : "cust.invalid"));
    return e;
}

/* Whether the follow-up of the complaint in hand is still what it was when it was looked at. */
static bool stands(const struct change *ch, const struct db_reminder *r)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].no == r->f.no)
            return ch->m.f[i].state == STATE_OPEN && ch->m.f[i].moved == r->step && fits(&ch->m.c, &r->f);
    return false;
}

/* Kept as handed out, with its message, before anything leaves; *no is 0 when it has become needless. */
static struct err *hand_out(struct desk *d, struct db_reminder *r, const struct notice *n, struct db_mail *m,
                            struct str message, uint32_t *no)
{
    struct event ev = {
        .kind = EVENT_HANDED, .flags = EVENT_AUTO, .code = CHANNEL_MAIL, .happened = INSTANT_NONE};
    struct change ch;
    bool claimed = false;
    struct err *e = change_begin(d, &ch);

    *no = 0;
    if (e != NULL)
        return e;
    if ((e = change_take(&ch, r->f.of)) == NULL && stands(&ch, r) &&
        (e = db_remind_claim(d->db, r, REMIND_LETTER, ch.seq, ch.recorded, &claimed)) == NULL && claimed &&
        (e = change_words(&ch, &ev, WORDS_TEXT, n->text.body)) == NULL) {
        m->of = r->f.of;
        m->no = *no = ev.no;
        if ((e = db_mail_add(d->db, m, ch.seq, message)) == NULL)
            e = change_settle(&ch);
    }
    return change_end(&ch, e);
}

/* It has left: the mark, the step behind it, and the follow-up is done. */
static struct err *finish(struct desk *d, const struct db_reminder *r, bool done)
{
    struct event ev = {.kind = EVENT_DONE, .flags = EVENT_AUTO, .ref = r->f.no, .happened = INSTANT_NONE};
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    if ((e = db_remind_mark(d->db, r, REMIND_LETTER, ch.recorded)) == NULL && done &&
        (e = ladder_told(&ch, &r->f)) == NULL && (e = change_take(&ch, r->f.of)) == NULL && stands(&ch, r) &&
        (e = change_event(&ch, &ev)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

static struct err *was_said(struct desk *d, int64_t id, uint32_t letter, struct arena *a, bool *said)
{
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(d->db, id, DB_NOW, a, &ev, &n);

    *said = false;
    for (size_t i = 0; e == NULL && i < n; i++)
        *said = *said || (ev[i].kind == EVENT_SAID && ev[i].num == letter);
    return e;
}

/* The due time of an open follow-up that this letter is for; *found is false when there is none any more. */
static struct err *find_cause(struct desk *d, subject of, struct str id, struct arena *a,
                              struct followup *out, bool *found)
{
    struct followup *f;
    size_t n;
    struct err *e = db_complaint_followup_list(d->db, of, true, DB_NOW, a, &f, &n);

    *found = false;
    for (size_t i = 0; i < n && e == NULL && !*found; i++) {
        struct db_reminder r = {.f = f[i], .step = f[i].moved};
        struct str its;
        if ((e = message_id(d, &r, a, &its)) == NULL && str_eq(its, id)) {
            *out = f[i];
            *found = true;
        }
    }
    return e;
}

/* Why the desk would not write to the customer now, because of this follow-up. */
static struct err *why_not(struct desk *d, const struct followup *f, struct arena *a, const char **why)
{
    struct notice n;
    struct err *e = notice_look(d, f, a, &n);

    if (e == NULL)
        *why = n.letter != NULL ? n.why : "it fits the complaint no more, or policy names it no more";
    return e;
}

struct err *notice_still(struct desk *d, subject of, uint32_t no, struct arena *a, const char **why)
{
    struct followup f;
    struct event ev;
    struct db_mail m;
    struct str raw;
    int64_t id = 0;
    bool found = false;
    struct err *e = db_event_get(d->db, of, no, &ev);

    *why = NULL;
    if (e != NULL || ev.kind != EVENT_HANDED || (ev.flags & EVENT_AUTO) == 0 ||
        (e = db_mail_at(d->db, of, no, &id)) != NULL || id == 0 ||
        (e = db_mail_get(d->db, id, a, &m, &raw)) != NULL ||
        (e = find_cause(d, of, m.message_id, a, &f, &found)) != NULL)
        return e;
    if (found)
        return why_not(d, &f, a, why);
    *why = "what it was for is done, or has another time";
    return NULL;
}

/* Hands it to sendmail, or finds that this was done.  *over: nothing more is to be tried; *gone: it was said.  What may
 * not leave any more is left to outbox_flush(), which takes it away. */
static struct err *leave(struct desk *d, const struct notice_job *job, subject of, uint32_t no,
                         struct arena *a, bool *over, bool *gone)
{
    enum outbox_place at = outbox_look(d, of, no);
    struct str message;
    const char *why = NULL;
    struct err *e = was_said(d, of, no, a, gone);

    *over = at == OUTBOX_REFUSED || *gone;
    if (e != NULL || *over || (e = notice_still(d, of, no, a, &why)) != NULL || why != NULL)
        return e;
    if (at == OUTBOX_NOT_THERE && ((e = db_mail_raw(d->db, of, no, a, &message)) != NULL ||
                                   (e = outbox_put(d, of, no, message)) != NULL))
        return e;
    if ((e = outbox_send(d, job->env, of, no)) == NULL)
        e = was_said(d, of, no, a, gone); /* or it is in the hands of another */
    else
        *over = e->code == ERR_DATA;
    *over = *over || *gone;
    return e;
}

/* The event that holds the letter of this due time; 0: there is none yet. */
static struct err *kept(struct desk *d, const struct db_reminder *r, struct str id, struct arena *a,
                        uint32_t *no)
{
    struct db_mail *found;
    size_t n;
    struct err *e = db_mail_find(d->db, id, a, &found, &n);

    *no = 0;
    for (size_t i = 0; e == NULL && i < n; i++)
        if (found[i].of == r->f.of)
            *no = found[i].no;
    return e;
}

static struct err *write_letter(struct desk *d, const struct notice_job *job, struct db_reminder *r,
                                struct str id, struct arena *a, uint32_t *no)
{
    struct notice n;
    struct db_mail m = {0};
    struct str message;
    struct err *e = notice_look(d, &r->f, a, &n);

    if (e != NULL || n.letter == NULL || n.why != NULL)
        return e;
    if ((e = reply_compose(d, &n.text, id, true, a, &message, &m)) == NULL)
        return hand_out(d, r, &n, &m, message, no);
    job->failed(job->context, e); /* one address that is none keeps no other letter back */
    err_free(e);
    return NULL;
}

static struct err *one(struct desk *d, const struct notice_job *job, struct db_reminder *r, struct arena *a,
                       bool *down)
{
    const struct policy_letter *letter;
    bool sent = false, over = false, gone = false;
    struct err *e, *bad;
    struct str id;
    uint32_t no;

    r->recipient = 0;
    if ((e = letter_of(d, &r->f, a, &letter)) != NULL || letter == NULL ||
        (e = db_remind_sent(d->db, r, REMIND_LETTER, &sent)) != NULL || sent ||
        (e = message_id(d, r, a, &id)) != NULL || (e = kept(d, r, id, a, &no)) != NULL ||
        (no == 0 && ((e = write_letter(d, job, r, id, a, &no)) != NULL || no == 0)))
        return e;
    bad = leave(d, job, r->f.of, no, a, &over, &gone);
    if (bad != NULL)
        job->failed(job->context, bad);
    *down = bad != NULL && bad->code == ERR_TEMP;
    err_free(bad);
    if (over && (e = finish(d, r, gone)) == NULL && gone)
        e = job->sent(job->context, r->f.of, r->f.no);
    return e;
}

static struct err *all(struct desk *d, const struct notice_job *job, int64_t owner)
{
    struct db_reminder page[PAGE], last;
    struct arena *a = arena_new();
    bool more = false, down = false;
    size_t n = 0;
    struct err *e = NULL;

    do {
        e = db_remind_due(d->db, d->place->now, owner, REMIND_LETTER, more ? &last : NULL, page, PAGE, &n);
        if (e == NULL && n > 0)
            last = page[n - 1];
        for (size_t i = 0; i < n && e == NULL && !down; i++) {
            if (page[i].f.kind == KIND_CHECK || page[i].f.kind == KIND_ESCALATION)
                e = one(d, job, &page[i], a, &down);
            arena_reset(a);
        }
        more = n == PAGE && !down;
    } while (e == NULL && more);
    arena_free(a);
    return e;
}

struct err *notice_run(struct desk *d, const struct notice_job *job)
{
    int64_t owner = 0;
    bool busy = false;
    int fd = -1;
    struct err *e = NULL;

    if (!names_letters(d->policy) ||
        (job->owner.n > 0 && ((e = db_name_find(d->db, job->owner, &owner)) != NULL || owner == 0)) ||
        (e = remind_lock_take(d->place->folder, owner, REMIND_LETTER, &fd, &busy)) != NULL || busy)
        return e;
    e = all(d, job, owner);
    close(fd);
    return e;
}
