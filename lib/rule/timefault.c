#include "rule/timefault.h"

#include "base/err.h"
#include "base/text.h"
#include "rule/timescan.h"

static const char *const fault_text[] = {
    [TIMEFAULT_NO_TIME] =
        "is no time that can be read; write 2026-11-21 16:00, 16:00, fri 15:00, tomorrow or +2h",
    [TIMEFAULT_NO_RANGE] =
        ("is no time that can be read; write 2026-11-21, 2026-11, 2026Q4, 2026H2, 2026-11-01..2026-11-10, "
         "november, last month, yesterday or 7d"),
    [TIMEFAULT_BACKWARDS] = "ends before it begins; write the earlier time first",
    [TIMEFAULT_NO_SUCH] =
        "does not exist; write a day of the calendar and a clock time up to 23:59: 2026-11-21 16:00",
    [TIMEFAULT_BARE_HOUR] = "leaves open which half of the day; write 16:00 or 4pm",
    [TIMEFAULT_FIGURES] =
        "is in figures that not everybody reads alike; write 2026-04-03, and a clock time as 16:30",
    [TIMEFAULT_BEYOND] = "lies outside the years 1 to 9999; write a nearer time",
    [TIMEFAULT_WRONG_WEEKDAY] = "is not on that weekday; write the day alone, such as 2026-11-21",
    [TIMEFAULT_NO_CALENDAR] =
        "needs business hours and none are set; write a date, or give the policy its hours",
    [TIMEFAULT_BUSINESS_BACK] =
        "counts business time back, which is not done; write a date or a span such as 2 days ago",
    [TIMEFAULT_RANGE_ONLY] = "is no single moment; write a day such as 2026-11-21",
    [TIMEFAULT_NO_SPAN] = "is no time at all; write how long, such as +2h, or now",
    [TIMEFAULT_IN_PAST] = "lies in the past; write a time ahead, such as tomorrow 10:00 or +2h",
    [TIMEFAULT_HALF_READ] =
        "can be read as a time only in part; write a day and one clock time, such as mon 10:00",
    [TIMEFAULT_IN_FUTURE] = "lies in the future; write a time that has been, such as 10:00 or 2 days ago",
};

enum timefault timefault_of(enum timewords_fit fit)
{
    static const enum timefault of[] = {
        [TIMEWORDS_OK] = TIMEFAULT_FINE,         [TIMEWORDS_OTHER] = TIMEFAULT_NO_TIME,
        [TIMEWORDS_NO_SUCH] = TIMEFAULT_NO_SUCH, [TIMEWORDS_BARE_HOUR] = TIMEFAULT_BARE_HOUR,
        [TIMEWORDS_FIGURES] = TIMEFAULT_FIGURES, [TIMEWORDS_TOO_LONG] = TIMEFAULT_BEYOND,
    };

    return of[fit];
}

/* --- a slip of the pen ------------------------------------------------------------------------------------------- */

enum { WORD_MIN = 4, WORD_MAX = 12, WORDS_LOOKED_AT = 4 };

static const char *const names[] = {
    "monday",    "tuesday",  "wednesday", "thursday",  "friday",  "saturday", "sunday",
    "january",   "february", "march",     "april",     "june",    "july",     "august",
    "september", "october",  "november",  "december",  "today",   "tomorrow", "yesterday",
    "tonight",   "midnight", "morning",   "afternoon", "evening",
};
enum { NAMES = sizeof names / sizeof names[0] };

/* The name that the word nearly is; NULL when it is one, or none. */
static const char *near(struct str word)
{
    char low[WORD_MAX];

    if (word.n < WORD_MIN || word.n > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < word.n; i++)
        low[i] = (char)(word.p[i] | 0x20); /* letters only */
    const char *name = str_near((struct str){low, word.n}, names, NAMES);
    return name != NULL && !str_is((struct str){low, word.n}, name) ? name : NULL;
}

static const char *near_in(struct str text)
{
    const char *found = NULL;

    for (int i = 0; i < WORDS_LOOKED_AT && text.n > 0 && found == NULL; i++) {
        struct str word = timescan_letters(text);
        if (word.n == text.n || timescan_at_end((struct str){word.p + word.n, text.n - word.n}))
            found = near(word);
        while (text.n > 0 && !timescan_is_blank(text.p[0]))
            timescan_skip(&text, 1);
        timescan_blanks(&text);
    }
    return found;
}

struct err *timefault_refuse(enum timefault f, struct str text)
{
    const char *meant = f == TIMEFAULT_NO_TIME || f == TIMEFAULT_NO_RANGE ? near_in(text) : NULL;
    char quote[TEXT_QUOTE];

    text_quote(text, quote);
    if (meant != NULL)
        return err_new(ERR_USAGE, NULL, "%s is no time that can be read; did you mean %s?", quote, meant);
    return err_new(ERR_USAGE, NULL, "%s %s", quote, fault_text[f]);
}
