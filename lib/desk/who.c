#include "desk/who.h"

#include <string.h>

#include "base/bare.h"
#include "base/text.h"
#include "rule/phone.h"
#include "rule/ref.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_merged.h"
#include "store/db_text.h"

/* How the store calls a name among addresses; customers of one number that are looked at. */
enum { ADDRESS_NAME = -1, SAME_NUMBER = 8 };

static bool is_email(struct str s)
{
    const char *at = s.n > 2 ? memchr(s.p, '@', s.n) : NULL;

    return at != NULL && at > s.p && at + 1 < s.p + s.n && memchr(s.p, ' ', s.n) == NULL;
}

/* A telephone number: at least six digits and nothing but digits, blanks and ()+-./ */
static bool is_phone(struct str s)
{
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (strchr(" ()+-./", s.p[i]) == NULL || s.p[i] == '\0')
            return false;
    }
    return digits >= 6;
}

static void set_address(struct who *out, struct str s)
{
    out->address = s;
    out->kind = is_email(s) ? ADDRESS_EMAIL : is_phone(s) ? ADDRESS_PHONE : ADDRESS_HANDLE;
}

/* Where the name ends and an address begins: behind the last comma, or at a + behind a blank. */
static bool split(struct str s, struct str *name, struct str *address)
{
    for (size_t i = s.n; i-- > 1;) {
        bool comma = s.p[i] == ',';
        if (!comma && (s.p[i] != '+' || s.p[i - 1] != ' '))
            continue;
        *name = str_trim((struct str){s.p, i});
        if (name->n > 0 && name->p[name->n - 1] == ',')
            *name = str_trim((struct str){name->p, name->n - 1});
        *address = str_trim((struct str){s.p + i + comma, s.n - i - comma});
        if (name->n > 0 && address->n > 0 &&
            (is_phone(*address) || (comma && (is_email(*address) || address->p[0] == '@'))))
            return true;
    }
    return false;
}

struct str who_cut(struct str name)
{
    size_t chars = 0, i = 0;

    for (; i < name.n; i++)
        if (((unsigned char)name.p[i] & 0xC0) != 0x80 && ++chars > WHO_NAME)
            break;
    return (struct str){name.p, i};
}

static struct err *unreadable(struct str s)
{
    char quoted[TEXT_QUOTE];

    return err_new(
        ERR_DATA, NULL,
        "%s is no customer that can be read; write \"Jane Doe <jane@example.com>\", a name alone or "
        "an address alone",
        text_quote(s, quoted));
}

/* A name has no signs of an address about it: they would be kept as part of it, and nobody found by them. */
static struct err *check_name(struct str s, struct str name)
{
    struct str rest = name, word;

    if (who_cut(name).n < name.n)
        return err_new(ERR_DATA, NULL, "a customer's name has at most %d characters; write a shorter one",
                       WHO_NAME);
    while (rest.p != NULL) {
        str_cut(&rest, ' ', &word);
        if (is_email(word))
            return unreadable(s);
    }
    for (size_t i = 0; name.p != NULL && i < name.n; i++)
        if (name.p[i] == '<' || name.p[i] == '>')
            return unreadable(s);
    return NULL;
}

/* "Jane Doe <jane@example.com>": `open` is the bracket. */
static struct err *bracketed(struct str s, const char *open, struct who *out)
{
    struct str inside = str_trim((struct str){open + 1, (size_t)(s.p + s.n - 1 - (open + 1))});

    out->name = str_trim((struct str){s.p, (size_t)(open - s.p)});
    set_address(out, inside);
    if (inside.n == 0 && out->name.n == 0)
        return err_new(ERR_USAGE, NULL, "no customer given; say a name, an address or c7");
    if (inside.n > 0 && ((out->kind == ADDRESS_HANDLE && memchr(inside.p, ' ', inside.n) != NULL) ||
                         memchr(inside.p, '<', inside.n) != NULL || memchr(inside.p, '>', inside.n) != NULL))
        return unreadable(s);
    return check_name(s, out->name);
}

