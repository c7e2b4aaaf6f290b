/* remind: what is due now, for eyes; with --deliver, for cron, each once. */
#include "desk/remind.h"
#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-followup/digest.h"
#include "cmd/cust-followup/verbs.h"
#include "desk/notice.h"
#include "desk/outbox.h"
#include "form/record.h"

#include <unistd.h>

extern char **environ;

const struct opt verbs_remind_opts[] = {
    {"deliver", 0, OPT_FLAG, "HOW",
     "hand them over, by stdout (default) or mail, and remember it: each is told once"},
    {"owner", 'o', OPT_VALUE, "LOGIN", "only what this colleague owns"},
    {"within", 0, OPT_VALUE, "SPAN", "also what falls due in this time: 1h (default), 30m, 1d"},
    {"limit", 'n', OPT_VALUE, "N", "at most N lines to each owner, and how many more; 100 when delivering"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

static struct err *tell(void *context, const struct db_due *due)
{
    struct work *w = context;
    struct arena *a = arena_new();
    struct db_due row = *due;
    struct err *e = notice_tell(w->desk, &row, a);

    if (e == NULL)
        e = record_followup_row(w->lines, &row);
    arena_free(a);
    return e;
}

static void more(void *context, struct str owner, size_t n)
{
    const struct work *w = context;

    if (owner.n > 0)
        say_line(w->s->tool, NULL, "and %zu more: cust-followup owner:%.*s lists them all", n, (int)owner.n,
                 owner.p);
    else
        say_line(w->s->tool, NULL, "and %zu more that nobody has: cust-followup owner:none lists them all",
                 n);
}

/* Only what has really left may be marked as told: a writer whose reader is gone must not think so. */
static struct err *flush(void *context)
{
    struct work *w = context;
    struct err *e = form_flush(w->lines);

    return e != NULL ? e : out_flush(w->s->out);
}

static struct err *until(struct work *w, instant *out)
{
    const char *text = opt_text(w->s->args, "within");
    struct when cx = desk_when(w->desk, WHEN_DUE);
    struct err *e = when_parse(str_of(text != NULL ? text : "1h"), &cx, out);

    if (e == NULL)
        return NULL;
    err_free(e);
    return err_new(ERR_USAGE, "--within",
                   "'%s' is no time from now; write how far ahead, such as 30m, 2h or 1d", text);
}

static void not_sent(void *context, const struct err *e)
{
    const struct session *s = context;

    say_warning(s->tool, e);
}

/* On paper the line of what was done with a letter; by mail nobody is told, since nothing is left to do. */
static struct err *letter_sent(void *context, subject of, uint32_t no)
{
    return work_followup(context, of, no);
}

static struct err *letter_sent_quietly(void *context, subject of, uint32_t no)
{
    (void)context;
    (void)of;
    (void)no;
    return NULL;
}

static void letter_failed(void *context, const struct err *e)
{
    const struct work *w = context;

    say_warning(w->s->tool, e);
}

/* Letters to customers, where policy has such. */
static struct err *notices(struct work *w, const struct remind *r)
{
    const struct notice_job job = {.owner = r->owner,
                                   .env = environ,
                                   .sent = r->channel == REMIND_MAIL ? letter_sent_quietly : letter_sent,
                                   .failed = letter_failed,
                                   .context = w};

    return r->deliver ? notice_run(w->desk, &job) : NULL;
}

/* Letters that sendmail could not take when they were written. */
static struct err *letters(struct work *w)
{
    struct outbox_count n;
    const struct outbox_job job = {environ, notice_still, not_sent, w->s};
    struct err *e = outbox_flush(w->desk, &job, &n);

    if (n.sent > 0 && isatty(STDERR_FILENO))
        say_line(w->s->tool, NULL, "sent %zu of the outbox", n.sent);
    return e;
}

struct err *verbs_remind(struct session *s, const struct opt_args *args)
{
    static const char *const roads[] = {"stdout", "mail"}; /* enum remind_channel */
    struct remind r = {.owner = str_of(opt_text(args, "owner")),
                       .deliver = opt_has(args, "deliver"),
                       .tell = tell,
                       .more = more,
                       .flush = flush,
                       .send = digest_send};
    int road = REMIND_STDOUT;
    struct work w;
    int64_t told = 0;
    long long most = 0;
    bool busy = false;
    struct err *e = opt_choice(args, "deliver", roads, sizeof roads / sizeof roads[0], REMIND_STDOUT, &road);

    if (e == NULL)
        e = opt_number(args, "limit", 1, 1000000000, r.deliver ? REMIND_ROWS : 0, &most);

    if (e != NULL)
        return e;
    e = work_open(s, r.deliver ? WORK_DELIVER : WORK_READ, &w);
    r.channel = (enum remind_channel)road;
    r.most = (size_t)most;
    r.context = &w;
    if (str_is(r.owner, "me"))
        r.owner = session_who(s);
    if (e == NULL && (e = until(&w, &r.until)) == NULL && (e = work_lines_open(&w, WORK_FOLLOWUPS)) == NULL) {
        struct err *failed = notices(&w, &r); /* which keeps no reminder back */
        e = remind_run(w.desk, &r, &told, &busy);
        e = err_first(e, failed);
    }
    e = work_lines_close(&w, e);
    if (r.deliver && w.desk != NULL)
        e = err_first(e, letters(&w));
    if (e == NULL && told == 0 && !r.deliver && out_is_terminal(s->out))
        say_line(s->tool, NULL, "nothing is due");
    work_close(&w);
    return e;
}
