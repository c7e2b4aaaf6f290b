#define _GNU_SOURCE
#include "cmd/helper/cust-mime/scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "cmd/helper/cust-mime/flags.h"

/* The headers that the helper reads; no other reaches the parser. */
static const char *const wanted[] = {"Auto-Submitted",
                                     "Cc",
                                     "Content-Description",
                                     "Content-Disposition",
                                     "Content-ID",
                                     "Content-Transfer-Encoding",
                                     "Content-Type",
                                     "Date",
                                     "From",
                                     "In-Reply-To",
                                     "List-Help",
                                     "List-Id",
                                     "List-Post",
                                     "List-Unsubscribe",
                                     "MIME-Version",
                                     "Message-ID",
                                     "Precedence",
                                     "References",
                                     "Reply-To",
                                     "Return-Path",
                                     "Sender",
                                     "Subject",
                                     "To",
                                     "X-Auto-Response-Suppress",
                                     "X-Autoreply",
                                     "X-Autorespond",
                                     "X-Failed-Recipients"};
enum { WANTED = sizeof wanted / sizeof wanted[0], TABLE = 1024, BOUNDARY_MAX = 512 };

/* The boundaries that header blocks declared, as hashes: a line that only looks like one counts as a part too. */
struct walk {
    uint32_t table[TABLE];
    unsigned known; /* boundaries in the table */
    bool any;       /* a boundary is written in a way that this scan cannot read: every "--" line counts */
    bool digest;    /* a multipart/digest: its parts are messages without saying so */
    bool container; /* this header block declares a multipart or a message */
    bool message;   /* this header block declares a message */
    bool fresh;     /* this header block is the first after a delimiter */
    bool stray;     /* these lines stand before a multipart's first part, or behind its last */
    size_t strays;  /* how many bytes did */
    unsigned parts, containers, dashes, lines;
    size_t block, blocks; /* header bytes in this block, and in all */
};

static size_t line_end(const char *p, size_t at, size_t n)
{
    const char *nl = at < n ? memchr(p + at, '\n', n - at) : NULL;

    return nl != NULL ? (size_t)(nl - p) + 1 : n;
}

static bool is_blank(struct str line)
{
    return line.n == 0 || (line.n == 1 && (line.p[0] == '\n' || line.p[0] == '\r')) ||
           (line.n == 2 && line.p[0] == '\r' && line.p[1] == '\n');
}

/* RFC 5322 section 2.2: printable ASCII but the colon; blanks before the colon are an old form (4.5). */
static bool header_name(struct str line, struct str *name)
{
    size_t i = 0;

    while (i < line.n && line.p[i] > ' ' && line.p[i] < 127 && line.p[i] != ':')
        i++;
    *name = (struct str){line.p, i};
    while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
        i++;
    return name->n > 0 && i < line.n && line.p[i] == ':';
}

static int wanted_index(struct str name)
{
    for (int i = 0; i < (int)WANTED; i++)
        if (strlen(wanted[i]) == name.n && strncasecmp(wanted[i], name.p, name.n) == 0)
            return i;
    return -1;
}

/* RFC 5322 section 3.6 lets each stand once; for the two that people do repeat, all count. */
static bool repeats(struct str name)
{
    return name.n == 2 && (strncasecmp(name.p, "To", 2) == 0 || strncasecmp(name.p, "Cc", 2) == 0);
}

static const char *find(struct str s, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= s.n; i++)
        if ((s.p[i] | 32) == word[0] && strncasecmp(s.p + i, word, n) == 0)
            return s.p + i;
    return NULL;
}

static uint32_t hash(struct str s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h != 0 ? h : 1;
}

static bool known(struct walk *w, uint32_t h, bool add)
{
    size_t i = h % TABLE;

    while (w->table[i] != 0 && w->table[i] != h)
        i = (i + 1) % TABLE;
    if (w->table[i] == h)
        return true;
    if (add && w->known < TABLE / 2) {
        w->table[i] = h;
        w->known++;
    } else if (add) {
        w->any = true;
    }
    return false;
}

/* Notes a boundary parameter's value.  What is not plainly `boundary=token` or `boundary="text"` (RFC 2231 pieces,
 * encoded words, comments) makes every line with two dashes count instead. */
