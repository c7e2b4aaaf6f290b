#include "desk/import_record.h"

#include <string.h>

#include "base/mem.h"
#include "desk/fields.h"
#include "desk/teach.h"
#include "store/db_attachment.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_mail.h"
#include "store/db_merged.h"
#include "store/db_restore.h"
#include "store/db_triage.h"

enum { ADDRESS_NAME = -1 }; /* how the store calls a name among addresses */

/* --- what may stand in a line ------------------------------------------------------------------------------------ */

static bool is_word(enum word_set set, int64_t value)
{
    return value >= 0 && value < word_count(set);
}

static bool is_time(int64_t t)
{
    return t >= INSTANT_MIN && t <= INSTANT_MAX;
}

static bool good_value(const struct event *ev)
{
    if (!is_word(WORD_FIELD, ev->code))
        return false;
    if (ev->code == FIELD_PRIORITY)
        return ev->num >= -1 && ev->num < word_count(WORD_PRIORITY);
    return ev->code != FIELD_CHANNEL || is_word(WORD_CHANNEL, ev->num);
}

/* Numbers stand for words; one that stands for none would be no state of any complaint. */
static bool good_numbers(const struct event *ev)
{
    switch (ev->kind) {
    case EVENT_HEARD:
        return is_word(WORD_CHANNEL, ev->code);
    case EVENT_SAID:
    case EVENT_HANDED:
        return is_word(WORD_CHANNEL, ev->code) && is_word(WORD_ANSWER, ev->ref);
    case EVENT_CORRECTED:
        return is_word(WORD_OUTPUT, ev->code) && (ev->num == 0 || ev->num == 1) && ev->ref > 0 &&
               ev->ref < ev->no;
    case EVENT_SET:
        return good_value(ev);
    case EVENT_ATTACHED:
        return ev->code >= 0 && (ev->code > 0) == (ev->ref > 0) && ev->ref < ev->no && ev->num >= 0;
    case EVENT_TRIAGED:
        return is_word(WORD_PRIORITY, ev->code) && ev->ref < 1u << SIGNALS && ev->num >= INT32_MIN &&
               ev->num <= INT32_MAX;
    case EVENT_ADDED:
        return is_word(WORD_KIND, ev->code) && (is_time(ev->num) || ev->num == INSTANT_NONE);
    case EVENT_MOVED:
        return is_time(ev->num) || ev->num == INSTANT_NONE;
    case EVENT_ADDRESSED:
        return is_word(WORD_ADDRESS, ev->code);
    case EVENT_JOINED:
        return ev->code >= 0 && (is_time(ev->num) || (ev->of < 0 && ev->num == INSTANT_NONE));
    default:
        return true;
    }
}

static struct err *check(const struct event *ev)
{
    if (!is_time(ev->recorded) || !is_time(ev->happened))
        return err_new(ERR_DATA, NULL, "\"recorded\" or \"happened\" is no time");
    if (!good_numbers(ev))
        return err_new(ERR_DATA, NULL,
                       "a number of this \"%s\" is out of range; cust-format(5) says which are not",
                       word_name(WORD_EVENT, (int)ev->kind));
    return NULL;
}

/* --- words and names --------------------------------------------------------------------------------------------- */

/* Which words they are follows from the event. */
static enum db_words_role role_of(const struct event *ev)
{
    if (ev->kind == EVENT_ADDRESSED)
        return WORDS_ADDRESS;
    if (ev->kind == EVENT_NAMED)
        return WORDS_NAME;
    if (ev->kind != EVENT_SET)
        return WORDS_TEXT;
    if (ev->code == FIELD_SUBJECT)
        return (ev->flags & EVENT_IMPLIED) != 0 ? WORDS_HEAD : WORDS_SUBJECT;
    return WORDS_FIELD;
}

/* A letter stands once, for when it was handed out and for when it was said.  0 in *words: not so here. */
static struct err *letter_words(struct change *ch, subject of, const struct event *said, struct str text,
                                int64_t *words)
{
    struct event letter;
    struct str kept;
    struct err *e;

    *words = 0;
    if (said->kind != EVENT_SAID || said->num <= 0 || said->num >= said->no)
        return NULL;
    if ((e = db_event_get(ch->desk->db, of, (uint32_t)said->num, &letter)) != NULL ||
        letter.kind != EVENT_HANDED)
        return e;
    e = db_words_get(ch->desk->db, letter.words, ch->arena, &kept, NULL);
    if (e == NULL && letter.words != 0 && str_eq(kept, text))
        *words = letter.words;
    return e;
}

