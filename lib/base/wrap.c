#include "base/wrap.h"

#include <string.h>

#include "base/text.h"

size_t wrap_piece(struct str s, size_t columns)
{
    size_t fits = 0, from = 0;

    while (from < s.n && s.p[from] == ' ') /* what stands before the first word goes with it */
        from++;
    for (size_t i = from; i <= s.n; i++) {
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

enum { DEEPEST = 16 };

static size_t run_of(struct str s, size_t i, char from, char to)
{
    size_t start = i;

    while (i < s.n && s.p[i] >= from && s.p[i] <= to)
        i++;
    return i - start;
}

/* How far in what goes on of a line stands. */
static size_t depth(struct str line)
{
    size_t in = run_of(line, 0, ' ', ' '), label = run_of(line, in, 'A', 'Z'),
           digits = run_of(line, in, '0', '9');
    size_t gap = run_of(line, in + label, ' ', ' ');

    if (label > 1 && gap > 0)
        in += label + gap;
    else if (in + digits < line.n && line.p[in + digits] == '@')
        in += 4;
    return in < DEEPEST ? in : DEEPEST;
}

void wrap_lines(struct str text, size_t columns, struct buf *out)
{
    char before[DEEPEST + 1];
    struct str line;

    while (text.n > 0 && str_cut(&text, '\n', &line)) {
        size_t in = depth(line);
        memset(before, ' ', in);
        before[in] = '\0';
        wrap_line(line, columns, before, out);
    }
}
