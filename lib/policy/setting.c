#include "policy/setting.h"

#include <string.h>

#include "judge/phrase.h"
#include "judge/triage.h"
#include "policy/setplay.h"
#include "policy/setreturn.h"
#include "policy/setvalue.h"
#include "rule/authority.h"
#include "rule/deadline.h"
#include "rule/playbook.h"
#include "rule/word.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define VALUE(reads, from, to) .type = SETTING_VALUE, .value = (reads), .min = (from), .max = (to)
#define TEXT VALUE(setvalue_text, 0, 500)
#define SPAN(units) VALUE(setvalue_span, units, 0)
#define MAP(keys) .type = SETTING_MAP, .sub = (keys), .n = COUNT(keys)
#define NAMED(names, what) .type = SETTING_NAMED, .name = (names), .sub = &(what), .removable = true
#define LIST(what) .type = SETTING_LIST, .sub = &(what)
#define REMOVABLE .removable = true

enum {
    ANY_UNIT = -1,
    ELAPSED = 1 << DEADLINE_MINUTES | 1 << DEADLINE_HOURS | 1 << DEADLINE_DAYS | 1 << DEADLINE_WEEKS,
    IMPACT_MAX = 7,
    POINTS_MAX = 1000,
    HISTORY_MAX = 100
};

static const struct setting text = {TEXT};
static const struct setting pattern = {VALUE(setvalue_pattern, 0, PHRASE_LENGTH_MAX)};
static const struct setting question = {VALUE(setplay_question, 0, 500)};
static const struct setting slot = {VALUE(setvalue_slot, 0, 0)};
static const struct setting one_day = {LIST(slot), .none = "closed", REMOVABLE};

static const struct setting week[] = {
    {.key = "mon", LIST(slot), .none = "closed"}, {.key = "tue", LIST(slot), .none = "closed"},
    {.key = "wed", LIST(slot), .none = "closed"}, {.key = "thu", LIST(slot), .none = "closed"},
    {.key = "fri", LIST(slot), .none = "closed"}, {.key = "sat", LIST(slot), .none = "closed"},
    {.key = "sun", LIST(slot), .none = "closed"},
};

static const struct setting read_day_keys[] = {
    {.key = "hours", LIST(slot), .none = "closed"},
    {.key = "name", TEXT, REMOVABLE},
};
static const struct setting read_day = {MAP(read_day_keys), REMOVABLE};

static const struct setting clocks[] = {
    {.key = "response", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "resolution", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "hours", VALUE(setvalue_clock, 0, 0), REMOVABLE},
};

static const struct setting priorities[] = {{.key = "P1", MAP(clocks)},
                                            {.key = "P2", MAP(clocks)},
                                            {.key = "P3", MAP(clocks)},
                                            {.key = "P4", MAP(clocks)}};

static const struct setting standard_keys[] = {
    {.key = "deadline", VALUE(setvalue_deadline, 0, 0)},
    {.key = "within", SPAN(ANY_UNIT)},
    {.key = "from", VALUE(setvalue_from, 0, 0), REMOVABLE},
    {.key = "category", TEXT, REMOVABLE},
    {.key = "stage", TEXT, REMOVABLE},
    {.key = "instead-of", TEXT, REMOVABLE},
    {.key = "waits", VALUE(setvalue_choice, 0, 0), REMOVABLE},
    {.key = "extend", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "since", VALUE(setvalue_date, 0, 0), REMOVABLE},
    {.key = "until", VALUE(setvalue_date, 0, 0), REMOVABLE},
    {.key = "signpost", VALUE(setvalue_choice, 0, 0), REMOVABLE},
    {.key = "source", TEXT, REMOVABLE},
    {.key = "checked", VALUE(setvalue_date, 0, 0), REMOVABLE},
};
static const struct setting standard = {MAP(standard_keys), REMOVABLE};

