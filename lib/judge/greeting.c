#include "judge/greeting.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX = 24 };

static const char *const openings[] = {
    "hello",         "hi",          "hey",
    "hiya",          "dear",        "greetings",
    "good morning",  "good day",    "good afternoon",
    "good evening",  "gentlemen",   "sir",
    "sirs",          "madam",       "to whom it may concern",
    "hallo",         "moin",        "guten tag",
    "guten morgen",  "guten abend", "sehr geehrte",
    "sehr geehrter", "liebe",       "lieber",
    "bonjour",       "bonsoir",     "cher",
    "chère",         "madame",      "monsieur",
    "hola",          "buenos días", "buenos dias",
    "buenas tardes", "estimado",    "estimada",
    "estimados",     "buongiorno",  "salve",
    "gentile",       "beste",       "geachte",
    "goedendag",
};

/* What may stand behind one in small letters. */
static const char *const titles[] = {
    "there", "all",    "team",     "sir",       "sirs",      "madam",    "or",      "and",      "to",
    "you",   "both",   "again",    "everyone",  "everybody", "folks",    "mr",      "mrs",      "ms",
    "miss",  "dr",     "customer", "customers", "service",   "services", "support", "care",     "shop",
    "damen", "und",    "herren",   "herr",      "frau",      "zusammen", "madame",  "monsieur", "et",
    "señor", "señora", "y",        "signor",    "signora",   "heer",     "mevrouw", "en",       "todos",
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 || c == '\'' ||
           c == '-';
}

static struct str word_of(struct str s)
{
    struct str w = {s.p, 0};

    while (w.n < s.n && is_letter(s.p[w.n]))
        w.n++;
    return w;
}

static bool same(struct str w, const char *name)
{
    return w.n == strlen(name) && strncasecmp(w.p, name, w.n) == 0;
}

/* "Ben", "O'Neill": a capital begins it, and it is not all capitals, as in "MY LAMP BROKE". */
static bool is_name(struct str w)
{
    bool capital = (w.p[0] >= 'A' && w.p[0] <= 'Z') || (unsigned char)w.p[0] >= 0x80;

    return capital && w.n <= NAME_MAX && (w.n < 3 || !(w.p[1] >= 'A' && w.p[1] <= 'Z'));
}

static bool is_addressee(struct str w)
{
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (same(w, titles[i]))
            return true;
    return is_name(w);
}

/* What stands behind the longest opening; false when the line begins with none. */
static bool open(struct str line, struct str *rest)
{
    size_t best = 0;

    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        size_t n = strlen(openings[i]);
        if (n > best && n <= line.n && strncasecmp(line.p, openings[i], n) == 0 &&
            (n == line.n || !is_letter(line.p[n])))
            best = n;
    }
    *rest = (struct str){line.p + best, line.n - best};
    return best > 0;
}

static bool only_greets(struct str line)
{
    struct str rest;
    size_t words = 0;

    if (!open(line, &rest))
        return false;
    while (rest.n > 0) {
        struct str w = word_of(rest);
        if (w.n > 0 ? !is_addressee(w) || ++words > GREETING_WORDS : strchr(" \t,.!:;/", rest.p[0]) == NULL)
            return false;
        size_t used = w.n > 0 ? w.n : 1;
        rest = (struct str){rest.p + used, rest.n - used};
    }
    return true;
}

struct str greeting_skip(struct str text)
{
    struct str rest = text, line = {NULL, 0};

    while (str_cut(&rest, '\n', &line) && str_trim(line).n == 0)
        ;
    line = str_trim(line);
    if (line.n == 0 || rest.p == NULL || str_trim(rest).n == 0 || !only_greets(line))
        return text;
    return rest;
}
