#include "desk/sealwords.h"

#include <string.h>

#include "desk/fields.h"
#include "form/csv_out.h"
#include "form/sha256.h"
#include "store/db_event.h"
#include "store/db_words.h"

enum { SECRET = 16 }; /* bytes of first words, at least, that nobody guesses */

#define ERASED "(erased)"

/* "-": too few words to hide a short text. */
static struct err *digest(struct desk *d, subject of, struct str text, struct arena *a, char out[SHA256_TEXT])
{
    struct event first;
    struct str words = {0};
    struct err *e = db_event_get(d->db, of, 1, &first);

    if (e == NULL)
        e = db_words_get(d->db, first.words, a, &words, NULL);
    if (e != NULL || words.n < SECRET) {
        memcpy(out, "-", 2);
        return e;
    }
    struct buf b = {0};
    buf_addstr(&b, words);
    buf_addc(&b, '\0');
    buf_addstr(&b, text);
    (void)sha256_text(buf_str(&b), out);
    buf_free(&b);
    return NULL;
}

struct err *sealwords_cell(struct desk *d, subject of, uint32_t no, struct str text, struct buf *csv)
{
    char hash[SHA256_TEXT];
    struct arena *a;

    if (text.n == 0)
        return NULL;
    a = arena_new();
    struct err *e = digest(d, of, text, a, hash);
    if (e == NULL)
        buf_printf(csv, "{%lld@%u %s}", (long long)of, (unsigned)no, hash);
    arena_free(a);
    return e;
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

struct cell {
    long long of, no;
    struct str hash;
    size_t n; /* bytes of it */
};

static bool is_hash(struct str s)
{
    size_t i = 0;

    while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
        i++;
    return str_is(s, "-") || (s.n == SHA256_TEXT - 1 && i == s.n);
}

/* Whether a whole cell at the head of `rest` is words that were put away. */
static bool is_cell(struct str rest, struct cell *c)
{
    struct str head, of, no;
    const char *end = rest.n > 0 && rest.p[0] == '{' ? memchr(rest.p, '}', rest.n) : NULL;

    if (end == NULL)
        return false;
    c->n = (size_t)(end - rest.p) + 1;
    head = (struct str){rest.p + 1, c->n - 2};
    if (c->n < rest.n && rest.p[c->n] != ',' && rest.p[c->n] != '\r')
        return false;
    if (!str_cut(&head, '@', &of) || !str_cut(&head, ' ', &no))
        return false;
    c->hash = head;
    return str_number(of, INT64_MAX, &c->of) && str_number(no, UINT32_MAX, &c->no) && is_hash(head);
}

static struct err *open_cell(struct desk *d, const struct cell *c, struct buf *csv, struct buf *gone)
{
    struct arena *a = arena_new();
    char hash[SHA256_TEXT];
    struct str text = {0};
    struct event ev;
    struct err *e = db_event_get(d->db, c->of, (uint32_t)c->no, &ev);

    if (e == NULL)
        e = fields_text(d->db, &ev, a, &text);
    if (e == NULL)
        e = digest(d, c->of, text, a, hash);
    if (e == NULL && text.n > 0 && (str_is(c->hash, "-") || str_is(c->hash, hash))) {
        csv_out_guarded(text, csv);
    } else if (e == NULL) {
        buf_adds(csv, ERASED);
        buf_printf(gone, "%s%lld@%lld", gone->len > 0 ? ", " : "", c->of, c->no);
    }
    arena_free(a);
    return e;
}

struct err *sealwords_open(struct desk *d, struct str rows, struct buf *csv, struct buf *gone)
{
    bool quoted = false, starts = true; /* inside quotes; where a cell begins */
    struct err *e = NULL;
    struct cell c;

    for (size_t i = 0; i < rows.n && e == NULL; i++) {
        if (starts && is_cell((struct str){rows.p + i, rows.n - i}, &c)) {
            e = open_cell(d, &c, csv, gone);
            i += c.n - 1;
            starts = false;
            continue;
        }
        if (rows.p[i] == '"')
            quoted = !quoted;
        starts = !quoted && (rows.p[i] == ',' || rows.p[i] == '\n');
        buf_addc(csv, rows.p[i]);
    }
    return e;
}