struct err *who_parse(struct str text, struct who *out)
{
    struct str s = str_trim(text), name, address;
    struct ref ref;
    struct err *e;

    *out = (struct who){0};
    if (s.n == 0)
        return err_new(ERR_USAGE, NULL, "no customer given; say a name, an address or c7");
    if ((e = ref_parse(s, &ref)) == NULL && ref.kind == REF_CUSTOMER) {
        out->id = ref.id;
        return NULL;
    }
    err_free(e);
    const char *open = s.p[s.n - 1] == '>' ? memchr(s.p, '<', s.n) : NULL;
    if (open != NULL)
        return bracketed(s, open, out);
    if (memchr(s.p, '<', s.n) != NULL || memchr(s.p, '>', s.n) != NULL)
        return unreadable(s);
    if (is_email(s) || is_phone(s) || (s.p[0] == '@' && memchr(s.p, ' ', s.n) == NULL))
        set_address(out, s);
    else if (split(s, &name, &address)) {
        out->name = name;
        set_address(out, address);
    } else
        out->name = s;
    return check_name(s, out->name);
}

static struct err *too_many(struct str text, const int64_t *ids, size_t n)
{
    struct buf b = {0};
    struct err *e;

    for (size_t i = 0; i < n && i < 5; i++)
        buf_printf(&b, "%sc%lld", i > 0 ? ", " : "", (long long)ids[i]);
    e = err_new(ERR_DATA, NULL, "%zu customers are called '%.*s': %s%s; say which", n, (int)text.n, text.p,
                b.p, n > 5 ? ", ..." : "");
    buf_free(&b);
    return e;
}

struct err *who_find(struct db *db, const struct who *who, int64_t *id)
{
    int64_t ids[5] = {0};
    struct db_customer row;
    size_t n = 0;
    struct err *e;

    *id = 0;
    if (who->id != 0) {
        subject root;
        if ((e = db_customer_get(db, who->id, &row)) == NULL &&
            (e = db_merged_root(db, -who->id, DB_NOW, &root)) == NULL)
            *id = -root;
        return e;
    }
    if (who->address.n > 0)
        e = db_customer_find(db, (int)who->kind, who->address, ids, 5, &n);
    else
        e = db_customer_find(db, ADDRESS_NAME, who->name, ids, 5, &n);
    if (e != NULL)
        return e;
    if (n > 1)
        return too_many(who->address.n > 0 ? who->address : who->name, ids, n);
    if (n == 1)
        *id = ids[0];
    return NULL;
}

/* --- perhaps ----------------------------------------------------------------------------------------------------- */

struct alike {
    struct db *db;
    int64_t *ids;
    size_t max, n;
    struct err *e;
};

static bool look(void *context, struct str key)
{
    struct alike *l = context;
    int64_t ids[SAME_NUMBER];
    size_t n;

    l->e = db_customer_find(l->db, ADDRESS_PHONE, key, ids, SAME_NUMBER, &n);
    for (size_t i = 0; l->e == NULL && i < n && i < SAME_NUMBER; i++) {
        size_t k = 0;
        while (k < l->n && l->ids[k] != ids[i])
            k++;
        if (k == l->n && l->n < l->max)
            l->ids[l->n++] = ids[i];
    }
    return l->e == NULL && l->n < l->max;
}

struct err *who_alike(struct db *db, const struct who *who, int64_t *ids, size_t max, size_t *n)
{
    struct alike l = {.db = db, .ids = ids, .max = max};
    struct buf key = {0};

    if (who->address.n > 0 && who->kind == ADDRESS_PHONE) {
        db_customer_fold(ADDRESS_PHONE, who->address, &key);
        phone_alike(buf_str(&key), look, &l);
    }
    buf_free(&key);
    *n = l.n;
    return l.e;
}

static void bare_name(struct str name, struct buf *out)
{
    struct buf key = {0};

    db_customer_fold(ADDRESS_NAME, name, &key);
    bare_key(buf_str(&key), out);
    buf_free(&key);
}

