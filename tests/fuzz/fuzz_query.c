/* Any bytes as the operands of a query, one a line: read, or refused as usage, and nothing in between. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/zone.h"
#include "rule/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OPERANDS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct query_context cx = {.now = INT64_C(1795294800), .zone = zone_utc(), .login = str_of("anna")};
    struct arena *a = arena_new();
    const char *operands[OPERANDS];
    const struct query *q;
    struct str rest = {(const char *)data, size}, piece;
    size_t n = 0;

    while (n < OPERANDS && size > 0 && str_cut(&rest, '\n', &piece))
        operands[n++] = arena_dup(a, piece.p, piece.n);
    struct err *e = query_parse(operands, n, &cx, a, &q);
    if ((e == NULL) != (q != NULL || n == 0) || (e != NULL && (e->code != ERR_USAGE || e->text == NULL)))
        abort();
    for (int k = 0; k < QUERY_KEYS; k++)
        (void)query_mentions(q, (enum query_key)k);
    err_free(e);
    arena_free(a);
    return 0;
}
