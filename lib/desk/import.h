/* import: records from elsewhere come in: another desk's export, or a table of another system.
 *
 * What is known already is passed over, so the same file twice gives nothing new, and a run that was killed goes on
 * where it stopped.  Records go in by batches, each one transaction; a batch that was committed stays.  One bad record
 * is refused with its place, counted, and the rest goes on.  Memory is that of a batch.
 *
 * JSON Lines (cust.event/1, what desk/export.h writes).  The unit is a whole history: with one bad line it is refused
 * as a whole, so that the repaired file can be imported again.
 *   - Into a store that never held anything: the records come back as they were, with their numbers, times, actors and
 *     transactions, and the store takes over the identity of the first line's store.  It then is that desk: exporting
 *     it gives the same bytes.  Policy and reminders that were sent are not in the file; weights are learned again.
 *   - Of this very store: what is here is compared and passed over; what is missing comes back, new events of a known
 *     history too, so that a second desk can follow a first one.  A history that reads otherwise here is refused:
 *     then two desks grew out of one and have parted.
 *   - Of any other store: complaints get new numbers.  Words, kinds and `happened` stay; recorded times are this
 *     store's, when it learned of them, and the actor is who imports.  The fields source (the store's identity) and
 *     source-id (the number there) say where it comes from and that it is known.  A history that has grown since is
 *     counted, and its new events are left out.  Customers are found by their addresses, or else by name, and come with
 *     their complaints; notes on them and follow-ups of their own come too, by the same rules, and are known again by
 *     their time and words (import_people.h).
 *
 * CSV and TSV (form/csv_in.h): a header, then one complaint a row: `text` is needed; customer, received (a time as
 * people write it) and every field of cust-format(5) may be there.  A row is known by source and source-id; one without
 * a source-id by its customer, received, subject and text.  A row that names no customer is its own one.
 */
#ifndef DESK_IMPORT_H
#define DESK_IMPORT_H

#include "desk/desk.h"
#include "desk/import_form.h"
#include "form/csv_in.h"
#include "store/db_list.h"

struct import_count {
    int64_t made;      /* complaints */
    int64_t skipped;   /* known already */
    int64_t refused;   /* rows, or histories */
    int64_t continued; /* were here, and got new events */
    int64_t grown;     /* known, but longer where they come from: left as they are */
    int64_t people;    /* histories of another desk's customers whose own notes and follow-ups came */
    int64_t gone;      /* those of customers who were erased here since: left out */
    bool restored;     /* an empty store became the one in the file */
};

struct import_job {
    int fd;
    const char *name; /* of the file, for messages */
    enum import_form form;
    struct str source;   /* the system that the rows come from */
    struct str customer; /* of rows that name none; empty: each is its own */
    const struct csv_in_map *map;
    size_t n_map;
    bool dry_run; /* all is checked and taken back */
    /* Told after COMMIT of each complaint that was made, and of each batch; a refusal belongs to the callee. */
    void (*made)(void *context, const struct db_line *line);
    void (*refused)(void *context, struct err *e);
    void (*progress)(void *context, const struct import_count *count);
    void *context;
};

/* ERR_NOINPUT: nothing at all in the file; ERR_DATA: a header that cannot be read; ERR_USAGE: a map to no column of
 * ours.  Single records that are refused are no error of this function. */
struct err *import_run(struct desk *d, const struct import_job *job, struct import_count *count) ERR_CHECK;

/* Whether transactions may be longer than what is read at a time: a first import, which nobody waits for, of a file,
 * which need not be waited for. */
bool import_lasts(const struct desk *d, const struct import_job *job);

#endif
