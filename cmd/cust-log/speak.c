/* new, heard, said, note: words come in and are kept. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/invoice.h"
#include "cmd/cust-log/letter.h"
#include "cmd/cust-log/verbs.h"
#include "desk/praise.h"
#include "desk/speak.h"
#include "desk/who.h"
#include "rule/word.h"
#include "store/db_complaint.h"

const struct opt verbs_new_opts[] = {
    {"customer", 'c', OPT_VALUE, "WHO", "name, address, number, or \"Name <address>\"; c7 for a known one"},
    {"channel", 'k', OPT_VALUE, "CHANNEL", "phone (default), mail, web, chat, letter, person, social, other"},
    {"subject", 's', OPT_VALUE, "TEXT", "a subject; else the head of their words"},
    {"category", 0, OPT_VALUE, "NAME", "what it is about; policy lists them"},
    {"owner", 'o', OPT_VALUE, "LOGIN", "who handles it"},
    {"when", 0, OPT_VALUE, "TIME", "when they said it, if not now"},
    {"promise", 0, OPT_MANY, "TEXT", "what we promised and when: \"16:00 ring back\""},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_channel_opts[] = {
    {"channel", 'k', OPT_VALUE, "CHANNEL",
     "how it was said; else as the complaint came, or by phone if heard on a mail"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_speak_opts[] = {
    {"when", 0, OPT_VALUE, "TIME", "when it was said, if not now"},
    {"promise", 0, OPT_MANY, "TEXT", "what we promised and when: \"16:00 ring back\""},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_said_opts[] = {
    {"as", 0, OPT_VALUE, "KIND", "ack, holding, final or summary: what the answer is to a regulator"},
    {"promises", 0, OPT_VALUE, "HOW", "promises in the words: add (default) as follow-ups, no, or fail"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* What the options say of the words. */
struct spoken {
    struct speak speak;
    struct str *promises;
    struct buf words;
};

static struct err *word_option(const struct opt_args *args, const char *option, enum word_set set,
                               int fallback, int *out)
{
    const char *text = opt_text(args, option);

    *out = fallback;
    if (text == NULL)
        return NULL;
    *out = word_find(set, str_of(text));
    if (*out >= 0)
        return NULL;
    const char *near = word_near(set, str_of(text));
    char *where = mem_printf("--%s", option);
    struct err *e =
        err_near(ERR_USAGE, where, near, "--help lists them", "unknown %s '%s'", word_set_name(set), text);
    free(where);
    return e;
}

static size_t take_promises(const struct opt_args *args, struct str **out)
{
    size_t at = 0, n = 0;

    *out = mem_array(NULL, args->n_given + 1, sizeof **out);
    for (const char *p; (p = opt_next(args, "promise", &at)) != NULL;)
        (*out)[n++] = str_of(p);
    return n;
}

/* What else a verb's words have. */
enum { WITH_CHANNEL = 1, WITH_ANSWER = 2 };

/* Options first, words last: an editor opens only when everything else is right.  `instead` serves where no words are
 * given; empty: they are needed. */
static struct err *spoken_get(struct work *w, unsigned with, struct str instead, struct spoken *out)
{
    const struct opt_args *args = w->s->args;
    int answer = ANSWER_PLAIN;
    struct err *e;

    *out = (struct spoken){0};
    out->speak.channel = -1;
    if ((with & WITH_CHANNEL) != 0 &&
        (e = word_option(args, "channel", WORD_CHANNEL, -1, &out->speak.channel)) != NULL)
        return e;
    if ((with & WITH_ANSWER) != 0 &&
        (e = word_option(args, "as", WORD_ANSWER, ANSWER_PLAIN, &answer)) != NULL)
        return e;
    out->speak.answer = (enum answer)answer;
    if ((e = work_when(w, "when", WHEN_PAST, &out->speak.when)) != NULL)
        return e;
    out->speak.npromises = take_promises(args, &out->promises);
    out->speak.promises = out->promises;
    for (size_t i = 0; i < out->speak.npromises; i++) {
        struct str what;
        instant due;
        if ((e = speak_promise(w->desk, out->promises[i], &due, &what)) != NULL)
            return e;
        work_echo(w, "promise", due);
    }
    if (instead.n > 0 && !words_given(w->s))
        buf_addstr(&out->words, instead);
    else if ((e = words_get(w->s, NULL, &out->words, NULL)) != NULL)
        return e;
    out->speak.words = buf_str(&out->words);
    return NULL;
}

static void spoken_free(struct spoken *sp)
{
    free(sp->promises);
    buf_free(&sp->words);
}

/* A new customer whose number somebody has with its country's code, or without, may be that one; and one whose name
 * somebody has with its accents, or without. */
static struct err *say_perhaps(struct work *w, int64_t id, const struct who_perhaps *p)
{
    struct complaint c;
    struct err *e = p->id != 0 ? db_complaint_get(w->desk->db, id, DB_NOW, &c) : NULL;

    if (e != NULL || p->id == 0 || c.customer == p->id)
        return e;
    say_line(
        w->s->tool, NULL, "c%lld is perhaps c%lld %.*s, whose %s: cust-log customer c%lld merge --into c%lld",
        (long long)c.customer, (long long)p->id, (int)p->name.n, p->name.p,
        p->by_name ? "name is the same but for its accents" : "number is the same but for the country's code",
        (long long)c.customer, (long long)p->id);
    return NULL;
}

