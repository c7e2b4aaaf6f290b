/* audit: does the store still say what its histories say? */
#ifndef DESK_AUDIT_H
#define DESK_AUDIT_H

#include "desk/desk.h"

struct audit_counts {
    int64_t complaints, events, files, findings;
    int64_t held_ms; /* how long a writer could have had to wait */
};

/* One finding, as a sentence that names its record. */
typedef struct err *audit_finding(void *context, const char *text);

/* Checks the file (pages, references, full text), then replays every history from nothing and compares the rows that it
 * gives with those that stand; and learns again what the desk learned from its corrections.  Differences are findings,
 * not errors. */
struct err *audit_run(struct desk *d, audit_finding *tell, void *context, struct audit_counts *out) ERR_CHECK;

#endif
