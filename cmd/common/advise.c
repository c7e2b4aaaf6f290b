#include "cmd/common/advise.h"

#include "base/wrap.h"

enum {
    LABEL = 15,
    NARROW = 40,
    TRAITS_SHOWN = 3
}; /* columns of the labels; below which width nothing is folded */

static void add_line(const char *label, const char *text, size_t columns, struct buf *out)
{
    size_t room = columns > NARROW ? columns - LABEL : SIZE_MAX;

    while (*text != '\0') {
        size_t n = wrap_piece(str_of(text), room);
        buf_printf(out, "%-*s%.*s\n", LABEL, label, (int)n, text);
        label = "";
        for (text += n; *text == ' ';)
            text++;
    }
}

void advise_text(const struct advice *v, size_t columns, struct buf *out)
{
    for (size_t part = 0; part < ADVICE_PARTS; part++) {
        const char *label = advice_label((enum advice_part)part);
        for (size_t i = 0; i < v->n; i++) {
            if (v->lines[i].part != (enum advice_part)part)
                continue;
            add_line(label, v->lines[i].text, columns, out);
            label = "";
        }
    }
    for (size_t i = 0; i < v->traits.n && i < TRAITS_SHOWN; i++) {
        struct buf b = {0};
        buf_printf(&b, "%s: %s", word_name(WORD_TRAIT, (int)v->traits.all[i].trait), v->traits.all[i].why);
        add_line(i == 0 ? "THEY ARE" : "", b.p, columns, out);
        buf_free(&b);
    }
}
