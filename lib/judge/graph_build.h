/* graph_build: joins patterns into a graph: first every pattern is added, then it is packed. */
#ifndef JUDGE_GRAPH_BUILD_H
#define JUDGE_GRAPH_BUILD_H

#include "base/buf.h"
#include "judge/lexicon_build.h"
#include "judge/pattern.h"

struct graph_build;

/* The lexicon takes the patterns' words up. */
struct graph_build *graph_build_new(struct lexicon_build *x);
void graph_build_free(struct graph_build *b);

/* Adds a pattern of a rule.  The text that it was read from must live until packing. */
void graph_build_add(struct graph_build *b, const struct pattern *p, uint16_t rule);

/* Packs the lexicon and the graph.  False when there were more states or symbols than fit. */
bool graph_build_pack(struct graph_build *b, struct buf *out);

#endif
