#include "desk/import_desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/mail_place.h"
#include "desk/seal.h"
#include "store/db_cause.h"
#include "store/db_mail.h"
#include "store/db_words.h"

static struct err *words(struct import_tx *t, struct str text, int64_t *out)
{
    return db_words_add(t->desk->db, 0, WORDS_LESSON, text, out);
}

static struct err *same_words(struct import_tx *t, const struct db_cause_entry *entry, struct str text,
                              bool *same)
{
    struct str ours;
    struct err *e = db_words_get(t->desk->db, entry->words, t->change.arena, &ours, NULL);

    *same = e == NULL && str_eq(ours, text);
    return e;
}

static struct err *parted(const struct form_desk *r)
{
    return err_new(ERR_DATA, NULL,
                   "another one of number %u is here: the two desks have parted; import into a new desk",
                   r->no);
}

/* --- our own ----------------------------------------------------------------------------------------------------- */

/* Numbered entries of a cause come back in their order; one that is here must read the same. */
static struct err *restore_entry(struct import_tx *t, const struct form_desk *r, int64_t cause)
{
    bool fix = r->kind == FORM_DESK_FIX, same = false;
    struct db_cause_entry *all;
    int64_t text = 0;
    uint32_t no = 0;
    size_t n;
    struct err *e = fix ? db_cause_fix_list(t->desk->db, cause, DB_NOW, t->change.arena, &all, &n)
                        : db_cause_lessons(t->desk->db, cause, DB_NOW, t->change.arena, &all, &n);

    if (e != NULL)
        return e;
    if (r->no <= n) {
        e = same_words(t, &all[r->no - 1], r->words, &same);
        same = same && (!fix || all[r->no - 1].since == r->since);
        return e != NULL || same ? e : parted(r);
    }
    if (r->no > n + 1)
        return err_new(ERR_DATA, NULL, "number %zu is followed by %u; lines are missing", n, r->no);
    if ((e = words(t, r->words, &text)) != NULL)
        return e;
    return fix ? db_cause_fix(t->desk->db, cause, r->since, text, &no)
               : db_cause_learn(t->desk->db, cause, text);
}

/* Seals come back in their order; one that is here must be the same. */
static struct err *restore_seal(struct import_tx *t, const struct form_desk *r)
{
    struct db *db = t->desk->db;
    struct db_seal ours, s = {.since = r->since, .upto = r->until, .hash = r->hash, .rows = r->words};
    struct err *e = db_name(db, r->name, &s.profile);

    if (e == NULL)
        e = db_seal_next(db, (int64_t)r->no - 1, DB_NOW, t->change.arena, &ours);
    if (e != NULL)
        return e;
    if (ours.id == r->no) {
        bool same = ours.profile == s.profile && ours.since == s.since && ours.upto == s.upto &&
                    str_eq(ours.hash, s.hash) && str_eq(ours.rows, s.rows);
        return same ? NULL : parted(r);
    }
    if (!seal_holds(&s))
        return err_new(ERR_DATA, NULL, "seal %u: its rows are not those that were sealed", r->no);
    return db_seal_add(db, &s);
}

/* Whether the mail is here already: as one that made no complaint, or in one where it stands. */
static struct err *is_kept(struct import_tx *t, const struct db_mail *m, bool *kept)
{
    struct arena *a = t->change.arena;
    struct db_mail *all, now;
    int64_t id;
    size_t n;
    struct err *e = db_mail_same(t->desk->db, m->message_id, m->digest, &id);

    *kept = false;
    if (e != NULL || id == 0 || (e = db_mail_copies(t->desk->db, id, a, &all, &n)) != NULL)
        return e;
    for (size_t i = 0; i < n; i++)
        *kept = *kept || all[i].of == 0;
    if (*kept || (e = mail_place_now(t->desk->db, id, a, &now)) != NULL)
        return e;
    return mail_place_stands(t->desk->db, &now, DB_NOW, a, kept);
}

/* A mail that made no complaint is known again by what makes two copies the same; it has no place of its own to part
 * from. */
static struct err *take_mail(struct import_tx *t, const struct form_desk *r)
{
    const struct form_mail *fm = r->mail;
    struct db_mail m = {.message_id = fm->message_id, .class = (int)fm->class, .partial = fm->partial};
    bool kept;

