#include "judge/language.h"

#include <stdint.h>
#include <string.h>

#include "judge/token.h"

enum { BATCH = 128, LEAST = 3, HEAD_BYTES = 8 };

/* Between blanks, so that a word can be looked up with its ends. */
static const char english[] = " the and to of is was it that my you your for with have has had not this are "
                              "be but they we me on at i an as so "
                              "if do did will would can what when from or by all just get out up been were "
                              "there their our his her he she him how "
                              "why who no now than then them these those which any because about again after "
                              "before i'm don't can't it's ";
static const char foreign[] =
    " ich nicht und der das ist ein eine einen sie wir mein meine mit auf zu von habe haben wurde werden "
    "auch noch seit "
    "sehr bei nach aber wenn dass ihre ihr kein keine mich mir im dem den des wie uns "
    "je ne pas le les du et est une vous nous mon ma mes votre vos avec pour sur dans que qui suis ai c'est "
    "j'ai au aux "
    "mais tr\303\250s cette ce il elle depuis plus sont "
    "el los las y un una mi su con por para que es est\303\241 pero muy del al lo yo ustedes usted estoy "
    "tengo hace "
    "il lo gli che non per di sono ho mio mia della nel con ma molto questo questa anche dopo "
    "eu n\303\243o um uma meu minha com para os as voc\303\252 voc\303\252s mas muito do da em foi estou "
    "het een niet ik mijn van en dat maar ook wij jullie zijn heb geen naar voor op te de "
    "jag inte att det och som har \303\244r f\303\266r min mitt ett vi ni av jeg ikke og er til p\303\245 af "
    "nie si\304\231 na jest mam czy \305\274e jak ale od ";

static bool listed(const char *list, struct str word)
{
    char wanted[HEAD_BYTES + 3];

    if (word.n == 0 || word.n > HEAD_BYTES)
        return false;
    wanted[0] = ' ';
    memcpy(wanted + 1, word.p, word.n);
    memcpy(wanted + 1 + word.n, " ", 2);
    return strstr(list, wanted) != NULL;
}

/* Cyrillic and all that comes after: U+0400 and above, but no letters of extended Latin and no typographic marks. */
static bool is_beyond_latin(const char *p)
{
    uint8_t c = (uint8_t)*p;

    return c >= 0xd0 && c != 0xe1 && c != 0xe2 && c != 0xf0;
}

bool language_foreign(struct str text)
{
    struct token_reader r;
    struct token t[BATCH];
    size_t ours = 0, theirs = 0, beyond = 0;

    token_start(&r, text);
    size_t n = token_read(&r, t, BATCH);
    for (size_t i = 0; i < n; i++) {
        char folded[HEAD_BYTES];
        if (t[i].flags & (TOKEN_CITED | TOKEN_MARK | TOKEN_NUMBER))
            continue;
        if (is_beyond_latin(text.p + t[i].off))
            beyond++;
        if (t[i].len > HEAD_BYTES)
            continue;
        struct str word = {folded,
                           token_fold((struct str){text.p + t[i].off, t[i].len}, folded, sizeof folded)};
        bool english_too = listed(english, word);
        ours += english_too;
        if (ours > LEAST && theirs == 0 && beyond == 0)
            return false; /* most texts: that was plain soon */
        theirs += !english_too && listed(foreign, word);
    }
    return (beyond >= LEAST && beyond * 2 > n) || (theirs >= LEAST && theirs > 2 * ours);
}
