/* record: what the columns of a complaint's and a follow-up's line are (cust-format(5)).
 *
 * The order is a contract: new columns come only at the end.
 */
#ifndef FORM_RECORD_H
#define FORM_RECORD_H

#include "form/form.h"
#include "store/db_list.h"

#define RECORD_COMPLAINT_SCHEMA "cust.complaint/1"
#define RECORD_FOLLOWUP_SCHEMA "cust.followup/1"

enum { RECORD_COMPLAINT_COLUMNS = 9, RECORD_FOLLOWUP_COLUMNS = 7 };

/* REF PRIORITY STATUS DUE OWNER CUSTOMER CATEGORY SIGNALS SUBJECT */
extern const struct form_column record_complaint[RECORD_COMPLAINT_COLUMNS];
/* REF KIND STATE DUE OWNER CUSTOMER TEXT */
extern const struct form_column record_followup[RECORD_FOLLOWUP_COLUMNS];

/* Room for the texts that a row's values point to. */
struct record_room {
    char ref[32];
    char signals[96];
};

/* The values of a row; they point into the row and into `room`. */
void record_complaint_values(const struct db_line *row, struct record_room *room,
                             struct form_value values[RECORD_COMPLAINT_COLUMNS]);
void record_followup_values(const struct db_due *row, struct record_room *room,
                            struct form_value values[RECORD_FOLLOWUP_COLUMNS]);

/* Writes one row to a listing opened with these columns. */
struct err *record_complaint_row(struct form *f, const struct db_line *row) ERR_CHECK;
struct err *record_followup_row(struct form *f, const struct db_due *row) ERR_CHECK;

/* The status as people read it: "waiting", "void" and "merged" stand before the lifecycle's word. */
const char *record_status(const struct complaint *c);

#endif
