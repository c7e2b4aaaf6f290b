#include "rule/correction.h"

#include <string.h>

#include "rule/matter.h"

void correction_standing(const struct event *ev, size_t n, bool *stands)
{
    matter_struck(ev, n, stands);
    for (size_t i = 0; i < n; i++)
        stands[i] = ev[i].kind == EVENT_CORRECTED && !stands[i];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; stands[i] && j < i; j++)
            if (stands[j] && ev[j].code == ev[i].code && ev[j].ref == ev[i].ref)
                stands[j] = false;
}
