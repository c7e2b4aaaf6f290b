#include "policy/setreturn.h"

#include "base/text.h"
#include "rule/tally.h"

static bool known(struct str text, const char *what, bool good, const char *near, struct buf *why)
{
    char quote[TEXT_QUOTE];

    if (good)
        return true;
    buf_printf(why, "%s is no %s; ", text_quote(text, quote), what);
    if (near != NULL)
        buf_printf(why, "did you mean \"%s\"?", near);
    else
        buf_adds(why, "cust-policy(5) lists them");
    return false;
}

bool setreturn_moment(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    if (!known(text, "moment of a complaint", tally_moment_find(text) >= 0, tally_moment_near(text), why))
        return false;
    buf_addstr(out, text);
    return true;
}

bool setreturn_value(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    bool good = str_is(text, "complaint") || tally_value_find(text) >= 0;

    (void)min;
    (void)max;
    if (!known(text, "value of a complaint", good, tally_value_near(text), why))
        return false;
    buf_addstr(out, text);
    return true;
}

bool setreturn_field(struct str name, struct buf *why)
{
    return known(name, "field of a complaint", word_find(WORD_FIELD, name) >= 0, word_near(WORD_FIELD, name),
                 why);
}
