#include "desk/desk.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "store/db_policy.h"

/* The policy that was applied last by then, or the built-in one. */
static struct err *load_policy(struct desk *d, int64_t as_of, struct policy **out, int64_t *version)
{
    struct policy_place at = {d->place->zone_dirs, d->place->zone_name};
    struct arena *a = arena_new();
    struct str text;
    struct err *e = db_policy_get(d->db, as_of, a, version, &text);

    if (e == NULL && *version == 0)
        e = policy_default(&at, out);
    else if (e == NULL)
        e = policy_load(text, &at, out);
    arena_free(a);
    return e;
}

/* Where one may be made a missing store is no error, and d->db stays NULL. */
static struct err *open_store(struct desk *d, enum db_mode mode)
{
    struct err *e = db_open(d->place->folder, mode, &d->db);

    if (e == NULL) {
        db_on_wait(d->db, d->place->on_wait, d->place->on_wait_context);
        db_clock(d->db, d->place->clock);
    }
    if (e == NULL || e->code != ERR_NOINPUT || !d->place->may_create)
        return e;
    err_free(e);
    return NULL;
}

static struct err *first_policy(struct desk *d)
{
    struct policy_place at = {d->place->zone_dirs, d->place->zone_name};

    return policy_default(&at, &d->policy);
}

struct err *desk_make(struct desk *d)
{
    struct err *e;

    if (d->db != NULL)
        return NULL;
    if ((e = db_create(d->place->folder, -1)) != NULL)
        return e;
    d->created = true;
    return open_store(d, DB_WRITE);
}

struct err *desk_open(const struct desk_place *place, enum db_mode mode, struct desk **out)
{
    struct desk *d = mem_zero(sizeof *d);
    struct err *e;

    d->place = place;
    if ((e = open_store(d, mode)) == NULL)
        e = d->db == NULL ? first_policy(d) : load_policy(d, DB_NOW, &d->policy, &d->policy_version);
    if (e != NULL) {
        desk_close(d);
        d = NULL;
    }
    *out = d;
    return e;
}

struct err *desk_as_of(struct desk *d, int64_t seq)
{
    struct policy *then;
    int64_t version;
    struct err *e = load_policy(d, seq, &then, &version);

    if (e != NULL)
        return e;
    policy_free(d->policy);
    d->policy = then;
    return NULL;
}

struct err *desk_renew(struct desk *d)
{
    struct policy *now;
    int64_t version;
    struct err *e = db_policy_version(d->db, &version);

    if (e != NULL || version == d->policy_version || (e = load_policy(d, DB_NOW, &now, &version)) != NULL)
        return e;
    d->earlier = mem_grow(d->earlier, &d->cap_earlier, d->nearlier + 1, sizeof *d->earlier);
    d->earlier[d->nearlier++] = d->policy;
    d->policy = now;
    d->policy_version = version;
    return NULL;
}

void desk_close(struct desk *d)
{
    if (d == NULL)
        return;
    policy_free(d->policy);
    for (size_t i = 0; i < d->nearlier; i++)
        policy_free(d->earlier[i]);
    free(d->earlier);
    db_close(d->db);
    free(d);
}

struct when desk_when(const struct desk *d, enum when_mode mode)
{
    return (struct when){
        .now = d->place->now, .zone = d->policy->zone, .calendar = d->policy->calendar, .mode = mode};
}

bool desk_is_label(struct str name)
{
    bool good = name.n <= DESK_LABEL && text_valid(name);

    for (size_t i = 0; i < name.n && good; i++)
        good = (unsigned char)name.p[i] >= ' ' && name.p[i] != 0x7f;
    return good;
}

struct err *desk_colleague(const struct desk *d, struct str login)
{
    const struct policy *p = d->policy;
    char q[TEXT_QUOTE];

    if (!desk_is_label(login))
        return err_new(ERR_USAGE, NULL, "%s is no login; write a name of one line, at most %d bytes",
                       text_quote(login, q), DESK_LABEL);
    if (login.n == 0 || p->nstaff == 0 || policy_person(p, login) != NULL || str_eq(login, d->place->login))
        return NULL;
    const char **names = mem_array(NULL, p->nstaff, sizeof *names);
    for (size_t i = 0; i < p->nstaff; i++)
        names[i] = p->staff[i].login;
    const char *near = str_near(login, names, p->nstaff);
    free(names);
    return err_near(ERR_USAGE, NULL, near, "policy.yaml lists the staff", "'%.*s' does not work here",
                    (int)login.n, login.p);
}

struct err *desk_category(const struct desk *d, struct str name)
{
    if (name.n == 0 || policy_category(d->policy, name) != NULL)
        return NULL;
    const char *near = policy_category_near(d->policy, name);
    return err_near(ERR_USAGE, NULL, near, "cust-log policy show lists them, policy.yaml adds one",
                    "unknown category '%.*s'", (int)name.n, name.p);
}
