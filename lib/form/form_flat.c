#include "form/form_flat.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void form_flat_tsv(const struct form_cell *cells, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(out, '\t');
        form_cell_line(&cells[i], out);
    }
    buf_addc(out, '\n');
}

/* Quoted where RFC 4180 section 2 asks for it (rules 5 to 7), and around spaces at an end, which some readers trim. */
static bool wants_quotes(struct str s)
{
    if (s.n == 0)
        return false;
    if (s.p[0] == ' ' || s.p[s.n - 1] == ' ')
        return true;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t')
            return true;
    return false;
}

static void csv_text(struct str s, struct buf *out)
{
    struct buf safe = {0};

    text_show(s, &safe);
    if (wants_quotes(buf_str(&safe))) {
        size_t room = safe.len * 2 + 2;
        char *quoted = mem_alloc(room);
        size_t n = csv_write(quoted, room, safe.p, safe.len);
        buf_add(out, quoted, n < room ? n : room);
        free(quoted);
    } else {
        buf_addstr(out, buf_str(&safe));
    }
    buf_free(&safe);
}

void form_flat_csv(const struct form_cell *cells, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(out, ',');
        if (form_cell_empty(&cells[i]))
            continue;
        if (cells[i].column->type == FORM_TEXT || cells[i].column->type == FORM_LIST)
            csv_text(cells[i].value->text, out);
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
