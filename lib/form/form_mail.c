#include "form/form_mail.h"

#include <inttypes.h>

#include "form/base64.h"
#include "form/form_json.h"

static void text(const char *key, struct str s, struct buf *out)
{
    if (s.n == 0)
        return;
    buf_addc(out, ',');
    form_json_text(key, s, out);
}

void form_mail_write(const struct form_mail *m, struct buf *out)
{
    buf_printf(out, ",\"mail\":{\"class\":%" PRId32, m->class);
    text("message_id", m->message_id, out);
    if (m->partial)
        buf_adds(out, ",\"partial\":true");
    text("digest", m->digest, out);
    buf_adds(out, ",\"raw_base64\":\"");
    base64_encode(m->raw, out);
    buf_adds(out, "\"}");
}

struct err *form_mail_read(struct json_in *parent, const struct form_mail **out)
{
    json_t *v = json_in_take(parent, "mail");
    int64_t class = 0;
    bool found;

    if (v == NULL)
        return NULL;
    if (!json_is_object(v))
        return json_in_wants("mail", "an object");
    struct json_in o = json_in_of(v, parent->a);
    struct form_mail *m = arena_alloc(o.a, sizeof *m);
    struct err *e = json_in_number(&o, "class", 0, INT32_MAX, &class);
    m->class = (int32_t) class;
    if (e == NULL)
        e = json_in_text(&o, "message_id", &m->message_id);
    if (e == NULL)
        e = json_in_bool(&o, "partial", &m->partial);
    if (e == NULL)
        e = json_in_text(&o, "digest", &m->digest);
    if (e == NULL)
        e = json_in_bytes(&o, "raw_base64", &found, &m->raw);
    if (e == NULL && !found)
        e = json_in_wants("mail", "\"raw_base64\"");
    *out = m;
    return e != NULL ? e : json_in_leftover(&o);
}
