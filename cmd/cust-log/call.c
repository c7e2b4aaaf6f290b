/* call: at the phone.  Shows who it is and what is open, then keeps each typed line at once.
 *
 * No full-screen tricks: plain lines on standard error, so that a dumb terminal and a screen reader do as well.
 * SIGINT, SIGTERM and SIGHUP are taken between lines only; a line that was entered is kept whole.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/zone.h"
#include "cmd/common/advise.h"
#include "cmd/common/clock.h"
#include "cmd/common/say.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/letter.h"
#include "cmd/cust-log/verbs.h"
#include "cmd/cust-log/whom.h"
#include "desk/call.h"
#include "desk/praise.h"
#include "form/record.h"

const struct opt verbs_call_opts[] = {
    {"channel", 'k', OPT_VALUE, "CHANNEL", "phone (default), mail, web, chat, letter, person, social, other"},
    {"subject", 's', OPT_VALUE, "TEXT", "a subject; else the head of their first words"},
    {"on", 0, OPT_VALUE, "REF", "go on with this complaint of theirs; else the first line begins a new one"},
    {"new", 0, OPT_FLAG, NULL, "somebody whom the desk does not know yet, whoever else is called so"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { LINE_MAX_BYTES = 1024 * 1024, ADVICE_COLUMNS = 80 };

struct talk {
    struct work *w;
    struct call call;
    struct buf ahead; /* lines that were typed before it was known who it is */
    int64_t *made;    /* the complaints that lines went to, each once */
    size_t nmade, cap;
};

/* --- what to know ------------------------------------------------------------------------------------------------ */

static void show_addresses(const struct call_brief *b, int64_t customer)
{
    struct buf line = {0};

    for (size_t i = 0; i < b->naddresses; i++)
        if (b->addresses[i].kind < 0)
            buf_printf(&line, "%s%.*s", line.len > 0 ? ", " : "", (int)b->addresses[i].text.n,
                       b->addresses[i].text.p);
    for (size_t i = 0; i < b->naddresses; i++)
        if (b->addresses[i].kind >= 0)
            buf_printf(&line, ", %.*s", (int)b->addresses[i].text.n, b->addresses[i].text.p);
    say_plain("%s  c%lld", line.p != NULL ? line.p : "(nameless)", (long long)customer);
    buf_free(&line);
}

static void show_brief(struct talk *t, const struct call_brief *b)
{
    const struct zone *zone = t->w->desk->policy->zone;
    char due[ZONE_SHOW];

    show_addresses(b, t->call.customer);
    say_plain("%zu matter%s so far, %zu open", b->matters, b->matters == 1 ? "" : "s", b->nopen);
    for (size_t i = 0; i < b->nopen && i < CALL_SHOWN; i++)
        say_plain("  open: %lld  %s  %s  %.*s", (long long)b->open[i].c.id,
                  word_name(WORD_PRIORITY, (int)b->open[i].c.priority), record_status(&b->open[i].c),
                  (int)b->open[i].subject.n, b->open[i].subject.p);
    for (size_t i = 0; i < b->nunkept && i < CALL_SHOWN; i++)
        say_plain("  not kept: %lld/%u  %.*s, due %s", (long long)llabs(b->unkept[i].f.of), b->unkept[i].f.no,
                  (int)b->unkept[i].text.n, b->unkept[i].text.p, zone_show(zone, b->unkept[i].f.due, due));
    for (size_t i = 0; i < b->traits.n; i++)
        say_plain("  they are %s: %s", word_name(WORD_TRAIT, (int)b->traits.all[i].trait),
                  b->traits.all[i].why);
    if (b->worked_in != 0)
        say_plain("  what worked: %.*s, in %lld", (int)b->worked.n, b->worked.p, (long long)b->worked_in);
}

static struct err *show_who(struct talk *t)
{
    struct call_brief b;
    struct err *e;

    if (t->call.customer == 0) {
        struct str name = t->call.who.name.n > 0 ? t->call.who.name : t->call.who.address;
        say_plain("%.*s is new here", (int)name.n, name.p);
        return NULL;
    }
    if ((e = call_brief(t->w->desk, t->call.customer, t->w->place.now, t->w->arena, &b)) != NULL)
        return e;
    show_brief(t, &b);
    if (t->call.complaint == 0 && (e = call_go_on(&t->call, &b)) == NULL && t->call.complaint != 0)
        say_plain("what they say goes on in %lld; @new begins another complaint",
                  (long long)t->call.complaint);
    else if (e == NULL && b.nopen > 0 && t->call.complaint == 0)
        say_plain("@%lld goes on with that one; else what they say begins a new complaint",
                  (long long)b.open[0].c.id);
    return e;
}

/* --- lines ------------------------------------------------------------------------------------------------------- */

static void remember(struct talk *t)
{
    for (size_t i = 0; i < t->nmade; i++)
        if (t->made[i] == t->call.complaint)
            return;
    t->made = mem_grow(t->made, &t->cap, t->nmade + 1, sizeof *t->made);
    t->made[t->nmade++] = t->call.complaint;
}

