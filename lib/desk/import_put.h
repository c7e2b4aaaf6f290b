/* import_put: checked rows of a table go into the store, many in one transaction. */
#ifndef DESK_IMPORT_PUT_H
#define DESK_IMPORT_PUT_H

#include "desk/import.h"

/* Columns of a table: four that are no fields, then the fields. */
enum {
    IMPORT_CUSTOMER,
    IMPORT_TEXT,
    IMPORT_RECEIVED,
    IMPORT_OWNER,
    IMPORT_OWN,
    IMPORT_COLUMNS = IMPORT_OWN + FIELDS
};

struct import_row {
    size_t line;
    struct str *cells; /* of the columns that are there */
    const int *place;  /* of each column among them; -1: not there */
    instant received;  /* INSTANT_NONE: now */
    int channel;
    /* It could not be read: it waits here for its turn, its own or with its place (line 0). */
    struct err *bad;
};

/* Empty when the column is not there; a field's without white space around it. */
struct str import_put_cell(const struct import_row *r, int column);
struct str import_put_field(const struct import_row *r, enum field f);

/* Counts and tells a row that stays out. */
void import_put_refuse(const struct import_job *job, struct import_count *count, size_t line, struct err *e);

struct import_put;

/* The customer for rows that name none must be there: ERR_NOINPUT.  *out is to be closed, error or not; what is not
 * committed then is taken back. */
struct err *import_put_open(struct desk *d, const struct import_job *job, struct import_count *count,
                            struct import_put **out) ERR_CHECK;
void import_put_close(struct import_put *p);

/* Begins to read a row's text for triage, before the rows in front of it are written.  Rows are written in the order in
 * which they were given to this, each of them, and live until then; one that was not given is read when it is written.
 * False: enough wait already. */
bool import_put_room(const struct import_put *p);
struct err *import_put_ahead(struct import_put *p, const struct import_row *r) ERR_CHECK;

/* Into the transaction that runs, or a new one.  A row that is known or refused is no error; after one nothing of the
 * transaction stays. */
struct err *import_put_row(struct import_put *p, const struct import_row *r) ERR_CHECK;

/* The rows that were read are in; `last`: no more come.  Commits and tells what was made, unless the transaction goes
 * on. */
struct err *import_put_end(struct import_put *p, bool last) ERR_CHECK;

#endif
