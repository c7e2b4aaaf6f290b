#include "desk/mail_place.h"

#include <string.h>

#include "form/mailjson.h"
#include "rule/matter.h"
#include "store/db_complaint.h"
#include "store/db_event.h"

struct err *mail_place_stands(struct db *db, const struct db_mail *m, int64_t as_of, struct arena *a,
                              bool *is)
{
    struct complaint c;
    struct event *ev;
    size_t n;

    *is = true;
    if (m->of <= 0)
        return NULL;
    struct err *e = db_complaint_get(db, m->of, as_of, &c);
    *is = e == NULL && (!c.voided || c.merged);
    if (e != NULL || !*is || (e = db_event_list(db, m->of, as_of, a, &ev, &n)) != NULL || m->no == 0 ||
        m->no > n)
        return e;
    bool *struck = arena_alloc(a, n + 1);
    matter_struck(ev, n, struck);
    *is = !struck[m->no - 1];
    return NULL;
}

/* Whether row `c` can be where the message of row `m` stands since.  What nobody could read has no digest, and is known by
 * its row alone. */
static bool later(const struct db_mail *m, const struct db_mail *c, int64_t as_of)
{
    static const unsigned char none[DB_DIGEST];
    bool place = c->id != m->id && c->of > 0 && c->class == MAIL_PERSON && c->seq <= as_of;

    return place && memcmp(m->digest, none, DB_DIGEST) != 0 &&
           (m->class != MAIL_PERSON || !c->partial || c->id > m->id);
}

static struct err *among(struct db *db, const struct db_mail *m, const struct db_mail *all, size_t n,
                         int64_t as_of, struct arena *a, int64_t *complaint)
{
    struct err *e = NULL;
    bool stands = false;

    *complaint = 0;
    for (size_t i = n; i-- > 0 && *complaint == 0 && e == NULL;)
        if (later(m, &all[i], as_of) && (e = mail_place_stands(db, &all[i], as_of, a, &stands)) == NULL &&
            stands)
            *complaint = all[i].of;
    return e;
}

struct err *mail_place_since(struct db *db, const struct db_mail *m, int64_t as_of, struct arena *a,
                             int64_t *complaint)
{
    struct db_mail *all;
    size_t n;
    struct err *e = db_mail_copies(db, m->id, a, &all, &n);

    *complaint = 0;
    return e != NULL ? e : among(db, m, all, n, as_of, a, complaint);
}

struct err *mail_place_now(struct db *db, int64_t id, struct arena *a, struct db_mail *out)
{
    struct db_mail *all;
    bool stands = false;
    size_t n;
    struct err *e = db_mail_copies(db, id, a, &all, &n);

    if (e == NULL && n > 0)
        *out = all[0];
    for (size_t i = n; i-- > 0 && n > 1 && !stands && e == NULL;) {
        if (all[i].of <= 0 || all[i].class != MAIL_PERSON)
            continue;
        e = mail_place_stands(db, &all[i], DB_NOW, a, &stands);
        if (e == NULL && stands)
            *out = all[i];
    }
    return e;
}

/* Whether the row is listed. */
static struct err *is_listed(struct db *db, enum db_mail_which which, int64_t id, int64_t as_of,
                             struct arena *a, bool *listed)
{
    struct db_mail *all;
    const struct db_mail *m = NULL;
    int64_t since = 0;
    size_t n;
    struct err *e = db_mail_copies(db, id, a, &all, &n);

    for (size_t i = 0; e == NULL && i < n; i++)
        if (all[i].id == id)
            m = &all[i];
    *listed = m != NULL;
    if (m == NULL)
        return e;
    if (which == DB_MAIL_PARTIAL)
        e = mail_place_stands(db, m, as_of, a, listed);
    if (e == NULL && *listed)
        e = among(db, m, all, n, as_of, a, &since);
    *listed = *listed && since == 0;
    return e;
}

struct err *mail_place_ids(struct db *db, enum db_mail_which which, int64_t after, int64_t as_of,
                           int64_t *ids, size_t max, size_t *n)
{
    struct arena *a = arena_new();
    size_t some = 1;
    struct err *e = NULL;

    *n = 0;
    while (e == NULL && *n == 0 && some > 0) { /* a page of none would be the end */
        e = db_mail_ids(db, which, after, as_of, ids, max, &some);
        for (size_t i = 0; e == NULL && i < some; i++) {
            bool listed;
            after = ids[i];
            if ((e = is_listed(db, which, after, as_of, a, &listed)) == NULL && listed)
                ids[(*n)++] = after;
            arena_reset(a);
        }
    }
    arena_free(a);
    return e;
}
