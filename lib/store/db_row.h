/* db_row: rows of complaint, followup and event as structs and back.  The order is the schema's. */
#ifndef STORE_DB_ROW_H
#define STORE_DB_ROW_H

#include <sqlite3.h>

#include "rule/matter.h"

enum { DB_ROW_COMPLAINT = 26, DB_ROW_FOLLOWUP = 12 };

void db_row_complaint(sqlite3_stmt *st, struct complaint *c);
void db_row_complaint_values(const struct complaint *c, int64_t v[DB_ROW_COMPLAINT]);
void db_row_followup(sqlite3_stmt *st, struct followup *f);
void db_row_followup_values(const struct followup *f, int64_t v[DB_ROW_FOLLOWUP]);
/* The same from the values of a row that db_gather() hands over.  Of figures: the columns of SQL_WALK_FIGURES, the rest
 * of the struct is 0. */
void db_row_complaint_of(sqlite3_value **v, struct complaint *c);
void db_row_figures_of(sqlite3_value **v, struct complaint *c);
void db_row_followup_of(sqlite3_value **v, struct followup *f);
void db_row_event(sqlite3_stmt *st, struct event *ev); /* the columns of SQL_EVENT_LIST */

#endif
