#include "desk/mailbox.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { LINE_COLUMNS = 400 };

struct str mailbox_line(struct arena *a, struct str s)
{
    struct buf b = {0};

    text_head(s, LINE_COLUMNS, &b);
    struct str out = arena_str(a, b.p != NULL ? buf_str(&b) : str_of(""));
    buf_free(&b);
    return out;
}

struct str mailbox_called(struct arena *a, struct str name)
{
    struct str line = mailbox_line(a, name);
    bool address = memchr(line.p, '@', line.n) != NULL && memchr(line.p, ' ', line.n) == NULL,
         letters = false;

    for (size_t i = 0; i < line.n; i++)
        letters = letters || (line.p[i] >= 'A' && line.p[i] <= 'Z') ||
                  (line.p[i] >= 'a' && line.p[i] <= 'z') || (unsigned char)line.p[i] >= 0x80;
    return line.n > 0 && (address || !letters) ? str_of("customer") : line;
}

static bool is_atom(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr("()<>[]:;@\\,.\"", s.p[i]) != NULL)
            return false;
    return s.n > 0;
}

void mailbox_write(struct str name, struct str address, struct buf *out)
{
    bool plain = is_atom(name);

    if (name.n > 0 && !str_eq(name, address)) {
        buf_adds(out, plain ? "" : "\"");
        for (size_t i = 0; i < name.n; i++) {
            if (name.p[i] == '"' || name.p[i] == '\\')
                buf_addc(out, '\\');
            buf_addc(out, name.p[i]);
        }
        buf_adds(out, plain ? " " : "\" ");
    }
    buf_addc(out, '<');
    buf_addstr(out, address);
    buf_addc(out, '>');
}

bool mailbox_is_automatic(struct str address)
{
    static const char *const names[] = {
        "mailer-daemon", "postmaster", "no-reply", "noreply",  "no_reply",  "donotreply", "do-not-reply",
        "do_not_reply",  "bounce",     "bounces",  "listserv", "majordomo", "nobody"};
    struct str rest = address, local;

    str_cut(&rest, '@', &local);
    for (size_t i = 0; i < local.n; i++) /* bounces+42=jane@... */
        if (local.p[i] == '+' || local.p[i] == '=')
            local.n = i;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (local.n == strlen(names[i]) && strncasecmp(local.p, names[i], local.n) == 0)
            return true;
    return local.n == 0;
}
