#include "cmd/helper/cust-mime/flowed.h"

struct line {
    struct str text; /* without quote marks and stuffing */
    size_t depth;    /* of quoting */
    bool flowed;     /* ends in a space: the next line goes on with it */
};

static struct line read_line(struct str s)
{
    struct line l = {s, 0, false};

    while (l.depth < s.n && s.p[l.depth] == '>')
        l.depth++;
    l.text = (struct str){s.p + l.depth, s.n - l.depth};
    /* Section 4.4: one space in front of the text is stuffing. */
    if (l.text.n > 0 && l.text.p[0] == ' ')
        l.text = (struct str){l.text.p + 1, l.text.n - 1};
    /* Section 4.3: the signature's mark ends in a space and is still a line of its own. */
    l.flowed = l.text.n > 0 && l.text.p[l.text.n - 1] == ' ' && !str_is(l.text, "-- ");
    return l;
}

static void start_line(struct buf *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        buf_addc(out, '>');
    if (depth > 0)
        buf_addc(out, ' ');
}

void flowed_add(struct buf *out, struct str in, bool delsp)
{
    struct str piece;
    bool open = false;
    size_t depth = 0;

    while (str_cut(&in, '\n', &piece)) {
        if (in.p == NULL && piece.n == 0)
            break;
        struct line l = read_line(piece);
        bool goes_on = open && l.depth == depth && !str_is(l.text, "-- ");
        if (open && !goes_on)
            buf_addc(out, '\n');
        if (!goes_on)
            start_line(out, l.depth);
        depth = l.depth;
        open = l.flowed;
        if (l.flowed && delsp)
            l.text.n--;
        buf_addstr(out, l.text);
        if (!l.flowed)
            buf_addc(out, '\n');
    }
    if (open)
        buf_addc(out, '\n');
}
