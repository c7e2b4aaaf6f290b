#include "rule/event.h"

enum field_type event_field_type(enum field f)
{
    switch (f) {
    case FIELD_CATEGORY:
    case FIELD_PRODUCT:
    case FIELD_STAGE:
    case FIELD_CAUSE:
    case FIELD_DECISION:
    case FIELD_REMEDY:
    case FIELD_REMEDY_SOUGHT:
    case FIELD_CURRENCY:
    case FIELD_BASIS:
    case FIELD_SOURCE:
        return FIELD_IS_NAME;
    case FIELD_REMEDY_ACCEPTED:
    case FIELD_REMEDY_PAID:
    case FIELD_REFERRED:
    case FIELD_RETAIN_UNTIL:
    case FIELD_INVOICE_DUE:
        return FIELD_IS_DATE;
    case FIELD_AMOUNT:
    case FIELD_INVOICE_AMOUNT:
    case FIELD_PAID:
        return FIELD_IS_MONEY;
    case FIELD_SATISFACTION:
        return FIELD_IS_NUMBER;
    case FIELD_PRIORITY:
    case FIELD_CHANNEL:
        return FIELD_IS_WORD;
    default:
        return FIELD_IS_TEXT;
    }
}

bool event_kind_is_deadline(enum kind k)
{
    return k == KIND_RESPONSE || k == KIND_UPDATE || k == KIND_RESOLUTION || k == KIND_ESCALATION;
}
