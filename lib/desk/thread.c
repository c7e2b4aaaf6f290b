#include "desk/thread.h"

#include <string.h>
#include <strings.h>

#include "desk/mail_place.h"
#include "rule/ref.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_mail.h"
#include "store/db_merged.h"

enum { SAME_ADDRESS = 16 }; /* customers of one address that are looked at */

/* --- by name of a message ---------------------------------------------------------------------------------------- */

/* The complaint that one of these messages belongs to; 0 when the desk knows none of them. */
static struct err *known(struct change *ch, const struct str *ids, size_t n, int64_t *complaint)
{
    *complaint = 0;
    for (size_t i = n; i-- > 0 && *complaint == 0;) { /* the last one named is the nearest */
        struct db_mail *found;
        size_t m;
        struct err *e = db_mail_find(ch->desk->db, ids[i], ch->arena, &found, &m);
        if (e != NULL)
            return e;
        for (size_t j = 0; j < m && *complaint == 0; j++) {
            bool stands = true; /* else it is where a later one of the list says */
            if (found[j].of > 0 && j + 1 < m &&
                (e = mail_place_stands(ch->desk->db, &found[j], DB_NOW, ch->arena, &stands)) != NULL)
                return e;
            if (found[j].of > 0 && stands)
                *complaint = found[j].of;
        }
    }
    return NULL;
}

/* --- by token ---------------------------------------------------------------------------------------------------- */

static struct str skip_blanks(struct str s)
{
    while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
        s = (struct str){s.p + 1, s.n - 1};
    return s;
}

static int64_t number_at(struct str s)
{
    static const char word[] = "[cust";
    int64_t id = 0;

    if (s.n <= sizeof word || strncasecmp(s.p, word, sizeof word - 1) != 0)
        return 0;
    s = skip_blanks((struct str){s.p + sizeof word - 1, s.n - (sizeof word - 1)});
    if (s.n == 0 || *s.p != '#')
        return 0;
    s = (struct str){s.p + 1, s.n - 1};
    while (s.n > 0 && *s.p >= '0' && *s.p <= '9' && id <= REF_ID_MAX) {
        id = id * 10 + (*s.p - '0');
        s = (struct str){s.p + 1, s.n - 1};
    }
    s = skip_blanks(s);
    return s.n > 0 && *s.p == ']' && id <= REF_ID_MAX ? id : 0;
}

/* The number in the first "[cust #42]" of a subject, case and blanks as they may be; 0: none. */
static int64_t token(struct str text)
{
    int64_t id = 0;

    for (size_t i = 0; i < text.n && id == 0; i++)
        if (text.p[i] == '[')
            id = number_at((struct str){text.p + i, text.n - i});
    return id;
}

static bool holds(struct str text, struct str part)
{
    for (size_t i = 0; part.n > 0 && i + part.n <= text.n; i++)
        if (strncasecmp(text.p + i, part.p, part.n) == 0)
            return true;
    return false;
}

static struct err *in_fields(struct change *ch, int64_t id, struct str address, bool *is)
{
    struct db_complaint_field *f;
    size_t n;
    struct err *e = db_complaint_fields(ch->desk->db, id, ch->arena, &f, &n);

    for (size_t i = 0; i < n && e == NULL && !*is; i++) {
        struct str text;
        if (f[i].field != FIELD_CONTACT && f[i].field != FIELD_REPRESENTATIVE)
            continue;
        e = db_words_get(ch->desk->db, f[i].words, ch->arena, &text, NULL);
        *is = e == NULL && holds(text, address);
    }
    return e;
}

struct err *thread_knows(struct change *ch, const struct complaint *c, struct str address, bool *is)
{
    int64_t ids[SAME_ADDRESS];
    subject whose;
    size_t n;
    struct err *e;

    *is = false;
    if (address.n == 0)
        return NULL;
    if ((e = db_merged_root(ch->desk->db, -c->customer, DB_NOW, &whose)) != NULL ||
        (e = db_customer_find(ch->desk->db, ADDRESS_EMAIL, address, ids, SAME_ADDRESS, &n)) != NULL)
        return e;
    for (size_t i = 0; i < n && i < SAME_ADDRESS; i++)
        *is = *is || ids[i] == -whose;
    return *is ? NULL : in_fields(ch, c->id, address, is);
}

static struct err *by_token(struct change *ch, const struct mail_in *in, int64_t *complaint)
{
    int64_t id = token(in->subject);
    bool is = policy_person_at(ch->desk->policy, in->from.address) != NULL;
    struct complaint c;
    struct err *e;

    if (id == 0)
        return NULL;
    if ((e = db_complaint_get(ch->desk->db, id, DB_NOW, &c)) != NULL && e->code == ERR_NOINPUT) {
        err_free(e); /* another desk's, or made up */
        return NULL;
    }
    if (e == NULL && !is)
        e = thread_knows(ch, &c, in->from.address, &is);
    if (e == NULL && is)
        *complaint = id;
    return e;
}

struct err *thread_find(struct change *ch, const struct mail_in *in, int64_t *complaint)
{
    struct err *e = known(ch, in->in_reply_to, in->n_in_reply_to, complaint);

    if (e == NULL && *complaint == 0)
        e = known(ch, in->references, in->n_references, complaint);
    if (e == NULL && *complaint == 0)
        e = by_token(ch, in, complaint);
    return e != NULL || *complaint == 0 ? e : db_merged_root(ch->desk->db, *complaint, DB_NOW, complaint);
}
