#include "form/form_flat.h"

#include "form/csv_out.h"

void form_flat_tsv(const struct form_cell *cells, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(out, '\t');
        form_cell_line(&cells[i], out);
    }
    buf_addc(out, '\n');
}

void form_flat_csv(const struct form_cell *cells, size_t n, bool guard, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(out, ',');
        if (form_cell_empty(&cells[i]))
            continue;
        if (cells[i].column->type == FORM_TEXT || cells[i].column->type == FORM_LIST)
            (guard ? csv_out_guarded : csv_out_text)(cells[i].value->text, out);
        else
            form_cell_line(&cells[i], out);
    }
    buf_adds(out, "\r\n");
}

void form_flat_csv_header(const struct form_cell *cells, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s%s", i > 0 ? "," : "", cells[i].key);
    buf_adds(out, "\r\n");
}
