#include "judge/language.h"

#include <stdint.h>
#include <string.h>
#include <unistr.h>

#include "judge/token.h"

enum { BATCH = 16, WORDS_MOST = 128, LEAST = 3, HEAD_BYTES = 8 };

/* Bytes at random that were read as one-byte letters have one control or unassigned character in eight; text has none. */
enum { LOOK_BYTES = 4096, BAD_LEAST = 16, BAD_SHARE = 16 };

/* In the order of their bytes, so that a word is found by halving. */
/* clang-format off */
static const char english[][HEAD_BYTES + 1] = {
    "about", "after", "again", "all", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before", "but", "by", "came", "can", "can't", "could", "did", "didn't", "do", "does", "doesn't",
    "don't", "for", "from", "get", "got", "had", "has", "have", "he", "hello", "her", "here", "him", "his",
    "how", "i", "i'm", "i've", "if", "is", "isn't", "it", "it'll", "it's", "ive", "just", "me", "more",
    "my", "no", "not", "now", "of", "on", "only", "or", "other", "our", "out", "please", "said", "she",
    "should", "since", "so", "some", "still", "than", "thank", "thanks", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "to", "up", "very", "was", "we", "went", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "won't", "would", "you", "your"};
static const char foreign[][HEAD_BYTES + 1] = {
    "aber", "af", "ai", "ainda", "al", "ale", "alla", "ama", "anche", "ancora", "argent", "att", "au",
    "auch", "auf", "aussi", "aux", "av", "avec", "bardzo", "bedankt", "bei", "bestellt", "bir", "bitte",
    "bonjour", "buenas", "buenos", "c'est", "cass\303\251", "ce", "cela", "cette", "che", "ciao", "cok",
    "com", "compr\303\251", "con", "cuando", "czy", "da", "danke", "dans", "das", "dass", "dat", "de",
    "degil", "del", "della", "dem", "den", "depuis", "der", "des", "desde", "det", "deze", "de\304\237il",
    "di", "dias", "dinero", "dinheiro", "donde", "dopo", "du", "dzien", "d\303\255as", "een", "efter",
    "ein", "eine", "einem", "einen", "el", "elle", "em", "en", "encore", "er", "es", "est", "esta", "este",
    "esto", "estos", "estou", "estoy", "est\303\241", "et", "ett", "eu", "foi", "funciona", "f\303\266r",
    "f\303\274r", "geen", "geld", "gern", "gli", "graag", "gracias", "grazie", "habe", "haben", "hace",
    "hallo", "hanno", "har", "hasta", "heb", "hebben", "heeft", "hej", "het", "ho", "hola", "hvad", "hvor",
    "ich", "ici", "icin", "ihnen", "ihr", "ihre", "ik", "ikke", "il", "im", "inte", "isso", "ist",
    "i\303\247in", "j'ai", "jag", "jak", "je", "jeg", "jest", "jestem", "jullie", "kann", "kein", "keine",
    "keinen", "la", "las", "le", "les", "lo", "los", "ma", "maar", "mais", "mam", "mas", "meget", "mehr",
    "mein", "meine", "merci", "mes", "meu", "mi", "mia", "mich", "mij", "mijn", "min", "minha", "mio",
    "mir", "mit", "mitt", "mnie", "moje", "molto", "mon", "muchas", "muito", "muy", "mycket", "m\303\241s",
    "na", "naar", "nach", "nao", "ne", "nel", "ni", "nicht", "nie", "niet", "noch", "non", "notre", "nous",
    "n\303\243o", "n\303\245r", "obrigado", "och", "od", "oder", "og", "ogs\303\245", "ol\303\241", "omdat",
    "ook", "op", "ordine", "os", "para", "pas", "pedido", "pelo", "pengene", "pentru", "per", "perche",
    "perch\303\251", "pero", "plus", "por", "porque", "pour", "prosze", "prosz\304\231", "przez", "puede",
    "pueden", "p\303\245", "quando", "que", "quero", "questa", "questo", "qui", "quiero", "rimborso",
    "sans", "se", "sehr", "seit", "sempre", "sie", "si\304\231", "soldi", "som", "sono", "sont", "su",
    "suis", "sunt", "sur", "tack", "tambem", "tamb\303\251m", "te", "tego", "tengo", "tienda", "tiene",
    "tienen", "til", "todav\303\255a", "toujours", "tr\303\250s", "um", "uma", "un", "una", "und", "une",
    "uns", "usted", "ustedes", "van", "vi", "voce", "voc\303\252", "voc\303\252s", "von", "voor", "vos",
    "vostra", "vostro", "votre", "vous", "vreau", "wann", "warum", "wenn", "werden", "wie", "wieder", "wij",
    "wir", "wordt", "wurde", "y", "yo", "zijn", "zu", "\303\244nnu", "\303\244r", "\303\247a", "\303\247ok",
    "\303\250", "\303\251tait", "\303\252tre", "\303\274ber", "\305\274e"};
