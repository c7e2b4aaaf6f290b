#include "form/csv_in.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/lines.h"

enum { CHUNK = 65536, CELL_BLOCK = 1 << 20 };

struct reader {
    const char *name;
    const struct csv_in_calls *calls;
    size_t max;
    struct csv_parser csv;
    size_t line;      /* of the input, from 1 */
    size_t row_line;  /* where the row in hand starts */
    bool begun;       /* a row is in hand */
    bool skipping;    /* to the end of the line, after an error */
    size_t row_bytes; /* of the row in hand */
    struct buf bytes; /* of its cells */
    size_t ends[CSV_IN_CELLS];
    size_t n;
    bool overfull;    /* more cells than that */
    struct err *stop; /* what the row's callback returned */
};

static struct err *bad_row(const struct reader *r, const char *fmt, const char *how)
{
    char *where = mem_printf("%s:%zu", r->name, r->row_line);
    struct err *e = err_new(ERR_DATA, where, "%s; %s", fmt, how);

    free(where);
    return e;
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

static void forget_row(struct reader *r)
{
    r->begun = r->overfull = false;
    r->row_bytes = r->n = 0;
    buf_reset(&r->bytes);
}

static void add_cell(struct reader *r, struct str s)
{
    if (r->n == CSV_IN_CELLS) {
        r->overfull = true;
        return;
    }
    buf_addstr(&r->bytes, s);
    r->ends[r->n++] = r->bytes.len;
}

static void give_row(struct reader *r)
{
    struct str cells[CSV_IN_CELLS];
    struct csv_in_row row = {r->name, r->row_line, cells, r->n};

    for (size_t i = 0, from = 0; i < r->n; from = r->ends[i++])
        cells[i] = (struct str){r->bytes.p + from, r->ends[i] - from};
    if (r->overfull)
        r->calls->bad(r->calls->context, bad_row(r, "the row has too many cells", "at most 1024 are read"));
    else if (r->stop == NULL)
        r->stop = r->calls->row(r->calls->context, &row);
    forget_row(r);
}

/* --- CSV --------------------------------------------------------------------------------------------------------- */

static void on_cell(void *p, size_t n, void *context)
{
    add_cell(context, (struct str){p, n});
}

static void on_row(int end, void *context)
{
    (void)end;
    give_row(context);
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0; /* spaces belong to the cell (RFC 4180 section 2.4) */
}

static void start_parser(struct reader *r)
{
    csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_space_func(&r->csv, no_space);
    csv_set_blk_size(&r->csv, CELL_BLOCK); /* by 128 bytes a long cell would be copied half a million times */
}

static void refuse_row(struct reader *r, const char *what, const char *how)
{
    r->calls->bad(r->calls->context, bad_row(r, what, how));
    csv_free(&r->csv);
    start_parser(r);
    forget_row(r);
}

static bool is_blank(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\n' && s.p[i] != '\r')
            return false;
    return true;
}

/* A piece of one line; `ends` with its newline, or the line goes on in the next piece. */
static void csv_piece(struct reader *r, struct str s, bool ends)
{
    if (!r->skipping && !r->begun && !is_blank(s)) {
        r->begun = true;
        r->row_line = r->line;
    }
    if (!r->skipping) {
        r->row_bytes += r->begun ? s.n : 0;
        if (r->row_bytes > r->max) {
            refuse_row(r, "the row is too long", "a quote that is never closed may stand here");
            r->skipping = true;
        } else if (csv_parse(&r->csv, s.p, s.n, on_cell, on_row, r) != s.n) {
            refuse_row(r, "a quote stands where none may",
                       "put the cell in quotes and write each quote in it twice");
            r->skipping = true;
        }
    }
    if (ends) {
        r->line++;
        r->skipping = false;
    }
}

static void csv_chunk(struct reader *r, struct str s)
{
    while (s.n > 0 && r->stop == NULL) {
        const char *newline = memchr(s.p, '\n', s.n);
        size_t n = newline != NULL ? (size_t)(newline - s.p) + 1 : s.n;
        csv_piece(r, (struct str){s.p, n}, newline != NULL);
        s.p += n;
        s.n -= n;
    }
}

static struct err *read_csv(struct reader *r, int fd)
{
    char *chunk = mem_alloc(CHUNK);
    struct err *e = NULL;
    bool first = true;

