/* db_merged: which complaint or customer goes on in which other one, now and at any earlier time.
 *
 * What the histories say (`merged`, and strikes of it), kept beside them so that nobody has to read histories to find
 * out.  A record may go on in one that itself went on in another: the root is where it ends.
 */
#ifndef STORE_DB_MERGED_H
#define STORE_DB_MERGED_H

#include "rule/event.h"
#include "store/db.h"

/* From the running transaction on `of` goes on in `into`, or stands for itself again (0). */
struct err *db_merged_set(struct db *db, subject of, subject into) ERR_CHECK;

/* What it was merged into itself; 0: it was not. */
struct err *db_merged_into(struct db *db, subject of, int64_t as_of, subject *into) ERR_CHECK;

/* Where it goes on in the end; itself when it was not merged.  ERR_DATA when it goes round in a circle. */
struct err *db_merged_root(struct db *db, subject of, int64_t as_of, subject *root) ERR_CHECK;

/* Itself first, then all that went on in it, direct or by way of others.  In the arena. */
struct err *db_merged_members(struct db *db, subject of, int64_t as_of, struct arena *a, subject **out,
                              size_t *n) ERR_CHECK;

/* All that are the same by now: the root first, then what went on in it. */
struct err *db_merged_same(struct db *db, subject of, int64_t as_of, struct arena *a, subject **out,
                           size_t *n) ERR_CHECK;

/* All of them at once, for who asks of many: there are few. */
struct db_merged_pair {
    subject of, into;
};
struct db_merged_map {
    struct db_merged_pair *v; /* by `of` */
    size_t n;
};
struct err *db_merged_map(struct db *db, int64_t as_of, struct db_merged_map *out) ERR_CHECK;
subject db_merged_map_root(const struct db_merged_map *m, subject of);
void db_merged_map_free(struct db_merged_map *m);

#endif
