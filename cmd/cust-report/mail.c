/* mail: messages that made no complaint, those that could not be read whole, and one of either for reading. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cmd/common/work.h"
#include "cmd/cust-report/verbs.h"
#include "desk/mails.h"
#include "form/form_when.h"
#include "rule/ref.h"

const struct opt verbs_mail_opts[] = {
    {"partial", 0, OPT_FLAG, NULL, "those that could not be read whole, in whatever complaint"},
    {"raw", 0, OPT_FLAG, NULL, "of one: the message byte for byte; never to a terminal"},
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* --- the list ---------------------------------------------------------------------------------------------------- */

static const struct form_column columns[] = {
    {"MAIL", FORM_TEXT, FORM_PLAIN, 0, false},   {"CLASS", FORM_TEXT, FORM_PLAIN, 0, false},
    {"CAME", FORM_TIME, FORM_PLAIN, 0, false},   {"FROM", FORM_TEXT, FORM_PLAIN, 32, false},
    {"SUBJECT", FORM_TEXT, FORM_PLAIN, 0, true},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static struct str name_of(const struct db_mail *m, char out[64])
{
    int n = m->of > 0 ? snprintf(out, 64, "%lld@%u", (long long)m->of, m->no)
                      : snprintf(out, 64, "m%lld", (long long)m->id);

    return (struct str){out, n > 0 ? (size_t)n : 0};
}

static struct str sender(const struct mail_in *in)
{
    return in->from.address.n > 0 ? in->from.address : in->from.name;
}

/* A colleague's that is nobody's yet. */
static struct str class_of(const struct db_mail *m)
{
    return str_of(m->of == 0 && m->class == MAIL_PERSON ? "staff" : mailjson_class(m->class));
}

static struct err *row(void *context, const struct mails_one *one)
{
    char name[64];
    const struct form_value values[COLUMNS] = {
        form_text(name_of(&one->mail, name)), form_text(class_of(&one->mail)), form_time(one->mail.recorded),
        form_text(sender(&one->read.in)), form_text(one->read.in.subject)};

    return form_row(context, values);
}

static struct err *list(struct work *w)
{
    enum db_mail_which which = opt_has(w->s->args, "partial") ? DB_MAIL_PARTIAL : DB_MAIL_LOOSE;
    struct form *f = NULL;
    int64_t as_of = DB_NOW;
    struct err *e = work_as_of(w, &as_of);

    if (e == NULL && opt_has(w->s->args, "raw"))
        e = err_new(ERR_USAGE, "--raw", "needs a mail, such as m17 or 42@1");
    if (e == NULL)
        e = session_listing(w->s, "cust.mail/1", columns, COLUMNS, w->desk->policy->zone, true, &f);
    if (e != NULL)
        return e;
    return form_end(f, mails_each(w->desk, which, as_of, row, f), NULL);
}

/* --- one --------------------------------------------------------------------------------------------------------- */

static void line(struct buf *b, const char *key, struct str value)
{
    if (value.n == 0)
        return;
    buf_adds(b, key);
    text_escape(value, b);
    buf_addc(b, '\n');
}

static void person(struct buf *b, const char *key, const struct mail_address *who)
{
    if (who->name.n == 0 && who->address.n == 0)
        return;
    buf_adds(b, key);
    text_escape(who->name, b);
    if (who->address.n > 0) {
        buf_adds(b, who->name.n > 0 ? " <" : "<");
        text_escape(who->address, b);
        buf_addc(b, '>');
    }
    buf_addc(b, '\n');
}

static void files(struct buf *b, const struct mail_in *in)
{
    for (size_t i = 0; i < in->n_attachments; i++) {
        buf_printf(b, "File: %zu ", i + 1);
        text_escape(in->attachments[i].name, b);
        buf_adds(b, "  ");
        text_escape(in->attachments[i].type, b);
        buf_printf(b, "  %lld bytes\n", in->attachments[i].size);
    }
}

static void page(const struct work *w, const struct mails_one *one, struct buf *b)
{
    const struct mail_in *in = &one->read.in;
    char when[FORM_WHEN_SIZE], name[64];
    struct str ref = name_of(&one->mail, name), class = class_of(&one->mail);

    buf_printf(b, "%.*s %.*s, came %s%s\n", (int)ref.n, ref.p, (int)class.n, class.p,
               form_when_time(one->mail.recorded, w->place.now, w->desk->policy->zone, when),
               one->read.partial ? ", could not be read whole" : "");
    person(b, "From: ", &in->from);
    for (size_t i = 0; i < in->n_to; i++)
        person(b, "To: ", &in->to[i]);
    for (size_t i = 0; i < in->n_cc; i++)
        person(b, "Cc: ", &in->cc[i]);
    if (in->date != INSTANT_NONE)
        buf_printf(b, "Date: %s\n", form_when_time(in->date, w->place.now, w->desk->policy->zone, when));
    line(b, "Subject: ", in->subject);
    line(b, "List: ", in->list_id);
    files(b, in);
    buf_addc(b, '\n');
    text_show(in->text, b);
    if (b->p[b->len - 1] != '\n')
        buf_addc(b, '\n');
}

static struct err *show(struct work *w, int64_t id)
{
    struct mails_one one;
    struct buf b = {0};
    struct err *e = mails_get(w->desk, id, w->arena, &one);

    if (e == NULL && opt_has(w->s->args, "raw"))
        return out_write(w->s->out, one.read.raw);
    if (e == NULL) {
        page(w, &one, &b);
        e = out_text(w->s->out, buf_str(&b));
    }
    buf_free(&b);
    return e;
}

static struct err *some(struct work *w, const char *name)
{
    static const char *const lists[] = {"format", "fields"};
    int64_t *ids;
    size_t n;
    struct err *e = mails_named(w->desk, str_of(name), w->arena, &ids, &n);

    if (e != NULL)
        return e;
    if (opt_has(w->s->args, "raw") && n > 1)
        return err_new(ERR_USAGE, "--raw", "is of one mail, and %s has %zu; name it as in 42@1", name, n);
    if (opt_has(w->s->args, "raw") && out_is_terminal(w->s->out))
        return err_new(ERR_USAGE, "--raw",
                       "would send a stranger's bytes to your terminal; send it to a file or pipe");
    if (opt_has(w->s->args, "partial") || opt_text(w->s->args, "as-of") != NULL)
        return err_new(ERR_USAGE, "mail", "--partial and --as-of are of the list, not of one mail");
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (opt_text(w->s->args, lists[i]) != NULL)
            return err_new(ERR_USAGE, "mail",
                           "--%s is of the list; a mail is shown for reading, or as it came by --raw",
                           lists[i]);
    out_page(w->s->out);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (i > 0)
            e = out_printf(w->s->out, "\n");
        if (e == NULL)
            e = show(w, ids[i]);
    }
    return e;
}

struct err *verbs_mail(struct session *s, const struct opt_args *args)
{
    struct work w;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL)
        e = args->n_operands > 0 ? some(&w, args->operands[0]) : list(&w);
    work_close(&w);
    return e;
}