static void show_signals(uint32_t signals, struct buf *b)
{
    for (int i = 0; i < SIGNALS; i++)
        if ((signals & 1u << i) != 0)
            buf_printf(b, "%s%s", b->len > 0 ? ", " : ": ", word_name(WORD_SIGNAL, i));
}

/* What stands in our own words and will be kept in mind. */
static void show_promises(struct talk *t, const struct call_kept *k)
{
    char due[ZONE_SHOW];

    for (size_t i = 0; i < k->npromises; i++)
        say_plain("you promised: %lld/%u %s, %s; cust-followup cancel takes it back",
                  (long long)t->call.complaint, k->promises[i].no,
                  word_name(WORD_KIND, (int)k->promises[i].kind),
                  zone_show(t->w->desk->policy->zone, k->promises[i].due, due));
}

/* "?": what to do, by what was typed so far. */
static void advise(struct talk *t)
{
    struct arena *a = arena_new();
    struct advice v;
    struct buf b = {0};
    struct err *e = NULL;

    if (t->call.complaint == 0) {
        say_plain("nothing is written down yet: let them speak, and type what they say");
    } else if ((e = advice_get(t->w->desk, t->call.complaint, a, &v)) == NULL) {
        struct str rest, line;
        advise_text(&v, ADVICE_COLUMNS, &b);
        for (rest = buf_str(&b); str_cut(&rest, '\n', &line) && line.n > 0;)
            say_plain("%.*s", (int)line.n, line.p);
    }
    if (e != NULL) /* the call goes on */
        say_plain("no advice: %s", e->text);
    err_free(e);
    buf_free(&b);
    arena_free(a);
}

/* Says what a person at the phone wants to know at once, and no more. */
static void show_kept(struct talk *t, const struct call_kept *k, enum priority before)
{
    char due[ZONE_SHOW];
    struct buf signals = {0};

    show_signals(t->call.signals, &signals);
    const char *why = signals.p != NULL ? signals.p : "";
    if (k->fresh)
        say_plain("complaint %lld, %s%s", (long long)t->call.complaint,
                  word_name(WORD_PRIORITY, (int)t->call.priority), why);
    else if (k->did == CALL_TURNED && t->call.complaint == 0)
        say_plain("the next words begin a new complaint");
    else if (k->did == CALL_TURNED)
        say_plain("on %lld now", (long long)t->call.complaint);
    else if (t->call.priority != before)
        say_plain("%lld is %s now%s", (long long)t->call.complaint,
                  word_name(WORD_PRIORITY, (int)t->call.priority), why);
    if (k->thanks != STATUS_RECEIVED) {
        char *tells = praise_tells(t->call.complaint, k->thanks);
        say_plain("%s", tells);
        free(tells);
    }
    if (k->did == CALL_PROMISED)
        say_plain("promised for %s", zone_show(t->w->desk->policy->zone, k->due, due));
    show_promises(t, k);
    if (k->unread != INSTANT_NONE)
        say_plain("a time was read and no promise made: %s; ! makes one",
                  zone_show(t->w->desk->policy->zone, k->unread, due));
    if (k->did == CALL_OURS && k->why != NULL)
        say_plain("whether it promises something could not be read: %s", k->why->text);
    if (k->did == CALL_MISREAD)
        say_plain("no promise yet, kept as a note: %s", k->why->text);
    buf_free(&signals);
}

/* What was just said may be more than who said it may offer. */
static void show_sums(struct talk *t, struct str words)
{
    struct buf lines = {0};
    struct str rest, line;
    struct err *e = letter_sums(t->w, t->call.complaint, words, &lines);

    if (e != NULL) /* the call goes on */
        say_plain("whether it is yours to offer could not be read: %s", e->text);
    err_free(e);
    rest = lines.p != NULL ? buf_str(&lines) : (struct str){NULL, 0};
    while (str_cut(&rest, '\n', &line) && line.n > 0)
        say_plain("%.*s", (int)line.n, line.p);
    buf_free(&lines);
}

/* A line that cannot be kept ends the call; tool_main() keeps its words in a file. */
static struct err *take_line(struct talk *t, struct str line)
{
    enum priority before = t->call.priority;
    struct call_kept k;

    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    t->w->place.now = clock_now();
    if (line.n > 0 && line.p[0] == '?' && str_trim(line).n == 1) {
        advise(t);
        return NULL;
    }
    struct err *e = call_line(&t->call, line, &k);
    if (e != NULL && k.did == CALL_TURNED) {
        say_plain("%s", e->text);
        err_free(e);
        return NULL;
    }
    if (e != NULL) {
        buf_addstr(&t->w->s->words, line);
        buf_addc(&t->w->s->words, '\n');
        return e;
    }
    if (k.did != CALL_NOTHING)
        show_kept(t, &k, before);
    if (k.did == CALL_OURS)
        show_sums(t, str_trim((struct str){line.p + 1, line.n - 1}));
    if (k.did != CALL_NOTHING && k.did != CALL_TURNED)
        remember(t);
    err_free(k.why);
    return NULL;
}

