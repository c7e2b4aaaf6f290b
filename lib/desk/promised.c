#include "desk/promised.h"

#include <string.h>

#include "base/buf.h"
#include "desk/saying.h"

enum { WORDS_MAX = 200, PART_MAX = 600, PER_PART = 4 };

/* --- the time in it ----------------------------------------------------------------------------------------------- */

/* Words that are times to a command, and something else in a letter. */
static bool is_no_time(struct str s)
{
    static const char *const others[] = {"sat", "sun", "mon", "wed", "tue", "thu",   "fri",
                                         "now", "mar", "dec", "jan", "may", "march", "second"};
    size_t used;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (saying_says(s, others[i], &used) && !(used < s.n && s.p[used] == ' ' && used + 1 < s.n &&
                                                  s.p[used + 1] >= '0' && s.p[used + 1] <= '9'))
            return true;
    return false;
}

/* "2 tomorrow" is how many; the hour of "at 2" was written out before (desk/saying.h). */
static bool is_count(struct str s)
{
    static const char *const days[] = {"today",  "tonight",  "tomorrow", "on",        "this",
                                       "next",   "monday",   "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    size_t n = 0, used;
    bool is = false;

    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    for (size_t i = 0; n > 0 && n < s.n && i < sizeof days / sizeof days[0] && !is; i++)
        is = s.p[n] == ' ' && saying_says((struct str){s.p + n + 1, s.n - n - 1}, days[i], &used);
    return is;
}

/* The longest time in the words; the first of equals. */
static bool best_time(struct str s, const struct when *cx, instant *due)
{
    size_t best = 0;

    for (size_t i = 0; i < s.n; i++) {
        struct str rest = {s.p + i, s.n - i};
        size_t used = 0;
        instant t;
        if (!saying_is_word(s.p[i]) ||
            (i > 0 && (saying_is_word(s.p[i - 1]) || strchr(":.-+/", s.p[i - 1]) != NULL)) ||
            is_no_time(rest) || is_count(rest))
            continue;
        struct err *e = when_prefix(rest, cx, &t, &used);
        if (e == NULL && used > best) {
            best = used;
            *due = t;
        }
        err_free(e);
    }
    return best > 0;
}

static bool time_of(struct str part, const struct when *cx, instant *due)
{
    struct buf words = {0};

    if (part.n > PART_MAX)
        part.n = PART_MAX;
    saying_plain(part, cx, &words);
    bool found = words.len > 0 && best_time(buf_str(&words), cx, due);
    buf_free(&words);
    return found;
}

static struct str on_one_line(struct str part, struct arena *a)
{
    struct buf b = {0};

    saying_flatten(part, &b);
    struct str s = str_trim(b.p != NULL ? buf_str(&b) : str_of(""));
    if (s.n > WORDS_MAX) {
        s.n = WORDS_MAX;
        while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
            s.n--;
    }
    s = arena_str(a, s);
    buf_free(&b);
    return s;
}

static enum kind kind_of(int tone)
{
    return tone == TONE_CALLBACK ? KIND_CALLBACK : tone == TONE_MEETING ? KIND_MEETING : KIND_PROMISE;
}

/* --- several in one sentence ---------------------------------------------------------------------------------------- */

/* Where texts are cut into promises, and what was found. */
struct finding {
    const struct tone *t;
    const struct when *cx;
    struct arena *a;
    struct promised *out;
    size_t n, max;
};

static struct str between(struct str text, size_t from, size_t to)
{
    return (struct str){text.p + from, to - from};
}

/* The next place in [at, to) where another promise may begin: behind "and", "then" or a comma; `to` for none. */
static size_t next_start(struct str text, size_t at, size_t to)
{
    for (; at < to; at++) {
        struct str s = between(text, at, to);
        size_t used = 0;
        bool mark = s.p[0] == ',' || s.p[0] == ';';
        bool word = (saying_says(s, "and", &used) || saying_says(s, "then", &used)) &&
                    !(at > 0 && saying_is_word(text.p[at - 1]));
        if (!mark && !word)
            continue;
        for (at += mark ? 1 : used; at < to && strchr(" \t\r\n,;", text.p[at]) != NULL;)
            at++;
        return at;
    }
    return to;
}

static bool begins_with(struct str s, const char *const *words, size_t n)
{
    size_t used;

    for (size_t i = 0; i < n; i++)
        if (saying_says(s, words[i], &used))
            return true;
    return false;
}

static void skip_word(struct str *s, const char *word)
{
    size_t used;

    if (saying_says(*s, word, &used) && used < s->n) {
        s->p += used + 1;
        s->n -= used + 1;
    }
}

/* "friday at 11", "again on 3 december": a day begins it. */
static bool begins_with_day(struct str s)
{
    static const char *const days[] = {"monday",   "tuesday", "wednesday", "thursday", "friday",
                                       "saturday", "sunday",  "tomorrow",  "today",    "the day after"};

    skip_word(&s, "then");
    skip_word(&s, "again");
    struct str bare = s;
    skip_word(&bare, "on");
    skip_word(&bare, "by");
    return begins_with(bare, days, sizeof days / sizeof days[0]) ||
           (bare.n < s.n && bare.n > 0 && bare.p[0] >= '0' && bare.p[0] <= '9');
}

/* "again at 16:00", "at 16:00": a clock time begins it, and nothing is behind that could make it something else's. */
static bool begins_with_clock(struct str s)
{
    struct str said = s;
    size_t at = 0;

    skip_word(&said, "then");
    skip_word(&said, "again");
    skip_word(&said, "once more");
    bool again = said.n < s.n;
    struct str clock = said;
    skip_word(&clock, "at");
    if (clock.n == said.n || clock.n == 0 || clock.p[0] < '0' || clock.p[0] > '9')
        return false;
    while (at < clock.n && (saying_is_word(clock.p[at]) || clock.p[at] == ':'))
        at++;
    return again || at == clock.n || strchr(".,;!\r\n", clock.p[at]) != NULL;
}

/* "send it on friday" behind "I will call you tomorrow and": what it promises, or -1. */
static int promises_on(const struct finding *f, struct str s)
{
    static const char *const others[] = {"i",    "we", "you",  "he",    "she",    "it",  "they", "the",
                                         "a",    "an", "your", "our",   "my",     "his", "her",  "their",
                                         "this", "if", "that", "these", "please", "not", "who",  "which"};
    struct tone_promise *p;
    size_t np;
    struct buf b = {0};

    if (begins_with(s, others, sizeof others / sizeof others[0]))
        return -1;
    buf_adds(&b, "I will ");
    buf_addstr(&b, s);
    tone_promises(f->t, buf_str(&b), f->a, &p, &np);
    buf_free(&b);
    return np == 1 && p[0].off == 0 ? p[0].kind : -1;
}

static void keep(struct finding *f, int kind, instant due, struct str words)
{
    if (f->n < f->max)
        f->out[f->n++] =
            (struct promised){.kind = kind_of(kind), .due = due, .words = on_one_line(words, f->a)};
}

static bool is_behind_comma(struct str text, size_t at)
{
    while (at > 0 && strchr(" \t\r\n", text.p[at - 1]) != NULL)
        at--;
    return at > 0 && text.p[at - 1] == ',';
}

/* "between tomorrow" and "friday" are one. */
static bool is_window(struct str head)
{
    size_t used;

    for (size_t i = 0; i < head.n; i++)
        if (saying_says((struct str){head.p + i, head.n - i}, "between", &used))
            return true;
    return false;
}

/* What is promised from `cut` on, when the promise ends there and another begins; -1 when it goes on.  A day behind a
 * comma alone is the same day once more: "tomorrow, friday". */
static int next_kind(const struct finding *f, struct str text, const struct tone_promise *p, size_t cut)
{
    size_t end = p->to - cut > PART_MAX ? cut + PART_MAX : p->to;
    struct str head = between(text, p->off, cut), tail = between(text, cut, end);
    bool day = begins_with_day(tail) || begins_with_clock(tail);
    instant ignored;

    if ((day && is_behind_comma(text, cut)) || is_window(head))
        return -1;
    int kind = day ? p->kind : promises_on(f, tail);
    bool timed = kind >= 0 && time_of(tail, f->cx, &ignored) &&
                 (time_of(head, f->cx, &ignored) || time_of(between(text, p->from, p->off), f->cx, &ignored));
    return timed ? kind : -1;
}

/* One part of a sentence, which may promise once more behind "and". */
static void take_part(struct finding *f, struct str text, struct tone_promise p)
{
    struct when cx = *f->cx;

    while (p.off < p.to && f->n < f->max) {
        size_t cut = next_start(text, p.off, p.to);
        int kind = -1;
        instant due;
        while (cut < p.to && cut - p.off < PART_MAX && (kind = next_kind(f, text, &p, cut)) < 0)
            cut = next_start(text, cut, p.to);
        if (kind < 0)
            cut = p.to;
        bool another = cx.now != f->cx->now && begins_with_clock(between(text, p.off, cut));
        if (!another)
            cx.now = f->cx->now;
        if (time_of(between(text, p.off, cut), &cx, &due) ||
            time_of(between(text, p.from, p.off), &cx, &due)) {
            keep(f, p.kind, due, between(text, p.from, cut));
            f->out[f->n - 1].another = another;
            cx.now = due;
        }
        p = (struct tone_promise){kind, (uint32_t)cut, (uint32_t)cut, p.to};
    }
}

/* "... tomorrow, and on friday | I will write": the day goes with what is behind it, if that has none. */
static void give_on(struct finding *f, struct str text, struct tone_promise *p, struct tone_promise *next)
{
    size_t cut = next_start(text, p->off, p->to);
    instant ignored;

    if (next->from != p->to || time_of(between(text, next->off, next->to), f->cx, &ignored))
        return;
    while (cut < p->to && cut - p->off < PART_MAX && !begins_with_day(between(text, cut, p->to)))
        cut = next_start(text, cut, p->to);
    if (cut < p->to && cut - p->off < PART_MAX && time_of(between(text, cut, p->to), f->cx, &ignored))
        p->to = next->from = (uint32_t)cut;
}

void promised_find(const struct tone *t, struct str text, const struct when *cx, struct arena *a,
                   struct promised **out, size_t *n)
{
    struct tone_promise *p;
    size_t np;

    tone_promises(t, text, a, &p, &np);
    struct finding f = {t, cx, a, NULL, 0, np * PER_PART};
    f.out = arena_alloc(a, (f.max + 1) * sizeof *f.out);
    for (size_t i = 0; i < np; i++) {
        if (i + 1 < np)
            give_on(&f, text, &p[i], &p[i + 1]);
        take_part(&f, text, p[i]);
    }
    *out = f.out;
    *n = f.n;
}

/* --- times without a promise ---------------------------------------------------------------------------------------- */

/* Whether a sentence tells of what was: "we sent it on Friday", "it arrived". */
static bool is_past(struct str s)
{
    static const char *const words[] = {"was",  "were",  "did",  "had",   "has",  "have",   "been",  "sent",
                                        "came", "rang",  "got",  "went",  "told", "said",   "wrote", "paid",
                                        "took", "found", "left", "broke", "made", "bought", "gave",  "spoke"};

    for (size_t i = 0; i < s.n; i++) {
        size_t used = i;
        if (!saying_is_word(s.p[i]) || (i > 0 && saying_is_word(s.p[i - 1])))
            continue;
        while (used < s.n && saying_is_word(s.p[used]))
            used++;
        if (begins_with((struct str){s.p + i, s.n - i}, words, sizeof words / sizeof words[0]) ||
            (used - i > 3 && strncmp(s.p + used - 2, "ed", 2) == 0))
            return true;
    }
    return false;
}

void promised_unread(const struct tone *t, struct str text, const struct when *cx, struct arena *a,
                     struct promised **out, size_t *n)
{
    struct tone_promise *p;
    size_t np;

    tone_no_promises(t, text, a, &p, &np);
    *out = arena_alloc(a, (np + 1) * sizeof **out);
    *n = 0;
    for (size_t i = 0; i < np; i++) {
        struct str s = between(text, p[i].from, p[i].to);
        instant due;
        if (!is_past(s) && time_of(s, cx, &due))
            (*out)[(*n)++] = (struct promised){.kind = KIND_PROMISE, .due = due, .words = on_one_line(s, a)};
    }
}
