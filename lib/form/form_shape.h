/* form_shape: which key of cust.event/1 carries which number of an event, by kind (rule/event.h, cust-format(5)). */
#ifndef FORM_FORM_SHAPE_H
#define FORM_FORM_SHAPE_H

#include <stdint.h>

#include "rule/word.h"

enum form_slot_type {
    FORM_SLOT_NONE,     /* this kind does not use the number */
    FORM_SLOT_NUMBER,   /* 3 */
    FORM_SLOT_WORD,     /* "phone": a word of `set` */
    FORM_SLOT_SIGNALS,  /* ["anger","legal"]: bits */
    FORM_SLOT_TIME,     /* RFC 3339; no key for INSTANT_NONE */
    FORM_SLOT_BOOL,     /* true, false */
    FORM_SLOT_CUSTOMER, /* "c7"; no key for 0 */
    FORM_SLOT_SOME      /* 3; no key for 0 */
};

struct form_slot {
    const char *key;
    enum form_slot_type type;
    enum word_set set;
};

struct form_shape {
    struct form_slot code, ref, num;
    const char *who; /* key of the name */
};

/* `code` matters for `set` and `corrected` events, whose value depends on the field or output. */
struct form_shape form_shape_of(enum event_kind kind, int32_t code);

/* Keys for a number that its slot cannot spell: nothing is lost. */
#define FORM_SHAPE_CODE "code_number"
#define FORM_SHAPE_REF "ref_number"
#define FORM_SHAPE_NUM "num"

#endif
