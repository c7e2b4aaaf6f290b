/* resolve, confirm, close, reopen, void, wait, resume, assign, set: the steps of a complaint's life. */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/out.h"
#include "cmd/common/say.h"
#include "cmd/common/tty.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/owed.h"
#include "desk/step.h"
#include "store/db_complaint.h"

const struct opt verbs_when_opts[] = {
    {"when", 0, OPT_VALUE, "TIME", "when it happened, if not now"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_resolve_opts[] = {
    {"cause", 0, OPT_VALUE, "NAME", "why it happened"},
    {"remedy", 0, OPT_VALUE, "NAME[:COST]", "what was done for them: replacement, refund:25.00, ..."},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_confirm_opts[] = {
    {"score", 0, OPT_VALUE, "N", "how satisfied they are, 1 to 5"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_assign_opts[] = {
    {"to", 0, OPT_VALUE, "LOGIN", "who handles it from now on; none gives it back"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

struct taken {
    struct step step;
    struct buf words;
};

static struct err *act(struct work *w, struct ref *ref, void *context)
{
    struct taken *t = context;
    struct err *e = step_take(w->desk, ref->id, &t->step);

    return e == NULL && t->step.kind == EVENT_RESOLVED ? verbs_say_recurrence(w, ref->id) : e;
}

enum { WHY_MAX = 4096 }; /* what a terminal gives in one line */

/* Who is not satisfied has a reason, without which nobody can put it right. */
static void ask_why(struct session *s, struct buf *words)
{
    char line[WHY_MAX] = "";
    bool there = false;

    if (!s->yes && isatty(STDIN_FILENO) == 1 && out_is_terminal(s->out) && tty_there())
        tty_line("why not, in their words? (Enter when they did not say) ", line, sizeof line, &there);
    if (!there || str_trim(str_of(line)).n == 0)
        return;
    buf_addstr(words, str_of(line));
    buf_addstr(&s->words, str_of(line));
}

/* `t` has what is special to the verb; the rest is the same for all of them. */
static struct err *take(struct session *s, struct taken *t, bool dated)
{
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    t->step.when = INSTANT_NONE;
    if (e == NULL && dated)
        e = work_when(&w, "when", WHEN_PAST, &t->step.when);
    if (e == NULL)
        e = words_maybe(s, &t->words);
    bool unhappy = t->step.kind == EVENT_CONFIRMED && !t->step.yes;
    if (e == NULL && unhappy && t->words.len == 0)
        ask_why(s, &t->words);
    if (e == NULL) {
        t->step.words = buf_str(&t->words);
        /* Who voids what was merged means that one, not the whole matter. */
        unsigned as_is = t->step.kind == EVENT_VOIDED ? WORK_AS_IS : 0U;
        e = work_each(&w, s->args->operands[0], WORK_ONLY_COMPLAINT | as_is, WORK_COMPLAINTS, act, t);
    }
    if (e == NULL && unhappy && t->words.len == 0 && s->bad == 0)
        say_line(s->tool, NULL,
                 "it is not said why they are not satisfied; cust-log heard REF WORDS adds it");
    buf_free(&t->words);
    work_close(&w);
    return e;
}

struct err *verbs_resolve(struct session *s, const struct opt_args *args)
{
    struct taken t = {.step = {.kind = EVENT_RESOLVED,
                               .name = str_of(opt_text(args, "cause")),
                               .remedy = str_of(opt_text(args, "remedy"))}};

    return take(s, &t, true);
}

struct err *verbs_confirm(struct session *s, const struct opt_args *args)
{
    static const char *const words[] = {"yes", "no"};
    struct str answer = str_of(args->operands[1]);
    struct taken t = {.step = {.kind = EVENT_CONFIRMED, .yes = str_is(answer, "yes")}};
    long long score;
    struct err *e;

    if (!t.step.yes && !str_is(answer, "no"))
        return err_new(ERR_USAGE, "confirm", "'%s' is neither yes nor no%s", args->operands[1],
                       str_near(answer, words, 2) != NULL ? "; write it out" : "");
    if ((e = opt_number(args, "score", 1, 5, 0, &score)) != NULL)
        return e;
    t.step.score = (int)score;
    if (s->args->n_words == 1 && str_number(str_of(s->args->words[0]), 5, &score))
        return err_new(ERR_USAGE, "confirm", "is %s how satisfied they are? --score %s says so",
                       s->args->words[0], s->args->words[0]);
    return take(s, &t, true);
}

struct err *verbs_close(struct session *s, const struct opt_args *args)
{
    (void)args;
    return take(s, &(struct taken){.step = {.kind = EVENT_CLOSED}}, true);
}

struct err *verbs_reopen(struct session *s, const struct opt_args *args)
{
    (void)args;
    return take(s, &(struct taken){.step = {.kind = EVENT_REOPENED}}, false);
}

struct err *verbs_void(struct session *s, const struct opt_args *args)
{
    (void)args;
    return take(s, &(struct taken){.step = {.kind = EVENT_VOIDED}}, false);
}

struct err *verbs_wait(struct session *s, const struct opt_args *args)
{
    (void)args;
    return take(s, &(struct taken){.step = {.kind = EVENT_WAITING}}, false);
}

struct err *verbs_resume(struct session *s, const struct opt_args *args)
{
    (void)args;
    return take(s, &(struct taken){.step = {.kind = EVENT_RESUMED}}, false);
}

struct err *verbs_assign(struct session *s, const struct opt_args *args)
{
    struct str to = str_of(opt_text(args, "to"));

    if (to.n == 0)
        return err_new(ERR_USAGE, "assign",
                       "say to whom: --to LOGIN; --to me takes it, --to none gives it back");
    if (str_is(to, "me"))
        to = session_who(s);
    return take(s, &(struct taken){.step = {.kind = EVENT_ASSIGNED, .name = to}}, false);
}

/* --- set --------------------------------------------------------------------------------------------------------- */

struct sets {
    struct step_set *set;
    size_t n;
    instant when;
};

/* What a late payer owes now, where that was changed. */
static struct err *say_owed(struct work *w, int64_t id, const struct sets *sets)
{
    struct owed o;
    bool changed = false;
    struct err *e;

    for (size_t i = 0; i < sets->n; i++)
        changed = changed || sets->set[i].field == FIELD_PAID || sets->set[i].field == FIELD_INVOICE_AMOUNT ||
                  sets->set[i].field == FIELD_INVOICE_DUE;
    if (!changed || (e = owed_get(w->desk, id, DB_NOW, w->place.now, w->arena, &o)) != NULL)
        return changed ? e : NULL;
    struct str text = o.sum.owed > 0 ? owed_text(&o, w->arena) : str_of("nothing");
    if (o.known)
        say_line(w->s->tool, NULL, "%lld owes %.*s", (long long)id, (int)text.n, text.p);
    return NULL;
}

/* A stage may have taken it from who handled it. */
static struct err *say_review(struct work *w, int64_t id)
{
    struct complaint now;
    struct err *e = db_complaint_get(w->desk->db, id, DB_NOW, &now);

    if (e == NULL && now.owner == 0)
        say_line(w->s->tool, NULL, "%lld: its review goes to somebody else: cust-log assign %lld --to LOGIN",
                 (long long)id, (long long)id);
    return e;
}

static struct err *set_act(struct work *w, struct ref *ref, void *context)
{
    struct sets *sets = context;
    struct complaint was;
    struct err *e = db_complaint_get(w->desk->db, ref->id, DB_NOW, &was);

    if (e == NULL && (e = step_set(w->desk, ref->id, sets->set, sets->n, sets->when)) == NULL &&
        (e = say_owed(w, ref->id, sets)) == NULL && was.owner != 0)
        e = say_review(w, ref->id);
    for (size_t i = 0; i < sets->n && e == NULL; i++)
        if (sets->set[i].field == FIELD_CAUSE)
            return verbs_say_recurrence(w, ref->id);
    return e;
}

struct err *verbs_set(struct session *s, const struct opt_args *args)
{
    struct sets sets = {.n = args->n_operands - 1};
    struct work w = {0};
    struct err *e = NULL;

    sets.set = mem_array(NULL, sets.n + 1, sizeof *sets.set);
    for (size_t i = 0; i < sets.n && e == NULL; i++)
        e = step_parse_set(str_of(args->operands[i + 1]), &sets.set[i]);
    if (e == NULL) {
        if ((e = work_open(s, WORK_WRITE, &w)) == NULL &&
            (e = work_when(&w, "when", WHEN_PAST, &sets.when)) == NULL)
            e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, set_act, &sets);
        work_close(&w);
    }
    free(sets.set);
    return e;
}