/* The event of the line as this store writes it, with its words kept and its name known. */
static struct err *take_texts(struct change *ch, const struct form_event *fe, struct event *ev)
{
    subject of = ch->m.c.id != 0 ? ch->m.c.id : fe->ev.of;
    struct err *e = check(&fe->ev);

    *ev = fe->ev;
    ev->actor = ev->who = ev->words = 0;
    ev->seq = ch->seq;
    ev->recorded = ch->recorded;
    if (e == NULL && fe->who.n > 0)
        e = db_name(ch->desk->db, fe->who, &ev->who);
    if (e != NULL || fe->erased || fe->words.n == 0) {
        ev->words = fe->erased ? IMPORT_RECORD_GONE : 0;
        return e;
    }
    if ((e = letter_words(ch, of, ev, fe->words, &ev->words)) == NULL && ev->words == 0)
        e = db_words_add(ch->desk->db, of, role_of(ev), fe->words, &ev->words);
    return e;
}

/* A complaint that was imported where it comes from is known by that name here too. */
static struct err *keep_source(struct change *ch, const struct form_event *fe)
{
    struct db_complaint_field *fields;
    size_t n;
    struct err *e = db_complaint_fields(ch->desk->db, ch->m.c.id, ch->arena, &fields, &n);

    for (size_t i = 0; e == NULL && i < n; i++)
        if (fields[i].field == FIELD_SOURCE && fields[i].who != 0 && fe->words.n > 0)
            return db_complaint_set_source(ch->desk->db, ch->m.c.id, fields[i].who, fe->words);
    return e;
}

static struct err *keep_field(struct change *ch, const struct form_event *fe, const struct event *ev)
{
    struct err *e;

    if (ev->kind != EVENT_SET || fields_in_row((enum field)ev->code))
        return NULL;
    e = db_complaint_set_field(ch->desk->db, ch->m.c.id, (enum field)ev->code, ev->num, ev->who, ev->words);
    return e == NULL && ev->code == FIELD_SOURCE_ID ? keep_source(ch, fe) : e;
}

static struct err *keep_mail(struct change *ch, const struct form_mail *fm, const struct event *ev)
{
    struct db_mail m = {.of = ev->of,
                        .no = ev->no,
                        .message_id = fm->message_id,
                        .class = (int)fm->class,
                        .partial = fm->partial};

    if (fm->digest.n != 0 && fm->digest.n != DB_DIGEST)
        return err_new(ERR_DATA, "mail", "a digest has %d bytes; export the message again", DB_DIGEST);
    if (fm->digest.n == DB_DIGEST)
        memcpy(m.digest, fm->digest.p, DB_DIGEST);
    return db_mail_add(ch->desk->db, &m, ch->seq, fm->raw);
}

/* A file comes with its event, unless it was erased; a part of a mail is in the mail. */
static struct err *keep_file(struct change *ch, const struct form_event *fe, const struct event *ev)
{
    bool wanted = ev->kind == EVENT_ATTACHED && ev->ref == 0 && !fe->erased;

    if (fe->has_file != wanted)
        return err_new(ERR_DATA, "file_base64",
                       wanted ? "the attached file is missing; export it again"
                              : "no file belongs to this event");
    if (wanted && (int64_t)fe->file.n != ev->num)
        return err_new(ERR_DATA, "file_base64", "the file has %zu bytes, not %lld as \"size\" says",
                       fe->file.n, (long long)ev->num);
    return wanted ? db_attachment_add(ch->desk->db, ev->of, ev->no, ev->words, fe->file) : NULL;
}

static struct err *keep_rest(struct change *ch, const struct form_event *fe, const struct event *ev)
{
    struct err *e = keep_field(ch, fe, ev);

    if (e == NULL && (fe->strengths.n > 0 || fe->terms.n > 0))
        e = db_triage_add(ch->desk->db, ev->of, ev->no, fe->strengths, fe->terms);
    if (e == NULL && fe->mail != NULL)
        e = keep_mail(ch, fe->mail, ev);
    return e != NULL ? e : keep_file(ch, fe, ev);
}

