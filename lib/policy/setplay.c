#include "policy/setplay.h"

#include "policy/setvalue.h"
#include "rule/playbook.h"
#include "rule/word.h"

bool setplay_question(struct str text, long min, long max, struct buf *out, struct buf *why)
{
    struct str question, field;
    struct buf kept = {0};
    bool good =
        !playbook_question(text, &question, &field) || setvalue_word(field, WORD_FIELD, 0, &kept, why);

    buf_free(&kept);
    return good && setvalue_text(text, min, max, out, why);
}

bool setplay_name(struct str text, struct buf *why)
{
    return setvalue_name(text, why) && playbook_name_good(text, why);
}
