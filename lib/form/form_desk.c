#include "form/form_desk.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "form/form_json.h"
#include "rule/ref.h"

/* What each kind carries. */
static const struct {
    const char *name;
    bool named, numbered, dated, ended, worded;
} kinds[FORM_DESK_KINDS] = {[FORM_DESK_CAUSE] = {"cause", true, false, false, false, false},
                            [FORM_DESK_LESSON] = {"lesson", true, true, false, false, true},
                            [FORM_DESK_FIX] = {"fix", true, true, true, false, true},
                            [FORM_DESK_SEAL] = {"seal", true, true, true, true, true},
                            [FORM_DESK_MAIL] = {"mail", false, false, false, false, false}};

/* --- out --------------------------------------------------------------------------------------------------------- */

static void text(const char *key, struct str s, struct buf *out)
{
    if (s.n == 0)
        return;
    buf_addc(out, ',');
    form_json_text(key, s, out);
}

void form_desk_write(const struct form_desk *r, struct buf *out)
{
    char when[CIVIL_SIZE];

    buf_adds(out, "{\"schema\":\"" FORM_DESK_SCHEMA "\"");
    text("store", r->store, out);
    buf_printf(out, ",\"seq\":%" PRId64 ",\"recorded\":\"%s\"", r->seq, civil_format(r->recorded, when));
    text("actor", r->actor, out);
    buf_printf(out, ",\"kind\":\"%s\"", kinds[r->kind].name);
    text("name", r->name, out);
    if (kinds[r->kind].numbered)
        buf_printf(out, ",\"no\":%" PRIu32, r->no);
    if (kinds[r->kind].dated)
        buf_printf(out, ",\"since\":\"%s\"", civil_format(r->since, when));
    if (kinds[r->kind].ended) {
        buf_printf(out, ",\"until\":\"%s\"", civil_format(r->until, when));
        text("hash", r->hash, out);
    }
    if (kinds[r->kind].worded)
        text("words", r->words, out);
    if (r->kind == FORM_DESK_MAIL && r->mail != NULL)
        form_mail_write(r->mail, out);
    buf_adds(out, "}\n");
}

/* --- in ---------------------------------------------------------------------------------------------------------- */

static struct err *get_kind(struct json_in *o, enum form_desk_kind *out)
{
    const char *names[FORM_DESK_KINDS];
    struct str word = {0};
    char q[TEXT_QUOTE];
    struct err *e = json_in_text(o, "kind", &word);

    for (int i = 0; e == NULL && i < FORM_DESK_KINDS; i++) {
        names[i] = kinds[i].name;
        if (str_is(word, names[i])) {
            *out = (enum form_desk_kind)i;
            return NULL;
        }
    }
    if (e != NULL)
        return e;
    return err_near(ERR_DATA, NULL, str_near(word, names, FORM_DESK_KINDS), "cust-format(5) lists them",
                    "no kind %s of record here", text_quote(word, q));
}

static struct err *missing(const char *key)
{
    return err_new(ERR_DATA, NULL, "\"%s\" is missing", key);
}

static struct err *get_head(struct json_in *o, struct form_desk *out)
{
    struct err *e = json_in_text(o, "store", &out->store);

    if (e == NULL)
        e = json_in_number(o, "seq", 1, REF_ID_MAX, &out->seq);
    if (e == NULL)
        e = json_in_time(o, "recorded", &out->recorded);
    if (e == NULL)
        e = json_in_text(o, "actor", &out->actor);
    if (e == NULL)
        e = get_kind(o, &out->kind);
    if (e == NULL && out->seq == 0)
        e = missing("seq");
    return e == NULL && out->recorded == INSTANT_NONE ? missing("recorded") : e;
}

static struct err *get_end(struct json_in *o, struct form_desk *out)
{
    struct err *e = json_in_time(o, "until", &out->until);

    if (e == NULL && out->until == INSTANT_NONE)
        e = missing("until");
    if (e == NULL)
        e = json_in_text(o, "hash", &out->hash);
    return e == NULL && out->hash.n == 0 ? missing("hash") : e;
}

static struct err *get_body(struct json_in *o, struct form_desk *out)
{
    int64_t no = 0;
    struct err *e = kinds[out->kind].named ? json_in_text(o, "name", &out->name) : NULL;

    if (e == NULL && kinds[out->kind].named && out->name.n == 0)
        e = missing("name");
    if (e == NULL && kinds[out->kind].numbered)
        e = json_in_number(o, "no", 1, REF_NO_MAX, &no);
    if (e == NULL && kinds[out->kind].numbered && no == 0)
        e = missing("no");
    if (e == NULL && kinds[out->kind].dated)
        e = json_in_time(o, "since", &out->since);
    if (e == NULL && kinds[out->kind].dated && out->since == INSTANT_NONE)
        e = missing("since");
    if (e == NULL && kinds[out->kind].ended)
        e = get_end(o, out);
    if (e == NULL && kinds[out->kind].worded)
        e = json_in_text(o, "words", &out->words);
    if (e == NULL && out->kind == FORM_DESK_MAIL && (e = form_mail_read(o, &out->mail)) == NULL &&
        out->mail == NULL)
        e = missing("mail");
    out->no = (uint32_t)no;
    return e;
}

struct err *form_desk_read(struct json_in *o, struct form_desk *out)
{
    *out = (struct form_desk){.since = INSTANT_NONE, .until = INSTANT_NONE};
    struct err *e = get_head(o, out);

    if (e == NULL)
        e = get_body(o, out);
    return e != NULL ? e : json_in_leftover(o);
}
