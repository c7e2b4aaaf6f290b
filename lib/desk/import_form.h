/* import_form: which of the forms that import reads a file is in. */
#ifndef DESK_IMPORT_FORM_H
#define DESK_IMPORT_FORM_H

#include "base/err.h"

enum import_form { IMPORT_EVENTS, IMPORT_CSV, IMPORT_TSV };

/* By the end of the name (.jsonl .json .csv .tsv .tab), or else by what the first line looks like, without taking
 * anything out of the file or pipe.  ERR_NOINPUT when it is empty; ERR_USAGE when neither tells. */
struct err *import_form_guess(int fd, const char *name, enum import_form *form) ERR_CHECK;

#endif
