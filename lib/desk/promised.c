#include "desk/promised.h"

#include <string.h>

#include "base/buf.h"

enum { WORDS_MAX = 200, PART_MAX = 600, SPOKEN_MAX = 4 };

/* --- a sentence as plain words ------------------------------------------------------------------------------------- */

/* What letters say: up to four words, and what stands for them.  A leading "=" of the other side means a word of its
 * own; # is a number that stays. */
struct saying {
    const char *said, *meant;
};

static const struct saying sayings[] = {
    {"by the end of the day", "end of day"},
    {"by the end of business", "end of day"},
    {"by the end of today", "end of day"},
    {"by the end of the week", "end of week"},
    {"by the end of this week", "end of week"},
    {"by the end of the month", "end of month"},
    {"by the end of this month", "end of month"},
    {"by the end of next week", "fri next week"},
    {"by end of day", "end of day"},
    {"by end of business", "end of day"},
    {"by close of business", "end of day"},
    {"before the end of the day", "end of day"},
    {"before the end of the week", "end of week"},
    {"at the end of the day", "end of day"},
    {"at the end of the week", "end of week"},
    {"later this week", "end of week"},
    {"this week", "end of week"},
    {"this month", "end of month"},
    {"first thing tomorrow", "tomorrow 12:00"},
    {"first thing in the morning", "tomorrow 12:00"},
    {"later today", "end of day"},
    {"tomorrow morning", "tomorrow 12:00"},
    {"tomorrow at noon", "tomorrow 12:00"},
    {"tomorrow by noon", "tomorrow 12:00"},
    {"tomorrow before noon", "tomorrow 12:00"},
    {"tomorrow noon", "tomorrow 12:00"},
    {"tomorrow afternoon", "tomorrow 17:00"},
    {"tomorrow evening", "tomorrow 20:00"},
    {"this morning", "today 12:00"},
    {"this afternoon", "today 17:00"},
    {"this evening", "today 20:00"},
    {"tonight", "today 20:00"},
    {"before noon", "12:00"},
    {"by noon", "12:00"},
    {"before lunch", "12:00"},
    {"by lunchtime", "12:00"},
    {"half past ten", "10:30"},
    {"within the next hour", "in 1 hour"},
    {"within the hour", "in 1 hour"},
    {"in the next hour", "in 1 hour"},
    {"within an hour", "in 1 hour"},
    {"in an hour", "in 1 hour"},
    {"within a day", "in 1 day"},
    {"within a week", "in 1 week"},
    {"in a week", "in 1 week"},
    {"within a fortnight", "in 2 weeks"},
    {"in a fortnight", "in 2 weeks"},
    {"within the next", "in"},
    {"over the next", "in"},
    {"in the next", "in"},
    {"during the next", "in"},
    {"within", "in"},
    {"a couple of", "2"},
};

static const char *const numbers[] = {"one",   "two",   "three", "four", "five",   "six",
                                      "seven", "eight", "nine",  "ten",  "eleven", "twelve"};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' ||
           (unsigned char)c >= 0x80;
}

/* Whether `s` begins with the saying, at a word's end; *used is its length in s. */
static bool says(struct str s, const char *said, size_t *used)
{
    size_t n = strlen(said);

    for (size_t i = 0; i < n; i++)
        if (i >= s.n || lower(s.p[i]) != said[i])
            return false;
    *used = n;
    return n == s.n || !is_word(s.p[n]);
}

/* "a.m." and "p.m." lose their dots, so that a sentence's end is one; runs of white space become one space. */
static void flatten(struct str s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool half = i + 2 < s.n && (lower(c) == 'a' || lower(c) == 'p') && s.p[i + 1] == '.' &&
                    lower(s.p[i + 2]) == 'm' && i > 0 &&
                    !((s.p[i - 1] | 32) >= 'a' && (s.p[i - 1] | 32) <= 'z');
        if (half) {
            if (out->len > 0 && out->p[out->len - 1] == ' ')
                out->p[--out->len] = '\0';
            buf_addc(out, lower(c));
            buf_addc(out, 'm');
            i += i + 3 < s.n && s.p[i + 3] == '.' ? 3 : 2;
        } else if (strchr(" \t\r\n", c) != NULL) {
            if (out->len > 0 && out->p[out->len - 1] != ' ')
                buf_addc(out, ' ');
        } else {
            buf_addc(out, c);
        }
    }
}

