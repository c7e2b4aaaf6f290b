#include "base/bare.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <uninorm.h>

#include "base/mem.h"

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > 0x7F)
            return false;
    return true;
}

/* In UTF-8 these marks are CC 80 to CD AF. */
static bool is_accent(const uint8_t *p)
{
    return p[0] == 0xCC || (p[0] == 0xCD && p[1] <= 0xAF);
}

void bare_key(struct str key, struct buf *out)
{
    size_t n = 0, kept = 0;

    if (is_ascii(key)) {
        buf_addstr(out, key);
        return;
    }
    uint8_t *apart = u8_normalize(UNINORM_NFD, (const uint8_t *)key.p, key.n, NULL, &n);
    for (size_t i = 0; apart != NULL && i < n; i++) {
        if (i + 1 < n && is_accent(apart + i))
            i++;
        else
            apart[kept++] = apart[i];
    }
    uint8_t *bare = apart != NULL ? u8_normalize(UNINORM_NFC, apart, kept, NULL, &n) : NULL;
    if (bare == NULL)                 /* only for want of memory: the key is valid */
        bare = mem_dup("", SIZE_MAX); /* ends the process */
    buf_add(out, bare, n);
    free(bare);
    free(apart);
}
