#include "desk/letters.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/helper.h"

enum {
    ANSWER_MAX = 256 * 1024 * 1024, /* bytes of JSON */
    PATIENCE_MS = 30000,
    EXCERPT = 64 * 1024 /* of a message that nobody could read */
};

struct letters {
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
static void unread(struct letter *l)
{
    l->in = (struct mail_in){.date = INSTANT_NONE, .flags = MAIL_PARTIAL};
    l->in.subject = str_of("A mail that could not be read");
    l->in.text = (struct str){l->raw.p, l->raw.n < EXCERPT ? l->raw.n : EXCERPT};
}

static struct err *read_alone(const char *path, struct str raw, struct arena *a, struct letter *out)
{
    struct buf json = {0};
    struct err *e = helper_run(path, raw, &json, ANSWER_MAX, PATIENCE_MS);

    *out = (struct letter){.raw = raw, .arrived = INSTANT_NONE};
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

struct err *letters_read(struct desk *d, struct str raw, struct arena *a, struct letter *out)
{
    char *path;
    struct err *e = helper_find(d->place->exe_dir, "cust-mime", &path);

    if (e == NULL)
        e = read_alone(path, raw, a, out);
    free(path);
    return e;
}

/* --- together ---------------------------------------------------------------------------------------------------- */

struct letters *letters_open(struct desk *d)
{
    struct letters *l = mem_zero(sizeof *l);

    l->desk = d;
    return l;
}

static bool alone(struct str raw)
{
    return raw.n > LETTERS_ALONE;
}

static void dismiss(struct letters *l)
{
    helper_talk_end(l->talk);
    l->talk = NULL;
    l->sent = l->at;
}

/* Hands over what waits, as far as the turn of the helper at work goes.  Without one, a new one is begun; that there is
 * none to be had shows when the answer is asked for. */
static void hand_over(struct letters *l)
{
    static const char *const args[] = {"--batch", NULL};

    if (l->talk != NULL && (l->turn >= LETTERS_TURN || l->bytes >= LETTERS_BYTES) && l->sent == l->at)
        dismiss(l);
    if (l->talk == NULL && l->path != NULL && l->sent < l->n) {
        err_free(helper_talk_begin(l->path, args, &l->talk));
        l->turn = l->bytes = 0;
    }
    while (l->talk != NULL && l->sent < l->n && l->turn < LETTERS_TURN && l->bytes < LETTERS_BYTES) {
        struct str raw = l->raw[l->sent++];
        if (alone(raw))
            continue;
        helper_talk_give(l->talk, raw);
        l->turn++;
        l->bytes += raw.n;
    }
}

void letters_give(struct letters *l, const struct str *raw, size_t n)
{
    if (l->path == NULL)
        err_free(helper_find(l->desk->place->exe_dir, "cust-mime", &l->path));
    if (l->at == l->n)
        l->at = l->n = l->sent = 0;
    l->raw = mem_grow(l->raw, &l->cap, l->n + n + 1, sizeof *l->raw);
    for (size_t i = 0; i < n; i++)
        l->raw[l->n++] = raw[i];
    hand_over(l);
}

/* The answer of the helper at work.  *read is false when there is none: the message has to be read alone. */
static void hear(struct letters *l, struct arena *a, struct letter *out, bool *read)
{
    struct buf json = {0};
    struct err *e = helper_talk_take(l->talk, &json, ANSWER_MAX, PATIENCE_MS);

    if (e == NULL)
        e = mailjson_read(buf_str(&json), a, &out->in);
    *read = e == NULL;
    if (e != NULL) { /* others were given to it too: they go to the next */
        l->at++;
        dismiss(l);
        l->at--;
    }
    err_free(e);
    buf_free(&json);
    out->partial = (out->in.flags & MAIL_PARTIAL) != 0;
}

struct err *letters_take(struct letters *l, struct arena *a, struct letter *out)
{
    struct str raw = l->raw[l->at];
    bool read = false;
    struct err *e = NULL;

    *out = (struct letter){.raw = raw, .arrived = INSTANT_NONE};
    if (l->sent == l->at)
        hand_over(l);
    if (l->talk != NULL && !alone(raw))
        hear(l, a, out, &read);
    if (!read)
        e = l->path != NULL ? read_alone(l->path, raw, a, out) : letters_read(l->desk, raw, a, out);
    l->at++;
    if (l->sent < l->at)
        l->sent = l->at;
    return e;
}

void letters_forget(struct letters *l)
{
    l->at = l->n;
    dismiss(l);
}

void letters_close(struct letters *l)
{
    if (l == NULL)
        return;
    dismiss(l);
    free(l->path);
    free(l->raw);
    free(l);
}
