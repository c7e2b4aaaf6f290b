/* reading_tools: what reads a text of the customer's: policy's rules, the shipped models and what the desk was taught,
 * and what they find in it.
 *
 * What they know is only read, and may serve several threads at once; what reading needs besides is each one's own.
 */
#ifndef DESK_READING_TOOLS_H
#define DESK_READING_TOOLS_H

#include "desk/desk.h"
#include "judge/triage.h"

struct reading_tools;

/* Kept for the whole of a change, since a model takes longer to open than a text to read.  What was learned by another
 * version of the program waits for `run`: it is left out, a complaint must come in all the same. */
struct err *reading_tools_open(const struct desk *d, struct reading_tools **out) ERR_CHECK;
/* Another one that knows the same, for another thread; `t` must outlive it. */
struct reading_tools *reading_tools_share(const struct reading_tools *t);
void reading_tools_free(struct reading_tools *t);

/* What was found in one text. */
struct reading_found {
    bool judged; /* false: it is in another language, and nothing is said of it */
    bool whole;  /* `ruled` holds: all of the text was read for rules */
    struct triage_learned learned[TRIAGE_SIGNALS];
    struct triage_ruled ruled[TRIAGE_SIGNALS];
    int complaint; /* how likely it is one, in permille; -1: nobody asked, or nothing was taught of that */
    const char *category; /* what the desk learned for such words; NULL: none, or nobody asked.  The tools' */
};

/* `beside`: whether it is a complaint, and of what category, is wanted too.  The same text gives the same, whoever
 * reads it. */
void reading_tools_read(struct reading_tools *t, struct str text, bool beside, struct reading_found *out);

/* Whether rules and models find nothing in a text: no signal that is shown, and rather no complaint. */
bool reading_tools_calm(struct reading_tools *t, struct str text);

/* All texts of a complaint, and what is known besides (triage_judge()). */
void reading_tools_judge(const struct reading_tools *t, const struct triage_text *texts, size_t n,
                         const struct triage_term *extra, size_t nextra, struct arena *a,
                         struct triage_result *result);

#endif
