/* show: one complaint at a glance, then the whole. */
#include <stdlib.h>

#include "cmd/common/refs.h"
#include "cmd/common/work.h"
#include "cmd/cust-report/files.h"
#include "cmd/cust-report/show_page.h"
#include "cmd/cust-report/verbs.h"
#include "desk/export.h"
#include "desk/show.h"

const struct opt verbs_show_opts[] = {
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"all", 'a', OPT_FLAG, NULL, "also what policy and the desk recorded by themselves"},
    {"format", 0, OPT_VALUE, "FORM", "jsonl: every event of it and of its customer, a line each"},
    {"attachment", 0, OPT_VALUE, "N", "the bytes of attachment N; never to a terminal"},
    {"raw", 0, OPT_FLAG, NULL, "of REF@N: the message or words byte for byte; never to a terminal"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* --raw: of one event, its message as it came, else its words. */
static struct err *raw(struct work *w, const struct ref *ref)
{
    struct str bytes;
    struct err *e;

    if (ref->kind != REF_EVENT)
        return err_new(ERR_USAGE, "--raw", "needs an event, such as 42@1");
    if (out_is_terminal(w->s->out))
        return err_new(ERR_USAGE, "--raw",
                       "would send a stranger's bytes to your terminal; send it to a file or pipe");
    if ((e = show_raw(w->desk, ref->id, ref->no, w->arena, &bytes)) != NULL)
        return e;
    return out_write(w->s->out, bytes);
}

static struct err *write_line(void *context, struct str line)
{
    return out_write(context, line);
}

/* The same for programs, as export writes it. */
static struct err *lines(struct work *w, int64_t id, int64_t as_of)
{
    struct query one = {.op = QUERY_TEST, .key = QUERY_NUMBER, .value = id};
    struct export_job x = {.query = &one, .as_of = as_of, .write = write_line, .context = w->s->out};
    int64_t n = 0;
    struct err *e;

    if (!str_is(str_of(opt_text(w->s->args, "format")), "jsonl"))
        return err_new(ERR_USAGE, "--format", "a complaint is told as jsonl, or, without it, for reading");
    e = export_run(w->desk, &x, &n);
    if (e == NULL && n == 0)
        e = err_new(ERR_NOINPUT, NULL, "there is no complaint %lld", (long long)id);
    return e;
}

static struct err *show_one(struct work *w, const struct ref *ref, int64_t as_of)
{
    struct show show;
    struct err *e;

    if (ref_is_customers(ref))
        return err_new(ERR_USAGE, "show", "c%lld is a customer; name a complaint such as 42",
                       (long long)ref->id);
    if (opt_text(w->s->args, "attachment") != NULL)
        return files_give(w, ref, as_of);
    if (opt_has(w->s->args, "raw"))
        return raw(w, ref);
    if (opt_text(w->s->args, "format") != NULL)
        return lines(w, ref->id, as_of);
    e = show_get(w->desk, ref->id, as_of, w->arena, &show);
    return e != NULL ? e : show_page_write(w, &show, opt_has(w->s->args, "all"));
}

struct err *verbs_show(struct session *s, const struct opt_args *args)
{
    struct ref *refs = NULL;
    size_t n = 0;
    int64_t as_of;
    struct work w;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL && (e = refs_get(s, args->operands[0], &refs, &n)) == NULL)
        e = work_as_of(&w, &as_of);
    if (e == NULL && n > 1 && opt_text(args, "attachment") != NULL)
        e = err_new(ERR_USAGE, "--attachment", "is of one complaint, and %zu are named", n);
    if (e == NULL)
        out_page(s->out);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (i > 0 && opt_text(args, "format") == NULL)
            e = out_printf(s->out, "\n");
        if (e == NULL)
            e = work_bad(&w, &refs[i], n, show_one(&w, &refs[i], as_of));
    }
    free(refs);
    work_close(&w);
    return e;
}
