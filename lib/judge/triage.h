/* triage: from a customer's words to eight signals, a score with its reasons, and a priority.
 *
 * Signals.  Every rule that fires gives its strength to its signal.  The strongest rule counts whole; each of the
 * next strongest (TRIAGE_RULES in all) takes half its strength of the doubt that is left, so many mild words never
 * beat one plain threat.  Words between quotation marks count by `speech`.  Over several texts of one complaint the
 * newest counts whole; each step back multiplies by the signal's `keep`, and the strongest text stands.  Where a model
 * found more of a signal in a text than the rules, its strength counts there instead, as a term without a rule.  What a
 * person said of a signal in a text counts instead of both.
 *
 * Score.  weight = impact x urgency (1..7 each); a term's points = strength x weight, rounded to the nearest, halves
 * up; the score is the exact sum of the points as printed.  Nothing else is in it.
 *
 * Priority.  The first of P1, P2, P3 whose threshold the score reaches; else P4.
 *
 * Category, history and money are other terms that the caller brings; they are weighed in the same way.
 */
#ifndef JUDGE_TRIAGE_H
#define JUDGE_TRIAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "judge/phrase.h"
#include "judge/token.h"

enum {
    TRIAGE_SIGNALS = 8,    /* numbered as enum signal (rule/word.h) */
    TRIAGE_PRIORITIES = 4, /* numbered as enum priority: 0 is P1 */
    TRIAGE_STRENGTH = 1000,
    TRIAGE_FACTOR_MAX = 7, /* of impact and urgency */
    TRIAGE_WEIGHT_MAX = 1000,
    TRIAGE_RULES = 4, /* rules of one signal that count in one text: the strongest */
    TRIAGE_TERMS_MAX = 64
};

struct triage_signal {
    int impact;  /* 1 to 7 */
    int urgency; /* 1 to 7 */
    int keep;    /* permille that a signal keeps for each later text: 1000 never fades */
};

/* What a history says besides the words. */
enum triage_history {
    TRIAGE_BROKEN,        /* promises to this customer that were kept late or not at all */
    TRIAGE_REOPENED,      /* how often it was */
    TRIAGE_REPEATED,      /* other complaints of theirs, shortly before */
    TRIAGE_UNANSWERED,    /* how often they wrote again before we answered */
    TRIAGE_RECURRENCE,    /* its cause had been fixed */
    TRIAGE_ESCALATED,     /* steps of ladders in other complaints of theirs, shortly before */
    TRIAGE_VULNERABILITY, /* somebody wrote down that they are vulnerable */
    TRIAGE_MONEY,         /* at stake: as much as policy's `stake`, ten times that, a hundred times */
    TRIAGE_TENURE,        /* whole years since their first complaint */
    TRIAGE_HISTORIES
};

/* Plain; policy fills it. */
struct triage_settings {
    struct triage_signal signal[TRIAGE_SIGNALS];
    int speech; /* permille for words between quotation marks */
    int shown;  /* permille from which a signal is set in the mask and printed as one */
    int points[TRIAGE_PRIORITIES - 1]; /* the least points of P1, P2, P3, falling */
    int history[TRIAGE_HISTORIES];     /* points that each time adds */
    int64_t stake;                     /* hundredths: from which amount on money counts */
};

/* What is known of a signal in a text besides the rules: what a model found (strength 0: nothing), or a person said. */
struct triage_learned {
    int strength;      /* permille */
    uint32_t off, len; /* the words that spoke most for it; len 0: none did */
    bool taught;       /* the desk's corrections have a part in it */
    bool decided;      /* a person said so of this very text: no rule counts */
    int doubt;         /* permille that the desk's corrections take off of rules */
};

/* What stands in place of a rule's name where one of those found it. */
#define TRIAGE_MODEL ""
#define TRIAGE_TAUGHT "taught"
#define TRIAGE_DECIDED "corrected"

/* What the rules found of a signal in a text: all of them together, and the place of the strongest. */
struct triage_ruled {
    const char *rule; /* the strongest one's name, borrowed from the rules */
    int strength;     /* permille; 0: nothing */
    uint32_t off, len;
    uint32_t more; /* how many others count */
    bool denied;   /* strength 0, though there are words for it at `off`: under a negation, or of others */
};

