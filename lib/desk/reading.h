/* reading: triage applied to a complaint in hand: all that the customer said, read by policy's rules, the shipped models
 * and what the desk was taught. */
#ifndef DESK_READING_H
#define DESK_READING_H

#include "desk/ahead.h"
#include "desk/change.h"
#include "desk/reading_texts.h"
#include "store/db_before.h"

/* What was read beforehand of the complaint in hand. */
struct reading_ready {
    const struct reading_texts *texts; /* NULL: the store is asked */
    struct ahead *ahead; /* texts that are the next to be taken there are not read again; NULL: none */
    const struct db_before_ask *before; /* NULL or not `known`: the store is asked */
};

/* Reads the complaint in hand and records a `triaged` event when the result differs from the one before.  A reading of
 * words that were erased stays, until others come: figures of the past are no less true for that. */
struct err *reading_judge(struct change *ch) ERR_CHECK;

/* What a person said of a text. */
struct reading_correction {
    enum output output;
    bool yes;
    struct str category; /* of OUTPUT_CATEGORY */
    uint32_t no, about;  /* the event that says so, and the one whose words it is of */
};

/* The last reading of a complaint with what it quotes: for explain. */
struct reading {
    struct complaint c;
    const struct triage_term *terms;
    const struct str *quotes; /* the words behind each term; empty where a term has none or they are erased */
    size_t n;
    int strengths[TRIAGE_SIGNALS];
    int complaint; /* how likely it is one, in permille; -1: the desk was taught nothing of that */
    const struct reading_correction *corrected; /* those that stand */
    size_t ncorrected;
    uint32_t event; /* of the reading; 0: never read */
    /* The last event whose words are in another language, which nothing is read from; 0: none. */
    uint32_t foreign;
    bool no_text; /* it has no words in any: bytes that are no text */
};
struct err *reading_get(struct desk *d, int64_t id, int64_t as_of, struct arena *a,
                        struct reading *out) ERR_CHECK;

#endif