/* "at 10" as "at 10:00", "at 3" as "at 15:00"; true when it was such an hour. */
static bool bare_hour(struct str s, struct buf *out, size_t *used)
{
    static const char *const before[] = {"at ", "by ", "before ", "until "};
    int hour = 0;

    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        size_t n = strlen(before[i]), digits = 0;
        if (s.n <= n || strncmp(s.p, before[i], n) != 0)
            continue;
        while (n + digits < s.n && digits < 3 && s.p[n + digits] >= '0' && s.p[n + digits] <= '9')
            hour = hour * 10 + (s.p[n + digits++] - '0');
        size_t end = n + digits;
        struct str rest = {s.p + end, s.n - end};
        size_t gone = 0;
        if (digits == 0 || digits > 2 || hour > 23)
            return false;
        if (says(rest, " o'clock", &gone))
            end += gone;
        rest = (struct str){s.p + end, s.n - end};
        bool ends = rest.n == 0 || strchr(".,;!)", rest.p[0]) != NULL;
        if (!ends && (rest.p[0] != ' ' || (rest.n > 1 && rest.p[1] >= '0' && rest.p[1] <= '9')))
            return false;
        static const char *const goes_on[] = {" on",      " tomorrow",  " today",    " and",   " to",
                                              " with",    " or",        " in",       " sharp", " monday",
                                              " tuesday", " wednesday", " thursday", " friday"};
        for (size_t k = 0; !ends && k < sizeof goes_on / sizeof goes_on[0]; k++)
            ends = says(rest, goes_on[k], &gone);
        if (!ends)
            return false;
        buf_printf(out, "%02d:00", hour >= 1 && hour <= 6 ? hour + 12 : hour);
        *used = end;
        return true;
    }
    return false;
}

static bool number_word(struct str s, struct buf *out, size_t *used)
{
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (says(s, numbers[i], used)) {
            buf_printf(out, "%zu", i + 1);
            return true;
        }
    return false;
}

/* The part of a sentence in words that rule/when.h knows. */
static void plain(struct str part, struct buf *out)
{
    struct buf flat = {0};

    flatten(part, &flat);
    struct str s = flat.p != NULL ? buf_str(&flat) : str_of("");
    while (s.n > 0) {
        size_t used = 0;
        bool done = bare_hour(s, out, &used) || number_word(s, out, &used);
        for (size_t i = 0; !done && i < sizeof sayings / sizeof sayings[0]; i++)
            if ((done = says(s, sayings[i].said, &used)))
                buf_adds(out, sayings[i].meant);
        while (!done && used < s.n && is_word(s.p[used]))
            used++;
        if (!done)
            buf_add(out, s.p, used);
        while (used < s.n && !is_word(s.p[used]))
            buf_addc(out, s.p[used++]);
        s = (struct str){s.p + used, s.n - used};
    }
    buf_free(&flat);
}

/* --- the time in it ----------------------------------------------------------------------------------------------- */

/* Words that are times to a command, and something else in a letter. */
static bool is_no_time(struct str s)
{
    static const char *const others[] = {"sat", "sun", "mon", "wed", "tue", "thu",   "fri",
                                         "now", "mar", "dec", "jan", "may", "march", "second"};
    size_t used;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (says(s, others[i], &used) &&
            !(used < s.n && s.p[used] == ' ' && used + 1 < s.n && s.p[used + 1] >= '0' &&
              s.p[used + 1] <= '9') &&
            !says(s, "fri next week", &used))
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
        if (!is_word(s.p[i]) || (i > 0 && (is_word(s.p[i - 1]) || strchr(":.-+/", s.p[i - 1]) != NULL)) ||
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
    plain(part, &words);
    bool found = words.len > 0 && best_time(buf_str(&words), cx, due);
    buf_free(&words);
    return found;
}

static struct str on_one_line(struct str part, struct arena *a)
{
    struct buf b = {0};

    flatten(part, &b);
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
