#include "judge/own.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

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

/* --- small readers of text ------------------------------------------------------------------------------------- */

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool begins(struct str s, const char *word)
{
    size_t n = strlen(word);

    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (fold(s.p[i]) != (unsigned char)word[i])
            return false;
    return true;
}

static bool ends(struct str s, const char *word)
{
    size_t n = strlen(word);

    return s.n >= n && begins((struct str){s.p + s.n - n, n}, word);
}

/* `word` is in lower case; only ASCII letters are folded. */
static bool contains(struct str s, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= s.n; i++)
        if (fold(s.p[i]) == (unsigned char)word[0] && begins((struct str){s.p + i, n}, word))
            return true;
    return false;
}

static bool any_of(bool (*how)(struct str, const char *), struct str s, const char *const *words)
{
    for (; *words != NULL; words++)
        if (how(s, *words))
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_digit(s.p[i]))
            return true;
    return false;
}

static size_t count_words(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return n;
}

/* A line of nothing but `c` (and blanks), at least `least` of them. */
static bool is_rule(struct str s, char c, size_t least)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != c && s.p[i] != ' ')
            return false;
        n += s.p[i] == c;
    }
    return n >= least;
}

/* --- what a line can be ----------------------------------------------------------------------------------------- */

static const char *const intro_begins[] = {"on ", "am ", "le ",  "el ",  "il giorno ", "il ",
                                           "em ", "op ", "den ", "on\n", NULL};
static const char *const intro_ends[] = {"wrote:",
                                         "schrieb:",
                                         "a \xc3\xa9"
                                         "crit:",
                                         "a \xc3\xa9"
                                         "crit :",
                                         "a \xc3\xa9"
                                         "crit\xc2\xa0:",
                                         "escribi\xc3\xb3:",
                                         "ha scritto:",
                                         "escreveu:",
                                         "schreef:",
                                         "skrev:",
                                         NULL};
/* German and Dutch may put the name behind the verb: "Am ... schrieb Name:". */
static const char *const intro_verbs[] = {" schrieb ", " schreef ", " skrev ", NULL};

static const char *const original_words[] = {"original message",
                                             "forwarded message",
                                             "urspr\xc3\xbcngliche nachricht",
                                             "weitergeleitete nachricht",
                                             "originalnachricht",
                                             "message d'origine",
                                             "message original",
                                             "message transf\xc3\xa9r\xc3\xa9",
                                             "mensaje original",
                                             "messaggio originale",
                                             "mensagem original",
                                             "oorspronkelijk bericht",
                                             "reply message",
                                             NULL};

static const char *const from_words[] = {
    "from:", "von:", "de:", "de :", "da:", "van:", "fra:", "fr\xc3\xa5n:", NULL};
static const char *const field_words[] = {
    "sent:",   "date:",      "to:",      "subject:",      "cc:",       "reply-to:",  "gesendet:",
    "datum:",  "an:",        "betreff:", "envoy\xc3\xa9", "\xc3\xa0:", "\xc3\xa0 :", "objet",
    "enviado", "para:",      "asunto:",  "inviato:",      "a:",        "oggetto:",   "verzonden:",
    "aan:",    "onderwerp:", "data:",    "assunto:",      NULL};

static const char *const device_words[] = {
    "sent from ",    "sent via ",         "get outlook for ",      "von meinem ",    "gesendet von ",
    "gesendet mit ", "envoy\xc3\xa9 de ", "envoy\xc3\xa9 depuis ", "enviado desde ", "enviado do ",
    "inviato da ",   "verzonden vanaf ",  "verstuurd vanaf ",      "sendt fra ",     NULL};

/* One of these in a closing paragraph is enough: nobody complains in such words. */
static const char *const legal_words[] = {"intended recipient",
                                          "intended addressee",
                                          "intended only for the",
                                          "intended solely for the",
                                          "for the sole use of the",
                                          "are not the addressee",
                                          "received this e-mail in error",
                                          "received this email in error",
                                          "received this message in error",
                                          "received this transmission in error",
                                          "received it in error",
                                          "this e-mail is confidential",
                                          "this email is confidential",
                                          "this message is confidential",
                                          "may contain confidential",
                                          "contains confidential",
                                          "legally privileged",
                                          "before printing this e",
                                          "nicht der richtige adressat",
                                          "enth\xc3\xa4lt vertrauliche",
                                          "vertrauliche und/oder",
                                          "irrt\xc3\xbcmlich erhalten",
                                          "destinataire de ce message",
                                          "\xc3\xa0 l'intention exclusive",
                                          "message est confidentiel",
                                          NULL};

/* Mail programs put stars around words that were bold. */
static struct str unbold(struct str s)
{
    while (s.n > 0 && (s.p[0] == '*' || s.p[0] == '_'))
        s = (struct str){s.p + 1, s.n - 1};
    return s;
}

static bool is_field(struct str s, const char *const *words)
{
    char plain[24];
    size_t n = 0;

    s = unbold(s);
    for (size_t i = 0; i < s.n && n < sizeof plain; i++)
        if (s.p[i] != '*')
            plain[n++] = s.p[i];
    return any_of(begins, (struct str){plain, n}, words);
}

/* "-----Original Message-----", "Begin forwarded message:" */
static bool is_original(struct str s)
{
    if (begins(s, "begin forwarded message:") || begins(s, "anfang der weitergeleiteten nachricht:"))
        return true;
    if (s.n > 100 || !str_starts(s, "--") || !ends(s, "--"))
        return false;
    return any_of(contains, s, original_words);
}

