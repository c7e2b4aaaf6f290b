#include "judge/own.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "judge/own_line.h"

enum {
    INTRO_LINES = 4,    /* most lines that "On ... wrote:" is wrapped over */
    SHORT_SIGNATURE = 8 /* most lines with words under a "--" that lacks its space, or over a list's footer */
};

struct line {
    struct str s; /* trimmed */
    size_t from;  /* offset of the line in the text */
    enum own_kind kind;
    bool blank, quote, mark; /* mark: exactly "-- " */
};

struct page {
    struct line *line;
    size_t n;
};

/* A "From:" line under which, within the next six lines with words, two more such fields stand. */
static bool is_field_block(const struct page *p, size_t at)
{
    size_t fields = 0, looked = 0;

    if (!own_line_is_from(p->line[at].s))
        return false;
    for (size_t i = at + 1; i < p->n && looked < 6 && i < at + 14; i++) {
        if (p->line[i].blank)
            continue;
        looked++;
        fields += own_line_is_field(p->line[i].s);
    }
    return fields >= 2;
}

/* How many lines from `at` on introduce a quotation; 0 when none do.  *sure: also without ">" after them. */
static size_t intro_length(const struct page *p, size_t at, bool *sure)
{
    char text[1024];
    size_t n = 0;

    if (!own_line_may_introduce(p->line[at].s))
        return 0;
    for (size_t i = at; i < p->n && i < at + INTRO_LINES; i++) {
        struct str s = p->line[i].s;
        if (p->line[i].blank || p->line[i].quote || n + s.n + 1 > sizeof text)
            return 0;
        memcpy(text + n, s.p, s.n);
        n += s.n;
        struct str all = {text, n};
        *sure = own_line_is_sure(all);
        if (own_line_introduces(all))
            return i + 1 - at;
        text[n++] = ' ';
    }
    return 0;
}

static size_t next_words(const struct page *p, size_t at)
{
    while (at < p->n && p->line[at].blank)
        at++;
    return at;
}

static void mark(struct page *p, size_t from, size_t to, enum own_kind kind)
{
    for (size_t i = from; i < to; i++)
        if (p->line[i].kind == OWN_WORDS)
            p->line[i].kind = kind;
}

/* Everything from `at` on is another's text; a rule right above it belongs to it. */
static void mark_rest(struct page *p, size_t at)
{
    size_t up = at;

    while (up > 0 && p->line[up - 1].blank)
        up--;
    if (up > 0 &&
        (own_line_is_rule(p->line[up - 1].s, '_', 10) || own_line_is_rule(p->line[up - 1].s, '-', 10)))
        at = up - 1;
    mark(p, at, p->n, OWN_QUOTED);
}

/* Mailboxes put a ">" before a line that begins with "From " (RFC 4155); among unquoted lines that is all it is. */
static bool is_escape(const struct page *p, size_t at)
{
    return own_line_is_escape(p->line[at].s) && (at == 0 || !p->line[at - 1].quote) &&
           (at + 1 == p->n || !p->line[at + 1].quote);
}

static void find_quotes(struct page *p)
{
    bool words = false, sure = false;

    for (size_t i = 0; i < p->n; i++) {
        if (p->line[i].quote) {
            p->line[i].kind = is_escape(p, i) ? OWN_WORDS : OWN_QUOTED;
            continue;
        }
        if (p->line[i].blank)
            continue;
        /* With nothing above them such fields are the writer's own: web forms send mails like that. */
        if (own_line_is_original(p->line[i].s) || (words && is_field_block(p, i))) {
            mark_rest(p, i);
            return;
        }
        size_t n = intro_length(p, i, &sure);
        size_t after = n > 0 ? next_words(p, i + n) : i;
        if (n > 0 && after < p->n && !p->line[after].quote && sure) {
            mark(p, i, p->n, OWN_QUOTED);
            return;
        }
        if (n > 0 && (after == p->n || p->line[after].quote))
            mark(p, i, i + n, OWN_QUOTED);
        words = words || p->line[i].kind == OWN_WORDS;
    }
}

/* From the end up, in each run of lines that nothing quoted interrupts: the highest mark of a signature that has
 * little enough under it takes all below it along. */
