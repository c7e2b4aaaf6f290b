/* db_cause: why things go wrong: causes, the lessons drawn from them, and the fixes, each from a day on. */
#ifndef STORE_DB_CAUSE_H
#define STORE_DB_CAUSE_H

#include "store/db.h"

struct db_fix {
    uint32_t no;   /* 1, 2, ... of its cause */
    instant since; /* from when on it holds */
    int64_t words; /* what was done */
};

/* `cause` is a name's number; one that the desk knows stays as it is.  Inside a transaction. */
struct err *db_cause_put(struct db *db, int64_t cause) ERR_CHECK;
/* Whether the desk has such a cause. */
struct err *db_cause_known(struct db *db, int64_t cause, bool *known) ERR_CHECK;

/* What was learned (words): holds from now on.  Inside a transaction. */
struct err *db_cause_learn(struct db *db, int64_t cause, int64_t words) ERR_CHECK;
/* The lesson that held as of then; 0: none. */
struct err *db_cause_lesson(struct db *db, int64_t cause, int64_t as_of, int64_t *words) ERR_CHECK;

/* Inside a transaction; *no gets its number. */
struct err *db_cause_fix(struct db *db, int64_t cause, instant since, int64_t words, uint32_t *no) ERR_CHECK;
/* The newest fix that held at t; no = 0 in *fix when none did. */
struct err *db_cause_fixed(struct db *db, int64_t cause, instant t, struct db_fix *fix) ERR_CHECK;

/* All that is known of causes, in the order in which it came: for export.  The entries live in the arena. */
struct db_cause_entry {
    uint32_t no; /* of its lesson or fix */
    int64_t cause;
    int64_t seq; /* the transaction that recorded it, when, and by whom (a name's number) */
    instant at;
    int64_t actor;
    int64_t words;
    instant since; /* of a fix */
};
struct err *db_cause_list(struct db *db, int64_t as_of, struct arena *a, struct db_cause_entry **out,
                          size_t *n) ERR_CHECK;
struct err *db_cause_lessons(struct db *db, int64_t cause, int64_t as_of, struct arena *a,
                             struct db_cause_entry **out, size_t *n) ERR_CHECK;
struct err *db_cause_fix_list(struct db *db, int64_t cause, int64_t as_of, struct arena *a,
                              struct db_cause_entry **out, size_t *n) ERR_CHECK;

/* Since when each cause that was ever fixed should not happen again, as of then: ordered by cause. */
struct db_cause_since {
    int64_t cause;
    instant since;
};
struct err *db_cause_fixes(struct db *db, int64_t as_of, struct arena *a, struct db_cause_since **out,
                           size_t *n) ERR_CHECK;

/* The names of all causes, at most `max`, for suggesting the one that was meant. */
struct err *db_cause_names(struct db *db, struct arena *a, const char **names, size_t max,
                           size_t *n) ERR_CHECK;

#endif
