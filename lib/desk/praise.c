#include "desk/praise.h"

#include "base/mem.h"
#include "desk/reading_tools.h"
#include "judge/own.h"
#include "judge/thanks.h"

/* What cannot be judged is no praise: the reading that follows says why. */
static bool is_calm(struct change *ch, struct str words)
{
    struct err *e = ch->tools == NULL ? reading_tools_open(ch->desk, &ch->tools) : NULL;

    err_free(e);
    return e == NULL && reading_tools_calm(ch->tools, words);
}

bool praise_is(struct change *ch, struct str words, struct str name, struct str address)
{
    if (ch->m.c.status < STATUS_RESOLVED)
        return false;
    struct str own = own_words(ch->arena, words);
    return thanks_only(own, name, address) || (thanks_happy(own, name, address) && is_calm(ch, own));
}

struct err *praise_keep(struct change *ch, struct str words, int channel, instant when)
{
    struct event ev = {.kind = EVENT_HEARD, .code = channel, .ref = 1, .happened = when};
    struct event note = {.kind = EVENT_NOTE, .flags = EVENT_IMPLIED, .happened = INSTANT_NONE};
    struct err *e = change_words(ch, &ev, WORDS_TEXT, words);

    return e != NULL
               ? e
               : change_words(ch, &note, WORDS_TEXT, str_of("praise: nothing but thanks; it stays as it is"));
}

char *praise_tells(int64_t complaint, enum status status)
{
    if (status == STATUS_CLOSED)
        return mem_printf("%lld stays closed: they only thank", (long long)complaint);
    return mem_printf(
        "%lld stays resolved: they only thank; cust-log confirm %lld yes says that they are satisfied",
        (long long)complaint, (long long)complaint);
}