static const struct setting rung_keys[] = {
    {.key = "after", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "who", TEXT, REMOVABLE},
    {.key = "do", TEXT, REMOVABLE},
    {.key = "letter", VALUE(setvalue_text, 1, 64), REMOVABLE},
};
static const struct setting rung = {MAP(rung_keys), REMOVABLE};

static const struct setting ladder_keys[] = {
    {.key = "on", VALUE(setvalue_occasion, 0, 0)},
    {.key = "hold", TEXT, REMOVABLE},
    {.key = "steps", NAMED(setvalue_name, rung)},
};
static const struct setting ladder = {MAP(ladder_keys), REMOVABLE};

static const struct setting check_keys[] = {
    {.key = "after", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "again", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "friendly", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "letter", VALUE(setvalue_text, 1, 64), REMOVABLE},
};

static const struct setting sum = {VALUE(setvalue_money, 0, 0), REMOVABLE};
static const struct setting interest_keys[] = {
    {.key = "rate", VALUE(setvalue_percent, 0, 0)},
    {.key = "since", VALUE(setvalue_date, 0, 0), REMOVABLE},
    {.key = "until", VALUE(setvalue_date, 0, 0), REMOVABLE},
    {.key = "by-day", VALUE(setvalue_choice, 0, 0), REMOVABLE},
    {.key = "fixed", NAMED(setvalue_name_money, sum)},
    {.key = "source", TEXT, REMOVABLE},
    {.key = "checked", VALUE(setvalue_date, 0, 0), REMOVABLE},
};
static const struct setting interest = {MAP(interest_keys), REMOVABLE};

static const struct setting letter_keys[] = {
    {.key = "subject", TEXT},
    {.key = "say", LIST(text)},
};
static const struct setting letter = {MAP(letter_keys), REMOVABLE};

static const struct setting category_keys[] = {
    {.key = "label", TEXT, REMOVABLE},
    {.key = "impact", VALUE(setvalue_number, 0, IMPACT_MAX), REMOVABLE},
    {.key = "ask", LIST(question), REMOVABLE},
    {.key = "deadlines", MAP(clocks), REMOVABLE},
};
static const struct setting category = {MAP(category_keys), REMOVABLE};

static const struct setting person_keys[] = {{.key = "name", TEXT, REMOVABLE},
                                             {.key = "address", TEXT, REMOVABLE},
                                             {.key = "role", VALUE(setvalue_text, 1, 64), REMOVABLE}};
static const struct setting person = {MAP(person_keys), REMOVABLE};

static const struct setting amount = {VALUE(setvalue_money, 0, 0), REMOVABLE};
static const struct setting role_keys[] = {
    {.key = "rank", VALUE(setvalue_number, 1, AUTHORITY_RANKS)},
    {.key = "offer", VALUE(setvalue_money, 0, 0), REMOVABLE},
    {.key = "month", VALUE(setvalue_money, 0, 0), REMOVABLE},
    {.key = "limits", NAMED(setvalue_name, amount)},
};
static const struct setting role = {MAP(role_keys), REMOVABLE};

static const struct setting signal_keys[] = {
    {.key = "impact", VALUE(setvalue_number, 1, TRIAGE_FACTOR_MAX)},
    {.key = "urgency", VALUE(setvalue_number, 1, TRIAGE_FACTOR_MAX)},
    {.key = "keep", VALUE(setvalue_fraction, 0, 1000)},
};
static const struct setting signals[] = {
    {.key = "anger", MAP(signal_keys)},     {.key = "hostility", MAP(signal_keys)},
    {.key = "safety", MAP(signal_keys)},    {.key = "legal", MAP(signal_keys)},
    {.key = "churn", MAP(signal_keys)},     {.key = "urgency", MAP(signal_keys)},
    {.key = "publicity", MAP(signal_keys)}, {.key = "vulnerable", MAP(signal_keys)},
};
_Static_assert(COUNT(signals) == SIGNALS, "one entry for each signal");

