#include "judge/own_line.h"

#include <string.h>

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

/* `word` is in lower case; only ASCII letters are folded.  Every line is asked for every word, so a word's two ends are
 * looked at first. */
static bool contains(struct str s, const char *word)
{
    size_t n = strlen(word);
    const int bit = 'a' ^ 'A', first = word[0] | bit, last = word[n - 1] | bit;

    for (size_t i = 0; i + n <= s.n; i++)
        if ((s.p[i] | bit) == first && (s.p[i + n - 1] | bit) == last &&
            begins((struct str){s.p + i, n}, word))
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

bool own_line_is_rule(struct str s, char c, size_t least)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != c && s.p[i] != ' ')
            return false;
        n += s.p[i] == c;
    }
    return n >= least;
}

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

bool own_line_is_original(struct str s)
{
    if (begins(s, "begin forwarded message:") || begins(s, "anfang der weitergeleiteten nachricht:"))
        return true;
    if (s.n > 100 || !str_starts(s, "--") || !ends(s, "--"))
        return false;
    return any_of(contains, s, original_words);
}

bool own_line_is_device(struct str s)
{
    if (s.n > 80 || count_words(s) > 8 || !any_of(begins, s, device_words))
        return false;
    return s.p[s.n - 1] != '.' && s.p[s.n - 1] != '!' && s.p[s.n - 1] != '?' && memchr(s.p, ',', s.n) == NULL;
}

bool own_line_is_name(struct str s)
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

bool own_line_is_from(struct str s)
{
    return is_field(s, from_words);
}

bool own_line_is_field(struct str s)
{
    return is_field(s, field_words);
}

bool own_line_may_introduce(struct str s)
{
    return s.n > 0 && (is_digit(s.p[0]) || memchr(s.p, '<', s.n) != NULL || any_of(begins, s, intro_begins));
}

bool own_line_introduces(struct str s)
{
    bool ended = any_of(ends, s, intro_ends) || (ends(s, ":") && any_of(contains, s, intro_verbs));

    return ended && (has_digit(s) || memchr(s.p, '@', s.n) != NULL);
}

bool own_line_is_sure(struct str s)
{
    bool time = false, year = false;

    if (memchr(s.p, '@', s.n) != NULL)
        return true;
    for (size_t i = 1; i + 2 < s.n; i++) {
        bool two = is_digit(s.p[i + 1]) && is_digit(s.p[i + 2]);
        time = time || (s.p[i] == ':' && is_digit(s.p[i - 1]) && two);
        year = year || (s.p[i - 1] == '2' && s.p[i] == '0' && two);
    }
    return time && year;
}

bool own_line_is_escape(struct str s)
{
    return begins(s, ">from ");
}

bool own_line_is_legal(struct str s)
{
    return any_of(contains, s, legal_words);
}
