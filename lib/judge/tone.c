#include "judge/tone.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/amount.h"
#include "judge/letter.h"
#include "judge/phrase.h"
#include "judge/terms.h"
#include "judge/token.h"

static const char *const names[TONE_KINDS] = {
    [TONE_ANGER] = "anger",
    [TONE_SARCASM] = "sarcasm",
    [TONE_BLAME] = "blame",
    [TONE_EXCUSE] = "excuse",
    [TONE_ROBOTIC] = "robotic",
    [TONE_SHOUTING] = "shouting",
    [TONE_BELITTLING] = "belittling",
    [TONE_ARGUMENT] = "argument",
    [TONE_DISRESPECT] = "disrespect",
    [TONE_LIABILITY] = "liability",
    [TONE_SECOND_DELAY] = "second-delay",
    [TONE_BLAMES_COLLEAGUE] = "blames-colleague",
    [TONE_OVER_AUTHORITY] = "over-authority",
    [TONE_PLACEHOLDER] = "placeholder",
    [TONE_APOLOGY] = "apology",
    [TONE_RESTATEMENT] = "restatement",
    [TONE_EMPATHY] = "empathy",
    [TONE_NEXT_STEP] = "next-step",
    [TONE_DATE] = "date",
    [TONE_SIGNPOST] = "signpost",
    [TONE_SOLUTION] = "solution",
    [TONE_COURTESY] = "courtesy",
    [TONE_PROMISE] = "promise",
    [TONE_CALLBACK] = "callback",
    [TONE_MEETING] = "meeting",
    [TONE_NO_PROMISE] = "no-promise",
};

const char *tone_name(int kind)
{
    return kind >= 0 && kind < TONE_KINDS ? names[kind] : "?";
}

int tone_find(struct str name)
{
    for (int i = 0; i < TONE_KINDS; i++)
        if (str_is(name, names[i]))
            return i;
    return -1;
}

const char *tone_near(struct str name)
{
    return str_near(name, names, TONE_KINDS);
}

/* Whether a kind is warned of where it stands. */
static bool is_wrong(int kind)
{
    return kind >= 0 && kind < TONE_APOLOGY;
}

/* --- compiling --------------------------------------------------------------------------------------------------- */

struct tone {
    const struct tone_rule *rules;
    struct phrase_rule *phrase; /* those with patterns */
    uint32_t *rule_of;          /* the rule behind each phrase rule */
    struct phrases *phrases;
    const char *say[TONE_KINDS]; /* of the first entry of a kind; NULL: policy does not ask for it */
};

struct err *tone_compile(const struct tone_rule *rules, size_t n, struct tone **out)
{
    struct tone *t = mem_zero(sizeof *t);
    size_t m = 0;

    *out = NULL;
    t->rules = rules;
    t->phrase = mem_array(NULL, n + 1, sizeof *t->phrase);
    t->rule_of = mem_array(NULL, n + 1, sizeof *t->rule_of);
    for (size_t i = 0; i < n; i++) {
        if (t->say[rules[i].kind] == NULL)
            t->say[rules[i].kind] = rules[i].say;
        if (rules[i].npatterns == 0)
            continue;
        t->phrase[m] = (struct phrase_rule){.name = rules[i].name,
                                            .strength = rules[i].strength,
                                            .negated_ok = rules[i].negated_ok,
                                            .patterns = rules[i].patterns,
                                            .npatterns = rules[i].npatterns};
        t->rule_of[m++] = (uint32_t)i;
    }
    struct err *e = phrase_compile(t->phrase, m, &t->phrases);
    if (e != NULL)
        tone_free(t);
    else
        *out = t;
    return e;
}