static const struct setting points[] = {
    {.key = "P1", VALUE(setvalue_number, 1, POINTS_MAX)},
    {.key = "P2", VALUE(setvalue_number, 1, POINTS_MAX)},
    {.key = "P3", VALUE(setvalue_number, 1, POINTS_MAX)},
};

static const struct setting histories[] = {
    {.key = "broken", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "reopened", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "repeated", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "unanswered", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "recurrence", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "escalated", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "vulnerability", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "money", VALUE(setvalue_number, 0, HISTORY_MAX)},
    {.key = "tenure", VALUE(setvalue_number, 0, HISTORY_MAX)},
};
_Static_assert(COUNT(histories) == TRIAGE_HISTORIES, "one entry for each kind of history");

static const struct setting triage[] = {
    {.key = "speech", VALUE(setvalue_fraction, 0, 1000)},
    {.key = "shown", VALUE(setvalue_fraction, 1, 1000)},
    {.key = "points", MAP(points)},
    {.key = "history", MAP(histories)},
    {.key = "stake", VALUE(setvalue_money, 0, 0)},
};

static const struct setting trait_keys[] = {
    {.key = "times", VALUE(setvalue_number, 1, POINTS_MAX)},
    {.key = "within", SPAN(ELAPSED)},
};
static const struct setting trait_of_keys[] = {
    {.key = "times", VALUE(setvalue_number, 1, POINTS_MAX)},
    {.key = "within", SPAN(ELAPSED)},
    {.key = "category", VALUE(setvalue_named, 0, 0), REMOVABLE},
};
static const struct setting traits[] = {
    {.key = "impatient", MAP(trait_keys), REMOVABLE},
    {.key = "high-expectations", MAP(trait_keys), REMOVABLE},
    {.key = "serial-complainer", MAP(trait_keys), REMOVABLE},
    {.key = "aggressive", MAP(trait_keys), REMOVABLE},
    {.key = "late-payer", MAP(trait_of_keys), REMOVABLE},
    {.key = "needy", MAP(trait_of_keys), REMOVABLE},
    {.key = "loyal", MAP(trait_keys), REMOVABLE},
    {.key = "won-back", MAP(trait_keys), REMOVABLE},
};
_Static_assert(COUNT(traits) == TRAITS, "one entry for each trait");

static const struct setting phrase_keys[] = {
    {.key = "signal", VALUE(setvalue_word, WORD_SIGNAL, 0)},
    {.key = "strength", VALUE(setvalue_fraction, 1, PHRASE_STRENGTH_MAX)},
    {.key = "negated", VALUE(setvalue_choice, 0, 0), REMOVABLE},
    {.key = "who", VALUE(setvalue_who, 0, 0), REMOVABLE},
    {.key = "patterns", LIST(pattern)},
};
static const struct setting phrase = {MAP(phrase_keys), REMOVABLE};

static const struct setting condition = {LIST(text)};
static const struct setting counted[] = {
    {.key = "title", TEXT, REMOVABLE},
    {.key = "count", VALUE(setreturn_moment, 0, 0), REMOVABLE},
    {.key = "sum", VALUE(setreturn_value, 0, 0), REMOVABLE},
    {.key = "show", VALUE(setreturn_value, 0, 0), REMOVABLE},
    {.key = "at", VALUE(setreturn_moment, 0, 0), REMOVABLE},
    {.key = "after", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "within", SPAN(ANY_UNIT), REMOVABLE},
    {.key = "where", NAMED(setreturn_field, condition)},
};
static const struct setting counted_column = {MAP(counted), REMOVABLE};
static const struct setting row_value = {VALUE(setreturn_value, 0, 0)};
static const struct setting needed = {VALUE(setreturn_moment, 0, 0), REMOVABLE};
static const struct setting return_keys[] = {
    {.key = "source", TEXT, REMOVABLE},
    {.key = "checked", VALUE(setvalue_date, 0, 0), REMOVABLE},
    {.key = "rows", LIST(row_value), REMOVABLE},
    {.key = "of", VALUE(setreturn_moment, 0, 0), REMOVABLE},
    {.key = "columns", NAMED(setvalue_name, counted_column)},
    {.key = "required", NAMED(setreturn_field, needed)},
};
static const struct setting returned = {MAP(return_keys), REMOVABLE};

