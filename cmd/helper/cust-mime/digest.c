#include "cmd/helper/cust-mime/digest.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Adds bytes, without the CR of a line end. */
static void add(GChecksum *sum, const char *p, size_t n)
{
    while (n > 0) {
        const char *cr = memchr(p, '\r', n);
        size_t run = cr != NULL ? (size_t)(cr - p) : n;
        g_checksum_update(sum, (const guchar *)p, (gssize)run);
        if (cr == NULL)
            return;
        if (run + 1 == n || cr[1] != '\n')
            g_checksum_update(sum, (const guchar *)"\r", 1);
        p += run + 1;
        n -= run + 1;
    }
}

static bool is_header(struct str line, const char *name)
{
    size_t n = strlen(name);

    return line.n > n && strncasecmp(line.p, name, n) == 0 && line.p[n] == ':';
}

static bool counts(struct str line)
{
    return is_header(line, "message-id") || is_header(line, "from") || is_header(line, "date");
}

void digest_message(struct str raw, char out[DIGEST_HEX])
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    struct str rest = raw, line;
    bool taken = false;

    while (str_cut(&rest, '\n', &line) && line.n > 0 && !(line.n == 1 && line.p[0] == '\r')) {
        bool folded = line.p[0] == ' ' || line.p[0] == '\t';
        taken = folded ? taken : counts(line);
        if (taken) {
            add(sum, line.p, line.n > 0 && line.p[line.n - 1] == '\r' ? line.n - 1 : line.n);
            add(sum, "\n", 1);
        }
    }
    add(sum, rest.p, rest.n);
    g_strlcpy(out, g_checksum_get_string(sum), DIGEST_HEX);
    g_checksum_free(sum);
}
