#include "form/form_shape.h"

#include "rule/event.h"

#define NUMBER(key)                                                                                          \
    {                                                                                                        \
        key, FORM_SLOT_NUMBER, WORD_SETS                                                                     \
    }
#define TIME(key)                                                                                            \
    {                                                                                                        \
        key, FORM_SLOT_TIME, WORD_SETS                                                                       \
    }
#define WORD(key, set)                                                                                       \
    {                                                                                                        \
        key, FORM_SLOT_WORD, set                                                                             \
    }
#define OF_TYPE(key, type)                                                                                   \
    {                                                                                                        \
        key, type, WORD_SETS                                                                                 \
    }

/* clang-format off */
static const struct form_shape shapes[EVENTS] = {
    [EVENT_HEARD] = {.code = WORD("channel", WORD_CHANNEL), .ref = OF_TYPE("praise", FORM_SLOT_SOME), .num = OF_TYPE("from", FORM_SLOT_CUSTOMER)},
    [EVENT_SAID] = {.code = WORD("channel", WORD_CHANNEL), .ref = WORD("answer", WORD_ANSWER),
                    .num = NUMBER("letter")},
    [EVENT_HANDED] = {.code = WORD("channel", WORD_CHANNEL), .ref = WORD("answer", WORD_ANSWER)},
    [EVENT_ATTACHED] = {.code = NUMBER("part"), .ref = NUMBER("of"), .num = NUMBER("size"), .who = "type"},
    [EVENT_MERGED] = {.ref = NUMBER("into")},
    [EVENT_JOINED] = {.code = NUMBER("answered_after"), .ref = NUMBER("merged"), .num = TIME("received")},
    [EVENT_CORRECTED] = {.code = WORD("output", WORD_OUTPUT), .ref = NUMBER("about"), .num = OF_TYPE("yes", FORM_SLOT_BOOL),
                         .who = "value"},
    [EVENT_SET] = {.code = WORD("field", WORD_FIELD), .who = "value"},
    [EVENT_APPROVED] = {.ref = NUMBER("option")},
    [EVENT_ABUSED] = {.ref = OF_TYPE("talk", FORM_SLOT_SOME), .who = "colleague"},
    [EVENT_OFFERED] = {.code = OF_TYPE("waits", FORM_SLOT_BOOL), .ref = NUMBER("option"), .num = NUMBER("cost"), .who = "remedy"},
    [EVENT_AGREED] = {.ref = NUMBER("option")},
    [EVENT_RESOLVED] = {.who = "cause"},
    [EVENT_CONFIRMED] = {.num = OF_TYPE("satisfied", FORM_SLOT_BOOL)},
    [EVENT_ASSIGNED] = {.who = "owner"},
    [EVENT_TRIAGED] = {.code = WORD("priority", WORD_PRIORITY), .ref = OF_TYPE("signals", FORM_SLOT_SIGNALS),
                       .num = NUMBER("points")},
    [EVENT_ADDED] = {.code = WORD("followup_kind", WORD_KIND), .ref = NUMBER("followup"), .num = TIME("due"),
                     .who = "owner"},
    [EVENT_DONE] = {.ref = NUMBER("followup")},
    [EVENT_MOVED] = {.ref = NUMBER("followup"), .num = TIME("due")},
    [EVENT_CANCELLED] = {.ref = NUMBER("followup")},
    [EVENT_STRUCK] = {.ref = NUMBER("struck")},
    [EVENT_ADDRESSED] = {.code = WORD("address_kind", WORD_ADDRESS), .num = OF_TYPE("added", FORM_SLOT_BOOL)},
};
/* clang-format on */

/* Where a set event carries its value in num. */
static struct form_slot value_slot(enum field f)
{
    switch (event_field_type(f)) {
    case FIELD_IS_DATE:
        return (struct form_slot)TIME("date");
    case FIELD_IS_MONEY:
        return (struct form_slot)NUMBER("amount");
    case FIELD_IS_NUMBER:
        return (struct form_slot)NUMBER("number");
    case FIELD_IS_WORD:
        return (struct form_slot)WORD("word", f == FIELD_PRIORITY ? WORD_PRIORITY : WORD_CHANNEL);
    case FIELD_IS_TEXT:
    case FIELD_IS_NAME:
        break;
    }
    return (struct form_slot){0};
}

struct form_shape form_shape_of(enum event_kind kind, int32_t code)
{
    struct form_shape shape = shapes[kind];

    if (kind == EVENT_SET && code >= 0 && code < FIELDS)
        shape.num = value_slot((enum field)code);
    if (kind == EVENT_CORRECTED && code == OUTPUT_CATEGORY)
        shape.num = (struct form_slot){0};
    if (shape.who == NULL)
        shape.who = "who";
    return shape;
}