/* Somebody whose name is the same but for its accents. */
static struct err *name_alike(struct db *db, struct str name, struct arena *a, struct who_perhaps *out)
{
    int64_t ids[SAME_NUMBER];
    struct buf typed = {0};
    size_t n = 0;
    struct err *e = db_customer_search(db, name, ids, SAME_NUMBER, &n);

    bare_name(name, &typed);
    for (size_t i = 0; e == NULL && i < n && i < SAME_NUMBER && out->id == 0; i++) {
        struct buf known = {0};
        struct str called;
        if ((e = db_text_customer(db, ids[i], DB_NOW, a, &called)) == NULL) {
            bare_name(called, &known);
            if (str_eq(buf_str(&typed), buf_str(&known)))
                *out = (struct who_perhaps){ids[i], called, true};
        }
        buf_free(&known);
    }
    buf_free(&typed);
    return e;
}

struct err *who_perhaps(struct db *db, struct str text, struct arena *a, struct who_perhaps *out)
{
    struct who who;
    int64_t id = 0;
    size_t n = 0;
    struct err *e;

    *out = (struct who_perhaps){0};
    if ((e = who_parse(text, &who)) != NULL || who.id != 0 ||
        (who.address.n > 0 &&
         ((e = db_customer_find(db, (int)who.kind, who.address, &id, 1, &n)) != NULL || n > 0)))
        return e;
    if (who.address.n > 0 && who.kind == ADDRESS_PHONE) {
        if ((e = who_alike(db, &who, &out->id, 1, &n)) != NULL)
            return e;
        if (n > 0)
            return db_text_customer(db, out->id, DB_NOW, a, &out->name);
    }
    if (who.name.n == 0 || (e = db_customer_find(db, ADDRESS_NAME, who.name, &id, 1, &n)) != NULL || n > 0)
        return e;
    return name_alike(db, who.name, a, out);
}

/* --- made and taught --------------------------------------------------------------------------------------------- */

/* Appends an event to a customer's own history. */
static struct err *record(struct change *ch, struct db_customer *c, enum event_kind kind, int32_t code,
                          int64_t num, int64_t words)
{
    struct event ev = {.of = -c->id,
                       .no = ++c->events,
                       .seq = ch->seq,
                       .recorded = ch->recorded,
                       .happened = ch->recorded,
                       .kind = kind,
                       .code = code,
                       .num = num,
                       .words = words};

    c->seq = ch->seq;
    return db_event_add(ch->desk->db, &ev);
}

static struct err *learn_address(struct change *ch, struct db_customer *c, enum address_kind kind,
                                 struct str text)
{
    int64_t words;
    struct err *e;

    if ((e = db_words_add(ch->desk->db, -c->id, WORDS_ADDRESS, text, &words)) != NULL ||
        (e = db_customer_address(ch->desk->db, c->id, (int)kind, text, words)) != NULL)
        return e;
    return record(ch, c, EVENT_ADDRESSED, (int32_t)kind, 1, words);
}

/* The row is written once, as it will be when the events that make it are there. */
struct err *who_new(struct change *ch, const struct who *who, int64_t *id)
{
    struct db *db = ch->desk->db;
    struct str name = who->name.n > 0 ? who->name : who->address;
    struct db_customer c = {.seq = ch->seq}, row;
    struct err *e;

    if ((e = db_customer_next(db, id)) != NULL)
        return e;
    c.id = *id;
    if ((e = db_words_add(db, -c.id, WORDS_NAME, name, &c.name)) != NULL)
        return e;
    row = c;
    row.events = who->address.n > 0 ? 3 : 2;
    if ((e = db_customer_new(db, &row)) != NULL || (e = record(ch, &c, EVENT_CREATED, 0, 0, 0)) != NULL ||
        (e = db_customer_address(db, c.id, ADDRESS_NAME, name, c.name)) != NULL ||
        (e = record(ch, &c, EVENT_NAMED, 0, 0, c.name)) != NULL)
        return e;
    return who->address.n > 0 ? learn_address(ch, &c, who->kind, who->address) : NULL;
}