/* What the customer said in one event, the oldest first. */
struct triage_text {
    struct str text;
    uint32_t event;                       /* its number in the history: 42@17 is 17 */
    const struct triage_learned *learned; /* [TRIAGE_SIGNALS], or NULL: only rules read it */
    const struct triage_ruled *ruled; /* [TRIAGE_SIGNALS], of this very text, or NULL: it is read for them */
};

/* One line of the reasons. */
struct triage_term {
    const char *source; /* a signal's name, "category", "recurrence", ... */
    const char *rule;   /* what found it: a rule, a category, a cause; "" for a model, or nothing to name */
    int strength;       /* permille */
    int weight;
    int points;
    uint32_t event;    /* where the words are; 0: not from words */
    uint32_t off, len; /* bytes, in that event's text */
    uint32_t more;     /* how many other rules of this signal count in the same text */
};

struct triage_result {
    int strength[TRIAGE_SIGNALS];    /* permille */
    uint32_t signals;                /* bit 1 << signal for those of `shown` or more */
    const struct triage_term *terms; /* most points first, in the arena; without points they are left out */
    size_t nterms;
    int points;
    int priority; /* 0..3 */
};

/* Reads one text by the rules in pieces, for a caller that feeds the tokens (token.h) to another reader too.  The
 * fields are private.  The settings and phrases must outlive it. */
struct triage_found {
    uint32_t rule, off, len;
    int strength;
};
struct triage_reader {
    const struct triage_settings *set;
    const struct phrases *phrases;
    struct triage_found found[TRIAGE_SIGNALS][TRIAGE_RULES];
    uint32_t n[TRIAGE_SIGNALS];
    struct triage_found denied[TRIAGE_SIGNALS]; /* len 0: nothing */
    struct phrase_reader reader;
};
void triage_start(struct triage_reader *r, const struct triage_settings *set, const struct phrases *phrases,
                  struct str text);
void triage_feed(struct triage_reader *r, const struct token *tokens, size_t n);
void triage_end(struct triage_reader *r, struct triage_ruled out[TRIAGE_SIGNALS]);

/* Judges.  `names` are the eight signals' names; `extra` are terms of the caller, of which only source, rule,
 * strength, weight and the place are read.  Names are borrowed, not copied.  At most TRIAGE_TERMS_MAX - 8
 * extra terms count, the rest is left out.  Strengths outside 0..1000 are brought inside. */
void triage_judge(const struct triage_settings *set, const struct phrases *phrases, const char *const *names,
                  const struct triage_text *texts, size_t ntexts, const struct triage_term *extra,
                  size_t nextra, struct arena *arena, struct triage_result *result);

/* strength x weight in points. */
int triage_points(int strength, int weight);

/* "broken", "reopened", ... */
const char *triage_history_name(enum triage_history h);

/* The priority of a score. */
int triage_priority(const struct triage_settings *set, int points);

/* Whether both judge alike. */
bool triage_same(const struct triage_settings *a, const struct triage_settings *b);

/* Checks settings: factors 1..7, permille ranges, falling thresholds.  ERR_POLICY. */
struct err *triage_check(const struct triage_settings *set) ERR_CHECK;

/* A list of terms as one line for the store: names, numbers and places, never the customer's words.
 *
 *   line = [term *(" " term)]
 *   term = source ":" strength ":" weight ":" points ":" event ":" off ":" len ":" more ":" rule
 *
 * In a name every byte but letters, digits, '.', '-', '_' and those above 0x7f is written %XX. */
void triage_terms_encode(const struct triage_term *terms, size_t n, struct buf *out);

/* Reads such a line back into the arena.  ERR_DATA for anything that triage_terms_encode() cannot have
 * written, points that are not strength x weight among them. */
struct err *triage_terms_decode(struct str line, struct arena *arena, const struct triage_term **terms,
                                size_t *n) ERR_CHECK;

#endif