static void note_boundary(struct walk *w, struct str rest)
{
    char value[BOUNDARY_MAX];
    size_t n = 0, i = 0;

    while (i < rest.n && strchr(" \t\r\n", rest.p[i]) != NULL && rest.p[i] != '\0')
        i++;
    if (i >= rest.n || rest.p[i] != '=') {
        w->any = w->any || (i < rest.n && (rest.p[i] == '*' || rest.p[i] == '('));
        return;
    }
    for (i++; i < rest.n && strchr(" \t\r\n", rest.p[i]) != NULL && rest.p[i] != '\0';)
        i++;
    bool quoted = i < rest.n && rest.p[i] == '"';
    for (i += quoted; i < rest.n && n < sizeof value; i++) {
        char c = rest.p[i];
        if (quoted ? c == '"' : c == ';' || c == ' ' || c == '\t' || c == '\r' || c == '\n')
            break;
        if (quoted && c == '\\' && i + 1 < rest.n)
            c = rest.p[++i];
        if (c != '\r' && c != '\n')
            value[n++] = c;
    }
    while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
        n--;
    struct str v = {value, n};
    if (n == 0 || n == sizeof value || str_starts(v, "=?") || memchr(value, '(', n) != NULL)
        w->any = true;
    known(w, hash(v), true);
}

/* Reads one line of a header block, with all of the block that follows it, for parameters on folded lines. */
static void note_header(struct walk *w, struct str line, struct str rest)
{
    struct str from_line = {line.p, line.n};

    if (find(line, "message/") != NULL)
        w->message = w->container = true;
    if (find(line, "multipart/") != NULL)
        w->container = true;
    if (find(line, "multipart/digest") != NULL)
        w->digest = true;
    for (const char *at; (at = find(from_line, "boundary")) != NULL;) {
        at += strlen("boundary");
        size_t after = (size_t)(at - rest.p);
        size_t n = rest.n - after < 2 * BOUNDARY_MAX ? rest.n - after : 2 * BOUNDARY_MAX;
        note_boundary(w, (struct str){at, n});
        from_line = (struct str){at, (size_t)(line.p + line.n - at)};
    }
}

enum delimiter { NONE, OPENS, CLOSES };

static enum delimiter delimiter(struct walk *w, struct str line)
{
    if (!str_starts(line, "--"))
        return NONE;
    w->dashes += 1 + w->containers;
    if (w->any)
        return OPENS;
    while (line.n > 2 && strchr(" \t\r\n", line.p[line.n - 1]) != NULL && line.p[line.n - 1] != '\0')
        line.n--;
    if (line.n > BOUNDARY_MAX + 4)
        return NONE;
    struct str name = {line.p + 2, line.n - 2};
    if (known(w, hash(name), false))
        return OPENS;
    bool ends = name.n >= 2 && memcmp(name.p + name.n - 2, "--", 2) == 0;
    return ends && known(w, hash((struct str){name.p, name.n - 2}), false) ? CLOSES : NONE;
}

static bool over(const struct walk *w)
{
    return w->parts > SCAN_PARTS || w->containers > SCAN_CONTAINERS || w->dashes > SCAN_DASH_WORK;
}

static void open_block(struct walk *w)
{
    w->container = w->message = false;
    w->lines = 0;
    w->block = 0;
}

/* One line inside a part's header block; false when it must be dropped. */
static bool keep_header(struct walk *w, struct str line, struct str rest)
{
    w->lines++;
    w->block += line.n;
    w->blocks += line.n;
    if (w->lines > SCAN_BLOCK_LINES || w->block > SCAN_BLOCK_BYTES || w->blocks > SCAN_ALL_BLOCKS)
        return false;
    note_header(w, line, rest);
    return true;
}

/* The header block ends.  True when what follows is one more: that of an enclosed message. */
static bool close_block(struct walk *w)
{
    bool message = w->message || (w->digest && !w->container && w->fresh);

    w->containers += w->container;
    w->stray = w->container && !w->message;
    open_block(w);
    w->fresh = false;
    return message;
}

/* Reads one line of the body; false when it must be dropped.  *head: whether it is inside a header block. */
static bool keep_line(struct walk *w, struct str line, struct str rest, bool *head)
{
    enum delimiter d = delimiter(w, line);

    if (d != NONE) {
        w->parts++;
        *head = d == OPENS;
        w->stray = d == CLOSES;
        open_block(w);
        w->fresh = true;
        return true;
    }
    if (*head && is_blank(line)) {
        *head = close_block(w);
        return true;
    }
    if (*head)
        return keep_header(w, line, rest);
    w->strays += w->stray ? line.n : 0;
    return !w->stray || w->strays <= SCAN_STRAY;
}

