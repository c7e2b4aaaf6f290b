/* draft: the first version of an answer, on standard output. */
#include "desk/draft.h"

#include <unistd.h>

#include "cmd/common/say.h"
#include "cmd/common/tty.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/letter.h"
#include "cmd/cust-log/verbs.h"
#include "desk/reply.h"
#include "rule/ref.h"

#define DRAFT_OPTS                                                                                           \
    {"as", 0, OPT_VALUE, "KIND", "ack, holding, final, summary or plain; else by where the matter stands"},  \
    {                                                                                                        \
        "wording", 0, OPT_VALUE, "N", "which of several wordings, from 1; else another one for each letter"  \
    }

const struct opt verbs_draft_opts[] = {DRAFT_OPTS, {NULL, 0, OPT_FLAG, NULL, NULL}};

enum how { PROMISES_ADD, PROMISES_NO, PROMISES_FAIL };

struct err *letter_complaint(const struct session *s, int64_t *id)
{
    const char *text = s->args->operands[0];
    struct ref ref;
    struct err *e = ref_parse(str_of(text), &ref);

    if (e != NULL)
        return e;
    if (ref.kind != REF_COMPLAINT && ref.kind != REF_FOLLOWUP)
        return err_new(ERR_USAGE, text, "names no complaint; write a number such as 42");
    *id = ref.id;
    return NULL;
}

struct err *letter_draft(struct work *w, int64_t id, struct buf *out)
{
    static const char *const kinds[] = {"plain", "ack", "holding", "final", "summary"};
    const struct opt_args *args = w->s->args;
    struct draft_ask ask = {.as = -1};
    long long wording;
    struct err *e;

    if ((e = opt_choice(args, "as", kinds, sizeof kinds / sizeof kinds[0], -1, &ask.as)) != NULL ||
        (e = opt_number(args, "wording", 1, 1000, 0, &wording)) != NULL)
        return e;
    w->place.login = session_who(w->s); /* whose limits the advice tells */
    const struct policy_person *me = policy_person(w->desk->policy, w->place.login);
    ask.wording = (int)wording - 1;
    ask.author = me != NULL ? str_of(me->name) : (struct str){0};
    return draft_write(w->desk, id, &ask, out);
}

/* Whether the words of --promise have one on that day already. */
static bool was_given(const struct desk *d, const struct speak *s, const struct promised *p)
{
    for (size_t i = 0; i < s->npromises; i++) {
        struct str what;
        instant due;
        struct err *e = speak_promise(d, s->promises[i], &due, &what);
        if (e == NULL && reply_same_day(d, due, p->due))
            return true;
        err_free(e);
    }
    return false;
}

static struct err *one_promise(struct work *w, const struct promised *p, int how, bool *keep)
{
    char when[ZONE_SHOW];

    *keep = how == PROMISES_ADD;
    say_line(w->s->tool, NULL, "%s %s: %.*s%s", word_name(WORD_KIND, (int)p->kind),
             zone_show(w->desk->policy->zone, p->due, when), (int)p->words.n, p->words.p,
             how == PROMISES_NO ? " (not kept in mind)" : "");
    if (how == PROMISES_FAIL)
        return err_new(ERR_DATA, NULL,
                       "the words promise something; take it out, or let --promises=add keep it in mind");
    if (*keep && !w->s->yes && isatty(STDIN_FILENO) && tty_there())
        return tty_ask("keep it in mind as a follow-up?", keep);
    return NULL;
}

/* What may be a promise that was not read as one. */
static struct err *say_unread(struct work *w, const struct speak *s)
{
    struct promised *p = NULL;
    char when[ZONE_SHOW];
    size_t n;
    struct err *e = reply_unread(w->desk, s->words, w->arena, &p, &n);

    for (size_t i = 0; i < n && e == NULL; i++)
        say_line(w->s->tool, NULL, "a time was read and no promise made: %s: %.*s",
                 zone_show(w->desk->policy->zone, p[i].due, when), (int)p[i].words.n, p[i].words.p);
    return e;
}

struct err *letter_promises(struct work *w, int64_t id, const struct speak *s, struct promised **out,
                            size_t *n)
{
    static const char *const hows[] = {"add", "no", "fail"};
    struct answering known;
    struct promised *p = NULL;
    size_t all = 0;
    int how;
    struct err *e =
        opt_choice(w->s->args, "promises", hows, sizeof hows / sizeof hows[0], PROMISES_ADD, &how);

    *n = 0;
    *out = NULL;
    if (e == NULL && (e = reply_promises(w->desk, NULL, s->words, w->arena, &p, &all)) == NULL && all > 0 &&
        (e = answering_get(w->desk, id, w->arena, &known)) == NULL)
        e = reply_promises(w->desk, &known, s->words, w->arena, &p, &all);
    for (size_t i = 0; i < all && e == NULL; i++) {
        bool keep = false;
        if (!was_given(w->desk, s, &p[i]))
            e = one_promise(w, &p[i], how, &keep);
        if (keep)
            p[(*n)++] = p[i];
    }
    *out = p;
    return e != NULL || s->npromises > 0 ? e : say_unread(w, s);
}

struct err *letter_sums(struct work *w, int64_t id, struct str words, struct buf *out)
{
    struct answering known;
    struct tone_finding *f = NULL;
    size_t n = 0;
    struct err *e = NULL;

    if (!w->desk->policy->authority || (e = answering_get(w->desk, id, w->arena, &known)) != NULL ||
        (e = answering_sums(w->desk, &known, words, w->arena, &f, &n)) != NULL)
        return e;
    for (size_t i = 0; i < n; i++)
        buf_printf(out,
                   "%.*s is more than you may offer yourself, and was said; cust-log offer %lld --remedy "
                   "NAME:COST asks for approval\n",
                   (int)f[i].len, words.p + f[i].off, (long long)id);
    return NULL;
}

struct err *verbs_draft(struct session *s, const struct opt_args *args)
{
    struct buf text = {0};
    struct work w = {0};
    int64_t id = 0;
    struct err *e = letter_complaint(s, &id);

    (void)args;
    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL && (e = work_alias_id(&w, &id)) == NULL &&
        (e = letter_draft(&w, id, &text)) == NULL)
        e = out_text(s->out, buf_str(&text));
    work_close(&w);
    buf_free(&text);
    return e;
}
