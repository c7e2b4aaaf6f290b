/* verdict: one text read by the phrase rules and by learned models together.
 *
 * A signal's strength is how likely it is.  Where no model has an output of that name, it is what its rules give.  Where
 * one has, it is the model's probability, and a rule that gave more raises it part of the way (its `trust`): the rules'
 * strengths are inputs of the model too, so it knows already what they found.  The score counts what a rule found in
 * full, since a danger that was missed costs more than a look, and a model's probability from where it is shown.  Models
 * learned from longer texts than three words: of those they are believed only when they are sure, and else kept below what
 * is shown.  Where the words that a model would show are denied ("not angry") it says less.
 *
 * The output "complaint" tells whether the text is a complaint at all; anger and length move it, since messages to a shop
 * differ from what it learned from.  Of the outputs in a group the likeliest is the category, unless it is "none" or less
 * likely than not.
 *
 * Words of hostility learned from strangers' talk say little about how staff are met, and slurs alone nothing: what the
 * model alone finds ranks texts, but stays below what is shown as a signal.  It takes a rule to show one.
 *
 * What a desk was taught (taught.h) is added to a model's log odds; where no model knows a signal, to those of one in ten.
 * It can show a signal that nothing else does, and take away what only a model shows.  A rule's find stays: of safety,
 * legal, hostility and vulnerable in full, since a danger must not be talked away by other texts' corrections, of the
 * others half of it at least.
 *
 * A text in another language than theirs is not judged: no signal, complaint 0.5, and "language?" for a reason; of bytes
 * that are no text "text?".
 */
#ifndef JUDGE_VERDICT_H
#define JUDGE_VERDICT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "judge/feature.h"
#include "judge/model.h"
#include "judge/phrase.h"
#include "judge/taught.h"
#include "judge/triage.h"

/* What a text is read with; all borrowed. */
struct verdict_reader {
    const struct triage_settings *settings;
    const struct phrases *phrases;
    const char *const *names;                    /* of the TRIAGE_SIGNALS signals */
    const struct model *model;                   /* may be NULL */
    const struct taught *taught[TRIAGE_SIGNALS]; /* by the desk; NULL: nothing was */
    const struct taught *taught_complaint;
    struct arena *arena;      /* reset with each text */
    struct features features; /* start with {0}, end with feature_free() */
    /* Private: what the rules found in the text that was read last, and whether that was the text as it was given. */
    struct triage_ruled ruled[TRIAGE_SIGNALS];
    bool whole;
};

struct verdict {
    bool foreign;                    /* not judged */
    bool no_text;                    /* since it is none */
    double strength[TRIAGE_SIGNALS]; /* 0 to 1 */
    double complaint;
    const char *category;  /* NULL: none; the model's */
    const char *likeliest; /* the category that is likeliest, however unlikely; the model's */
    int points, priority;
    struct str quote[TRIAGE_SIGNALS]; /* the words of each signal that is shown; empty for the others */
    const char *rule[TRIAGE_SIGNALS]; /* the strongest rule of it, NULL: the model */
};

/* Reads what the model sees of a text, the rules' strengths among it, into r->features.  Of several lines only what
 * their writer wrote is read (own.h): nothing quoted, no signature.  `result` (may be NULL) is what the rules say; it
 * lives until the next text. */
void verdict_look(struct verdict_reader *r, struct str text, struct triage_result *result);

/* The same without rules: what a desk learns from (taught.h).  The arena is for scratch. */
void verdict_features(struct arena *a, struct str text, struct features *f);

void verdict_read(struct verdict_reader *r, struct str text, struct verdict *out);

/* What models add to what rules find in a text, for triage_judge(): a signal that they show and that no rule gives as
 * much of.  False: the text is in another language, nothing is said of it. */
bool verdict_learned(struct verdict_reader *r, struct str text, struct triage_learned out[TRIAGE_SIGNALS]);

/* What the rules found in the text that verdict_learned() read last, for triage_judge(), so that it need not read the
 * text again: until the next text is read.  NULL when it did not read all of it: it was of another language, there is
 * nothing that learned, or a part of it was another's words. */
const struct triage_ruled *verdict_ruled(const struct verdict_reader *r);

/* How likely the text that verdict_learned() read last is a complaint, in permille; -1 when nothing that the desk
 * was taught of that tells anything of this text. */
int verdict_complaint(const struct verdict_reader *r);

/* Appends the shown signals with their words, the weightiest first: `safety "burned my hand"; anger "second one"`. */
void verdict_reasons(const struct verdict_reader *r, const struct verdict *v, struct buf *out);

#endif
