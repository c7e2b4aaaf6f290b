#include "form/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

enum { CHUNK = 65536 };

struct lines {
    int fd;
    char *name, *where;
    size_t max, number;
    char *chunk; /* what was read; from at to len not given yet */
    size_t at, len;
    struct buf line; /* a line that began in an earlier chunk */
    char newline;
    bool allow_cr; /* until the first chunk has told */
    bool ended;
};

struct lines *lines_open(int fd, const char *name, size_t max)
{
    struct lines *l = mem_zero(sizeof *l);

    l->fd = fd;
    l->name = mem_strdup(name);
    l->max = max;
    l->chunk = mem_alloc(CHUNK);
    l->newline = '\n';
    return l;
}

void lines_allow_cr(struct lines *l)
{
    l->allow_cr = true;
}

char lines_newline(struct str head, bool quotes)
{
    bool quoted = false;

    for (size_t i = 0; i < head.n; i++) {
        quoted = quoted != (quotes && head.p[i] == '"');
        if (!quoted && head.p[i] == '\n')
            break;
        if (!quoted && head.p[i] == '\r')
            return i + 1 < head.n && head.p[i + 1] != '\n' ? '\r' : '\n';
    }
    return '\n';
}

void lines_close(struct lines *l)
{
    if (l == NULL)
        return;
    free(l->name);
    free(l->where);
    free(l->chunk);
    buf_free(&l->line);
    free(l);
}

size_t lines_number(const struct lines *l)
{
    return l->number;
}

const char *lines_where(struct lines *l)
{
    free(l->where);
    l->where = mem_printf("%s:%zu", l->name, l->number);
    return l->where;
}

static struct err *refill(struct lines *l)
{
    ssize_t n;

    do
        n = read(l->fd, l->chunk, CHUNK);
    while (n < 0 && errno == EINTR);
    l->at = 0;
    l->len = n > 0 ? (size_t)n : 0;
    l->ended = n <= 0;
    if (l->allow_cr && n > 0)
        l->newline = lines_newline((struct str){l->chunk, l->len}, false);
    l->allow_cr = false;
    return n < 0 ? err_errno(ERR_IO, l->name, "cannot read") : NULL;
}

/* Takes from the chunk up to the newline, or all of it.  `over` is set once the line is above the limit; its bytes are
 * dropped from there on.  True when the line is complete. */
static bool take(struct lines *l, struct str *line, bool *over)
{
    const char *from = l->chunk + l->at, *newline = memchr(from, l->newline, l->len - l->at);
    size_t n = newline != NULL ? (size_t)(newline - from) : l->len - l->at;

    l->at += n + (newline != NULL ? 1 : 0);
    *over = *over || l->line.len + n > l->max;
    if (*over) {
        buf_reset(&l->line);
    } else if (newline != NULL && l->line.len == 0) {
        *line = (struct str){from, n}; /* whole within the chunk: no copy */
        return true;
    } else {
        buf_add(&l->line, from, n);
    }
    *line = buf_str(&l->line);
    return newline != NULL;
}

struct err *lines_next(struct lines *l, struct str *line, bool *end)
{
    bool begun = false, over = false, whole = false;

    *line = (struct str){NULL, 0};
    *end = false;
    buf_reset(&l->line);
    while (!whole) {
        if (l->at == l->len) {
            struct err *e = l->ended ? NULL : refill(l);
            if (e != NULL)
                return e;
            if (l->ended)
                break;
        }
        if (!begun)
            l->number++;
        begun = true;
        whole = take(l, line, &over);
    }
    *end = !begun;
    if (over)
        return err_new(ERR_DATA, lines_where(l), "the line is longer than %zu bytes; it is passed over",
                       l->max);
    return NULL;
}
