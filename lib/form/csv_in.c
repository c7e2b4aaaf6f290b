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
    struct buf held;  /* its lines as they came, where it goes on behind its first one */
    size_t ends[CSV_IN_CELLS];
    size_t n;
    bool overfull;    /* more cells than that */
    char newline;     /* what ends a line */
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

static bool spans_lines(const struct reader *r)
{
    return r->begun && r->row_line < r->line;
}

/* A piece of one line; `ends` with its newline, or the line goes on in the next piece.  False when it breaks a row that
 * began on a line before: what was taken for a part of it is to be read again. */
static bool csv_piece(struct reader *r, struct str s, bool ends)
{
    const char *what = NULL, *how = NULL;

    if (!r->skipping && !r->begun && !is_blank(s)) {
        r->begun = true;
        r->row_line = r->line;
    }
    if (!r->skipping) {
        r->row_bytes += r->begun ? s.n : 0;
        if (r->row_bytes > r->max) {
            what = "the row is too long";
            how = "a quote that is never closed may stand here";
        } else if (csv_parse(&r->csv, s.p, s.n, on_cell, on_row, r) != s.n) {
            what = "a quote stands where none may";
            how = "put the cell in quotes and write each quote in it twice";
        }
    }
    if (what != NULL) {
        bool lines = spans_lines(r);
        refuse_row(r, what, how);
        if (lines)
            return false;
        r->skipping = true;
    }
    if (ends) {
        r->line++;
        r->skipping = false;
    }
    return true;
}

/* The length of the first line, with its newline if it has one. */
static size_t first_line(const struct reader *r, struct str s)
{
    const char *newline = memchr(s.p, r->newline, s.n);

    return newline != NULL ? (size_t)(newline - s.p) + 1 : s.n;
}

/* The row that is held was refused: from its second line on it is read as rows again.  What opens a quote ends with one
 * open, so the next line that does either closes that or breaks it: nothing is read again for every line before it. */
static void go_back(struct reader *r)
{
    size_t row = first_line(r, buf_str(&r->held)),
           at = row; /* where the row in hand begins, and what is next */

    r->line = r->row_line + 1;
    while (at < r->held.len && r->stop == NULL) {
        struct str rest = {r->held.p + at, r->held.len - at};
        size_t n = first_line(r, rest);
        if (!r->begun)
            row = at;
        at += n;
        if (!csv_piece(r, (struct str){rest.p, n}, rest.p[n - 1] == r->newline)) {
            row += first_line(r, (struct str){r->held.p + row, r->held.len - row});
            at = row;
            r->line = r->row_line + 1;
        }
    }
    row = r->begun ? row : r->held.len;
    memmove(r->held.p, r->held.p + row, r->held.len - row);
    r->held.len -= row;
}

static void csv_chunk(struct reader *r, struct str s)
{
    while (s.n > 0 && r->stop == NULL) {
        struct str piece = {s.p, first_line(r, s)};
        bool whole = csv_piece(r, piece, piece.p[piece.n - 1] == r->newline);
        if (r->begun || !whole)
            buf_addstr(&r->held, piece);
        else
            buf_reset(&r->held);
        if (!whole)
            go_back(r);
        s.p += piece.n;
        s.n -= piece.n;
    }
}

/* The last row may have no newline; one whose quote is open takes nothing with it. */
static void csv_end(struct reader *r)
{
    while (r->stop == NULL && csv_fini(&r->csv, on_cell, on_row, r) != 0) {
        bool lines = spans_lines(r);
        refuse_row(r, "a quote is never closed", "close it in the row that starts here");
        if (!lines)
            break;
        go_back(r);
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
        r->newline = first ? lines_newline(s, true) : r->newline;
        first = false;
        csv_chunk(r, s);
    }
    if (e == NULL)
        csv_end(r);
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

    lines_allow_cr(l);
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
    buf_free(&r->held);
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