    if (fm->digest.n != DB_DIGEST)
        return err_new(ERR_DATA, "mail", "a digest has %d bytes; export the message again", DB_DIGEST);
    memcpy(m.digest, fm->digest.p, DB_DIGEST);
    struct err *e = is_kept(t, &m, &kept);
    return e != NULL || kept ? e : db_mail_add(t->desk->db, &m, t->change.seq, fm->raw);
}

static struct err *restore(struct import_tx *t, const struct form_desk *r)
{
    const struct import_tx_moment at = {r->seq, r->recorded, r->actor};
    int64_t cause;
    bool known;
    struct err *e = import_tx_place(t, &at);

    if (e == NULL && r->kind == FORM_DESK_MAIL)
        return take_mail(t, r);
    if (e != NULL || (e = db_name(t->desk->db, r->name, &cause)) != NULL)
        return e;
    if (r->kind == FORM_DESK_SEAL)
        return restore_seal(t, r);
    if (r->kind == FORM_DESK_CAUSE)
        return db_cause_put(t->desk->db, cause);
    if ((e = db_cause_known(t->desk->db, cause, &known)) != NULL)
        return e;
    return known ? restore_entry(t, r, cause)
                 : err_new(ERR_DATA, NULL, "the cause '%.*s' is not known; its line stands before this one",
                           (int)r->name.n, r->name.p);
}

/* --- another store's --------------------------------------------------------------------------------------------- */

/* A lesson of ours is not replaced by theirs. */
static struct err *learn_lesson(struct import_tx *t, const struct form_desk *r, int64_t cause)
{
    struct db_cause_entry *all;
    bool ours = false;
    int64_t text;
    size_t n;
    struct err *e = db_cause_lessons(t->desk->db, cause, DB_NOW, t->change.arena, &all, &n);

    for (size_t i = 0; e == NULL && i < n; i++)
        ours = ours || all[i].seq != t->change.seq;
    if (e != NULL || ours || (e = words(t, r->words, &text)) != NULL)
        return e;
    return db_cause_learn(t->desk->db, cause, text);
}

static struct err *learn_fix(struct import_tx *t, const struct form_desk *r, int64_t cause)
{
    struct db_cause_entry *all;
    bool same = false;
    int64_t text;
    uint32_t no;
    size_t n;
    struct err *e = db_cause_fix_list(t->desk->db, cause, DB_NOW, t->change.arena, &all, &n);

    for (size_t i = 0; e == NULL && !same && i < n; i++)
        if (all[i].since == r->since)
            e = same_words(t, &all[i], r->words, &same);
    if (e != NULL || same || (e = words(t, r->words, &text)) != NULL)
        return e;
    return db_cause_fix(t->desk->db, cause, r->since, text, &no);
}

static struct err *learn(struct import_tx *t, const struct form_desk *r)
{
    int64_t cause;

    if (r->kind == FORM_DESK_SEAL) /* what another desk handed in is not ours */
        return NULL;
    if (r->kind == FORM_DESK_MAIL)
        return take_mail(t, r);
    struct err *e = db_name(t->desk->db, r->name, &cause);

    if (e == NULL)
        e = db_cause_put(t->desk->db, cause);
    if (e == NULL && r->kind == FORM_DESK_LESSON)
        e = learn_lesson(t, r, cause);
    if (e == NULL && r->kind == FORM_DESK_FIX)
        e = learn_fix(t, r, cause);
    return e;
}

/* ----------------------------------------------------------------------------------------------------------------- */

static struct err *refuse(struct import_tx *t, size_t line, struct err *bad)
{
    char *place = mem_printf("%s:%zu", t->job->name, line);
    struct err *said = err_new(ERR_DATA, place, "%s", bad->text);
    struct err *e = import_tx_back(t);

    err_free(bad);
    free(place);
    t->count->refused++;
    t->job->refused(t->job->context, said);
    return e;
}

struct err *import_desk_record(struct import_tx *t, const struct form_desk *r, size_t line)
{
    bool own;
    struct err *e = import_tx_own(t, r->store, &own);

    if (e == NULL)
        e = import_tx_ready(t, own ? IMPORT_TX_RESTORE : IMPORT_TX_CHANGE);
    if (e != NULL)
        return e;
    e = own ? restore(t, r) : learn(t, r);
    if (e == NULL)
        e = import_tx_keep(t);
    else if (e->code == ERR_DATA)
        e = refuse(t, line, e);
    arena_reset(t->change.arena);
    return e;
}
