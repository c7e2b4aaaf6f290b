/* tone: how an answer to a customer reads, and what it promises.
 *
 * Policy names phrases (judge/phrase.h) and what each kind of them means (cust-policy(5), TONE).  Three sorts of kind:
 *
 *   wrong     anger, robotic, ...: a warning where they stand; not within quotation marks, where the customer speaks
 *   needed    apology, next-step, ...: a warning when the whole answer has none.  A kind for which policy has no entry
 *             is not asked for.
 *   read      solution, promise, ...: what other rules and the desk ask about
 *
 * Pure and linear in the text.
 */
#ifndef JUDGE_TONE_H
#define JUDGE_TONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "judge/allowance.h"

enum tone_kind {
    TONE_ANGER,
    TONE_SARCASM,
    TONE_BLAME,
    TONE_EXCUSE, /* an explanation; wrong only where the answer has no solution */
    TONE_ROBOTIC,
    TONE_SHOUTING,
    TONE_BELITTLING,
    TONE_ARGUMENT,
    TONE_DISRESPECT,
    TONE_LIABILITY,    /* wrong once they speak of law */
    TONE_SECOND_DELAY, /* wrong once we have put them off before */
    TONE_BLAMES_COLLEAGUE,
    TONE_OVER_AUTHORITY, /* more money than the author may offer; has no phrases */
    TONE_PLACEHOLDER,    /* a gap that a draft left open (judge/letter.h); has no phrases */
    TONE_APOLOGY,        /* from here on: needed */
    TONE_RESTATEMENT,    /* the customer's own terms; has no phrases */
    TONE_EMPATHY,
    TONE_NEXT_STEP, /* a promise is one too */
    TONE_DATE,      /* asked for where there is a next step */
    TONE_SIGNPOST,  /* asked for in a final answer */
    TONE_SOLUTION,  /* from here on: read */
    TONE_COURTESY,
    TONE_PROMISE,
    TONE_CALLBACK,
    TONE_MEETING,
    TONE_NO_PROMISE, /* a sentence with it promises nothing: "if you ..." */
    TONE_KINDS
};

/* The name in policy: "blames-colleague"; "?" beyond the last.  And back: -1 when there is none. */
const char *tone_name(int kind);
int tone_find(struct str name);
const char *tone_near(struct str name); /* the one that was probably meant, or NULL */

/* An entry of policy.  All memory is borrowed and must outlive what is compiled from it. */
struct tone_rule {
    const char *name; /* of the entry: "robotic.policy" */
    int kind;         /* enum tone_kind */
    int strength;     /* permille, 1 to 1000: for tone_rudeness() */
    /* What is wrong with it, behind the quoted words; or what is missing; "" for kinds that are read. */
    const char *say;
    bool negated_ok; /* fires under a negation too */
    const char *const *patterns;
    size_t npatterns;
};

struct tone;

/* ERR_POLICY for the first bad pattern; `where` is the entry's name. */
struct err *tone_compile(const struct tone_rule *rules, size_t n, struct tone **out) ERR_CHECK;
void tone_free(struct tone *t);

/* What the check has to know besides the answer. */
struct tone_case {
    struct str text;   /* what we write: no headers; lines that begin with '>' are not read */
    struct str theirs; /* what the customer wrote; empty: nobody knows, and restatement is not asked for */
    bool legal;        /* they speak of law */
    bool final;        /* this is the final answer; `signpost` says whether it must name the ombudsman */
    bool signpost;
    bool delayed;         /* we put them off before */
    struct allowance may; /* what the author may offer */
};

struct tone_finding {
    int kind;
    bool missing;      /* the answer has none of it: "no-apology" */
    uint32_t off, len; /* the words, in the text; 0, 0 for what the whole has not */
    const char *say;   /* of the rule */
};

enum { TONE_FINDINGS_MAX = 200 };

/* Findings in the order of their places, what is missing last; in the arena.  More than TONE_FINDINGS_MAX are left
 * out. */
void tone_check(const struct tone *t, const struct tone_case *c, struct arena *a, struct tone_finding **out,
                size_t *n);

/* How rude a text is, permille: the sum of strengths of what is wrong less that of courtesy, apology and empathy. */
int tone_rudeness(const struct tone *t, struct str text);

/* A place where the text promises something.  `from` and `to` are its sentence; of several promises in one sentence
 * each has the part up to the next (the first also what stands before it). */
struct tone_promise {
    int kind;      /* TONE_PROMISE, TONE_CALLBACK, TONE_MEETING */
    uint32_t off;  /* where the promise begins */
    uint32_t from; /* of the part */
    uint32_t to;
};
void tone_promises(const struct tone *t, struct str text, struct arena *a, struct tone_promise **out,
                   size_t *n);

/* The sentences in which nothing is promised and nothing says why (no question, no "if you ..."): `off` is `from`, `kind`
 * means nothing.  In the arena. */
void tone_no_promises(const struct tone *t, struct str text, struct arena *a, struct tone_promise **out,
                      size_t *n);

#endif
