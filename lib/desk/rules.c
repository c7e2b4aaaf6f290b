#include "desk/rules.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/icsfile.h"
#include "desk/policyfile.h"
#include "policy/policy_compile.h"
#include "store/db_policy.h"

static struct policy_place where(const struct desk *d)
{
    return (struct policy_place){d->place->zone_dirs, d->place->zone_name};
}

/* "bruno, lena": those of the staff whose role stands above that of the login. */
static void above(const struct policy *p, struct str login, struct buf *out)
{
    const struct policy_person *me = policy_person(p, login);

    for (size_t i = 0; i < p->nstaff; i++)
        if (authority_above(p->staff[i].role, me != NULL ? me->role : NULL))
            buf_printf(out, "%s%s", out->len > 0 ? ", " : "", p->staff[i].login);
}

static struct err *may_store(const struct desk *d, const struct policy *fresh, bool owner)
{
    struct buf higher = {0};
    struct err *e = NULL;

    if (owner || !d->policy->authority || policy_same_authority(d->policy, fresh))
        return NULL;
    above(d->policy, d->place->login, &higher);
    if (higher.len > 0)
        e = err_new(ERR_NOPERM, "policy",
                    "it changes roles or staff, which is for who stands highest: %s; --owner is for whose "
                    "folder the desk is",
                    higher.p);
    buf_free(&higher);
    return e;
}

static struct err *add(struct change *ch, const struct policy *fresh, struct str source, struct str compiled,
                       bool owner, int64_t *version)
{
    struct err *e = may_store(ch->desk, fresh, owner);

    return e != NULL ? e : db_policy_add(ch->desk->db, ch->seq, source, compiled, version);
}

/* Stores the new version and loads it, so that what follows computes with it. */
static struct err *store(struct desk *d, struct str source, struct str compiled, bool owner, bool *reads)
{
    struct policy_place at = where(d);
    struct policy *fresh;
    struct change ch;
    int64_t version;
    struct err *e;

    if ((e = policy_load(compiled, &at, &fresh)) != NULL)
        return e;
    if ((e = change_begin(d, &ch)) == NULL)
        e = change_end(&ch, add(&ch, fresh, source, compiled, owner, &version));
    if (e != NULL) {
        policy_free(fresh);
        return e;
    }
    *reads = !policy_reads_alike(d->policy, fresh);
    policy_free(d->policy);
    d->policy = fresh;
    d->policy_version = version;
    return NULL;
}

struct err *rules_apply(struct desk *d, const char *path, bool owner, struct policy_errors *errors,
                        struct rules_applied *out, struct settle_job *job)
{
    struct buf source = {0}, compiled = {0};
    struct desk_place place = *d->place;
    const struct holidays_files files = {icsfile_days, &place};
    struct policy_place at = where(d);
    struct arena *a = arena_new();
    struct str now = {0}, now_source = {0};
    int64_t old;
    struct err *e;

    *out = (struct rules_applied){.version = 0};
    if ((e = policy_compile_file(path, &at, &files, &source, &compiled, errors)) != NULL || errors->n > 0)
        goto out;
    if ((e = db_policy_get(d->db, DB_NOW, a, &old, &now)) != NULL ||
        (e = policyfile_source(d, old, a, &now_source)) != NULL)
        goto out;
    bool same = str_eq(now, buf_str(&compiled)) && str_eq(now_source, buf_str(&source));
    if (!same && (e = store(d, buf_str(&source), buf_str(&compiled), owner, &out->reads)) != NULL)
        goto out;
    out->version = d->policy_version;
    e = settle_run(d, job);
out:
    arena_free(a);
    buf_free(&source);
    buf_free(&compiled);
    return e;
}

struct err *rules_show(struct desk *d, struct buf *out)
{
    struct arena *a = arena_new();
    int64_t version;
    struct str text;
    struct err *e = db_policy_get(d->db, DB_NOW, a, &version, &text);

    if (e == NULL)
        e = policy_compile_show(version > 0 ? text : policy_default_text(), out);
    arena_free(a);
    return e;
}
