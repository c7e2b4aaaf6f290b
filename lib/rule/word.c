#include "rule/word.h"

#include <strings.h>

static const char *const statuses[] = {"received", "acknowledged", "offered", "agreed", "resolved", "closed"};
static const char *const priorities[] = {"P1", "P2", "P3", "P4"};
static const char *const kinds[] = {"promise",  "callback", "meeting",    "check",     "expected",
                                    "response", "update",   "resolution", "escalation"};
static const char *const states[] = {"open", "kept", "late", "broken", "cancelled"};
static const char *const signals[] = {"anger", "hostility", "safety",    "legal",
                                      "churn", "urgency",   "publicity", "vulnerable"};
static const char *const channels[] = {"phone", "mail", "web", "chat", "letter", "person", "social", "other"};
static const char *const answers[] = {"plain", "ack", "holding", "final", "summary"};
static const char *const events[] = {
    "heard",  "said",       "note",      "set",     "offered", "agreed",    "resolved", "confirmed",
    "closed", "reopened",   "voided",    "waiting", "resumed", "assigned",  "triaged",  "added",
    "done",   "moved",      "cancelled", "struck",  "created", "addressed", "named",    "approved",
    "abused", "handed-out", "attached",  "merged",  "joined",  "corrected"};
static const char *const fields[] = {
    "subject",         "category",     "priority",       "channel",       "representative",
    "contact",         "account",      "consent",        "vulnerability", "vulnerability-source",
    "product",         "issue",        "remedy-sought",  "stage",         "cause",
    "decision",        "reasons",      "remedy",         "amount",        "currency",
    "remedy-accepted", "remedy-paid",  "outstanding",    "basis",         "referral",
    "referred",        "satisfaction", "hold",           "retain-until",  "source",
    "source-id",       "invoice",      "invoice-amount", "invoice-due",   "paid",
    "disputed"};
static const char *const addresses[] = {"email", "phone", "handle", "post"};
static const char *const traits[] = {"impatient",  "high-expectations", "serial-complainer",
                                     "aggressive", "late-payer",        "needy",
                                     "loyal",      "won-back"};
static const char *const steps[] = {"listen", "acknowledge", "offer", "agree", "act", "confirm", "learn"};
static const char *const outputs[] = {"anger",   "hostility", "safety",     "legal",     "churn",
                                      "urgency", "publicity", "vulnerable", "complaint", "category"};

#define SET(title, names)                                                                                    \
    {                                                                                                        \
        title, names, (int)(sizeof names / sizeof names[0])                                                  \
    }

static const struct {
    const char *title;
    const char *const *names;
    int n;
} sets[WORD_SETS] = {
    [WORD_STATUS] = SET("status", statuses), [WORD_PRIORITY] = SET("priority", priorities),
    [WORD_KIND] = SET("kind", kinds),        [WORD_STATE] = SET("state", states),
    [WORD_SIGNAL] = SET("signal", signals),  [WORD_CHANNEL] = SET("channel", channels),
    [WORD_ANSWER] = SET("answer", answers),  [WORD_EVENT] = SET("event", events),
    [WORD_FIELD] = SET("field", fields),     [WORD_ADDRESS] = SET("address", addresses),
    [WORD_TRAIT] = SET("trait", traits),     [WORD_STEP] = SET("step", steps),
    [WORD_OUTPUT] = SET("output", outputs),
};

_Static_assert(sizeof kinds / sizeof kinds[0] == KINDS, "a name for each kind");
_Static_assert(sizeof states / sizeof states[0] == STATES, "a name for each state");
_Static_assert(sizeof signals / sizeof signals[0] == SIGNALS, "a name for each signal");
_Static_assert(sizeof traits / sizeof traits[0] == TRAITS, "a name for each trait");
_Static_assert(sizeof steps / sizeof steps[0] == STEPS, "a name for each step");
_Static_assert(sizeof outputs / sizeof outputs[0] == OUTPUTS, "a name for each output");
_Static_assert(sizeof events / sizeof events[0] == EVENTS, "a name for each event");
_Static_assert(sizeof fields / sizeof fields[0] == FIELDS, "a name for each field");

const char *word_name(enum word_set set, int value)
{
    return value >= 0 && value < sets[set].n ? sets[set].names[value] : "?";
}

int word_find(enum word_set set, struct str name)
{
    for (int i = 0; i < sets[set].n; i++) {
        struct str word = str_of(sets[set].names[i]);
        if (word.n == name.n && strncasecmp(word.p, name.p, name.n) == 0)
            return i;
    }
    return -1;
}

int word_count(enum word_set set)
{
    return sets[set].n;
}

const char *word_near(enum word_set set, struct str name)
{
    return str_near(name, sets[set].names, (size_t)sets[set].n);
}

const char *word_set_name(enum word_set set)
{
    return sets[set].title;
}
