#include "form/form_cell.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/text.h"

bool form_cell_empty(const struct form_cell *c)
{
    const struct form_value *v = c->value;

    if (v->empty)
        return true;
    switch (c->column->type) {
    case FORM_TIME:
    case FORM_DUE:
        return v->time == INSTANT_NONE;
    case FORM_NUMBER:
        return false;
    case FORM_TEXT:
    case FORM_LIST:
        break;
    }
    return v->text.n == 0;
}

void form_cell_line(const struct form_cell *c, struct buf *out)
{
    char when[CIVIL_SIZE];

    if (form_cell_empty(c)) {
        buf_addc(out, '-');
        return;
    }
    switch (c->column->type) {
    case FORM_TIME:
    case FORM_DUE:
        buf_adds(out, civil_format(c->value->time, when));
        return;
    case FORM_NUMBER:
        if (c->value->text.n > 0)
            buf_addstr(out, c->value->text);
        else
            buf_printf(out, "%" PRId64, c->value->number);
        return;
    case FORM_TEXT:
    case FORM_LIST:
        break;
    }
    if (str_is(c->value->text, "-"))
        buf_adds(out, "\\x2D"); /* a bare "-" means empty */
    else
        text_escape(c->value->text, out);
}