/* What can be seen to be wrong before there is a desk, which the first complaint makes. */
static struct err *check_new(const struct opt_args *args)
{
    const char *customer = opt_text(args, "customer");
    struct who who;
    struct err *e;
    int channel;

    if (customer == NULL)
        return err_new(ERR_USAGE, "new", "say who the customer is: -c WHO, before the words");
    e = who_parse(str_of(customer), &who);
    return e != NULL ? err_at(e, "-c") : word_option(args, "channel", WORD_CHANNEL, -1, &channel);
}

struct err *verbs_new(struct session *s, const struct opt_args *args)
{
    struct step_set invoice[INVOICE_FIELDS];
    struct str category = str_of(opt_text(args, "category"));
    struct speak_new n = {.sets = invoice};
    struct spoken sp = {0};
    struct str about;
    struct who_perhaps perhaps;
    struct work w;
    int64_t id;
    struct err *e;

    if ((e = check_new(args)) != NULL)
        return e;
    if ((e = work_open(s, WORK_MAKE, &w)) != NULL ||
        (e = invoice_get(&w, invoice, &n.nsets, &category)) != NULL ||
        (e = desk_category(w.desk, category)) != NULL ||
        (e = desk_colleague(w.desk, str_of(opt_text(args, "owner")))) != NULL ||
        (e = spoken_get(&w, WITH_CHANNEL, about = invoice_words(&w, invoice, n.nsets), &sp)) != NULL ||
        (e = work_make(&w)) != NULL)
        goto out;
    n.first = sp.speak;
    if (invoice_owed(invoice, n.nsets) && !str_eq(n.first.words, about)) {
        n.note = n.first.words; /* who says that somebody has not paid is one of us */
        n.first.words = about;
    }
    n.who = str_of(opt_text(args, "customer"));
    n.subject = str_of(opt_text(args, "subject"));
    n.category = category;
    n.owner = str_of(opt_text(args, "owner"));
    if ((e = work_alias_customer(&w, n.who)) == NULL &&
        (e = who_perhaps(w.desk->db, n.who, w.arena, &perhaps)) == NULL &&
        (e = work_lines_open(&w, WORK_COMPLAINTS)) == NULL) {
        if ((e = speak_new(w.desk, &n, &id)) == NULL && (e = work_complaint(&w, id)) == NULL &&
            (e = say_perhaps(&w, id, &perhaps)) == NULL)
            e = invoice_say_again(&w, id, invoice, n.nsets);
    }
    e = work_lines_close(&w, e);
out:
    spoken_free(&sp);
    work_close(&w);
    return e;
}

typedef struct err *speak_fn(struct desk *d, int64_t id, const struct speak *s);

struct told {
    speak_fn *fn;
    struct spoken sp;
};

static struct err *tell(struct work *w, struct ref *ref, void *context)
{
    struct told *t = context;

    return t->fn(w->desk, ref->id, &t->sp.speak);
}

/* What they told us; thanks for what is resolved are worth a word, since the next step is theirs who typed them. */
static struct err *tell_heard(struct work *w, struct ref *ref, void *context)
{
    struct complaint c;
    struct err *e = tell(w, ref, context);

    if (e != NULL || (e = db_complaint_get(w->desk->db, ref->id, DB_NOW, &c)) != NULL ||
        c.status < STATUS_RESOLVED)
        return e;
    char *tells = praise_tells(ref->id, c.status);
    say_line(w->s->tool, NULL, "%s", tells);
    free(tells);
    return NULL;
}

/* Sums in it that are not the author's to offer: they were said all the same. */
static struct err *say_sums(struct work *w, int64_t id, struct str words)
{
    struct buf lines = {0};
    struct str rest, line;
    struct err *e = letter_sums(w, id, words, &lines);

    rest = lines.p != NULL ? buf_str(&lines) : (struct str){NULL, 0};
    while (str_cut(&rest, '\n', &line) && line.n > 0)
        say_line(w->s->tool, NULL, "%.*s", (int)line.n, line.p);
    buf_free(&lines);
    return e;
}

/* What we told them, with what that promises. */
static struct err *tell_said(struct work *w, struct ref *ref, void *context)
{
    struct told *t = context;
    struct speak s = t->sp.speak;
    struct promised *found = NULL;
    struct err *e = NULL;

    if (s.when == INSTANT_NONE) /* "tomorrow" in words of last week is no time that can still be kept */
        e = letter_promises(w, ref->id, &s, &found, &s.nfound);
    s.found = found;
    if (e == NULL)
        e = say_sums(w, ref->id, s.words);
    return e != NULL ? e : t->fn(w->desk, ref->id, &s);
}

static struct err *speak_verb(struct session *s, unsigned with, speak_fn *fn, work_act *act)
{
    struct told t = {.fn = fn};
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = spoken_get(&w, with, (struct str){0}, &t.sp)) == NULL)
        e = work_each(&w, s->args->operands[0], WORK_ANY_COMPLAINT, WORK_COMPLAINTS, act, &t);
    spoken_free(&t.sp);
    work_close(&w);
    return e;
}

struct err *verbs_heard(struct session *s, const struct opt_args *args)
{
    (void)args;
    return speak_verb(s, WITH_CHANNEL, speak_heard, tell_heard);
}

struct err *verbs_said(struct session *s, const struct opt_args *args)
{
    (void)args;
    return speak_verb(s, WITH_CHANNEL | WITH_ANSWER, speak_said, tell_said);
}

struct err *verbs_note(struct session *s, const struct opt_args *args)
{
    (void)args;
    return speak_verb(s, 0, speak_note, tell);
}