/* clang-format on */

/* English words that other languages have too, with a meaning of their own: they tell nothing. */
static const char shared[][HEAD_BYTES + 1] = {"an", "as", "do", "he", "me", "no", "on", "or", "so", "was"};

/* `word` is folded, with zeros behind it up to HEAD_BYTES. */
static bool listed(const char list[][HEAD_BYTES + 1], size_t n, const char *word)
{
    size_t low = 0;

    while (n > low) {
        size_t middle = low + (n - low) / 2;
        int order = memcmp(list[middle], word, HEAD_BYTES);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            n = middle;
    }
    return false;
}

#define LISTED(list, word) listed(list, sizeof(list) / sizeof(list)[0], word)

bool language_small(struct str word)
{
    char folded[HEAD_BYTES] = {0};

    if (word.n == 0 || word.n > HEAD_BYTES)
        return false;
    memcpy(folded, word.p, word.n);
    return LISTED(english, folded);
}

/* Cyrillic and all that comes after: U+0400 and above, but no letters of extended Latin and no typographic marks. */
static bool is_beyond_latin(const char *p)
{
    uint8_t c = (uint8_t)*p;

    return c >= 0xd0 && c != 0xe1 && c != 0xe2 && c != 0xf0;
}

/* What a text's words have told so far. */
struct tally {
    size_t ours, theirs, beyond;
};

/* True: no more need be read, it is English. */
static bool count_word(struct tally *y, struct str text, const struct token *t)
{
    char folded[HEAD_BYTES];

    if (t->flags & (TOKEN_CITED | TOKEN_MARK | TOKEN_NUMBER))
        return false;
    if (is_beyond_latin(text.p + t->off))
        y->beyond++;
    if (t->len > HEAD_BYTES)
        return false;
    for (int i = 0; i < HEAD_BYTES; i++)
        folded[i] = (char)(t->head >> (8 * i) & 0xff);
    bool english_too = LISTED(english, folded), tells = english_too && !LISTED(shared, folded);
    y->ours += tells;
    if (y->ours > LEAST && y->theirs == 0 && y->beyond == 0)
        return true;
    y->theirs += !english_too && LISTED(foreign, folded);
    return false;
}

static bool is_bad(ucs4_t c)
{
    bool control = c < ' ' && (c < '\t' || c > '\r');

    return control || (c >= 0x7f && c < 0xa0) ||
           c == 0xfffd; /* which stands for what could not be decoded, too */
}

bool language_none(struct str text)
{
    const uint8_t *p = (const uint8_t *)text.p;
    size_t n = text.n < LOOK_BYTES ? text.n : LOOK_BYTES, chars = 0, bad = 0;

    for (size_t i = 0; i < n; chars++) {
        ucs4_t c = p[i];
        i += c < 0x80 ? 1 : (size_t)u8_mbtouc(&c, p + i, n - i);
        bad += is_bad(c);
    }
    return bad >= BAD_LEAST && bad * BAD_SHARE > chars;
}

bool language_foreign(struct str text)
{
    struct token_reader r;
    struct token t[BATCH];
    struct tally y = {0};
    size_t n = 0, more;

    if (language_none(text))
        return true;
    token_start(&r, text);
    while (n < WORDS_MOST && (more = token_read(&r, t, BATCH)) > 0) {
        for (size_t i = 0; i < more; i++)
            if (count_word(&y, text, &t[i]))
                return false; /* most texts: that was plain soon */
        n += more;
    }
    return (y.beyond >= LEAST && y.beyond * 2 > n) || (y.theirs >= LEAST && y.theirs > 2 * y.ours);
}