void tone_free(struct tone *t)
{
    if (t == NULL)
        return;
    phrase_free(t->phrases);
    free(t->phrase);
    free(t->rule_of);
    free(t);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

struct hit {
    uint32_t rule; /* of tone->rules */
    uint32_t off, end;
};

struct sentence {
    uint32_t from, to;
};

/* What one pass over a text found. */
struct scan {
    const struct tone *t;
    struct str text;
    struct hit *hit;
    size_t nhits, cap_hits;
    struct sentence *sentence;
    size_t nsentences, cap_sentences;
    bool has[TONE_KINDS];
};

static int kind_of(const struct scan *s, const struct hit *h)
{
    return s->t->rules[h->rule].kind;
}

/* The same words seen once more by the same kind, as a longer or another phrase. */
static bool overlaps(const struct scan *s, int kind, const struct phrase_hit *hit)
{
    for (size_t i = s->nhits; i-- > 0 && s->nhits - i < 32;) {
        struct hit *h = &s->hit[i];
        if (kind_of(s, h) != kind || hit->off >= h->end || hit->off + hit->len <= h->off)
            continue;
        if (hit->off < h->off)
            h->off = hit->off;
        if (hit->off + hit->len > h->end)
            h->end = hit->off + hit->len;
        return true;
    }
    return false;
}

static void note(void *context, const struct phrase_hit *hit)
{
    struct scan *s = context;
    uint32_t rule = s->t->rule_of[hit->rule];
    int kind = s->t->rules[rule].kind;

    if (hit->negated || (hit->speech && kind != TONE_PLACEHOLDER) || overlaps(s, kind, hit))
        return;
    s->hit = mem_grow(s->hit, &s->cap_hits, s->nhits + 1, sizeof *s->hit);
    s->hit[s->nhits++] = (struct hit){rule, hit->off, hit->off + hit->len};
    s->has[kind] = true;
}

/* Behind "10 a.m." a sentence need not end. */
static bool goes_on(struct str text, const struct token *t, uint32_t end)
{
    char next = t->off < text.n ? text.p[t->off] : '\0';

    return end > 2 && (text.p[end - 1] == 'm' || text.p[end - 1] == 'M') && text.p[end - 2] == '.' &&
           (next < 'A' || next > 'Z');
}

static void sentences(struct scan *s, const struct token *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct sentence *last = s->nsentences > 0 ? &s->sentence[s->nsentences - 1] : NULL;
        if ((t[i].flags & TOKEN_CITED) != 0)
            continue;
        if (last == NULL || ((t[i].flags & TOKEN_SENTENCE) != 0 && !goes_on(s->text, &t[i], last->to))) {
            s->sentence = mem_grow(s->sentence, &s->cap_sentences, s->nsentences + 1, sizeof *s->sentence);
            last = &s->sentence[s->nsentences++];
            last->from = t[i].off;
        }
        last->to = t[i].off + t[i].len;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;

    if (x->off != y->off)
        return x->off < y->off ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static void scan(const struct tone *t, struct str text, struct scan *s)
{
    struct token tokens[64];
    struct token_reader tr;
    struct phrase_reader pr;
    size_t n;

    *s = (struct scan){.t = t, .text = text};
    token_start(&tr, text);
    phrase_start(&pr, t->phrases, text, note, s);
    while ((n = token_read(&tr, tokens, 64)) > 0) {
        phrase_feed(&pr, tokens, n);
        sentences(s, tokens, n);
    }
    if (s->nhits > 1)
        qsort(s->hit, s->nhits, sizeof *s->hit, by_place);
}

static void scan_end(struct scan *s)
{
    free(s->hit);
    free(s->sentence);
}

/* --- findings ----------------------------------------------------------------------------------------------------- */

struct findings {
    struct tone_finding *f;
    size_t n;
};

static void add(struct findings *out, const struct tone_finding *f)
{
    if (out->n < TONE_FINDINGS_MAX)
        out->f[out->n++] = *f;
}

static bool is_warned(const struct scan *s, const struct tone_case *c, int kind)
{
    switch (kind) {
    case TONE_EXCUSE:
        return !s->has[TONE_SOLUTION];
    case TONE_LIABILITY:
        return c->legal;
    case TONE_SECOND_DELAY:
        return c->delayed;
    default:
        return is_wrong(kind);
    }
}

static bool promises_something(const struct scan *s)
{
    return s->has[TONE_PROMISE] || s->has[TONE_CALLBACK] || s->has[TONE_MEETING];
}

static bool is_missing(const struct scan *s, const struct tone_case *c, int kind)
{
    bool step = s->has[TONE_NEXT_STEP] || promises_something(s);

    if (s->t->say[kind] == NULL || s->has[kind])
        return false;
    switch (kind) {
    case TONE_RESTATEMENT:
        return c->theirs.n > 0 && !terms_restated(c->text, c->theirs);
    case TONE_NEXT_STEP:
        return !step && !(c->final && s->has[TONE_SOLUTION]);
    case TONE_DATE:
        return step;
    case TONE_SIGNPOST:
        return c->final && c->signpost;
    default:
        return true;
    }
}

static bool offers(const struct scan *s, const struct sentence *in)
{
    for (size_t i = 0; i < s->nhits; i++)
        if (kind_of(s, &s->hit[i]) == TONE_SOLUTION && s->hit[i].off >= in->from && s->hit[i].off < in->to)
            return true;
    return false;
}

/* Sums beyond the author's limit, in sentences that offer something. */
static void check_sums(const struct scan *s, const struct tone_case *c, struct findings *out)
{
    for (size_t i = 0; c->may.limited && i < s->nsentences; i++) {
        const struct sentence *in = &s->sentence[i];
        size_t end = in->to + 4 < c->text.n ? in->to + 4 : c->text.n; /* a sign behind the last word */
        struct str part = {c->text.p, end};
        struct amount sum;
        size_t at = in->from;
        if (!offers(s, in))
            continue;
        while (amount_next(part, &at, &sum) && sum.off < in->to)
            if (!allowance_covers(&c->may, (struct str){c->text.p + in->from, end - in->from},
                                  sum.off - in->from, sum.hundredths))
                add(out, &(struct tone_finding){
                             .kind = TONE_OVER_AUTHORITY,
                             .off = (uint32_t)sum.off,
                             .len = (uint32_t)sum.len,
                             .say = "is more than you may offer yourself; have it approved first"});
    }
}

static int by_off(const void *a, const void *b)
{
    const struct tone_finding *x = a, *y = b;

    if (x->off != y->off)
        return x->off < y->off ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

void tone_check(const struct tone *t, const struct tone_case *c, struct arena *a, struct tone_finding **out,
                size_t *n)
{
    struct findings found = {arena_alloc(a, TONE_FINDINGS_MAX * sizeof *found.f), 0};
    struct scan s;
    size_t off, len;

    scan(t, c->text, &s);
    for (size_t i = 0; i < s.nhits; i++) {
        const struct hit *h = &s.hit[i];
        int kind = kind_of(&s, h);
        if (is_warned(&s, c, kind))
            add(&found,
                &(struct tone_finding){
                    .kind = kind, .off = h->off, .len = h->end - h->off, .say = t->rules[h->rule].say});
    }
    if (letter_gap(c->text, &off, &len))
        add(&found, &(struct tone_finding){.kind = TONE_PLACEHOLDER,
                                           .off = (uint32_t)off,
                                           .len = (uint32_t)len,
                                           .say = "is a gap that the draft left to you; fill it"});
    check_sums(&s, c, &found);
    if (found.n > 1)
        qsort(found.f, found.n, sizeof *found.f, by_off);
    for (int kind = TONE_APOLOGY; kind < TONE_SOLUTION; kind++)
        if (is_missing(&s, c, kind))
            add(&found, &(struct tone_finding){.kind = kind, .missing = true, .say = t->say[kind]});
    scan_end(&s);
    *out = found.f;
    *n = found.n;
}

int tone_rudeness(const struct tone *t, struct str text)
{
    struct scan s;
    int sum = 0;

    scan(t, text, &s);
    for (size_t i = 0; i < s.nhits; i++) {
        int kind = kind_of(&s, &s.hit[i]), strength = t->rules[s.hit[i].rule].strength;
        if (is_wrong(kind) && kind != TONE_PLACEHOLDER)
            sum += strength;
        else if (kind == TONE_COURTESY || kind == TONE_APOLOGY || kind == TONE_EMPATHY)
            sum -= strength;
    }
    scan_end(&s);
    return sum;
}

/* --- promises ----------------------------------------------------------------------------------------------------- */

static bool is_question(struct str text, const struct sentence *in)
{
    for (size_t i = in->to; i < text.n && strchr(" \t\r\n\"')", text.p[i]) == NULL; i++)
        if (text.p[i] == '?')
            return true;
    return false;
}

static bool is_promise(int kind)
{
    return kind == TONE_PROMISE || kind == TONE_CALLBACK || kind == TONE_MEETING;
}

/* The promises among hits [at, end), all of one sentence. */
static void of_sentence(const struct scan *s, const struct sentence *in, size_t at, size_t end,
                        struct tone_promise *out, size_t *n)
{
    size_t first = *n;

    for (size_t i = at; i < end; i++) {
        const struct hit *h = &s->hit[i];
        int kind = kind_of(s, h);
        struct tone_promise *last = *n > first ? &out[*n - 1] : NULL;
        if (!is_promise(kind))
            continue;
        if (last != NULL && last->off == h->off) { /* a call is a promise too: the more exact word counts */
            last->kind = kind > last->kind ? kind : last->kind;
            continue;
        }
        if (last != NULL)
            last->to = h->off;
        out[(*n)++] = (struct tone_promise){kind, h->off, last == NULL ? in->from : h->off, in->to};
    }
}

/* What to do with each sentence and its hits [at, end). */
typedef void sentence_fn(const struct scan *s, const struct sentence *in, size_t at, size_t end,
                         struct tone_promise *out, size_t *n);

static void no_promise(const struct scan *s, const struct sentence *in, size_t at, size_t end,
                       struct tone_promise *out, size_t *n)
{
    for (size_t i = at; i < end; i++)
        if (is_promise(kind_of(s, &s->hit[i])))
            return;
    out[(*n)++] = (struct tone_promise){TONE_KINDS, in->from, in->from, in->to};
}

static void each_statement(const struct tone *t, struct str text, sentence_fn *fn, struct arena *a,
                           struct tone_promise **out, size_t *n)
{
    struct scan s;
    size_t at = 0;

    scan(t, text, &s);
    *n = 0;
    *out = arena_alloc(a, (s.nhits + s.nsentences + 1) * sizeof **out);
    for (size_t i = 0; i < s.nsentences; i++) {
        const struct sentence *in = &s.sentence[i];
        bool none = is_question(text, in);
        size_t end;
        while (at < s.nhits && s.hit[at].off < in->from)
            at++;
        for (end = at; end < s.nhits && s.hit[end].off < in->to; end++)
            none = none || kind_of(&s, &s.hit[end]) == TONE_NO_PROMISE;
        if (!none)
            fn(&s, in, at, end, *out, n);
        at = end;
    }
    scan_end(&s);
}

void tone_promises(const struct tone *t, struct str text, struct arena *a, struct tone_promise **out,
                   size_t *n)
{
    each_statement(t, text, of_sentence, a, out, n);
}

void tone_no_promises(const struct tone *t, struct str text, struct arena *a, struct tone_promise **out,
                      size_t *n)
{
    each_statement(t, text, no_promise, a, out, n);
}
