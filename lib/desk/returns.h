/* returns: the table that a regulator asks for, from a profile of policy (rule/tally.h), for a period; what it lacks;
 * and sealing it.
 *
 * Void complaints are none.  All is read as of one transaction; the same period and instant give the same bytes.
 */
#ifndef DESK_RETURNS_H
#define DESK_RETURNS_H

#include "base/buf.h"
#include "desk/desk.h"
#include "rule/tally.h"
#include "store/db_bits.h"

struct returns_job {
    const struct tally_profile *profile;
    instant from, to; /* the period */
    int64_t as_of;    /* DB_NOW */
    bool sealing;     /* words are written as a seal keeps them (sealwords.h) */
};

/* By name.  ERR_USAGE: policy has none of that name; it says which there are, or how to get one. */
struct err *returns_profile(const struct desk *d, struct str name,
                            const struct tally_profile **out) ERR_CHECK;

/* Appends the rows as CSV (RFC 4180) under a line of titles: by row in the order of the values that tell it, or by
 * complaint.  A cell that a spreadsheet could take for a formula begins with an apostrophe. */
struct err *returns_table(struct desk *d, const struct returns_job *job, struct buf *csv) ERR_CHECK;

/* The complaints that a column, by its name or its title in any case, counts, sums or shows, in all rows.  ERR_USAGE: no
 * such column. */
struct err *returns_ids(struct desk *d, const struct returns_job *job, struct str column,
                        struct db_bits *ids) ERR_CHECK;

/* A complaint of the period that lacks a field which the profile requires. */
struct returns_gap {
    int64_t id;
    enum field field;
};
/* By complaint, then in the profile's order; in the arena. */
struct err *returns_gaps(struct desk *d, const struct returns_job *job, struct arena *a,
                         struct returns_gap **out, size_t *n) ERR_CHECK;

#endif