/* --- after a strike ---------------------------------------------------------------------------------------------- */

static bool same_row(const struct followup *a, const struct followup *b)
{
    return a->state == b->state && a->due == b->due && a->owner == b->owner && a->moved == b->moved &&
           a->made == b->made && a->ended == b->ended && a->kind == b->kind && a->words == b->words;
}

static const struct followup *row_of(const struct followup *rows, size_t n, uint32_t no)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].no == no)
            return &rows[i];
    return NULL;
}

/* Only follow-ups that the strike changed get a new row; those that it unmade lose theirs. */
static struct err *touch(struct change *ch, struct matter *now)
{
    struct followup *old;
    size_t n;
    struct err *e = db_complaint_followup_list(ch->desk->db, now->c.id, false, DB_NOW, ch->arena, &old, &n);

    for (size_t i = 0; e == NULL && i < now->nf; i++) {
        const struct followup *was = row_of(old, n, now->f[i].no);
        now->touched[i] = was == NULL || !same_row(&now->f[i], was);
        now->f[i].seq = now->touched[i] ? ch->seq : was->seq;
    }
    for (size_t i = 0; e == NULL && i < n; i++)
        if (row_of(now->f, now->nf, old[i].no) == NULL)
            e = db_complaint_followup_drop(ch->desk->db, now->c.id, old[i].no, ch->seq);
    return e;
}

/* Every field goes back to what its last standing event says. */
static struct err *fields_again(struct change *ch, const struct event *ev, size_t n, const bool *struck)
{
    const struct event *last[FIELDS] = {NULL};
    bool any[FIELDS] = {false};
    struct err *e = NULL;

    for (size_t i = 0; i < n; i++) {
        if (ev[i].kind != EVENT_SET || ev[i].code < 0 || ev[i].code >= FIELDS ||
            fields_in_row((enum field)ev[i].code))
            continue;
        any[ev[i].code] = true;
        if (!struck[i])
            last[ev[i].code] = &ev[i];
    }
    for (int f = 0; f < FIELDS && e == NULL; f++) {
        const struct event *s = last[f];
        if (any[f])
            e = db_complaint_set_field(ch->desk->db, ch->m.c.id, (enum field)f, s != NULL ? s->num : 0,
                                       s != NULL ? s->who : 0, s != NULL ? s->words : 0);
    }
    return e;
}

struct err *import_record_fold(struct import_record *r)
{
    struct change *ch = r->ch;
    struct matter now = {0};
    struct event *ev;
    size_t n;

    if (!r->stale)
        return NULL;
    struct err *e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &ev, &n);
    if (e == NULL && (e = matter_replay(&now, ev, n)) == NULL && (e = touch(ch, &now)) == NULL) {
        bool *struck = arena_alloc(ch->arena, n + 1);
        matter_struck(ev, n, struck);
        e = fields_again(ch, ev, n, struck);
        for (size_t i = 0; i < n; i++)
            ch->corrected = ch->corrected || ev[i].kind == EVENT_CORRECTED;
    }
    if (e == NULL)
        change_replace(ch, &now);
    matter_clear(&now);
    r->stale = false;
    return e;
}

/* --- complaints -------------------------------------------------------------------------------------------------- */

/* A strike leaves the rows alone until all strikes of the same moment are there. */
static struct err *strike(struct import_record *r, struct event *ev)
{
    struct change *ch = r->ch;

    if (ev->ref == 0 || ev->ref >= ev->no)
        return err_new(ERR_DATA, NULL, "strikes event %u, which does not stand before it", ev->ref);
    r->stale = true;
    ev->of = ch->m.c.id;
    ch->whole = false;
    ch->known = 0;
    ch->m.c.events = ev->no;
    ch->m.c.seq = ev->seq;
    return db_event_add(ch->desk->db, ev);
}

struct err *import_record_event(struct import_record *r, const struct form_event *fe, int64_t customer)
{
    struct change *ch = r->ch;
    struct event ev;
    struct err *e = NULL;

