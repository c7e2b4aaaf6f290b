#include "form/sha256.h"

#include <nettle/sha2.h>

const char *sha256_text(struct str bytes, char out[SHA256_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_init(&ctx);
    sha256_update(&ctx, bytes.n, (const uint8_t *)(bytes.p != NULL ? bytes.p : ""));
    sha256_digest(&ctx, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * sizeof digest] = '\0';
    return out;
}