/* The one customer of this name who has no address of this kind yet; 0 when there is no such one. */
static struct err *nameless_address(struct change *ch, const struct who *who, int64_t *id)
{
    struct db_address *known;
    int64_t ids[1];
    size_t n, nknown;
    struct err *e;

    *id = 0;
    if ((e = db_customer_find(ch->desk->db, ADDRESS_NAME, who->name, ids, 1, &n)) != NULL || n != 1)
        return e;
    if ((e = db_customer_addresses(ch->desk->db, ids[0], ch->arena, &known, &nknown)) != NULL)
        return e;
    for (size_t i = 0; i < nknown; i++)
        if (known[i].kind == (int)who->kind)
            return NULL;
    *id = ids[0];
    return NULL;
}

struct err *who_make(struct change *ch, const struct who *who, bool typed, int64_t *id)
{
    struct db_customer c;
    struct err *e;

    if ((e = who_find(ch->desk->db, who, id)) != NULL || *id != 0)
        return e;
    if (typed && who->name.n > 0 && who->address.n > 0) {
        if ((e = nameless_address(ch, who, id)) != NULL)
            return e;
        if (*id != 0) {
            if ((e = db_customer_get(ch->desk->db, *id, &c)) != NULL ||
                (e = learn_address(ch, &c, who->kind, who->address)) != NULL)
                return e;
            return db_customer_set(ch->desk->db, &c);
        }
    }
    return who_new(ch, who, id);
}

struct err *who_learn(struct change *ch, int64_t id, enum address_kind kind, struct str address)
{
    struct db_address *known;
    struct db_customer c;
    size_t n;
    struct err *e = db_customer_addresses(ch->desk->db, id, ch->arena, &known, &n);

    for (size_t i = 0; e == NULL && i < n; i++)
        if (known[i].kind == (int)kind && str_eq(known[i].text, address))
            return NULL;
    if (e != NULL || (e = db_customer_get(ch->desk->db, id, &c)) != NULL ||
        (e = learn_address(ch, &c, kind, address)) != NULL)
        return e;
    return db_customer_set(ch->desk->db, &c);
}

/* --- by hand ----------------------------------------------------------------------------------------------------- */

static struct err *alive(struct desk *d, int64_t id)
{
    struct db_customer c;
    struct err *e = db_customer_get(d->db, id, &c);

    if (e == NULL && c.erased)
        e = err_new(ERR_DATA, NULL, "c%lld is erased; nothing of theirs is kept any more", (long long)id);
    return e;
}

static struct err *others(struct desk *d, int64_t id, const struct who *who)
{
    int64_t ids[2] = {0};
    size_t n;
    struct err *e = db_customer_find(d->db, (int)who->kind, who->address, ids, 2, &n);

    for (size_t i = 0; i < n && i < 2 && e == NULL; i++)
        if (ids[i] != id)
            e = err_new(ERR_DATA, NULL, "'%.*s' is an address of c%lld", (int)who->address.n, who->address.p,
                        (long long)ids[i]);
    return e;
}

struct err *who_add(struct desk *d, int64_t id, struct str address)
{
    struct change ch;
    struct who who;
    struct err *e = who_parse(address, &who);

    if (e != NULL)
        return e;
    if (who.id != 0 || who.address.n == 0)
        return err_new(ERR_USAGE, "customer", "'%.*s' is no email address, telephone number or @handle",
                       (int)address.n, address.p);
    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = alive(d, id)) == NULL && (e = others(d, id, &who)) == NULL)
        e = who_learn(&ch, id, who.kind, who.address);
    return change_end(&ch, e);
}

struct err *who_note(struct desk *d, int64_t id, struct str words)
{
    struct event note = {.kind = EVENT_NOTE, .happened = INSTANT_NONE};
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    if ((e = alive(d, id)) == NULL && (e = change_take(&ch, -id)) == NULL &&
        (e = change_words(&ch, &note, WORDS_TEXT, words)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}
