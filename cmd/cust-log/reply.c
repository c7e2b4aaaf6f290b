/* reply: an answer leaves: on a terminal draft, editor, check, send; else a draft from standard input. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/kept.h"
#include "cmd/common/say.h"
#include "cmd/common/tty.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/letter.h"
#include "cmd/cust-log/verbs.h"
#include "desk/outbox.h"
#include "desk/reply.h"

extern char **environ;

const struct opt verbs_reply_opts[] = {
    {"file", 'F', OPT_VALUE, "FILE", "the draft is in FILE; - is standard input"},
    {"send", 0, OPT_FLAG, NULL, "hand it to sendmail; what it cannot take now stays in the outbox"},
    {"sent", 0, OPT_FLAG, NULL, "the letter that was printed last has been sent: record it as said"},
    {"strict", 0, OPT_FLAG, NULL, "refuse it when the tone check has a warning"},
    {"anyway", 0, OPT_FLAG, NULL, "although somebody wrote since the draft, or it was sent already"},
    {"promises", 0, OPT_VALUE, "HOW", "what it promises: add (default) as follow-ups, no, or fail"},
    {"resume", 0, OPT_FLAG, NULL, "on a terminal: go on with the letter that was kept"},
    {"as", 0, OPT_VALUE, "KIND", "on a terminal: ack, holding, final, summary or plain"},
    {"wording", 0, OPT_VALUE, "N", "on a terminal: which of several wordings, from 1"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

struct replying {
    struct session *s;
    struct work *w;
    int64_t id;
    bool send;
};

/* --- what it says, before it leaves ---------------------------------------------------------------------------------- */

static void talk(const struct buf *lines)
{
    struct str rest = lines->len > 0 ? buf_str(lines) : (struct str){NULL, 0}, line;

    while (rest.n > 0 && str_cut(&rest, '\n', &line))
        say_plain("%.*s", (int)line.n, line.p);
}

static struct err *warn(struct replying *r, const struct answering *known, const struct drafttext *t)
{
    struct buf lines = {0};
    size_t n = 0;
    struct err *e = letter_check(r->w->desk, r->w->desk->policy, known, "draft", t, &lines, &n);

    if (e == NULL)
        talk(&lines);
    if (e == NULL && n > 0 && opt_has(r->s->args, "strict"))
        e = err_new(ERR_DATA, "draft", n == 1 ? "has 1 warning" : "has %zu warnings", n);
    buf_free(&lines);
    return e;
}

/* --- leaving ---------------------------------------------------------------------------------------------------------- */

/* Standard output is for the message, so what was done with it is said to a person alone. */
static struct err *leave(struct replying *r, const struct drafttext *t, const struct reply_done *done)
{
    struct err *e;

    if (done->again)
        say_line(r->s->tool, NULL, "it is %lld@%u once more, with its Message-ID", (long long)r->id,
                 done->event);
    if (!r->send)
        return out_write(r->s->out, done->message);
    if ((e = outbox_ready(r->w->desk, r->id, done->event)) != NULL ||
        (e = outbox_send(r->w->desk, environ, r->id, done->event)) != NULL) {
        if (e->code == ERR_TEMP)
            say_line(r->s->tool, NULL,
                     "%lld@%u stays in the outbox; cust-followup remind --deliver tries again",
                     (long long)r->id, done->event);
        else if (e->code == ERR_DATA)
            say_line(r->s->tool, NULL, "%lld@%u is set aside in the outbox as refused", (long long)r->id,
                     done->event);
        return e;
    }
    if (isatty(STDERR_FILENO))
        say_line(r->s->tool, NULL, "sent to %.*s, recorded as %lld@%u", (int)t->to.n, t->to.p,
                 (long long)r->id, done->event);
    return NULL;
}

static struct err *prepare(void *context, int64_t id, uint32_t no, struct str message)
{
    struct replying *r = context;

    return outbox_prepare(r->w->desk, id, no, message);
}

/* *out_of_hand: the letter is in the history or further; an error then is none of the text. */
static struct err *take(struct replying *r, struct str text, bool *out_of_hand)
{
    struct arena *a = arena_new();
    struct reply_ask ask = {.id = r->id,
                            .anyway = opt_has(r->s->args, "anyway"),
                            .ready = r->send ? prepare : NULL,
                            .context = r};
    struct promised *promised = NULL;
    struct reply_done done;
    struct drafttext t;
    struct answering known;
    const char *drop =
        arena_printf(a, "reply-%lld-", (long long)r->id); /* not what a terminal goes on with */
    struct err *e = drafttext_read(text, a, &t);

    *out_of_hand = false;
    ask.draft = &t;
    if (e == NULL && (e = reply_check(r->id, &t)) == NULL &&
        (e = answering_get(r->w->desk, r->id, a, &known)) == NULL && (e = warn(r, &known, &t)) == NULL)
        e = letter_promises(r->w, r->id, &(struct speak){.words = t.body}, &promised, &ask.npromised);
    ask.promised = promised;
    if (e == NULL && (e = reply_hand_out(r->w->desk, &ask, a, &done)) == NULL) {
        *out_of_hand = true;
        kept_drop(r->s, drop);
        e = leave(r, &t, &done);
    }
    arena_free(a);
    return e;
}

static struct err *from_pipe(struct replying *r)
{
    const char *file = opt_text(r->s->args, "file");
    struct buf text = {0};
    bool gone = false;
    bool there = file != NULL && strcmp(file, "-") != 0; /* and stays there, whatever comes */

