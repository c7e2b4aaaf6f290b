/* form: one writer for every listing of records, in five forms (cust-format(5)).
 *
 *   tsv     one bare line a record, TAB between fields, "-" for an empty one, text escaped by text_escape(), times
 *           RFC 3339 UTC.  A text that is exactly "-" is written \x2D, so text_unescape() gives it back.
 *   table   for eyes: header, aligned columns, local times in words, a footing.  Reads back like tsv: the first field
 *           ends at a space; the header and the footing begin with an upper-case word and are passed over.
 *   json    {"schema":NAME,"rows":[...]}, streamed
 *   jsonl   one object a line, "schema" its first key
 *   csv     RFC 4180 with its CRLF line ends and a header line; control bytes escaped by text_show()
 *
 * Keys of json, names in the csv header and words of --fields are the column's name in lower case.  In json and jsonl
 * an empty value is null, a list is an array, and text that is not UTF-8 or holds NUL gets a second key NAME_base64
 * with its bytes, beside a readable one.
 *
 * A writer holds at most FORM_BLOCK rows: memory is flat however long the listing is.
 */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

struct zone;

enum form_kind { FORM_TSV, FORM_TABLE, FORM_JSON, FORM_JSONL, FORM_CSV };

enum form_type {
    FORM_TEXT,
    FORM_TIME,   /* table: "today 16:00", "Fri 27 Nov" */
    FORM_DUE,    /* a time that runs out: table: "2 h late" in red when it has passed, unless settled */
    FORM_NUMBER, /* right-aligned in a table; `number`, or `text` when it has decimals */
    FORM_LIST    /* words joined by commas, in `text` */
};

/* How a table colours a cell. */
enum form_look {
    FORM_PLAIN,
    FORM_PRIORITY, /* "P1" red, "P2" yellow, "P4" faint */
    FORM_FAINT,
    FORM_LABEL /* the first column, when it is no reference: on a narrow terminal it goes on below, behind "|" */
};

enum {
    FORM_COLUMNS = 64, /* most columns of a listing */
    FORM_BLOCK = 128   /* rows that a table's widths are taken from */
};

struct form_column {
    const char *name; /* "DUE": upper-case letters, digits and "_"; static */
    enum form_type type;
    enum form_look look;
    size_t max;   /* most columns of a cell in a table, 0: any; longer ones are cut with "…" */
    bool elastic; /* table: takes what the line has left and is cut there; at most one, best the last */
};

/* One cell.  text serves TEXT and LIST, time TIME and DUE, number NUMBER.  Empty: `empty`, a text of no
 * bytes, or INSTANT_NONE. */
struct form_value {
    bool empty;
    bool settled; /* DUE: it is done, so it is never late */
    struct str text;
    int64_t number;
    instant time;
};

/* Where the bytes go.  Called with whole records. */
struct form_sink {
    struct err *(*write)(void *context, struct str bytes);
    void *context;
};

struct form_settings {
    const char *schema;      /* "cust.complaint/1"; static */
    const char *fields;      /* "ref,due": which columns (form_name_is()) and in what order; NULL: all */
    const struct zone *zone; /* for a table's local times; NULL is UTC; outlives the writer */
    instant now;             /* for "late" and "today" */
    size_t width;            /* columns of the terminal; 0: nothing is cut to fit */
    bool colour;             /* table only */
    bool guard;              /* csv: what a spreadsheet would run as a formula gets an apostrophe before it */
};

struct form;

/* The kind of a --format word ("tsv", "table", ...).  ERR_USAGE suggests the near one. */
struct err *form_kind_find(struct str word, enum form_kind *out) ERR_CHECK;

/* ERR_USAGE when a picked field is none of the columns (the near one is suggested).  `columns` must outlive
 * it. */
struct err *form_open(enum form_kind kind, const struct form_column *columns, size_t n,
                      const struct form_settings *settings, struct form_sink sink,
                      struct form **out) ERR_CHECK;

/* One record: as many values as there are columns, in the order of `columns` whatever fields were picked. */
struct err *form_row(struct form *f, const struct form_value *values) ERR_CHECK;

/* A line between rows of a table, before the next row or the end: "LATE".  It begins with an upper-case word, so that it
 * is passed over when read back; other forms show none.  `heading` must live until then. */
void form_heading(struct form *f, const char *heading);

/* Hands every row so far to the sink: before somebody is told that they are out. */
struct err *form_flush(struct form *f) ERR_CHECK;

/* Rows so far. */
size_t form_rows(const struct form *f);

/* Ends the listing and frees the writer, error or not.  `footing` (one line, may be NULL) is shown in a table
 * only, behind the word TOTAL.  A listing of no rows: tsv and jsonl write nothing, table only the footing,
 * csv its header, json an empty array. */
struct err *form_close(struct form *f, const char *footing) ERR_CHECK;

/* Frees without ending: after an error. */
void form_abandon(struct form *f);

/* What every listing comes to: closed when e is NULL, else abandoned, and e given back.  f is NULL when it was never
 * opened. */
struct err *form_end(struct form *f, struct err *e, const char *footing) ERR_CHECK;

/* Values, for short row builders. */
struct form_value form_text(struct str s);
struct form_value form_time(instant t);
struct form_value form_number(int64_t n);
struct form_value form_decimal(struct str s); /* of a NUMBER: "4.50", "+3"; json has no plus */
struct form_value form_none(void);

#endif