/* Walks the body from `at` to n, moving what is kept together; gives the new end. */
static size_t walk_body(struct walk *w, char *p, size_t at, size_t n, unsigned *flags)
{
    size_t to = at;
    bool head = close_block(w);

    for (size_t next; at < n; at = next) {
        next = line_end(p, at, n);
        struct str line = {p + at, next - at};
        bool keep = keep_line(w, line, (struct str){line.p, n - at}, &head);
        if (over(w)) {
            *flags |= FLAGS_LIMITS;
            return to;
        }
        if (!keep) {
            *flags |= FLAGS_LIMITS;
            continue;
        }
        if (to != at)
            memmove(p + to, line.p, line.n);
        to += line.n;
    }
    return to;
}

/* The whole header that starts at `at`, with its folded lines; they may be all blanks (RFC 5322 section 4.2). */
static size_t header_end(const char *p, size_t at, size_t n, unsigned *lines)
{
    size_t end = line_end(p, at, n);

    (*lines)++;
    while (end < n && (p[end] == ' ' || p[end] == '\t')) {
        end = line_end(p, end, n);
        (*lines)++;
    }
    return end;
}

static void put_header(struct buf *head, struct str h, unsigned *flags)
{
    if (h.n > SCAN_HEADER_BYTES) {
        h.n = SCAN_HEADER_BYTES;
        *flags |= FLAGS_LIMITS;
    }
    while (h.n > 0 && (h.p[h.n - 1] == '\n' || h.p[h.n - 1] == '\r'))
        h.n--;
    size_t start = head->len;
    buf_addstr(head, h);
    for (size_t i = start; i < head->len; i++)
        if (head->p[i] == '\0')
            head->p[i] = ' ';
    buf_addc(head, '\n');
}

/* Reads the top headers at `at`, keeps the wanted ones in `head`, gives where the body starts. */
static size_t top_headers(struct buf *head, const struct buf *b, size_t at, unsigned *flags)
{
    unsigned seen[WANTED] = {0}, lines = 0;
    bool first = true;

    while (at < b->len) {
        size_t end = line_end(b->p, at, b->len);
        struct str line = {b->p + at, end - at}, name;
        if (is_blank(line)) {
            at = end;
            break;
        }
        if (!first && (str_starts(line, "From ") || str_starts(line, ">From "))) {
            at = end;
            continue;
        }
        if (!header_name(line, &name)) {
            *flags |= FLAGS_PARTIAL;
            break;
        }
        end = header_end(b->p, at, b->len, &lines);
        int i = wanted_index(name);
        if (i >= 0 && seen[i]++ < (repeats(name) ? SCAN_SAME_HEADER : 1))
            put_header(head, (struct str){b->p + at, end - at}, flags);
        first = false;
        at = end;
    }
    if (lines > SCAN_HEADER_LINES)
        *flags |= FLAGS_LIMITS;
    return at;
}

/* RFC 4155: the "From " line that mbox files and some deliverers put first; its second word is the sender.  What
 * comes from a quoted mbox has a ">From " below it. */
static size_t mbox_line(const struct buf *b, size_t at, struct scan *out)
{
    while (at < b->len && (b->p[at] == '\n' || b->p[at] == '\r'))
        at++;
    for (;;) {
        struct str rest = {b->p + at, b->len - at}, word;
        if (!str_starts(rest, "From ") && !str_starts(rest, ">From "))
            return at;
        size_t end = line_end(b->p, at, b->len);
        rest.n = end - at;
        str_cut(&rest, ' ', &word);
        str_cut(&rest, ' ', &word);
        if (out->envelope.n == 0 && word.n < sizeof out->envelope_bytes &&
            memchr(word.p, '@', word.n) != NULL) {
            memcpy(out->envelope_bytes, word.p, word.n);
            out->envelope = (struct str){out->envelope_bytes, word.n};
        }
        at = end;
    }
}

void scan_cut(struct buf *b, struct scan *out)
{
    struct buf head = {0};
    struct walk w = {0};

    *out = (struct scan){.envelope = {out->envelope_bytes, 0}};
    size_t start = mbox_line(b, SCAN_SLACK, out);
    size_t body = top_headers(&head, b, start, &out->flags);
    size_t n = b->len;
    if (head.len > 0)
        note_header(&w, buf_str(&head), buf_str(&head));
    if (w.container)
        n = walk_body(&w, b->p, body, n, &out->flags);
    buf_addc(&head, '\n');
    /* The kept headers are never longer than the bytes that stood there and the slack. */
    memcpy(b->p + body - head.len, head.p, head.len);
    out->message = (struct str){b->p + body - head.len, n - (body - head.len)};
    buf_free(&head);
}
