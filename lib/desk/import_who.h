/* import_who: whose a row of a table is: found in the store or made, and known again without asking (desk/known.h). */
#ifndef DESK_IMPORT_WHO_H
#define DESK_IMPORT_WHO_H

#include "desk/known.h"
#include "desk/who.h"

struct import_who {
    int64_t id;
    struct str name;              /* as lines show it; in the arena */
    struct known_customer *known; /* NULL: nothing is */
};

/* Who these words meant before, by the importer's memory; false: import_who_get() must be asked. */
bool import_who_known(const struct known *k, struct str words, struct arena *a, struct import_who *out);

/* `words` are what `who` was read from; empty: they are this row's alone, and not remembered.  ERR_DATA when
 * several are called so, ERR_NOINPUT when "c7" was said and there is none: nothing was written then. */
struct err *import_who_get(struct change *ch, struct known *k, const struct who *who, struct str words,
                           struct arena *a, struct import_who *out) ERR_CHECK;

#endif
