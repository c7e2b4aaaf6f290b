/* policy check|show|apply: the desk's settings. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/icsfile.h"
#include "desk/policyfile.h"
#include "policy/policy_compile.h"

/* Prints every mistake, as a compiler does; gives the error that ends the command. */
static struct err *mistakes(struct session *s, struct policy_errors *errors)
{
    size_t n = errors->n;

    for (size_t i = 0; i < n; i++)
        say_warning(s->tool, errors->e[i]);
    policy_errors_free(errors);
    if (n == 0)
        return NULL;
    return err_new(ERR_POLICY, NULL, "%zu mistake%s; nothing was changed", n, n == 1 ? "" : "s");
}

static struct err *check(struct session *s, const char *file)
{
    char *exe_dir = session_exe_dir();
    struct desk_place place = {.folder = s->place, .exe_dir = exe_dir, .now = s->now};
    struct policy_errors errors = {0};
    struct buf source = {0}, compiled = {0};
    char *path = policyfile_path(&place), *zone = session_zone_name();
    struct policy_place at = {NULL, zone};
    const struct holidays_files files = {icsfile_days, &place};
    struct err *e = policy_compile_file(file != NULL ? file : path, &at, &files, &source, &compiled, &errors);

    e = err_first(e, mistakes(s, &errors));
    free(path);
    free(zone);
    free(exe_dir);
    buf_free(&source);
    buf_free(&compiled);
    return e;
}

static struct err *show(struct session *s)
{
    struct buf text = {0};
    struct work w;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL && (e = policyfile_show(w.desk, &text)) == NULL)
        e = out_text(s->out, buf_str(&text));
    buf_free(&text);
    work_close(&w);
    return e;
}

/* What it did to the complaints that are open. */
static void say_applied(const struct session *s, const struct policyfile_applied *done,
                        const struct settle_job *job)
{
    struct buf text = {0};

    buf_printf(&text, "policy %lld is in force", (long long)done->version);
    if (job->looked > 0) /* else there is nothing that could move */
        buf_printf(&text, "; the deadlines of %lld complaint%s moved", (long long)job->moved,
                   job->moved == 1 ? "" : "s");
    if (job->late > 0)
        buf_printf(&text, ", of %lld to a time that is past", (long long)job->late);
    if (job->begun > 0)
        buf_printf(&text, "; a ladder began in %lld", (long long)job->begun);
    if (job->instead_of > 0)
        buf_printf(&text, "; then somebody put policy %lld in force, which what is open follows now",
                   (long long)job->instead_of);
    say_line(s->tool, NULL, "%s", text.p);
    buf_free(&text);
}

/* Said before what went wrong. */
static void say_unfinished(const struct session *s, const struct policyfile_applied *done,
                           const struct settle_job *job)
{
    say_line(s->tool, NULL,
             "policy %lld is in force, but this ended after %lld complaint%s; apply it again to finish",
             (long long)done->version, (long long)job->looked, job->looked == 1 ? "" : "s");
}

static void progress(void *context, const struct settle_job *job)
{
    say_meter(context, "%lld looked at, %lld moved", (long long)job->looked, (long long)job->moved);
}

const struct opt verbs_policy_opts[] = {
    {"owner", 0, OPT_FLAG, NULL,
     "apply: as whose folder the desk is; else roles and staff are for who stands highest"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* Who could as well write the store by hand. */
static struct err *as_owner(const struct session *s, bool *owner)
{
    struct stat st;

    *owner = opt_has(s->args, "owner");
    if (!*owner || (stat(s->place, &st) == 0 && st.st_uid == getuid()))
        return NULL;
    return err_new(ERR_NOPERM, "--owner", "%s belongs to somebody else", s->place);
}

static struct err *apply(struct session *s, const char *file)
{
    struct policy_errors errors = {0};
    struct policyfile_applied done = {.version = 0};
    struct say_meter meter = {0};
    struct settle_job job = {.progress = progress, .context = &meter};
    struct work w;
    bool owner = false;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = as_owner(s, &owner)) == NULL) {
        char *path = policyfile_path(&w.place);
        e = policyfile_apply(w.desk, file != NULL ? file : path, owner, &errors, &done, &job);
        say_meter_end(&meter);
        free(path);
    }
    e = err_first(e, mistakes(s, &errors));
    if (e == NULL)
        say_applied(s, &done, &job);
    else if (done.version > 0)
        say_unfinished(s, &done, &job);
    if (e == NULL && done.reads && job.looked > 0)
        say_line(s->tool, NULL, "triage reads otherwise now; cust-triage run reads what is open again");
    work_close(&w);
    return e;
}

struct err *verbs_policy(struct session *s, const struct opt_args *args)
{
    static const char *const what[] = {"check", "show", "apply"};
    const char *verb = args->operands[0], *file = args->n_operands > 1 ? args->operands[1] : NULL;

    if (strcmp(verb, "check") == 0)
        return check(s, file);
    if (strcmp(verb, "show") == 0 && file == NULL)
        return show(s);
    if (strcmp(verb, "apply") == 0)
        return apply(s, file);
    const char *near = str_near(str_of(verb), what, 3);
    return err_near(ERR_USAGE, "policy", near, "policy check finds mistakes, policy apply puts it in force",
                    "'%s' is neither check, show nor apply", verb);
}
