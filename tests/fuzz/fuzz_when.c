/* Any bytes as a time: read within the years that we know, as the mode has it, or refused as usage. */
#include <stdint.h>
#include <stdlib.h>

#include "base/zone.h"
#include "rule/when.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1795294800)

static bool sound(struct err *e, instant t)
{
    bool good = e == NULL ? t >= INSTANT_MIN && t <= INSTANT_MAX : e->code == ERR_USAGE && e->text != NULL;

    err_free(e);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum when_mode modes[] = {WHEN_PAST, WHEN_DUE, WHEN_ANY};
    instant t = 0, from = 0, to = 1;
    size_t used = 0;

    if (size == 0)
        return 0;
    struct when cx = {.now = NOW, .zone = zone_utc(), .mode = modes[data[0] % 3]};
    struct str text = {(const char *)data + 1, size - 1};
    struct err *e = when_parse(text, &cx, &t);
    if (e == NULL && ((cx.mode == WHEN_PAST && t > NOW) || (cx.mode == WHEN_DUE && t < NOW)))
        abort();
    if (!sound(e, t))
        abort();
    e = when_prefix(text, &cx, &t, &used);
    if ((e == NULL && (used == 0 || used > text.n)) || !sound(e, t))
        abort();
    e = when_range(text, &cx, &from, &to);
    if ((e == NULL && from >= to) || !sound(e, from))
        abort();
    return 0;
}
