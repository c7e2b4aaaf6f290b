/* csv_in: other people's tables, read row by row in flat memory.
 *
 *   CSV_IN_COMMA  RFC 4180 by libcsv's strict mode, nothing trimmed; lines end with LF or CRLF, or with CR alone where
 *                 the first one does (elsewhere a lone CR ends a row, but is counted as no line); a byte order mark in
 *                 front is passed over.  A broken row (a quote where none may stand) is an error with the line at which
 *                 the row starts; reading goes on with the line behind that one, so a quote that is never closed takes no row with it
 *                 (its lines are held until the row ends: as much memory as the longest row)
 *   CSV_IN_TAB    the bare lines of cust-format(5): TAB between cells, text_unescape() in each, "-" is empty; lines end
 *                 as above
 *
 * The first row is not special here: csv_in_bind() makes a header of it.
 */
#ifndef FORM_CSV_IN_H
#define FORM_CSV_IN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum csv_in_kind { CSV_IN_COMMA, CSV_IN_TAB };

enum { CSV_IN_CELLS = 1024 }; /* most cells of a row */

struct csv_in_row {
    const char *name; /* of the file */
    size_t line;      /* where the row starts, from 1 */
    const struct str *cells;
    size_t n;
};

struct csv_in_calls {
    /* A sound row; cells live until it returns.  An error ends the reading and is passed up. */
    struct err *(*row)(void *context, const struct csv_in_row *row);
    /* A row that was passed over; `e` (with file:line) belongs to the callee. */
    void (*bad)(void *context, struct err *e);
    void *context;
};

/* Reads to the end.  `max` is the longest row in bytes.  ERR_IO when the input cannot be read. */
struct err *csv_in_read(int fd, const char *name, enum csv_in_kind kind, size_t max,
                        const struct csv_in_calls *calls) ERR_CHECK;

/* A column that the caller understands. */
struct csv_in_column {
    const char *name;
    bool needed;
};

/* `theirs` in the file is `ours`; an empty `ours` leaves the column out. */
struct csv_in_map {
    const char *theirs, *ours;
};

/* Finds the columns in a header row, case and space around a name left aside: at[i] is the cell of columns[i], -1 when
 * it is not there.  ERR_DATA when a needed one is missing, a name comes twice, or a cell is no known column (the near
 * one is suggested; `*stray`, if not NULL, gets its place instead and the rest is bound). */
struct err *csv_in_bind(const struct csv_in_row *header, const struct csv_in_column *columns, size_t n,
                        const struct csv_in_map *map, size_t n_map, int *at, int *stray) ERR_CHECK;

#endif
