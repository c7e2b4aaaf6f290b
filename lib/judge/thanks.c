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

bool thanks_only(struct str own, struct str name, struct str address)
{
    struct buf folded[3] = {{0}};

    text_fold(own, &folded[0]);
    text_fold(name, &folded[1]);
    text_fold(address, &folded[2]);
    bool only = judge(buf_str(&folded[0]), buf_str(&folded[1]), buf_str(&folded[2]));
    for (size_t i = 0; i < 3; i++)
        buf_free(&folded[i]);
    return only;
}
