#include "desk/policyfile.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "policy/policy_compile.h"
#include "store/db_policy.h"

enum { FILE_MAX = 1024 * 1024 };

char *policyfile_path(const struct desk_place *place)
{
    return mem_printf("%s/policy.yaml", place->folder);
}

struct err *policyfile_source(struct desk *d, int64_t version, struct arena *a, struct str *source)
{
    *source = str_of("");
    return version > 0 ? db_policy_source(d->db, version, a, source) : NULL;
}

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
    const struct policy_place at = {d->place->zone_dirs, d->place->zone_name};
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
    } else if ((e = policyfile_source(d, d->policy_version, a, &applied)) == NULL) {
        *newer = !str_eq(applied, buf_str(&file));
        if (*newer)
            *wrong = mistake(d, path);
    }
    buf_free(&file);
    free(path);
    arena_free(a);
    return e;
}