    if (there)
        words_serve(r->s, file);
    struct err *e = there ? buf_read_file(&text, file, DRAFTTEXT_MAX)
                          : buf_read_fd(&text, STDIN_FILENO, DRAFTTEXT_MAX, "standard input");

    if (e == NULL && (e = take(r, buf_str(&text), &gone)) != NULL && !gone && text.len > 0 && !there) {
        char *name = mem_printf("reply-%lld", (long long)r->id);
        words_leave(r->s, name, buf_str(&text));
        free(name);
    }
    buf_free(&text);
    return e;
}

/* --- on a terminal ------------------------------------------------------------------------------------------------------ */

static struct err *make_letter(struct replying *r, const char *path)
{
    char *folder = mem_printf("%s/kept", r->s->place);
    struct buf text = {0};
    struct err *e = letter_draft(r->w, r->id, &text);
    int fd = -1;

    if (e == NULL && mkdir(folder, 0700) != 0 && errno != EEXIST)
        e = err_errno(ERR_CANTCREATE, folder, "cannot make the folder for letters");
    if (e == NULL && (fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)) < 0)
        e = errno == EEXIST
                ? err_new(ERR_DATA, NULL, "a letter to %lld is kept in %s; --resume goes on with it",
                          (long long)r->id, path)
                : err_errno(ERR_CANTCREATE, path, "cannot keep the letter");
    if (fd >= 0 && (write(fd, text.p, text.len) != (ssize_t)text.len || close(fd) != 0)) {
        e = err_errno(ERR_TEMP, path, "cannot keep the letter");
        unlink(path);
    }
    free(folder);
    buf_free(&text);
    return e;
}

static void show_check(struct replying *r, const char *path)
{
    struct arena *a = arena_new();
    struct buf text = {0}, lines = {0};
    struct answering known;
    struct drafttext t;
    size_t n = 0;
    struct err *e = buf_read_file(&text, path, DRAFTTEXT_MAX);

    if (e == NULL && (e = answering_get(r->w->desk, r->id, a, &known)) == NULL) {
        drafttext_peek(buf_str(&text), &t);
        e = letter_check(r->w->desk, r->w->desk->policy, &known, "draft", &t, &lines, &n);
    }
    if (e != NULL)
        (void)say_error(r->s->tool, e);
    talk(&lines);
    buf_free(&text);
    buf_free(&lines);
    arena_free(a);
}

static struct err *try_leave(struct replying *r, const char *path, bool *gone)
{
    struct buf text = {0};
    struct err *e = buf_read_file(&text, path, DRAFTTEXT_MAX);

    if (e == NULL)
        e = take(r, buf_str(&text), gone);
    if (*gone)
        unlink(path);
    buf_free(&text);
    return e;
}

static struct err *loop(struct replying *r, const char *path)
{
    bool edit = true;

    for (;;) {
        char answer[16];
        bool there, gone = false;
        if (edit && !words_edit(path))
            say_line(r->s->tool, NULL, "the editor did not end well");
        if (edit)
            show_check(r, path);
        tty_line("[e]dit again, [s]end, [p]rint it, [k]eep for later? ", answer, sizeof answer, &there);
        edit = there && answer[0] == 'e';
        if (!there || answer[0] == 'k') {
            say_line(r->s->tool, NULL, "the letter is kept in %s; --resume goes on with it", path);
            return NULL;
        }
        if (answer[0] != 's' && answer[0] != 'p') {
            if (!edit)
                say_line(r->s->tool, NULL,
                         "e opens the editor again, s sends the letter, p prints it as a message, k keeps it "
                         "for later and ends");
            continue;
        }
        r->send = answer[0] == 's';
        struct err *e = try_leave(r, path, &gone);
        if (e == NULL || gone)
            return e;
        (void)say_error(r->s->tool, e);
    }
}

static struct err *on_terminal(struct replying *r)
{
    char *path = mem_printf("%s/kept/reply-%lld", r->s->place, (long long)r->id);
    struct err *e = NULL;

    if (!opt_has(r->s->args, "resume"))
        e = make_letter(r, path);
    else if (access(path, R_OK | W_OK) != 0)
        e = err_new(ERR_NOINPUT, NULL, "no letter to %lld is kept", (long long)r->id);
    if (e == NULL)
        e = loop(r, path);
    free(path);
    return e;
}

static struct err *record_sent(struct replying *r)
{
    struct err *e = reply_record_sent(r->w->desk, r->id, 0);

    if (e == NULL && isatty(STDERR_FILENO))
        say_line(r->s->tool, NULL, "%lld: recorded as said", (long long)r->id);
    return e;
}

struct err *verbs_reply(struct session *s, const struct opt_args *args)
{
    struct work w = {0};
    struct replying r = {.s = s, .w = &w, .send = opt_has(args, "send")};
    struct err *e;

    if ((e = letter_complaint(s, &r.id)) != NULL)
        return e;
    if ((e = work_open(s, WORK_WRITE, &w)) != NULL)
        ;
    else if (opt_has(args, "sent"))
        e = record_sent(&r);
    else if ((e = work_alias_id(&w, &r.id)) != NULL)
        ;
    else if (opt_text(args, "file") == NULL && isatty(STDIN_FILENO) && tty_there())
        e = on_terminal(&r);
    else
        e = from_pipe(&r);
    work_close(&w);
    return e;
}
