/* add, done, snooze, cancel: follow-ups made and ended. */
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-followup/verbs.h"
#include "desk/promise.h"
#include "form/form_when.h"
#include "store/db_list.h"

const struct opt verbs_add_opts[] = {
    {"due", 'd', OPT_VALUE, "TIME", "when it must happen: \"16:00\", \"fri 15:00\", +2h, \"2 working days\""},
    {"kind", 'k', OPT_VALUE, "KIND", "promise (default), callback, meeting, check, expected"},
    {"owner", 'o', OPT_VALUE, "LOGIN", "who does it, if not the complaint's owner"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_done_opts[] = {
    {"when", 0, OPT_VALUE, "TIME", "when it was done, if not now"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_snooze_opts[] = {
    {"due", 'd', OPT_VALUE, "TIME", "the new due time"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* What the verbs need besides the reference. */
struct task {
    struct promise promise;
    struct str why;
    instant when;
};

typedef struct err *task_words(struct session *s, struct buf *out);

static struct err *must_have(struct session *s, struct buf *out)
{
    return words_get(s, NULL, out, NULL);
}

/* Opens the desk, reads times and words, does it to each record. */
static struct err *perform(struct session *s, struct task *t, const char *due, task_words *words,
                           work_act *act)
{
    struct buf text = {0};
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && due != NULL)
        e = work_when(&w, due, WHEN_DUE, &t->promise.due);
    if (e == NULL && words == NULL)
        e = work_when(&w, "when", WHEN_PAST, &t->when);
    if (e == NULL)
        e = words != NULL ? words(s, &text) : words_maybe(s, &text);
    if (e == NULL) {
        t->promise.words = t->why = buf_str(&text);
        e = work_each(&w, s->args->operands[0], WORK_FOLLOWUP | WORK_CUSTOMER, WORK_FOLLOWUPS, act, t);
    }
    buf_free(&text);
    work_close(&w);
    return e;
}

static struct err *need_due(const struct opt_args *args)
{
    return opt_text(args, "due") != NULL
               ? NULL
               : err_new(ERR_USAGE, args->verb->name, "say when it is due: --due \"tomorrow 10:00\"");
}

/* Whose follow-up it is; the reference becomes a follow-up's. */
static subject whose(struct ref *ref)
{
    subject of = ref_subject(ref);

    ref->kind = of < 0 ? REF_CUSTOMER_FOLLOWUP : REF_FOLLOWUP;
    return of;
}

static struct err *add(struct work *w, struct ref *ref, void *context)
{
    const struct task *t = context;

    subject of = whose(ref);
    return promise_add(w->desk, of, &t->promise, &ref->no);
}

struct err *verbs_add(struct session *s, const struct opt_args *args)
{
    static const char *const kinds[] = {"promise", "callback", "meeting", "check", "expected"};
    struct task t = {.promise.owner = str_of(opt_text(args, "owner"))};
    int kind = 0;
    struct err *e = need_due(args);

    if (e == NULL &&
        (e = opt_choice(args, "kind", kinds, sizeof kinds / sizeof kinds[0], 0, &kind)) == NULL) {
        t.promise.kind = (enum kind)kind; /* the words stand in the order of enum kind */
        if (str_is(t.promise.owner, "me"))
            t.promise.owner = session_who(s);
        e = perform(s, &t, "due", must_have, add);
    }
    return e;
}

/* "1/3: 2 h late" */
static struct err *say_late(struct work *w, const struct ref *ref)
{
    char name[REF_SIZE], words[FORM_WHEN_SIZE];
    struct db_due row;
    struct err *e = db_list_one_due(w->desk->db, ref_subject(ref), ref->no, DB_NOW, w->arena, &row);

    if (e == NULL && row.f.state == STATE_LATE)
        say_line(w->s->tool, NULL, "%s: %s", ref_format(ref, name),
                 form_when_due(row.f.due, row.f.ended, w->desk->policy->zone, words));
    return e;
}

static struct err *done(struct work *w, struct ref *ref, void *context)
{
    const struct task *t = context;

    subject of = whose(ref);
    struct err *e = promise_done(w->desk, of, &ref->no, t->why, t->when);
    return e != NULL ? e : say_late(w, ref);
}

struct err *verbs_done(struct session *s, const struct opt_args *args)
{
    struct task t = {.when = INSTANT_NONE};

    (void)args;
    return perform(s, &t, NULL, NULL, done);
}

static struct err *snooze(struct work *w, struct ref *ref, void *context)
{
    const struct task *t = context;

    subject of = whose(ref);
    return promise_snooze(w->desk, of, &ref->no, t->promise.due, t->why);
}

struct err *verbs_snooze(struct session *s, const struct opt_args *args)
{
    struct task t = {0};
    struct err *e = need_due(args);

    return e != NULL ? e : perform(s, &t, "due", must_have, snooze);
}

static struct err *cancel(struct work *w, struct ref *ref, void *context)
{
    const struct task *t = context;

    subject of = whose(ref);
    return promise_cancel(w->desk, of, &ref->no, t->why);
}

struct err *verbs_cancel(struct session *s, const struct opt_args *args)
{
    struct task t = {0};

    (void)args;
    return perform(s, &t, NULL, must_have, cancel);
}

static struct err *extend(struct work *w, struct ref *ref, void *context)
{
    const struct task *t = context;

    if (ref->no == 0)
        return err_new(ERR_USAGE, NULL, "say which deadline, as in %lld/1", (long long)ref->id);
    subject of = whose(ref);
    return promise_extend(w->desk, of, ref->no, t->promise.due, t->why);
}

struct err *verbs_extend(struct session *s, const struct opt_args *args)
{
    struct task t = {0};
    struct err *e = need_due(args);

    return e != NULL ? e : perform(s, &t, "due", must_have, extend);
}
