/* phrase_step: what one word does to the matches that were begun.  For phrase. */
#ifndef JUDGE_PHRASE_STEP_H
#define JUDGE_PHRASE_STEP_H

#include "judge/graph.h"
#include "judge/lexicon.h"
#include "judge/phrase.h"

struct phrases {
    const struct phrase_rule *rules;
    size_t nrules;
    struct lexicon words;
    struct graph graph;
    struct str bytes; /* what all of that lies in, with its header */
    char *own;        /* the same when it is ours, else NULL */
};

/* The next word, whose number is r->at: it stands in the lexicon (w), or is a number or capitals (special), or some match
 * waits for it whatever it is.  Reads, begins and ends matches and keeps account of negators and doers.  A word that is
 * none of these needs no call. */
void phrase_step_known(struct phrase_reader *r, const struct token *t, const struct lexicon_word *w,
                       bool special);

#endif