    if (fe->ev.kind != EVENT_STRUCK)
        e = import_record_fold(r);
    if (e == NULL)
        e = take_texts(ch, fe, &ev);
    if (e != NULL)
        return e;
    if (ev.kind == EVENT_ADDED && ev.ref != ch->m.c.followups + 1)
        return err_new(ERR_DATA, NULL, "follow-up %u is not the next one; lines are missing", ev.ref);
    if (ev.no == 1)
        ev.num = customer;
    if (ev.happened > ch->recorded)
        ev.happened = ch->recorded;
    e = ev.kind == EVENT_STRUCK ? strike(r, &ev) : change_event(ch, &ev);
    if (e == NULL && ev.no == 1) /* what fields and source refer to */
        e = db_complaint_put(ch->desk->db, &ch->m.c);
    return e != NULL ? e : keep_rest(ch, fe, &ev);
}

struct err *import_record_rows(struct import_record *r)
{
    struct change *ch = r->ch;
    struct err *e = import_record_fold(r);

    if (e == NULL && ch->corrected)
        e = teach_sync(ch);
    if (e == NULL && ch->m.c.id > 0)
        e = db_complaint_put(ch->desk->db, &ch->m.c);
    for (size_t i = 0; i < ch->m.nf && e == NULL; i++) {
        if (ch->m.touched[i])
            e = db_complaint_followup_put(ch->desk->db, &ch->m.f[i]);
        ch->m.touched[i] = false;
    }
    if (e == NULL && ch->m.into != ch->into_before)
        e = db_merged_set(ch->desk->db, ch->m.c.id, ch->m.into);
    ch->into_before = ch->m.into;
    return e;
}

/* --- customers --------------------------------------------------------------------------------------------------- */

static struct err *learn(struct change *ch, const struct form_event *fe, struct event *ev,
                         struct db_customer *c)
{
    bool name = ev->kind == EVENT_NAMED;

    if (name) {
        c->name = fe->erased ? 0 : ev->words;
        c->erased = fe->erased;
    }
    if (fe->words.n == 0 || (!name && ev->num == 0))
        return NULL;
    return db_customer_address(ch->desk->db, c->id, name ? ADDRESS_NAME : (int)ev->code, fe->words,
                               ev->words);
}

static bool is_followup(enum event_kind kind)
{
    return kind == EVENT_ADDED || kind == EVENT_DONE || kind == EVENT_MOVED || kind == EVENT_CANCELLED;
}

static bool happens(enum event_kind kind)
{
    return kind == EVENT_CREATED || kind == EVENT_NOTE || kind == EVENT_MERGED || kind == EVENT_JOINED ||
           kind == EVENT_STRUCK || is_followup(kind);
}

struct err *import_record_customer(struct import_record *r, const struct form_event *fe,
                                   struct db_customer *c)
{
    struct change *ch = r->ch;
    struct event ev;
    struct err *e = NULL;

    if ((fe->ev.kind == EVENT_CREATED) != (fe->ev.no == 1))
        return err_new(ERR_DATA, NULL, "a customer's history begins with \"created\", and has one");
    if (fe->ev.kind == EVENT_CREATED) {
        *c = (struct db_customer){.id = -fe->ev.of};
        e = db_restore_customer(ch->desk->db, c->id);
    }
    if (e == NULL && fe->ev.kind != EVENT_STRUCK)
        e = import_record_fold(r);
    if (e == NULL)
        e = take_texts(ch, fe, &ev);
    if (e == NULL && (ev.kind == EVENT_NAMED || ev.kind == EVENT_ADDRESSED))
        e = learn(ch, fe, &ev, c);
    else if (e == NULL && !happens(ev.kind))
        e = err_new(ERR_DATA, NULL, "\"%s\" does not happen to a customer",
                    word_name(WORD_EVENT, (int)ev.kind));
    if (e != NULL)
        return e;
    if (ev.kind == EVENT_ADDED && ev.ref != ch->m.c.followups + 1)
        return err_new(ERR_DATA, NULL, "follow-up %u is not the next one; lines are missing", ev.ref);
    if (ev.kind == EVENT_STRUCK && (ev.ref <= 1 || ev.ref >= ev.no))
        return err_new(ERR_DATA, NULL, "strikes event %u, which does not stand before it", ev.ref);
    ch->m.c.id = ev.of;
    if (ev.happened > ch->recorded)
        ev.happened = ch->recorded;
    if ((e = ev.kind == EVENT_STRUCK ? strike(r, &ev) : change_event(ch, &ev)) != NULL)
        return e;
    c->events = ev.no;
    c->seq = ev.seq;
    c->followups = ch->m.c.followups;
    c->into = -ch->m.into;
    return NULL;
}
