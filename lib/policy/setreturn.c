#include "policy/setreturn.h"

#include "policy/setvalue.h"
#include "rule/tally.h"

bool setreturn_moment(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    (void)min;
    (void)max;
    if (!setvalue_known(text, "moment of a complaint", tally_moment_find(text) >= 0, tally_moment_near(text),
                        why))
        return false;
    buf_addstr(out, text);
    return true;
}

bool setreturn_value(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    bool good = str_is(text, "complaint") || tally_value_find(text) >= 0;

    (void)min;
    (void)max;
    if (!setvalue_known(text, "value of a complaint", good, tally_value_near(text), why))
        return false;
    buf_addstr(out, text);
    return true;
}

bool setreturn_field(struct str name, struct buf *why)
{
    return setvalue_known(name, "field of a complaint", word_find(WORD_FIELD, name) >= 0,
                          word_near(WORD_FIELD, name), why);
}
