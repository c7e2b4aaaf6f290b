#include "desk/policyfile.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "desk/change.h"
#include "desk/icsfile.h"
#include "policy/policy_compile.h"
#include "store/db_policy.h"

enum { FILE_MAX = 1024 * 1024 };

static struct policy_place where(const struct desk *d)
{
    return (struct policy_place){d->place->zone_dirs, d->place->zone_name};
}

char *policyfile_path(const struct desk_place *place)
{
    return mem_printf("%s/policy.yaml", place->folder);
}

/* The text that a version was made from; version 0 is built in and has none. */
static struct err *source_of(struct desk *d, int64_t version, struct arena *a, struct str *source)
{
    *source = str_of("");
    return version > 0 ? db_policy_source(d->db, version, a, source) : NULL;
}

/* --- whether it is in force --------------------------------------------------------------------------------------- */

/* Calendars take a helper to read, and are not what keeps a file from being a policy most of the time. */
static struct err *no_days(void *context, const char *path, struct buf *out)
{
    (void)context;
    (void)path;
    (void)out;
    return NULL;
}

/* The first mistake in a policy; NULL when there is none. */
static struct err *mistake(const struct desk *d, const char *path)
{
    const struct holidays_files files = {no_days, NULL};
    const struct policy_place at = where(d);
    struct policy_errors errors = {0};
    struct buf source = {0}, compiled = {0};
    struct err *e = policy_compile_file(path, &at, &files, &source, &compiled, &errors);

    if (e == NULL && errors.n > 0) {
        e = errors.e[0];
        errors.e[0] = NULL;
    }
    policy_errors_free(&errors);
    buf_free(&source);
    buf_free(&compiled);
    return e;
}

struct err *policyfile_newer(struct desk *d, bool *newer, struct err **wrong)
{
    struct arena *a = arena_new();
    char *path = policyfile_path(d->place);
    struct buf file = {0};
    struct str applied;
    struct err *e = buf_read_file(&file, path, FILE_MAX);

    *newer = false;
    *wrong = NULL;
    if (e != NULL) { /* no file is nothing to say; a bad one is said by `policy check` */
        err_free(e);
        e = NULL;
    } else if ((e = source_of(d, d->policy_version, a, &applied)) == NULL) {
        *newer = !str_eq(applied, buf_str(&file));
        if (*newer)
            *wrong = mistake(d, path);
    }
    buf_free(&file);
    free(path);
    arena_free(a);
    return e;
}

/* --- putting it in force ------------------------------------------------------------------------------------------- */

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
    int64_t version = 0;
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

struct err *policyfile_apply(struct desk *d, const char *path, bool owner, struct policy_errors *errors,
                             struct policyfile_applied *out, struct settle_job *job)
{
    struct buf source = {0}, compiled = {0};
    struct desk_place place = *d->place;
    const struct holidays_files files = {icsfile_days, &place};
    struct policy_place at = where(d);
    struct arena *a = arena_new();
    struct str now = {0}, now_source = {0};
    int64_t old;
    struct err *e;

    *out = (struct policyfile_applied){.version = 0};
    if ((e = policy_compile_file(path, &at, &files, &source, &compiled, errors)) != NULL || errors->n > 0)
        goto out;
    if ((e = db_policy_get(d->db, DB_NOW, a, &old, &now)) != NULL ||
        (e = source_of(d, old, a, &now_source)) != NULL)
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

struct err *policyfile_show(struct desk *d, struct buf *out)
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
