/* form_cell: one field of a record on its way into a layout; shared by the layouts, not for callers of form.h. */
#ifndef FORM_FORM_CELL_H
#define FORM_FORM_CELL_H

#include "base/buf.h"
#include "form/form.h"

struct form_cell {
    const struct form_column *column;
    const char *key; /* the column's name in lower case */
    const struct form_value *value;
};

/* Whether it has no value: "-" in a line, null in JSON. */
bool form_cell_empty(const struct form_cell *c);

/* The cell as it stands in a bare line: escaped, "-" when empty. */
void form_cell_line(const struct form_cell *c, struct buf *out);

#endif
