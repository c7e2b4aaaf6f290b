#include "cmd/cust-log/whom.h"

#include "base/text.h"
#include "cmd/common/say.h"
#include "cmd/common/tty.h"

static void show_choices(const struct call_found *f, struct str asked)
{
    if (f->alike)
        say_plain("nobody has \"%.*s\", but the same number but for its country's code:", (int)asked.n,
                  asked.p);
    else
        say_plain("%zu fit%s \"%.*s\":", f->total, f->total == 1 ? "s" : "", (int)asked.n, asked.p);
    for (size_t i = 0; i < f->n; i++) {
        const struct call_choice *c = &f->choice[i];
        say_plain("  %zu  %.*s%s%.*s  c%lld, %lld open", i + 1, (int)c->name.n, c->name.p,
                  c->address.n > 0 ? ", " : "", (int)c->address.n, c->address.p, (long long)c->id,
                  (long long)c->open);
    }
    if (f->total > f->n)
        say_plain("  and %zu more; more of the name finds fewer", f->total - f->n);
}

enum { ANSWER_MAX = 4096 }; /* what a terminal gives in one line */

/* "2", "c7" or "n", which is 0; false for anything else. */
static bool read_choice(const struct call_found *f, struct str s, size_t *chosen)
{
    struct str digits = {s.p + 1, s.n > 0 ? s.n - 1 : 0};
    long long no;

    *chosen = 0;
    if (str_is(s, "n") || str_is(s, "new"))
        return true;
    if (str_number(s, (long long)f->n, &no) && no > 0)
        *chosen = (size_t)no;
    for (size_t i = 0; i < f->n && s.n > 1 && s.p[0] == 'c' && str_number(digits, INT64_MAX, &no); i++)
        if (f->choice[i].id == no)
            *chosen = i + 1;
    return *chosen > 0;
}

/* Whether it is more than an answer that was mistyped: the caller speaks already. */
static bool is_speech(struct str s)
{
    struct str digits = {s.p + 1, s.n > 0 ? s.n - 1 : 0};
    long long no;

    return s.n > 1 && !str_number(s, INT64_MAX, &no) &&
           !(s.p[0] == 'c' && str_number(digits, INT64_MAX, &no));
}

static void say_none(const struct call_found *f, struct str s)
{
    char q[TEXT_QUOTE];

    if (s.n == 0)
        say_plain("nobody is chosen yet: 1 to %zu, n for somebody new, ^D to end", f->n);
    else
        say_plain("%s is none of them: 1 to %zu, n for somebody new, ^D to end", text_quote(s, q), f->n);
}

/* The number of a choice; 0 for a new customer; ERR_USAGE when nothing was chosen.  Lines that are no answer are what is
 * said meanwhile, and wait. */
static struct err *ask_choice(const struct call_found *f, size_t *chosen, struct buf *ahead)
{
    char line[ANSWER_MAX];
    bool there = true;

    for (;;) {
        tty_line("which? a number, or n for somebody new: ", line, sizeof line, &there);
        struct str s = str_trim(str_of(there ? line : ""));
        if (!there)
            return err_new(ERR_USAGE, NULL, "nobody was chosen; nothing was made");
        if (read_choice(f, s, chosen))
            return NULL;
        if (!is_speech(s)) {
            say_none(f, s);
            continue;
        }
        buf_adds(ahead, line);
        buf_addc(ahead, '\n');
        say_plain("that waits until you have chosen");
    }
}

/* A number that is theirs with its country's code, or without, finds them from now on. */
static struct err *learn_number(struct work *w, const struct call_found *f, struct str asked,
                                int64_t customer)
{
    if (!f->alike || customer == 0)
        return NULL;
    struct err *e = who_add(w->desk, customer, f->who.address);
    if (e == NULL)
        say_plain("c%lld can be found by %.*s from now on", (long long)customer, (int)asked.n, asked.p);
    return e;
}

struct err *whom_ask(struct work *w, struct str text, struct call *call, struct buf *ahead)
{
    struct call_found f;
    size_t chosen = 0;
    struct err *e = call_find(w->desk, text, w->arena, &f);

    if (e != NULL)
        return e;
    call->who = f.who;
    if (f.total == 0 || opt_has(w->s->args, "new"))
        return NULL;
    if (f.outright) {
        call->customer = f.choice[0].id;
        return work_alias_customer(w, text);
    }
    show_choices(&f, text);
    if (!tty_there())
        return err_new(
            ERR_DATA, NULL,
            "'%.*s' is nobody's whole name or number; say which, as in c%lld, or --new for somebody new",
            (int)text.n, text.p, (long long)f.choice[0].id);
    if ((e = ask_choice(&f, &chosen, ahead)) != NULL) {
        buf_addstr(&w->s->words, buf_str(ahead));
        return e;
    }
    if (chosen > 0)
        call->customer = f.choice[chosen - 1].id;
    return learn_number(w, &f, text, call->customer);
}
