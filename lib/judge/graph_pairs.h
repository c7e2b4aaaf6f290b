/* graph_pairs: which words may follow one another at the beginning of a pattern.  For graph_build. */
#ifndef JUDGE_GRAPH_PAIRS_H
#define JUDGE_GRAPH_PAIRS_H

#include "base/buf.h"

/* Appends the bits of graph_may_follow() to a lexicon and a graph that were packed from `start` on. */
void graph_pairs_add(size_t start, struct buf *out);

#endif