static const struct setting mail[] = {{.key = "address", TEXT, REMOVABLE},
                                      {.key = "lists", LIST(text), REMOVABLE},
                                      {.key = "sendmail", VALUE(setvalue_program, 1, 500)}};

static const struct setting tone_keys[] = {
    {.key = "finding", VALUE(setvalue_finding, 0, 0)},
    {.key = "strength", VALUE(setvalue_fraction, 1, PHRASE_STRENGTH_MAX)},
    {.key = "say", TEXT, REMOVABLE},
    {.key = "negated", VALUE(setvalue_choice, 0, 0), REMOVABLE},
    {.key = "patterns", LIST(pattern)},
};
static const struct setting tone = {MAP(tone_keys), REMOVABLE};

static const struct setting wording_keys[] = {
    {.key = "part", VALUE(setvalue_part, 0, 0)},
    {.key = "when", VALUE(setvalue_named, 0, 0), REMOVABLE},
    {.key = "say", LIST(text)},
};
static const struct setting wording = {MAP(wording_keys), REMOVABLE};

static const struct setting play_keys[] = {
    {.key = "first", LIST(text), REMOVABLE}, {.key = "say", LIST(text), REMOVABLE},
    {.key = "not", LIST(text), REMOVABLE},   {.key = "ask", LIST(question), REMOVABLE},
    {.key = "offer", LIST(text), REMOVABLE}, {.key = "next", LIST(text), REMOVABLE},
};
_Static_assert(COUNT(play_keys) == PLAYBOOK_PARTS, "one key for each part");
static const struct setting play = {MAP(play_keys), REMOVABLE};

