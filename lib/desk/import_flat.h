/* import_flat: tables of other systems, one complaint a row (desk/import.h has the rules). */
#ifndef DESK_IMPORT_FLAT_H
#define DESK_IMPORT_FLAT_H

#include "desk/import.h"

struct err *import_flat_run(struct desk *d, const struct import_job *job,
                            struct import_count *count) ERR_CHECK;

#endif