    start_parser(r);
    while (e == NULL && r->stop == NULL) {
        ssize_t n = read(fd, chunk, CHUNK);
        if (n == 0)
            break;
        if (n < 0 && errno != EINTR)
            e = err_errno(ERR_IO, r->name, "cannot read");
        if (n < 0)
            continue;
        struct str s = {chunk, (size_t)n};
        if (first && str_starts(s, "\xef\xbb\xbf")) {
            s.p += 3;
            s.n -= 3;
        }
        first = false;
        csv_chunk(r, s);
    }
    if (e == NULL && r->stop == NULL && csv_fini(&r->csv, on_cell, on_row, r) != 0)
        refuse_row(r, "a quote is never closed", "close it in the row that starts here");
    csv_free(&r->csv);
    free(chunk);
    return err_first(e, r->stop);
}

/* --- TAB --------------------------------------------------------------------------------------------------------- */

static struct err *tab_row(struct reader *r, struct str line)
{
    struct str cell;
    struct buf plain = {0};
    struct err *e = NULL;

    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    while (e == NULL && str_cut(&line, '\t', &cell)) {
        buf_reset(&plain);
        if (!str_is(cell, "-"))
            e = text_unescape(cell, &plain);
        add_cell(r, buf_str(&plain));
    }
    buf_free(&plain);
    return e;
}

static struct err *read_tab(struct reader *r, int fd)
{
    struct lines *l = lines_open(fd, r->name, r->max);
    struct str line;
    struct err *e = NULL;
    bool end = false;

    while (!end && r->stop == NULL) {
        e = lines_next(l, &line, &end);
        if (e != NULL && e->code == ERR_IO)
            break;
        r->row_line = lines_number(l);
        if (e == NULL && !end && !is_blank(line))
            e = tab_row(r, line);
        if (e != NULL)
            r->calls->bad(r->calls->context, err_at(e, lines_where(l)));
        else if (r->n > 0)
            give_row(r);
        forget_row(r);
        e = NULL;
    }
    lines_close(l);
    return err_first(e, r->stop);
}

struct err *csv_in_read(int fd, const char *name, enum csv_in_kind kind, size_t max,
                        const struct csv_in_calls *calls)
{
    struct reader *r = mem_zero(sizeof *r);

    r->name = name;
    r->calls = calls;
    r->max = max;
    r->line = 1;
    struct err *e = kind == CSV_IN_COMMA ? read_csv(r, fd) : read_tab(r, fd);
    buf_free(&r->bytes);
    free(r);
    return e;
}

/* --- headers ----------------------------------------------------------------------------------------------------- */

static bool same(struct str a, const char *b)
{
    return a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0;
}

/* The column that a header's cell names: its place, -1 for one to leave out, -2 for none. */
static int column_of(struct str cell, const struct csv_in_column *columns, size_t n,
                     const struct csv_in_map *map, size_t n_map)
{
    for (size_t m = 0; m < n_map; m++) {
        if (!same(cell, map[m].theirs))
            continue;
        if (map[m].ours[0] == '\0')
            return -1;
        cell = str_of(map[m].ours);
        break;
    }
    for (size_t i = 0; i < n; i++)
        if (same(cell, columns[i].name))
            return (int)i;
    return -2;
}

static struct err *unknown_column(const struct csv_in_row *h, struct str cell,
                                  const struct csv_in_column *columns, size_t n)
{
    const char *names[CSV_IN_CELLS];
    char q[TEXT_QUOTE];

    for (size_t i = 0; i < n && i < CSV_IN_CELLS; i++)
        names[i] = columns[i].name;
    const char *near = str_near(cell, names, n < CSV_IN_CELLS ? n : CSV_IN_CELLS);
    text_quote(cell, q);
    return err_near(ERR_DATA, h->name, near, "rename it or leave it out", "no column %s is known", q);
}

struct err *csv_in_bind(const struct csv_in_row *h, const struct csv_in_column *columns, size_t n,
                        const struct csv_in_map *map, size_t n_map, int *at, int *stray)
{
    if (stray != NULL)
        *stray = -1;
    for (size_t i = 0; i < n; i++)
        at[i] = -1;
    for (size_t i = 0; i < h->n; i++) {
        struct str cell = str_trim(h->cells[i]);
        int c = column_of(cell, columns, n, map, n_map);
        if (c == -1)
            continue;
        if (c == -2 && stray == NULL)
            return unknown_column(h, cell, columns, n);
        if (c == -2) {
            *stray = *stray < 0 ? (int)i : *stray;
            continue;
        }
        if (at[c] >= 0)
            return err_new(ERR_DATA, h->name, "column %s comes twice; leave one out", columns[c].name);
        at[c] = (int)i;
    }
    for (size_t i = 0; i < n; i++)
        if (columns[i].needed && at[i] < 0)
            return err_new(ERR_DATA, h->name, "column %s is missing; name it in the first line",
                           columns[i].name);
    return NULL;
}
