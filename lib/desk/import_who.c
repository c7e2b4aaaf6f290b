#include "desk/import_who.h"

#include "base/text.h"
#include "store/db_text.h"

/* What a new customer is called, as the store keeps it. */
static struct str name_of(const struct who *who, struct arena *a)
{
    struct str given = who->name.n > 0 ? who->name : who->address;
    struct buf clean = {0};
    struct str name = arena_str(a, text_clean(given, &clean) ? buf_str(&clean) : given);

    buf_free(&clean);
    return name;
}

bool import_who_known(const struct known *k, struct str words, struct arena *a, struct import_who *out)
{
    struct known_customer *c = words.n > 0 ? known_find(k, words) : NULL;

    if (c != NULL)
        *out = (struct import_who){known_id(c), arena_str(a, known_name(c)), c};
    return c != NULL;
}

/* A table's row names nobody by a number of ours. */
static struct err *say_how(struct err *e, const struct who *who)
{
    struct str name = who->name;

    if (who->address.n > 0)
        return e;
    err_free(e);
    return err_new(
        ERR_DATA, NULL,
        "several customers are called '%.*s'; write an address behind the name: %.*s <ann@example.com>",
        (int)name.n, name.p, (int)name.n, name.p);
}

struct err *import_who_get(struct change *ch, struct known *k, const struct who *who, struct str words,
                           struct arena *a, struct import_who *out)
{
    struct err *e;

    *out = (struct import_who){0};
    if ((e = who_find(ch->desk->db, who, &out->id)) != NULL)
        return e->code == ERR_DATA ? say_how(e, who) : e;
    bool made = out->id == 0;
    if (made && (e = who_new(ch, who, &out->id)) != NULL)
        return e;
    if (made)
        out->name = name_of(who, a);
    else if ((e = db_text_customer(ch->desk->db, out->id, DB_NOW, a, &out->name)) != NULL)
        return e;
    if (made && who->address.n > 0)
        known_made_another(k);
    struct known_fact fact = {out->id, out->name, made, who->address.n == 0};
    if (words.n > 0)
        out->known = known_add(k, words, &fact);
    else if (made)
        out->known = known_newcomer(k);
    return NULL;
}
