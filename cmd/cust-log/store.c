/* init, backup, verify: the store itself. */
#include <grp.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/audit.h"
#include "store/db_backup.h"

const struct opt verbs_init_opts[] = {
    {"group", 0, OPT_VALUE, "NAME", "a team on one machine shares the desk: this group may read and write"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

struct err *verbs_init(struct session *s, const struct opt_args *args)
{
    const char *group = opt_text(args, "group");
    int64_t gid = -1;
    struct err *e;

    if (group != NULL) {
        const struct group *g = getgrnam(group);
        if (g == NULL)
            return err_new(ERR_NOINPUT, "--group", "there is no group '%s'", group);
        gid = (int64_t)g->gr_gid;
    }
    if ((e = db_create(s->place, gid)) == NULL)
        say_line(s->tool, NULL, "made a desk in %s", s->place);
    return e;
}

struct err *verbs_backup(struct session *s, const struct opt_args *args)
{
    struct work w;
    int64_t held = 0;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL && (e = db_backup(w.desk->db, args->operands[0], &held)) == NULL &&
        isatty(STDERR_FILENO)) /* cron hears only of what went wrong */
        say_line(s->tool, NULL, "backed up to %s; writers waited %lld ms at most", args->operands[0],
                 (long long)held);
    work_close(&w);
    return e;
}

static struct err *finding(void *context, const char *text)
{
    struct session *s = context;

    return out_printf(s->out, "%s\n", text);
}

struct err *verbs_verify(struct session *s, const struct opt_args *args)
{
    struct audit_counts n = {0};
    struct work w;
    struct err *e = work_open(s, WORK_READ, &w);

    (void)args;
    if (e == NULL && (e = audit_run(w.desk, finding, s, &n)) == NULL) {
        if (n.findings > 0 || isatty(STDERR_FILENO))
            say_line(s->tool, NULL,
                     "%lld complaints, %lld events replayed, %lld files: %lld differences; writers waited "
                     "%lld ms at most",
                     (long long)n.complaints, (long long)n.events, (long long)n.files, (long long)n.findings,
                     (long long)n.held_ms);
        if (n.findings > 0)
            e = err_new(ERR_DATA, NULL,
                        "the store is not as it must be; mend it as its lines say, else restore a backup, or "
                        "report this");
    }
    work_close(&w);
    return e;
}