static void find_signatures(struct page *p)
{
    size_t end = p->n, cut = p->n, below = 0;

    for (size_t i = p->n; i-- > 0;) {
        const struct line *l = &p->line[i];
        if (l->kind == OWN_QUOTED) {
            mark(p, cut, end, OWN_SIGNATURE);
            end = cut = i;
            below = 0;
        }
        if (l->kind == OWN_QUOTED || l->blank)
            continue;
        bool dashes = str_is(l->s, "--") || str_is(l->s, "\xe2\x80\x94") || own_line_is_rule(l->s, '_', 20);
        bool some = below > 0 || cut < end;
        if (l->mark || (dashes && some && below <= SHORT_SIGNATURE) ||
            (below == 0 && own_line_is_device(l->s))) {
            cut = i;
            below = 0;
        } else {
            below++;
        }
    }
    mark(p, cut, end, OWN_SIGNATURE);
}

/* The last own line before a signature, a quotation or the end, after a blank line. */
static void find_dash_names(struct page *p)
{
    bool last = true;

    for (size_t i = p->n; i-- > 0;) {
        if (p->line[i].kind != OWN_WORDS) {
            last = true;
            continue;
        }
        if (p->line[i].blank)
            continue;
        if (last && i > 0 && p->line[i - 1].blank && own_line_is_name(p->line[i].s))
            p->line[i].kind = OWN_SIGNATURE;
        else
            last = false;
    }
}

/* From the end up: paragraphs of lawyers' words. */
static void find_legal(struct page *p, struct str text)
{
    size_t end = p->n;

    for (;;) {
        while (end > 0 && (p->line[end - 1].kind != OWN_WORDS || p->line[end - 1].blank))
            end--;
        size_t start = end;
        while (start > 0 && p->line[start - 1].kind == OWN_WORDS && !p->line[start - 1].blank)
            start--;
        if (start == end)
            return;
        size_t to = end < p->n ? p->line[end].from : text.n;
        struct str paragraph = {text.p + p->line[start].from, to - p->line[start].from};
        struct buf flat = {0};
        for (size_t i = 0; i < paragraph.n; i++)
            buf_addc(&flat, paragraph.p[i] == '\n' || paragraph.p[i] == '\r' ? ' ' : paragraph.p[i]);
        bool legal = own_line_is_legal(buf_str(&flat));
        buf_free(&flat);
        if (!legal)
            return;
        mark(p, start, end, OWN_LEGAL);
    }
}

static struct page read_page(struct str text)
{
    struct page p = {NULL, 0};
    size_t cap = 0;
    struct str rest = text, piece;

    while (str_cut(&rest, '\n', &piece)) {
        if (rest.p == NULL && piece.n == 0)
            break;
        p.line = mem_grow(p.line, &cap, p.n + 1, sizeof *p.line);
        struct line *l = &p.line[p.n++];
        if (piece.n > 0 && piece.p[piece.n - 1] == '\r')
            piece.n--;
        *l = (struct line){.s = str_trim(piece), .from = (size_t)(piece.p - text.p), .kind = OWN_WORDS};
        l->blank = l->s.n == 0;
        l->quote = str_starts(l->s, ">") && (size_t)(l->s.p - piece.p) <= 1;
        l->mark = str_is(piece, "-- ");
    }
    return p;
}

/* A blank line goes with the line above it, so that spans do not flicker. */
static void settle_blanks(struct page *p)
{
    for (size_t i = 1; i < p->n; i++)
        if (p->line[i].blank)
            p->line[i].kind = p->line[i - 1].kind;
}

const struct own_span *own_split(struct arena *a, struct str text, size_t *n)
{
    struct page p = read_page(text);
    size_t spans = 0;

    find_quotes(&p);
    find_signatures(&p);
    find_dash_names(&p);
    find_legal(&p, text);
    settle_blanks(&p);
    for (size_t i = 0; i < p.n; i++)
        spans += i == 0 || p.line[i].kind != p.line[i - 1].kind;
    struct own_span *out = arena_alloc(a, (spans + 1) * sizeof *out);
    struct own_span *last = out;
    for (size_t i = 0; i < p.n; i++) {
        if (i > 0 && p.line[i].kind != p.line[i - 1].kind)
            last++;
        if (last->to == 0)
            *last = (struct own_span){.from = p.line[i].from, .kind = p.line[i].kind};
        last->to = i + 1 < p.n ? p.line[i + 1].from : text.n;
    }
    free(p.line);
    *n = spans;
    return out;
}

struct str own_words(struct arena *a, struct str text)
{
    size_t n;
    struct buf b = {0};
    const struct own_span *spans = own_split(a, text, &n);

    for (size_t i = 0; i < n; i++) {
        struct str s = str_trim((struct str){text.p + spans[i].from, spans[i].to - spans[i].from});
        if (spans[i].kind != OWN_WORDS || s.n == 0)
            continue;
        buf_adds(&b, b.len > 0 ? "\n\n" : "");
        buf_addstr(&b, s);
    }
    struct str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}
