/* Any bytes as a line of import, and as what the mail helper says: refused by its key, or read so that it goes out
 * again and comes back the same. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "form/form_line.h"
#include "form/mailjson.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_line(const struct form_line *l, struct buf *out)
{
    if (l->of_desk)
        form_desk_write(&l->desk, out);
    else
        form_event_write(&l->event, out);
}

static void line(struct str s, struct arena *a)
{
    struct form_line l, m;
    struct buf once = {0}, twice = {0};
    struct err *e = form_line_read(s, a, &l);

    if (e != NULL && (e->code != ERR_DATA || e->text == NULL))
        abort();
    if (e == NULL) {
        write_line(&l, &once);
        if (form_line_read((struct str){once.p, once.len - 1}, a, &m) != NULL)
            abort();
        write_line(&m, &twice);
        if (!str_eq(buf_str(&once), buf_str(&twice)))
            abort();
    }
    err_free(e);
    buf_free(&once);
    buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = {(const char *)data, size};
    struct arena *a = arena_new();
    struct mail_in m;

    line(s, a);
    struct err *e = mailjson_read(s, a, &m);
    if (e != NULL && e->code != ERR_UNAVAILABLE)
        abort();
    err_free(e);
    arena_free(a);
    return 0;
}
