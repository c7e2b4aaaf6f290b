#include "desk/policyfile.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
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

struct err *policyfile_newer(struct desk *d, bool *newer)
{
    struct arena *a = arena_new();
    char *path = policyfile_path(d->place);
    struct buf file = {0};
    struct str applied;
    struct err *e = buf_read_file(&file, path, FILE_MAX);

    *newer = false;
    if (e != NULL) { /* no file is nothing to say; a bad one is said by `policy check` */
        err_free(e);
        e = NULL;
    } else if ((e = policyfile_source(d, d->policy_version, a, &applied)) == NULL) {
        *newer = !str_eq(applied, buf_str(&file));
    }
    buf_free(&file);
    free(path);
    arena_free(a);
    return e;
}