/* A "From:" line under which, within the next six lines with words, two more such fields stand. */
static bool is_field_block(const struct page *p, size_t at)
{
    size_t fields = 0, looked = 0;

    if (!is_field(p->line[at].s, from_words))
        return false;
    for (size_t i = at + 1; i < p->n && looked < 6 && i < at + 14; i++) {
        if (p->line[i].blank)
            continue;
        looked++;
        fields += is_field(p->line[i].s, field_words);
    }
    return fields >= 2;
}

static bool is_device(struct str s)
{
    if (s.n > 80 || count_words(s) > 8 || !any_of(begins, s, device_words))
        return false;
    return s.p[s.n - 1] != '.' && s.p[s.n - 1] != '!' && s.p[s.n - 1] != '?' && memchr(s.p, ',', s.n) == NULL;
}

/* How many lines from `at` on introduce a quotation; 0 when none do. */
static size_t intro_length(const struct page *p, size_t at)
{
    char text[1024];
    size_t n = 0;
    bool dated = is_digit(p->line[at].s.n > 0 ? p->line[at].s.p[0] : ' ');
    bool named = memchr(p->line[at].s.p, '<', p->line[at].s.n) != NULL;

    if (!dated && !named && !any_of(begins, p->line[at].s, intro_begins))
        return 0;
    for (size_t i = at; i < p->n && i < at + INTRO_LINES; i++) {
        struct str s = p->line[i].s;
        if (p->line[i].blank || p->line[i].quote || n + s.n + 1 > sizeof text)
            return 0;
        memcpy(text + n, s.p, s.n);
        n += s.n;
        struct str all = {text, n};
        bool ended = any_of(ends, all, intro_ends) || (ends(all, ":") && any_of(contains, all, intro_verbs));
        if (ended && (has_digit(all) || memchr(text, '@', n) != NULL))
            return i + 1 - at;
        text[n++] = ' ';
    }
    return 0;
}

/* --- passes over the page --------------------------------------------------------------------------------------- */

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
    if (up > 0 && (is_rule(p->line[up - 1].s, '_', 10) || is_rule(p->line[up - 1].s, '-', 10)))
        at = up - 1;
    mark(p, at, p->n, OWN_QUOTED);
}

/* True when an introduction of lines [at, at + n) that no ">" follows still begins a quotation: it names a time of
 * day or an address, as only programs do. */
static bool intro_is_sure(const struct page *p, size_t at, size_t n)
{
    for (size_t i = at; i < at + n; i++) {
        struct str s = p->line[i].s;
        if (memchr(s.p, '@', s.n) != NULL)
            return true;
        for (size_t k = 1; k + 2 < s.n; k++)
            if (s.p[k] == ':' && is_digit(s.p[k - 1]) && is_digit(s.p[k + 1]) && is_digit(s.p[k + 2]))
                return true;
    }
    return false;
}

/* Mailboxes put a ">" before a line that begins with "From " (RFC 4155); among unquoted lines that is all it is. */
static bool is_escape(const struct page *p, size_t at)
{
    return begins(p->line[at].s, ">from ") && (at == 0 || !p->line[at - 1].quote) &&
           (at + 1 == p->n || !p->line[at + 1].quote);
}

static void find_quotes(struct page *p)
{
    for (size_t i = 0; i < p->n; i++) {
        if (p->line[i].quote) {
            p->line[i].kind = is_escape(p, i) ? OWN_WORDS : OWN_QUOTED;
            continue;
        }
        if (p->line[i].blank)
            continue;
        if (is_original(p->line[i].s) || is_field_block(p, i)) {
            mark_rest(p, i);
            return;
        }
        size_t n = intro_length(p, i);
        if (n == 0)
            continue;
        size_t after = next_words(p, i + n);
        if (after < p->n && !p->line[after].quote && intro_is_sure(p, i, n)) {
            mark(p, i, p->n, OWN_QUOTED);
            return;
        }
        if (after == p->n || p->line[after].quote)
            mark(p, i, i + n, OWN_QUOTED);
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
        bool dashes = str_is(l->s, "--") || str_is(l->s, "\xe2\x80\x94") || is_rule(l->s, '_', 20);
        bool some = below > 0 || cut < end;
        if (l->mark || (dashes && some && below <= SHORT_SIGNATURE) || (below == 0 && is_device(l->s))) {
            cut = i;
            below = 0;
        } else {
            below++;
        }
    }
    mark(p, cut, end, OWN_SIGNATURE);
}

/* "-Name" or "- Name Name": dash, one to four words that begin with a capital, nothing else. */
static bool is_dash_name(struct str s)
{
    if (s.n < 3 || s.n > 40 || s.p[0] != '-' || s.p[1] == '-')
        return false;
    struct str rest = str_trim((struct str){s.p + 1, s.n - 1}), word;
    size_t n = 0;
    while (str_cut(&rest, ' ', &word)) {
        if (word.n == 0 || ++n > 4 || word.p[0] < 'A' || word.p[0] > 'Z' || has_digit(word))
            return false;
        if (strchr(",;:!?", word.p[word.n - 1]) != NULL)
            return false;
    }
    return true;
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
        if (last && i > 0 && p->line[i - 1].blank && is_dash_name(p->line[i].s))
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
        bool legal = any_of(contains, buf_str(&flat), legal_words);
        buf_free(&flat);
        if (!legal)
            return;
        mark(p, start, end, OWN_LEGAL);
    }
}

/* --- together --------------------------------------------------------------------------------------------------- */

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
