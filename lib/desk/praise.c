#include "desk/praise.h"

#include "base/mem.h"
#include "judge/own.h"
#include "judge/thanks.h"

bool praise_is(const struct change *ch, struct str words, struct str name, struct str address)
{
    return ch->m.c.status >= STATUS_RESOLVED && thanks_only(own_words(ch->arena, words), name, address);
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
