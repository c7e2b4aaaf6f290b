#include "base/wrap.h"

#include <string.h>

#include "base/text.h"

size_t wrap_piece(struct str s, size_t columns)
{
    size_t fits = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ' ')
            continue;
        if (text_width((struct str){s.p, i}) > columns)
            return fits > 0 ? fits : i;
        fits = i;
    }
    return s.n;
}

void wrap_line(struct str s, size_t columns, const char *before, struct buf *out)
{
    const char *lead = "";
    size_t room = columns;

    while (columns > 2 * strlen(before) && text_width(s) > room) {
        size_t n = wrap_piece(s, room), shown = n;
        while (shown > 0 && s.p[shown - 1] == ' ')
            shown--;
        buf_printf(out, "%s%.*s\n", lead, (int)shown, s.p);
        while (n < s.n && s.p[n] == ' ')
            n++;
        s = (struct str){s.p + n, s.n - n};
        lead = before;
        room = columns - strlen(before);
        if (s.n == 0)
            return;
    }
    buf_adds(out, lead);
    buf_addstr(out, s);
    buf_addc(out, '\n');
}
