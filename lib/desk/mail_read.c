#include "desk/mail_read.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/helper.h"

enum {
    ANSWER_MAX = 256 * 1024 * 1024, /* bytes of JSON */
    PATIENCE_MS = 30000,
    EXCERPT = 64 * 1024 /* of a message that nobody could read */
};

struct mail_reader {
    struct desk *desk;
    char *path;
    struct helper_talk *talk; /* NULL: none at work */
    size_t turn, bytes;       /* what the one at work was given */
    struct str *raw;          /* given and not yet taken: from `at` on */
    size_t n, at, cap;
    size_t sent; /* of them, handed to the helper: all before this one, but those that are read alone */
};

/* --- alone ------------------------------------------------------------------------------------------------------- */

/* What stands for a message that the helper could not read: its first bytes, so that a person can. */
static void unread(struct mail_read *l)
{
    l->in = (struct mail_in){.date = INSTANT_NONE, .flags = MAIL_PARTIAL};
    l->in.subject = str_of("A mail that could not be read");
    l->in.text = (struct str){l->raw.p, l->raw.n < EXCERPT ? l->raw.n : EXCERPT};
}

static struct err *read_alone(const char *path, struct str raw, struct arena *a, struct mail_read *out)
{
    struct buf json = {0};
    struct err *e = helper_run(path, raw, &json, ANSWER_MAX, PATIENCE_MS);

    *out = (struct mail_read){.raw = raw, .arrived = INSTANT_NONE};
    if (e == NULL)
        e = mailjson_read(buf_str(&json), a, &out->in);
    if (e != NULL && e->code != ERR_TEMP) { /* the message is to blame: coming again would not mend it */
        unread(out);
        err_free(e);
        e = NULL;
    }
    out->partial = (out->in.flags & MAIL_PARTIAL) != 0;
    buf_free(&json);
    return e;
}

struct err *mail_read_one(struct desk *d, struct str raw, struct arena *a, struct mail_read *out)
{
    char *path;
    struct err *e = helper_find(d->place->exe_dir, "cust-mime", &path);

    if (e == NULL)
        e = read_alone(path, raw, a, out);
    free(path);
    return e;
}

/* --- together ---------------------------------------------------------------------------------------------------- */

struct mail_reader *mail_read_open(struct desk *d)
{
    struct mail_reader *r = mem_zero(sizeof *r);

    r->desk = d;
    return r;
}

static bool alone(struct str raw)
{
    return raw.n > MAIL_READ_ALONE;
}

static void dismiss(struct mail_reader *r)
{
    helper_talk_end(r->talk);
    r->talk = NULL;
    r->sent = r->at;
}

/* Hands over what waits, as far as the turn of the helper at work goes.  Without one, a new one is begun; that there is
 * none to be had shows when the answer is asked for. */
static void hand_over(struct mail_reader *r)
{
    static const char *const args[] = {"--batch", NULL};

    if (r->talk != NULL && (r->turn >= MAIL_READ_TURN || r->bytes >= MAIL_READ_BYTES) && r->sent == r->at)
        dismiss(r);
    if (r->talk == NULL && r->path != NULL && r->sent < r->n) {
        err_free(helper_talk_begin(r->path, args, &r->talk));
        r->turn = r->bytes = 0;
    }
    while (r->talk != NULL && r->sent < r->n && r->turn < MAIL_READ_TURN && r->bytes < MAIL_READ_BYTES) {
        struct str raw = r->raw[r->sent++];
        if (alone(raw))
            continue;
        helper_talk_give(r->talk, raw);
        r->turn++;
        r->bytes += raw.n;
    }
}

void mail_read_give(struct mail_reader *r, const struct str *raw, size_t n)
{
    if (r->path == NULL)
        err_free(helper_find(r->desk->place->exe_dir, "cust-mime", &r->path));
    if (r->at == r->n)
        r->at = r->n = r->sent = 0;
    r->raw = mem_grow(r->raw, &r->cap, r->n + n + 1, sizeof *r->raw);
    for (size_t i = 0; i < n; i++)
        r->raw[r->n++] = raw[i];
    hand_over(r);
}

/* The answer of the helper at work.  *read is false when there is none: the message has to be read alone. */
static void hear(struct mail_reader *r, struct arena *a, struct mail_read *out, bool *read)
{
    struct buf json = {0};
    struct err *e = helper_talk_take(r->talk, &json, ANSWER_MAX, PATIENCE_MS);

    if (e == NULL)
        e = mailjson_read(buf_str(&json), a, &out->in);
    *read = e == NULL;
    if (e != NULL) { /* others were given to it too: they go to the next */
        r->at++;
        dismiss(r);
        r->at--;
    }
    err_free(e);
    buf_free(&json);
    out->partial = (out->in.flags & MAIL_PARTIAL) != 0;
}

struct err *mail_read_take(struct mail_reader *r, struct arena *a, struct mail_read *out)
{
    struct str raw = r->raw[r->at];
    bool read = false;
    struct err *e = NULL;

    *out = (struct mail_read){.raw = raw, .arrived = INSTANT_NONE};
    if (r->sent == r->at)
        hand_over(r);
    if (r->talk != NULL && !alone(raw))
        hear(r, a, out, &read);
    if (!read)
        e = r->path != NULL ? read_alone(r->path, raw, a, out) : mail_read_one(r->desk, raw, a, out);
    r->at++;
    if (r->sent < r->at)
        r->sent = r->at;
    return e;
}

void mail_read_forget(struct mail_reader *r)
{
    r->at = r->n;
    dismiss(r);
}

void mail_read_close(struct mail_reader *r)
{
    if (r == NULL)
        return;
    dismiss(r);
    free(r->path);
    free(r->raw);
    free(r);
}