static struct err *take_lines(struct talk *t, struct buf *in, bool end)
{
    struct str rest = buf_str(in), line;
    struct err *e = NULL;

    while (e == NULL && rest.n > 0 && (end || memchr(rest.p, '\n', rest.n) != NULL)) {
        str_cut(&rest, '\n', &line);
        e = take_line(t, line);
        if (rest.p == NULL)
            rest = (struct str){"", 0};
    }
    if (e != NULL && rest.n > 0)
        buf_addstr(&t->w->s->words, rest);
    struct buf left = {0};
    buf_addstr(&left, rest);
    buf_free(in);
    *in = left;
    return e;
}

/* Bytes of standard input; *end at its end, or when a signal ends the call. */
static struct err *more(int signals, struct buf *in, bool *end)
{
    struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    char piece[4096];

    if (poll(fds, 2, -1) < 0 && errno != EINTR)
        return err_errno(ERR_IO, "standard input", "cannot wait for a line");
    if (fds[1].revents != 0) {
        struct signalfd_siginfo taken;
        *end = read(signals, &taken, sizeof taken) > 0;
        return NULL;
    }
    ssize_t n = read(STDIN_FILENO, piece, sizeof piece);
    if (n < 0 && errno == EINTR)
        return NULL;
    if (n < 0 && errno == EIO) /* the terminal is gone */
        n = 0;
    if (n < 0)
        return err_errno(ERR_IO, "standard input", "cannot read");
    *end = n == 0;
    if (n > 0)
        buf_add(in, piece, (size_t)n);
    return NULL;
}

static struct err *listen(struct talk *t)
{
    struct buf in = {0};
    sigset_t set, before;
    struct err *e = take_lines(t, &t->ahead, true);
    bool end = false;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, &before);
    int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    while (e == NULL && !end) {
        e = more(signals, &in, &end);
        if (e == NULL)
            e = take_lines(t, &in, end || in.len > LINE_MAX_BYTES);
    }
    if (signals >= 0)
        close(signals);
    sigprocmask(SIG_SETMASK, &before, NULL);
    buf_free(&in);
    return e;
}

/* The lines of what was made, whatever ended the call. */
static struct err *ending(struct talk *t, struct err *failed)
{
    struct err *e = t->nmade > 0 ? work_lines_open(t->w, WORK_COMPLAINTS) : NULL;

    for (size_t i = 0; i < t->nmade && e == NULL; i++)
        e = work_complaint(t->w, t->made[i]);
    e = work_lines_close(t->w, e);
    if (t->nmade > 0)
        say_plain("mistake? cust-log undo takes back the last line; cust-log strike REF@N any other");
    else if (failed == NULL)
        say_plain("nothing was said and nothing made");
    return err_first(failed, e);
}

static struct err *options(struct talk *t)
{
    const struct opt_args *args = t->w->s->args;
    const char *names[CHANNEL_OTHER + 1], *on = opt_text(args, "on");
    struct call_kept k;
    int channel;
    struct err *e;

    for (int i = 0; i <= CHANNEL_OTHER; i++)
        names[i] = word_name(WORD_CHANNEL, i);
    if ((e = opt_choice(args, "channel", names, CHANNEL_OTHER + 1, CHANNEL_PHONE, &channel)) != NULL)
        return e;
    t->call.channel = (enum channel)channel;
    t->call.subject = str_of(opt_text(args, "subject"));
    if (on == NULL)
        return NULL;
    char *turn = mem_printf("@%s", on);
    e = call_line(&t->call, str_of(turn), &k);
    free(turn);
    return err_at(e, "--on");
}

static struct str joined(const struct opt_args *args, struct arena *a)
{
    struct buf b = {0};

    for (size_t i = 0; i < args->n_operands; i++)
        buf_printf(&b, "%s%s", i > 0 ? " " : "", args->operands[i]);
    struct str s = {arena_dup(a, b.p, b.len), b.len};
    buf_free(&b);
    return s;
}

struct err *verbs_call(struct session *s, const struct opt_args *args)
{
    struct talk t = {0};
    struct work w;
    long long on = 0;
    struct err *e = work_open(s, WORK_MAKE, &w);

    t.w = &w;
    t.call.desk = w.desk;
    if (e == NULL && opt_text(args, "on") != NULL &&
        !str_number(str_of(opt_text(args, "on")), INT64_MAX, &on))
        e = err_new(ERR_USAGE, "--on", "'%s' is no complaint such as 42", opt_text(args, "on"));
    if (e == NULL && (e = work_make(&w)) == NULL &&
        (e = whom_ask(&w, joined(args, w.arena), &t.call, &t.ahead)) == NULL && (e = options(&t)) == NULL &&
        (e = show_who(&t)) == NULL) {
        if (isatty(STDIN_FILENO))
            say_plain("each line is theirs and kept at once; > we said  ! 16:00 we promise  # note  ? advice "
                      " ^D ends");
        e = ending(&t, listen(&t));
    }
    buf_free(&t.ahead);
    free(t.made);
    work_close(&w);
    return e;
}
