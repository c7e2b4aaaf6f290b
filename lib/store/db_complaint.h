/* db_complaint: the current rows of complaints and follow-ups, and what they were. */
#ifndef STORE_DB_COMPLAINT_H
#define STORE_DB_COMPLAINT_H

#include "rule/matter.h"
#include "store/db.h"

/* The number that the next complaint gets.  Inside a transaction. */
struct err *db_complaint_next(struct db *db, int64_t *id) ERR_CHECK;

/* ERR_NOINPUT when there is none (or was none yet, as_of). */
struct err *db_complaint_get(struct db *db, int64_t id, int64_t as_of, struct complaint *c) ERR_CHECK;

/* Writes the row; one that stood there moves to complaint_past unless it is of the same seq. */
struct err *db_complaint_put(struct db *db, const struct complaint *c) ERR_CHECK;

/* Complaint and follow-ups as one matter: all of them, or only the open ones (enough to apply new events).  A customer
 * is one too (minus their number); their row is the current one, whatever as_of says. */
struct err *db_complaint_matter(struct db *db, subject id, bool open_only, int64_t as_of,
                                struct matter *m) ERR_CHECK;

/* The same of follow-ups: the one of this number, ERR_NOINPUT; its row written, the one that stood there moved to
 * followup_past; and all, or the open ones, by number, in the arena. */
struct err *db_complaint_followup_get(struct db *db, subject of, uint32_t no, int64_t as_of,
                                      struct followup *f) ERR_CHECK;
struct err *db_complaint_followup_put(struct db *db, const struct followup *f) ERR_CHECK;
struct err *db_complaint_followup_list(struct db *db, subject of, bool open_only, int64_t as_of,
                                       struct arena *a, struct followup **fs, size_t *n) ERR_CHECK;

/* Takes away a follow-up's row that a strike unmade (its past is kept). */
struct err *db_complaint_followup_drop(struct db *db, subject of, uint32_t no, int64_t seq) ERR_CHECK;

/* A field that is no column of complaint: writes, or takes away when the event carries nothing. */
struct err *db_complaint_set_field(struct db *db, int64_t id, enum field f, int64_t num, int64_t who,
                                   int64_t words) ERR_CHECK;
/* Those fields as they are now, by field; what they were is in the history. */
struct db_complaint_field {
    enum field field;
    int64_t num, who, words;
};
struct err *db_complaint_fields(struct db *db, int64_t id, struct arena *a,
                                struct db_complaint_field **fields, size_t *n) ERR_CHECK;

/* The complaint came from there; `source` is a name's number.  What said so before of the same two is replaced. */
struct err *db_complaint_set_source(struct db *db, int64_t id, int64_t source,
                                    struct str source_id) ERR_CHECK;
/* The complaint that has this source and number there; 0 when none. */
struct err *db_complaint_by_source(struct db *db, struct str source, struct str source_id,
                                   int64_t *id) ERR_CHECK;

/* What a customer, and each whom the desk knows as them by a merge, had brought before complaint `id`. */
struct db_before {
    /* Of their last `most` complaints each, those received at `since` or later, void ones not counted. */
    int64_t n;
    int64_t escalated; /* steps of ladders in these that were not given up */
    instant first;     /* when the first complaint of all came in; INSTANT_NONE: this is it */
};
struct err *db_complaint_before(struct db *db, int64_t customer, int64_t id, size_t most, instant since,
                                struct db_before *out) ERR_CHECK;

/* The numbers of a customer's complaints, and of all who are the same one by a merge, oldest first. */
struct err *db_complaint_of_customer(struct db *db, int64_t customer, bool open_only, struct arena *a,
                                     int64_t **ids, size_t *n) ERR_CHECK;

/* The same of who was the same one then; complaints that came later are among them. */
struct err *db_complaint_of_then(struct db *db, int64_t customer, int64_t as_of, struct arena *a,
                                 int64_t **ids, size_t *n) ERR_CHECK;

/* Complaints that ended satisfied with a remedy that is known, newest first, among the newest DB_COMPLAINT_WORKED of
 * the store: of this cause or this category (0: neither).  At most `max`; as of now. */
enum { DB_COMPLAINT_WORKED = 50000 };
struct db_worked {
    int64_t id, customer, cause;
    int64_t remedy; /* name */
};
struct err *db_complaint_worked(struct db *db, int64_t cause, int64_t category, size_t max, struct arena *a,
                                struct db_worked **out, size_t *n) ERR_CHECK;

#endif
