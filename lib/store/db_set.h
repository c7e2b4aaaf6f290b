/* db_set: a few subjects, or all of them. */
#ifndef STORE_DB_SET_H
#define STORE_DB_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/event.h"

enum { DB_SET_MAX = 4096 };

struct db_set {
    bool all; /* any subject; v is NULL */
    subject *v;
    size_t n;
};

void db_set_add(struct db_set *s, subject of); /* one more than DB_SET_MAX makes it all */
void db_set_sort(struct db_set *s);            /* ascending, each once */
void db_set_free(struct db_set *s);

#endif
