#include "desk/promised.h"

#include <string.h>

#include "base/buf.h"
#include "desk/saying.h"

enum { WORDS_MAX = 200, PART_MAX = 600 };

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
            is_no_time(rest))
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

void promised_find(const struct tone *t, struct str text, const struct when *cx, struct arena *a,
                   struct promised **out, size_t *n)
{
    struct tone_promise *p;
    size_t np;

    tone_promises(t, text, a, &p, &np);
    *out = arena_alloc(a, (np + 1) * sizeof **out);
    *n = 0;
    for (size_t i = 0; i < np; i++) {
        struct str behind = {text.p + p[i].off, p[i].to - p[i].off};
        struct str before = {text.p + p[i].from, p[i].off - p[i].from};
        instant due;
        if (!time_of(behind, cx, &due) && !time_of(before, cx, &due))
            continue;
        struct str whole = {text.p + p[i].from, p[i].to - p[i].from};
        (*out)[(*n)++] = (struct promised){kind_of(p[i].kind), due, on_one_line(whole, a)};
    }
}
