#include "judge/thanks.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { WORDS_MAX = 30 };

/* English, German, French, Spanish, Italian, Dutch. */
static const char *const thanking[] = {
    "thanks",     "thank",    "thx",      "ty",        "cheers",     "danke",       "dank",     "merci",
    "gracias",    "grazie",   "bedankt",  "dankjewel", "dankeschön", "dankeschoen", "grateful", "appreciated",
    "appreciate", "obrigado", "obrigada", "tak",       "tack",       "vielendank",
};

/* What may stand beside it. */
static const char *const beside[] = {
    "you",     "so",        "very",       "much",         "a",       "lot",          "many",
    "again",   "all",       "for",        "your",         "the",     "help",         "support",
    "quick",   "fast",      "prompt",     "reply",        "answer",  "response",     "service",
    "it",      "that",      "this",       "is",           "was",     "great",        "perfect",
    "good",    "wonderful", "excellent",  "brilliant",    "lovely",  "super",        "really",
    "and",     "we",        "i",          "am",           "are",     "everyone",     "team",
    "kind",    "best",      "warm",       "regards",      "wishes",  "sincerely",    "yours",
    "hi",      "hello",     "dear",       "have",         "nice",    "day",          "weekend",
    "evening", "now",       "works",      "working",      "fine",    "well",         "ok",
    "okay",    "yes",       "happy",      "everything",   "sorted",  "solved",       "resolved",
    "bye",     "in",        "advance",    "my",           "to",      "be",           "x",
    "xx",      "vielen",    "herzlichen", "besten",       "schönen", "schoenen",     "tag",
    "gruss",   "grüssen",   "grüsse",     "gruesse",      "mit",     "freundlichen", "viele",
    "liebe",   "beste",     "lg",         "mfg",          "für",     "fuer",         "ihre",
    "die",     "hilfe",     "schnelle",   "antwort",      "sehr",    "alles",        "gut",
    "hallo",   "beaucoup",  "bonjour",    "cordialement", "muchas",  "mille",        "tante",
    "saludos", "un",        "hartelijk",  "groet",        "groeten", "met",          "vriendelijke",
    "je",      "wel",       "u",          "bonne",        "journée", "took",         "care",
    "of",      "indeed",
};

static bool among(struct str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(word, list[i]))
            return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* The next word of folded text.  *other is set when something stands before it that is neither blank nor the
 * punctuation of a friendly line. */
static bool next(struct str *rest, struct str *word, bool *other)
{
    size_t i = 0, j;

    while (i < rest->n && !is_letter(rest->p[i])) {
        if (rest->p[i] == '\0' || strchr(" \t\r\n.,!:;()-'", rest->p[i]) == NULL)
            *other = true;
        i++;
    }
    for (j = i; j < rest->n && is_letter(rest->p[j]);)
        j++;
    *word = (struct str){rest->p + i, j - i};
    *rest = (struct str){rest->p + j, rest->n - j};
    return word->n > 0;
}

/* Whether the word is one of those in `text`, which is folded. */
static bool within(struct str word, struct str text)
{
    struct str w;
    bool other;

    while (next(&text, &w, &other))
        if (str_eq(w, word))
            return true;
    return false;
}

static bool judge(struct str text, struct str name, struct str address)
{
    struct str word;
    bool other = false, thanked = false;
    size_t n = 0;

    while (next(&text, &word, &other)) {
        bool thanks = among(word, thanking, sizeof thanking / sizeof thanking[0]);
        thanked = thanked || thanks;
        if (other || ++n > WORDS_MAX)
            return false;
        if (!thanks && !among(word, beside, sizeof beside / sizeof beside[0]) && !within(word, name) &&
            !within(word, address))
            return false;
    }
    return thanked && !other;
}

typedef bool judge_fn(struct str text, struct str name, struct str address);

static bool judge_folded(judge_fn *fn, struct str own, struct str name, struct str address)
{
    struct buf folded[3] = {{0}};

    text_fold(own, &folded[0]);
    text_fold(name, &folded[1]);
    text_fold(address, &folded[2]);
    bool is = fn(buf_str(&folded[0]), buf_str(&folded[1]), buf_str(&folded[2]));
    for (size_t i = 0; i < 3; i++)
        buf_free(&folded[i]);
    return is;
}

bool thanks_only(struct str own, struct str name, struct str address)
{
    return judge_folded(judge, own, name, address);
}

/* --- with a sentence of content ------------------------------------------------------------------------------------ */

enum { HAPPY_WORDS_MAX = 40, UNKNOWN_MAX = 4 };

