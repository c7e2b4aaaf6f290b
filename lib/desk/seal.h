/* seal: a return as it was handed in, kept with the desk: the rows byte for byte, but for words of people
 * (sealwords.h), and their SHA-256. */
#ifndef DESK_SEAL_H
#define DESK_SEAL_H

#include "desk/desk.h"
#include "desk/returns.h"
#include "store/db_seal.h"

/* A later return of the same profile and period is a new version. */
struct seal {
    int64_t version; /* 1, 2, ...; 0: there is none */
    struct db_seal s;
};

/* Keeps the rows, which were written with job->sealing.  ERR_USAGE: the period has not ended; ERR_DATA: the newest
 * version has the same rows. */
struct err *seal_put(struct desk *d, const struct returns_job *job, struct str rows, struct arena *a,
                     struct seal *out) ERR_CHECK;

/* That version, or the newest (0), as of job->as_of, whether or not policy still has the profile: job->profile is not
 * read.  ERR_NOINPUT: there is none. */
struct err *seal_get(struct desk *d, const char *profile, const struct returns_job *job, int64_t version,
                     struct arena *a, struct seal *out) ERR_CHECK;

/* Whether the rows are those that were hashed. */
bool seal_holds(const struct db_seal *s);

#endif