static const struct setting top[] = {
    {.key = "desk", TEXT, .about = "The name under which you write to customers."},
    {.key = "zone",
     VALUE(setvalue_zone, 0, 0),
     .about =
         "The clock on your wall: \"local\" is the zone of this machine; else a name such as Europe/Berlin."},
    {.key = "hours",
     MAP(week),
     .about = "When you work: \"closed\", or one or more pieces of the day: [09:00-12:00, 13:00-17:30]."},
    {.key = "holidays",
     NAMED(setvalue_name_day, one_day),
     .about = "Days that are different: \"closed\", or the hours of that day."},
    {.key = "holidays-from",
     LIST(text),
     REMOVABLE,
     .about = "Calendar files (.ics) whose entries close the desk; read again at each `policy apply`."},
    {.key = "holidays-read",
     NAMED(setvalue_name_day, read_day),
     .made = true,
     .about = "What those files said when this was applied:"},
    {.key = "deadlines",
     MAP(priorities),
     .about = "How soon a complaint of each priority has its first answer and its final one; `hours: "
              "always` lets\n"
              "its clocks run day and night.  A category may have `deadlines` of its own, whatever the "
              "priority."},
    {.key = "standards",
     NAMED(setvalue_name, standard),
     .about = "Deadlines that a standard sets, beside your own; each with its source.  examples/profiles has "
              "some."},
    {.key = "ladders",
     NAMED(setvalue_name, ladder),
     .about = "Who is told, one step after the other, when an answer is late, a signal shows, or a category "
              "is set."},
    {.key = "interest",
     NAMED(setvalue_name, interest),
     .about = "What an invoice that is paid late costs: percent a year, counted by the day, and a fixed sum "
              "by the size of\n"
              "the debt; each with the days for which it holds and its source."},
    {.key = "returns",
     NAMED(setvalue_name, returned),
     .about = "The tables that a regulator asks for: cust-report return NAME.  examples/profiles has some."},
    {.key = "check",
     MAP(check_keys),
     .about = "How long after resolving to ask whether they are satisfied, and when to ask once more; and "
              "after a\n"
              "difficult matter that ended well, when to ring them once, just so."},
    {.key = "soon", SPAN(ELAPSED), .about = "What counts as soon in the list of what is due."},
    {.key = "reopen",
     SPAN(ELAPSED),
     .about = "A customer who writes again this long after their matter was closed opens it again;\n"
              "later it is a new one."},
    {.key = "categories",
     NAMED(setvalue_name, category),
     .about = "What a complaint is about.  `impact` (0 to 7) adds that many points to its score; `ask` is "
              "what to\n"
              "find out before an offer is made."},
    {.key = "roles",
     NAMED(setvalue_name, role),
     .about = "What a role may offer by itself, once somebody of the staff has one: `offer` for one option, "
              "`month`\n"
              "for one customer in a month, `limits` by remedy.  A higher `rank` approves what goes beyond."},
    {.key = "staff", NAMED(setvalue_login, person), .about = "Who works here, by login."},
    {.key = "mail",
     MAP(mail),
     .about = "How letters leave: the address that you write from, and the program that takes them; `lists` "
              "of your\n"
              "own that customers write to."},
    {.key = "letters",
     NAMED(setvalue_name, letter),
     .about =
         "What `cust-followup remind --deliver` writes to customers by itself, once `check` or a ladder's "
         "step names\n"
         "it as its `letter`."},
    {.key = "signals",
     MAP(signals),
     .about = "What each signal means for you: how bad it can get (impact, 1 to 7) and how fast (urgency, 1 "
              "to 7);\n"
              "`keep` is how much of it is left for each later message without it."},
    {.key = "triage",
     MAP(triage),
     .about =
         "How points become a priority, from which strength a signal is shown, and what words that stand\n"
         "between quotation marks count."},
    {.key = "traits",
     MAP(traits),
     .about =
         "What history must show of a customer before one of these words is used of them: so many signs,\n"
         "within so long; older ones fade."},
    {.key = "phrases",
     NAMED(setvalue_name, phrase),
     .about = "The words that give a signal; cust-policy(5) explains the patterns."},
    {.key = "tone",
     NAMED(setvalue_name, tone),
     .about = "How an answer reads, for `cust-log check`, and what it promises."},
    {.key = "wordings",
     NAMED(setvalue_name, wording),
     .about = "What `cust-log draft` writes, part by part."},
    {.key = "playbook",
     NAMED(setplay_name, play),
     .about = "What `cust-triage advise` says, by signal, trait, step, category and matter."},
};

static const struct setting root = {MAP(top)};

const struct setting *setting_root(void)
{
    return &root;
}

const struct setting *setting_find(const struct setting *in, struct str key)
{
    if (in->type == SETTING_NAMED)
        return in->sub;
    if (in->type != SETTING_MAP)
        return NULL;
    for (size_t i = 0; i < in->n; i++)
        if (str_is(key, in->sub[i].key))
            return &in->sub[i];
    return NULL;
}

enum { KEYS_MAX = 32 };
_Static_assert(COUNT(top) <= KEYS_MAX, "room for the names of every map");

/* One is the other cut short: monday, mon. */
static bool same_beginning(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;

    return n >= 3 && memcmp(a.p, b.p, n) == 0;
}

const char *setting_near(const struct setting *map, struct str key)
{
    const char *names[KEYS_MAX] = {NULL};
    size_t n = 0;

    if (map->type != SETTING_MAP)
        return NULL;
    for (size_t i = 0; i < map->n && n < KEYS_MAX; i++)
        if (!map->sub[i].made)
            names[n++] = map->sub[i].key;
    const char *near = str_near(key, names, n);
    for (size_t i = 0; near == NULL && i < n; i++)
        if (same_beginning(key, str_of(names[i])))
            near = names[i];
    return near;
}
