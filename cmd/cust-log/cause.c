/* cause, fix: why it happened, what we learned, and what was changed. */
#include "desk/cause.h"
#include "base/text.h"
#include "base/zone.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"

const struct opt verbs_cause_opts[] = {
    {"lesson", 0, OPT_WORDS, "WORDS", "what we learned from it; kept with the cause"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_fix_opts[] = {
    {"from", 0, OPT_VALUE, "TIME", "from when on it should not happen any more; else from now on"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* The day that a time falls on, as the desk's clocks show it. */
static struct str day_of(struct work *w, instant t)
{
    struct zone_time local;

    zone_local(w->desk->policy->zone, t, &local);
    return str_of(arena_printf(w->arena, "%04d-%02d-%02d", local.c.y, local.c.mo, local.c.d));
}

struct err *verbs_say_recurrence(struct work *w, int64_t id)
{
    struct cause_recurs r;
    struct err *e = cause_recurs(w->desk, id, w->arena, &r);

    if (e != NULL || r.name.n == 0)
        return e;
    struct str day = day_of(w, r.since);
    say_line(w->s->tool, NULL,
             "%lld: IT HAPPENED AGAIN: %.*s was fixed from %.*s on (%.*s); the fix does not hold",
             (long long)id, (int)r.name.n, r.name.p, (int)day.n, day.p, (int)r.fix.n, r.fix.p);
    return NULL;
}

static struct err *act(struct work *w, struct ref *ref, void *context)
{
    struct err *e = cause_say(w->desk, ref->id, context);

    return e != NULL ? e : verbs_say_recurrence(w, ref->id);
}

/* A lesson needs no quotes where it comes last. */
static struct err *take_lesson(const struct opt_args *args, struct buf *lesson)
{
    const char *first = opt_text(args, "lesson");
    char q[TEXT_QUOTE];

    if (first == NULL && args->n_words > 0)
        return err_new(ERR_USAGE, "cause", "%s is too much; write what we learned behind --lesson",
                       text_quote(str_of(args->words[0]), q));
    if (args->n_operands == 1 && str_trim(str_of(first)).n == 0 && args->n_words == 0)
        return err_new(ERR_USAGE, "cause", "say which complaint it is the cause of, or the --lesson");
    buf_adds(lesson, first != NULL ? first : "");
    for (size_t i = 0; i < args->n_words; i++)
        buf_printf(lesson, " %s", args->words[i]);
    return NULL;
}

struct err *verbs_cause(struct session *s, const struct opt_args *args)
{
    struct cause_say c = {.name = str_of(args->operands[0])};
    const char *near = NULL, *ref = args->n_operands > 1 ? args->operands[1] : NULL;
    struct buf lesson = {0};
    struct work w = {0};
    struct err *e = take_lesson(args, &lesson);

    c.lesson = str_trim(buf_str(&lesson));
    if (e == NULL && (e = work_open(s, WORK_WRITE, &w)) == NULL)
        e = cause_near(w.desk, c.name, w.arena, &near);
    if (e == NULL && ref == NULL)
        e = cause_learn(w.desk, &c);
    else if (e == NULL)
        e = work_each(&w, ref, WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, act, &c);
    if (e == NULL && near != NULL)
        say_line(s->tool, NULL, "'%s' is a new cause; there is '%s' already: cust-log undo takes this back",
                 args->operands[0], near);
    buf_free(&lesson);
    work_close(&w);
    return e;
}

/* Complaints that came after the fix are not as they were. */
static void say_raised(struct session *s, const char *cause, const struct cause_fixed *done)
{
    if (done->raised > 0)
        say_line(s->tool, NULL,
                 "%lld open complaint%s of it came after that: IT HAPPENED AGAIN; cust-triage cause:%s "
                 "lists what is open",
                 (long long)done->raised, done->raised == 1 ? "" : "s", cause);
    if (done->more)
        say_line(s->tool, NULL, "more of them are left; cust-triage run cause:%s reads them again", cause);
}

struct err *verbs_fix(struct session *s, const struct opt_args *args)
{
    struct str name = str_of(args->operands[0]);
    struct buf words = {0};
    struct work w;
    instant since;
    struct cause_fixed done;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = work_when(&w, "from", WHEN_ANY, &since)) == NULL &&
        (e = words_get(s, NULL, &words, NULL)) == NULL) {
        if (since == INSTANT_NONE)
            since = w.place.now;
        if ((e = cause_fix(w.desk, name, since, str_trim(buf_str(&words)), &done)) == NULL) {
            struct str day = day_of(&w, since);
            say_line(s->tool, NULL, "%s is fixed from %.*s on; from then it should not happen any more",
                     args->operands[0], (int)day.n, day.p);
            say_raised(s, args->operands[0], &done);
        }
    }
    buf_free(&words);
    work_close(&w);
    return e;
}
