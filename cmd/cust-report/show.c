/* show: one complaint at a glance, then the whole. */
#include <stdlib.h>

#include "cmd/common/refs.h"
#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-report/files.h"
#include "cmd/cust-report/show_page.h"
#include "cmd/cust-report/told.h"
#include "cmd/cust-report/verbs.h"
#include "desk/export.h"
#include "desk/show.h"

const struct opt verbs_show_opts[] = {
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"all", 'a', OPT_FLAG, NULL, "also what policy and the desk recorded by themselves"},
    {"format", 0, OPT_VALUE, "FORM", "json: it as one object; jsonl: every event of it and of its customer"},
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

    e = export_run(w->desk, &x, &n);
    if (e == NULL && n == 0)
        e = err_new(ERR_NOINPUT, NULL, "there is no complaint %lld", (long long)id);
    return e;
}

enum { FOR_EYES = -1, JSON, JSONL };
static const char *const forms[] = {"json", "jsonl"};

/* One complaint: its page or lines go out, its object is appended to `out`. */
static struct err *show_one(struct work *w, const struct ref *ref, int64_t as_of, int form, struct buf *out)
{
    struct show show;
    struct about at;
    struct err *e;

    if (ref_is_customers(ref))
        return err_new(ERR_USAGE, "show", "c%lld is a customer; name a complaint such as 42",
                       (long long)ref->id);
    if (opt_text(w->s->args, "attachment") != NULL)
        return files_give(w, ref, as_of);
    if (opt_has(w->s->args, "raw"))
        return raw(w, ref);
    if ((e = show_get(w->desk, ref->id, as_of, w->arena, &show)) != NULL ||
        (e = show_has(&show, ref)) != NULL)
        return e;
    if (form == JSONL)
        return lines(w, ref->id, as_of);
    if ((e = about_get(w->desk, &show, w->arena, &at)) != NULL)
        return e;
    if (show.into != 0)
        say_line(w->s->tool, NULL, "%lld was merged into %lld; cust-report show %lld has both",
                 (long long)ref->id, (long long)show.into, (long long)show.into);
    if (form == FOR_EYES || out == NULL)
        return show_page_write(w, &show, &at, opt_has(w->s->args, "all"));
    buf_reset(out);
    told_complaint(&show, &at, opt_has(w->s->args, "all"), out);
    return NULL;
}

/* All of them as one JSON text, as other listings have it; nothing when there is no single one. */
static struct err *objects(struct work *w, const struct ref *refs, size_t n, int64_t as_of)
{
    static const char head[] = "{\"schema\":\"" TOLD_COMPLAINT_SCHEMA "\",\"rows\":[";
    struct buf b = {0};
    bool told = false;
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        buf_reset(&b);
        e = work_bad(w, &refs[i], n, show_one(w, &refs[i], as_of, JSON, &b));
        if (e != NULL || b.len == 0)
            continue;
        e = out_printf(w->s->out, "%s\n", told ? "," : head);
        told = true;
        if (e == NULL)
            e = out_write(w->s->out, buf_str(&b));
    }
    buf_free(&b);
    if (e == NULL)
        e = told ? out_printf(w->s->out, "\n]}\n") : out_printf(w->s->out, "%s]}\n", head);
    return e;
}

static struct err *pages(struct work *w, const struct ref *refs, size_t n, int64_t as_of, int form)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (i > 0 && form == FOR_EYES)
            e = out_printf(w->s->out, "\n");
        if (e == NULL)
            e = work_bad(w, &refs[i], n, show_one(w, &refs[i], as_of, form, NULL));
    }
    return e;
}

struct err *verbs_show(struct session *s, const struct opt_args *args)
{
    struct ref *refs = NULL;
    size_t n = 0;
    int64_t as_of;
    int form = FOR_EYES;
    struct work w = {0};
    struct err *e = opt_choice(args, "format", forms, sizeof forms / sizeof forms[0], FOR_EYES, &form);

    if (e == NULL)
        e = work_open(s, WORK_READ, &w);
    if (e == NULL && (e = refs_get(s, args->operands[0], &refs, &n)) == NULL)
        e = work_as_of(&w, &as_of);
    if (e == NULL && n > 1 && opt_text(args, "attachment") != NULL)
        e = err_new(ERR_USAGE, "--attachment", "is of one complaint, and %zu are named", n);
    if (e == NULL)
        out_page(s->out);
    if (e == NULL)
        e = form == JSON ? objects(&w, refs, n, as_of) : pages(&w, refs, n, as_of, form);
    free(refs);
    work_close(&w);
    return e;
}
