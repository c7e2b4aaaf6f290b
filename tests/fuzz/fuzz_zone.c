/* Any bytes as a time zone's file: refused, or a table that answers at every time and brings local times back. */
#include <stdint.h>
#include <stdlib.h>

#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const instant times[] = {INSTANT_MIN, -3000000000, 0,          1143939600,
                                    1795294800,  32503680000, INSTANT_MAX};
    struct zone *z = NULL;
    struct err *e = zone_parse((struct str){(const char *)data, size}, "Fuzz/Zone", &z);

    if (e != NULL && e->code != ERR_DATA)
        abort();
    for (size_t i = 0; e == NULL && i < sizeof times / sizeof times[0]; i++) {
        struct zone_time t;
        char shown[ZONE_SHOW];
        zone_local(z, times[i], &t);
        if (abs(t.offset) > 26 * 3600 || t.offset != zone_offset(z, times[i]) ||
            zone_show(z, times[i], shown) != shown)
            abort();
        (void)zone_instant(z, &t.c, ZONE_SECOND, NULL);
    }
    err_free(e);
    zone_free(z);
    return 0;
}
