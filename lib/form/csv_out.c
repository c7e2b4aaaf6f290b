#include "form/csv_out.h"

#include <csv.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

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

void csv_out_text(struct str s, struct buf *out)
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

void csv_out_guarded(struct str s, struct buf *out)
{
    struct buf guarded = {0};
    bool formula = s.n > 0 && (s.p[0] == '=' || s.p[0] == '+' || s.p[0] == '-' || s.p[0] == '@');

    if (formula)
        buf_addc(&guarded, '\'');
    buf_addstr(&guarded, s);
    csv_out_text(buf_str(&guarded), out);
    buf_free(&guarded);
}
