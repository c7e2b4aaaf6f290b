#include "desk/attach.h"

#include <stdio.h>
#include <stdlib.h>

#include "desk/helper.h"
#include "form/filetype.h"
#include "store/db_attachment.h"
#include "store/db_event.h"
#include "store/db_mail.h"

enum { PART_MAX = 64 * 1024 * 1024, PATIENCE_MS = 30000 };

/* --- in ---------------------------------------------------------------------------------------------------------- */

/* Cut between characters. */
static struct str short_name(struct str name)
{
    if (name.n <= ATTACH_NAME)
        return name;
    name.n = ATTACH_NAME;
    while (name.n > 0 && ((unsigned char)name.p[name.n] & 0xc0) == 0x80)
        name.n--;
    return name;
}

static struct err *add(struct change *ch, struct event *ev, const char *type, struct str name)
{
    struct err *e = db_name(ch->desk->db, str_of(type), &ev->who);

    ev->kind = EVENT_ATTACHED;
    ev->happened = INSTANT_NONE;
    return e != NULL ? e : change_words(ch, ev, WORDS_TEXT, short_name(name));
}

struct err *attach_one(struct change *ch, const struct attach_file *f)
{
    struct event ev = {.num = (int64_t)f->bytes.n};
    struct err *e;

    if (f->bytes.n > ATTACH_MAX)
        return err_new(ERR_DATA, NULL, "the file has %zu bytes, and at most %d are kept; send it in parts",
                       f->bytes.n, ATTACH_MAX);
    if ((e = add(ch, &ev, filetype_guess(f->bytes), f->name)) != NULL)
        return e;
    return db_attachment_add(ch->desk->db, ev.of, ev.no, ev.words, f->bytes);
}

struct err *attach_files(struct desk *d, int64_t id, const struct attach_file *f, size_t n)
{
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    e = change_take(&ch, id);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = attach_one(&ch, &f[i]);
    if (e == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

struct err *attach_parts(struct change *ch, uint32_t no, const struct mail_attachment *parts, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        struct event ev = {
            .flags = EVENT_IMPLIED, .code = (int32_t)i + 1, .ref = no, .num = (int64_t)parts[i].size};
        e = add(ch, &ev, filetype_known(parts[i].type), str_trim(parts[i].name));
    }
    return e;
}

struct err *attach_parts_again(struct change *ch, uint32_t no, subject from, uint32_t from_no)
{
    struct event *all;
    size_t n;
    struct err *e = db_event_list(ch->desk->db, from, DB_NOW, ch->arena, &all, &n);

    for (size_t i = 0; e == NULL && i < n; i++) {
        struct event ev = {.kind = EVENT_ATTACHED,
                           .flags = EVENT_IMPLIED,
                           .code = all[i].code,
                           .ref = no,
                           .num = all[i].num,
                           .who = all[i].who,
                           .happened = INSTANT_NONE};
        struct str name;
        if (all[i].kind != EVENT_ATTACHED || all[i].ref != from_no)
            continue;
        if ((e = db_words_get(ch->desk->db, all[i].words, ch->arena, &name, NULL)) == NULL)
            e = change_words(ch, &ev, WORDS_TEXT, name);
    }
    return e;
}

/* --- out --------------------------------------------------------------------------------------------------------- */

/* A part of a mail, decoded by the helper. */
static struct err *part(struct desk *d, const struct event *ev, struct arena *a, struct str *bytes)
{
    char number[24];
    const char *args[] = {"--part", number, NULL};
    struct buf out = {0};
    struct str raw;
    char *path = NULL;
    struct err *e = db_mail_raw(d->db, ev->of, ev->ref, a, &raw);

    snprintf(number, sizeof number, "%d", (int)ev->code);
    if (e == NULL && (e = helper_find(d->place->exe_dir, "cust-mime", &path)) == NULL &&
        (e = helper_ask(path, args, raw, &out, PART_MAX, PATIENCE_MS)) == NULL)
        *bytes = arena_str(a, buf_str(&out));
    free(path);
    buf_free(&out);
    return e;
}

struct err *attach_bytes(struct desk *d, const struct event *ev, struct arena *a, struct str *bytes)
{
    bool here = true;
    struct err *e =
        ev->ref != 0 ? part(d, ev, a, bytes) : db_attachment_get(d->db, ev->of, ev->no, a, bytes, &here);

    if (e == NULL && !here)
        e = err_new(ERR_NOINPUT, NULL, "the file of %lld@%u was erased", (long long)ev->of, ev->no);
    return e;
}

struct err *attach_get(struct desk *d, int64_t id, uint32_t n, int64_t as_of, struct arena *a,
                       struct str *bytes)
{
    struct event *ev;
    size_t all;
    uint32_t seen = 0;
    struct err *e = db_event_list(d->db, id, as_of, a, &ev, &all);

    if (e != NULL)
        return e;
    for (size_t i = 0; i < all; i++)
        if (ev[i].kind == EVENT_ATTACHED && ++seen == n)
            return attach_bytes(d, &ev[i], a, bytes);
    if (seen == 0)
        return err_new(ERR_NOINPUT, NULL, "%lld has no attachment", (long long)id);
    return err_new(ERR_NOINPUT, NULL, "%lld has no attachment %u; cust-report show %lld lists %u",
                   (long long)id, n, (long long)id, seen);
}
