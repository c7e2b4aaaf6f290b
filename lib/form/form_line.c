#include "form/form_line.h"

#include <string.h>

#include "base/text.h"
#include "form/form_event_in.h"
#include "form/json_in.h"

static struct err *by_schema(struct json_in *o, struct form_line *out)
{
    json_t *v = json_in_take(o, "schema");
    char q[TEXT_QUOTE];

    if (!json_is_string(v))
        return json_in_wants("schema", "\"" FORM_EVENT_SCHEMA "\" or \"" FORM_DESK_SCHEMA "\"");
    if (strcmp(json_string_value(v), FORM_EVENT_SCHEMA) == 0)
        return form_event_in_read(o, &out->event);
    out->of_desk = strcmp(json_string_value(v), FORM_DESK_SCHEMA) == 0;
    if (out->of_desk)
        return form_desk_read(o, &out->desk);
    return err_new(ERR_DATA, NULL,
                   "the schema is %s, neither " FORM_EVENT_SCHEMA " nor " FORM_DESK_SCHEMA
                   "; a newer cust may read it",
                   text_quote(str_of(json_string_value(v)), q));
}

struct err *form_line_read(struct str line, struct arena *a, struct form_line *out)
{
    json_error_t why;
    json_t *j = json_loadb(line.p != NULL ? line.p : "", line.n, JSON_REJECT_DUPLICATES, &why);
    char q[TEXT_QUOTE];

    *out = (struct form_line){0};
    if (j == NULL)
        return err_new(ERR_DATA, NULL, "no JSON at byte %d: %s", why.position,
                       text_quote(str_of(why.text), q));
    struct json_in o = json_in_of(j, a);
    struct err *e =
        json_is_object(j) ? by_schema(&o, out) : err_new(ERR_DATA, NULL, "a JSON object is expected");
    json_decref(j);
    return e;
}