/* One of these makes a clause a happy one, whatever else stands there. */
static const char *const happy[] = {
    "great",     "perfect",   "perfectly", "brilliant", "excellent",  "wonderful", "lovely",    "superb",
    "fantastic", "amazing",   "awesome",   "delighted", "happy",      "pleased",   "satisfied", "glad",
    "love",      "good",      "kind",      "fits",      "fit",        "works",     "working",   "arrived",
    "came",      "received",  "got",       "sorted",    "solved",     "resolved",  "settled",   "fixed",
    "ok",        "okay",      "fine",      "well",      "recommend",  "buy",       "nice",      "helpful",
    "friendly",  "impressed", "content",   "done",      "appreciate", "best",
};

/* One of these makes it a message to be read. */
static const char *const blocking[] = {
    "but",     "still",     "however",   "although", "though",  "except",  "yet",     "not",
    "no",      "never",     "nothing",   "nobody",   "none",    "cannot",  "neither", "nor",
    "without", "only",      "just",      "instead",  "until",   "unless",  "if",      "unfortunately",
    "sadly",   "wrong",     "broken",    "broke",    "leaks",   "leaking", "leaked",  "missing",
    "problem", "problems",  "issue",     "issues",   "fault",   "faulty",  "damaged", "defective",
    "late",    "waiting",   "wait",      "waited",   "lost",    "losing",  "lose",    "second",
    "third",   "another",   "other",     "more",     "worse",   "worst",   "bad",     "please",
    "need",    "want",      "could",     "would",    "should",  "must",    "when",    "where",
    "why",     "how",       "what",      "who",      "almost",  "nearly",  "stopped", "stops",
    "failed",  "fails",     "ruining",   "ruined",   "wasting", "hardly",  "too",     "dont",
    "doesnt",  "didnt",     "isnt",      "wasnt",    "wont",    "cant",    "half",    "supposed",
    "return",  "returning", "complaint", "before",   "after",   "finally", "sue",     "empty",
};

/* "Again" is good only so. */
static const char *const gladly[] = {"buy",       "order", "shop",   "use",  "come",
                                     "recommend", "visit", "thanks", "thank"};

#define AMONG(word, list) among(word, list, sizeof(list) / sizeof(list)[0])

struct clause {
    size_t unknown;
    bool happy, gladly, again;
};

static bool clause_is_happy(const struct clause *c)
{
    return (c->unknown == 0 || (c->happy && c->unknown <= UNKNOWN_MAX)) && (!c->again || c->gladly);
}

/* Looks at what stands before the next word; false for a question. */
static bool between(struct str *rest, bool *ends)
{
    size_t i = 0;

    for (; i < rest->n && !is_letter(rest->p[i]); i++) {
        char c = rest->p[i];
        if (c == '?')
            return false;
        if (c == '\n' && i + 1 < rest->n && rest->p[i + 1] == '\n')
            *ends = true;
        if (strchr(".,!;:-", c) != NULL && c != '\0')
            *ends = true;
    }
    *rest = (struct str){rest->p + i, rest->n - i};
    return true;
}

/* "It's" is "it"; *negated for "isn't". */
static struct str happy_word(struct str *rest, bool *negated)
{
    static const char mark[] = "\342\200\231";
    size_t n = 0;

    while (n < rest->n && is_letter(rest->p[n]) && (rest->n - n < 3 || memcmp(rest->p + n, mark, 3) != 0))
        n++;
    struct str word = {rest->p, n};
    size_t skip = n < rest->n && rest->p[n] == '\'' ? 1 : n < rest->n && is_letter(rest->p[n]) ? 3 : 0;
    size_t end = n + skip;
    while (skip > 0 && end < rest->n && is_letter(rest->p[end]))
        end++;
    *negated = skip > 0 && end - n == skip + 1 && rest->p[end - 1] == 't' && n > 0 && rest->p[n - 1] == 'n';
    *rest = (struct str){rest->p + end, rest->n - end};
    return word;
}

static bool judge_happy(struct str text, struct str name, struct str address)
{
    struct clause c = {0};
    bool any = false, negated;

    for (size_t n = 0; n <= HAPPY_WORDS_MAX; n++) {
        bool ends = false;
        if (!between(&text, &ends))
            return false;
        bool over = text.n == 0;
        struct str word = over ? text : happy_word(&text, &negated);
        if (over || ends || str_is(word, "and")) {
            if (!clause_is_happy(&c))
                return false;
            c = (struct clause){0};
        }
        if (over)
            return any;
        if (negated || AMONG(word, blocking))
            return false;
        bool glad = AMONG(word, happy) || AMONG(word, thanking);
        any |= glad;
        c.happy |= glad;
        c.gladly |= AMONG(word, gladly);
        c.again |= str_is(word, "again");
        c.unknown += !glad && !AMONG(word, beside) && !within(word, name) && !within(word, address);
    }
    return false;
}

bool thanks_happy(struct str own, struct str name, struct str address)
{
    return judge_folded(judge_happy, own, name, address);
}
