#include "judge/letter.h"

#include <string.h>

static const char *const parts[LETTER_PARTS] = {
    [LETTER_GREETING] = "greeting", [LETTER_RESTATE] = "restate", [LETTER_EMPATHY] = "empathy",
    [LETTER_APOLOGY] = "apology",   [LETTER_OFFER] = "offer",     [LETTER_NEXT] = "next",
    [LETTER_CLOSE] = "close",
};

int letter_part_find(struct str name)
{
    for (int i = 0; i < LETTER_PARTS; i++)
        if (str_is(name, parts[i]))
            return i;
    return -1;
}

const char *letter_part_near(struct str name)
{
    return str_near(name, parts, LETTER_PARTS);
}

/* --- choosing ----------------------------------------------------------------------------------------------------- */

static bool holds(const struct letter *l, const char *when)
{
    for (size_t i = 0; i < l->nholds; i++)
        if (strcmp(l->holds[i], when) == 0)
            return true;
    return false;
}

/* The sentence for a part; NULL when policy has none. */
static const char *choose(const struct letter *l, int part)
{
    const struct letter_wording *found = NULL;

    for (size_t i = 0; i < l->nwordings; i++) {
        const struct letter_wording *w = &l->wordings[i];
        if (w->part != part || w->nsay == 0)
            continue;
        if (*w->when != '\0' && holds(l, w->when)) {
            found = w;
            break;
        }
        if (*w->when == '\0' && found == NULL)
            found = w;
    }
    return found != NULL ? found->say[l->number % found->nsay] : NULL;
}

static void put_value(const struct letter *l, struct str name, struct buf *out)
{
    for (size_t i = 0; i < l->nvalues; i++)
        if (str_is(name, l->values[i].name) && l->values[i].value.n > 0) {
            buf_addstr(out, l->values[i].value);
            return;
        }
    buf_adds(out, "[[");
    buf_addstr(out, name);
    buf_adds(out, "]]");
}

static void put_sentence(const struct letter *l, const char *say, struct buf *out)
{
    while (*say != '\0') {
        const char *open = strchr(say, '{');
        const char *shut = open != NULL ? strchr(open, '}') : NULL;
        if (shut == NULL) {
            buf_adds(out, say);
            return;
        }
        buf_add(out, say, (size_t)(open - say));
        put_value(l, (struct str){open + 1, (size_t)(shut - open - 1)}, out);
        say = shut + 1;
    }
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Words in lines; two spaces between sentences stay. */
static void fold(struct str s, struct buf *out)
{
    size_t column = 0;

    for (size_t i = 0; i < s.n;) {
        size_t from = i, word;
        while (i < s.n && is_blank(s.p[i]))
            i++;
        size_t gap = i - from > 1 ? 2 : i - from;
        word = i;
        while (i < s.n && !is_blank(s.p[i]))
            i++;
        if (i == word)
            break;
        if (column > 0 && column + gap + (i - word) > LETTER_COLUMNS) {
            buf_addc(out, '\n');
            column = 0;
        }
        if (column > 0)
            buf_add(out, "  ", gap);
        column += (column > 0 ? gap : 0) + (i - word);
        buf_add(out, s.p + word, i - word);
    }
}

/* Which parts begin a paragraph; the others go on behind the part before. */
static bool begins(int part)
{
    return part != LETTER_APOLOGY;
}

/* A paragraph begins with a capital, whatever stands in front of it in policy. */
static void capital(struct buf *b)
{
    if (b->len > 0 && b->p[0] >= 'a' && b->p[0] <= 'z')
        b->p[0] = (char)(b->p[0] - 'a' + 'A');
}

void letter_write(const struct letter *l, struct buf *out)
{
    struct buf paragraph = {0};

    for (int part = 0; part <= LETTER_PARTS; part++) {
        const char *say = part < LETTER_PARTS ? choose(l, part) : NULL;
        if ((part == LETTER_PARTS || (say != NULL && begins(part))) && paragraph.len > 0) {
            capital(&paragraph);
            fold(buf_str(&paragraph), out);
            buf_adds(out, part < LETTER_PARTS ? "\n\n" : "\n");
            buf_reset(&paragraph);
        }
        if (say == NULL)
            continue;
        if (paragraph.len > 0)
            buf_addc(&paragraph, ' ');
        put_sentence(l, say, &paragraph);
    }
    buf_free(&paragraph);
}

void letter_paragraph(const struct letter *l, const char *say, struct buf *out)
{
    struct buf paragraph = {0};

    put_sentence(l, say, &paragraph);
    capital(&paragraph);
    if (paragraph.len > 0)
        fold(buf_str(&paragraph), out);
    buf_addc(out, '\n');
    buf_free(&paragraph);
}

void letter_line(const struct letter *l, const char *say, struct buf *out)
{
    put_sentence(l, say, out);
}

bool letter_gap(struct str text, size_t *off, size_t *len)
{
    bool start = true, cited = false;

    for (size_t i = 0; i + 1 < text.n; i++) {
        cited = start ? text.p[i] == '>' : cited;
        start = text.p[i] == '\n';
        if (cited || text.p[i] != '[' || text.p[i + 1] != '[')
            continue;
        size_t end = i + 2;
        while (end < text.n && text.p[end] != ']' && end - i < 200)
            end++;
        while (end < text.n && text.p[end] == ']')
            end++;
        *off = i;
        *len = end - i;
        return true;
    }
    return false;
}

/* FNV-1a, 64 bits. */
unsigned long long letter_mark(struct str text)
{
    unsigned long long h = 14695981039346656037ULL;

    for (size_t i = 0; i < text.n; i++) {
        if (is_blank(text.p[i]))
            continue;
        h ^= (unsigned char)text.p[i];
        h *= 1099511628211ULL;
    }
    return h;
}
