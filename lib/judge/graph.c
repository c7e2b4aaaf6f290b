#include "judge/graph.h"

#include "judge/packed.h"

bool graph_unpack(struct str *rest, struct graph *out)
{
    out->node = packed_take(rest, sizeof *out->node, &out->nstates);
    if (out->node == NULL || out->nstates == 0)
        return false;
    out->close = packed_take(rest, sizeof *out->close, &out->nclose);
    if (out->close != NULL)
        out->arc = packed_take(rest, sizeof *out->arc, &out->narcs);
    if (out->close == NULL || out->arc == NULL)
        return false;
    out->accept = packed_take(rest, sizeof *out->accept, &out->naccept);
    if (out->accept != NULL)
        out->filter = packed_take(rest, sizeof *out->filter, &out->nfilter);
    if (out->accept == NULL || out->filter == NULL || out->nfilter == 0)
        return false;
    out->filter_mask = (uint32_t)(out->nfilter * 64 - 1);
    out->root = packed_take(rest, sizeof *out->root, &out->nroot);
    out->now = packed_take(rest, sizeof *out->now, &out->nnow);
    out->next = packed_take(rest, sizeof *out->next, &out->nnext);
    out->pairs = packed_take(rest, sizeof *out->pairs, &out->npairs);
    if (out->pairs == NULL || out->npairs == 0 || (out->npairs & (out->npairs - 1)) != 0)
        return false;
    out->pair_mask = (uint32_t)(out->npairs * 64 - 1);
    return out->root != NULL && out->now != NULL && out->next != NULL;
}
