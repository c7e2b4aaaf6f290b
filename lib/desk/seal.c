#include "desk/seal.h"

#include "desk/change.h"
#include "form/sha256.h"

bool seal_holds(const struct db_seal *s)
{
    char hash[SHA256_TEXT];

    return str_is(s->hash, sha256_text(s->rows, hash));
}

/* The desk may have another zone by now, in which the same days begin some hours earlier or later. */
static bool same_day(instant a, instant b)
{
    instant apart = a > b ? a - b : b - a;

    return apart < 86400 / 2;
}

/* The version asked for, or the newest; version 0 in *out: there is none. */
static struct err *find(struct desk *d, const char *name, const struct returns_job *job, int64_t version,
                        struct arena *a, struct seal *out)
{
    int64_t profile = 0, n = 0;
    struct db_seal s = {0};
    struct err *e = db_name_find(d->db, str_of(name), &profile);

    *out = (struct seal){0};
    while (e == NULL && profile != 0) {
        e = db_seal_next(d->db, s.id, job->as_of, a, &s);
        if (e != NULL || s.id == 0)
            break;
        if (s.profile != profile || !same_day(s.since, job->from) || !same_day(s.upto, job->to))
            continue;
        n++;
        if (version == 0 || version == n)
            *out = (struct seal){n, s};
    }
    return e;
}

static struct err *may_seal(const struct desk *d, const struct returns_job *job)
{
    if (job->to > d->place->now)
        return err_new(ERR_USAGE, "--seal", "the period has not ended; seal it when it has");
    if (job->as_of != DB_NOW)
        return err_new(ERR_USAGE, "--seal", "seals what is known now; leave --as-of out");
    return NULL;
}

static struct err *add(struct change *ch, const struct returns_job *job, struct str rows, struct arena *a,
                       struct seal *out)
{
    struct desk *d = ch->desk;
    char hash[SHA256_TEXT];
    struct seal last;
    struct err *e = find(d, job->profile->name, job, 0, a, &last);

    if (e == NULL && last.version > 0 && str_eq(last.s.rows, rows))
        e = err_new(ERR_DATA, "--seal",
                    "these rows are sealed already, as version %lld; --sealed gives them back",
                    (long long)last.version);
    *out = (struct seal){last.version + 1, {.since = job->from, .upto = job->to, .rows = rows}};
    out->s.hash = str_of(arena_strdup(a, sha256_text(rows, hash)));
    if (e == NULL)
        e = db_name(d->db, str_of(job->profile->name), &out->s.profile);
    return e != NULL ? e : db_seal_add(d->db, &out->s);
}

struct err *seal_put(struct desk *d, const struct returns_job *job, struct str rows, struct arena *a,
                     struct seal *out)
{
    struct change ch;
    struct err *e = may_seal(d, job);

    if (e != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    return change_end(&ch, add(&ch, job, rows, a, out));
}

struct err *seal_get(struct desk *d, const char *profile, const struct returns_job *job, int64_t version,
                     struct arena *a, struct seal *out)
{
    struct err *e = find(d, profile, job, version, a, out);

    if (e == NULL && out->version == 0)
        e = version == 0
                ? err_new(ERR_NOINPUT, "--sealed", "return %s was not sealed for this period", profile)
                : err_new(ERR_NOINPUT, "--sealed", "return %s has no version %lld for this period", profile,
                          (long long)version);
    return e;
}
