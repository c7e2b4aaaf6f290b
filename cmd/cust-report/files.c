#include "cmd/cust-report/files.h"

#include "base/text.h"
#include "desk/attach.h"

static void add_name(const struct show_event *s, struct buf *out)
{
    if (s->gone)
        buf_adds(out, "(erased)");
    else if (s->words.n == 0)
        buf_adds(out, "(no name)");
    else
        text_escape(s->words, out);
}

void files_event(const struct show_event *s, struct buf *out)
{
    buf_addc(out, ' ');
    add_name(s, out);
    buf_adds(out, ", ");
    text_escape(s->who, out);
    buf_printf(out, ", %lld bytes", (long long)s->ev.num);
}

void files_list(const struct about *at, struct buf *out)
{
    for (size_t i = 0; i < at->nfiles; i++) {
        const struct about_file *f = &at->files[i];
        buf_printf(out, "FILE   %u ", f->number);
        add_name(f->file, out);
        buf_adds(out, "  ");
        text_escape(f->file->who, out);
        buf_printf(out, "  %lld bytes  @%u%s\n", (long long)f->file->ev.num, f->event,
                   f->mail ? ", by mail" : "");
    }
}

struct err *files_give(struct work *w, const struct ref *ref, int64_t as_of)
{
    long long n = 0;
    struct str bytes;
    struct err *e = opt_number(w->s->args, "attachment", 1, UINT32_MAX, 0, &n);

    if (e != NULL)
        return e;
    if (out_is_terminal(w->s->out))
        return err_new(ERR_USAGE, "--attachment",
                       "would send a stranger's bytes to your terminal; send it to a file: ... > FILE");
    e = attach_get(w->desk, ref->id, (uint32_t)n, as_of, w->arena, &bytes);
    return e != NULL ? e : out_write(w->s->out, bytes);
}
