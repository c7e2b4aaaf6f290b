/* Any bytes into the split of own words: spans must cover the text, in order, without a gap. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "judge/own.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct str text = {(const char *)data, size};
    size_t n, at = 0;
    const struct own_span *s = own_split(a, text, &n);

    for (size_t i = 0; i < n; i++) {
        if (s[i].from != at || s[i].to <= at || (i > 0 && s[i].kind == s[i - 1].kind))
            abort();
        at = s[i].to;
    }
    if (at != size)
        abort();
    (void)own_words(a, text);
    arena_free(a);
    return 0;
}
