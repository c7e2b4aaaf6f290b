#include "cmd/common/words.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/kept.h"
#include "cmd/common/say.h"
#include "cmd/common/tty.h"
#include "desk/keptname.h"

const struct opt words_opts[] = {
    {"file", 'F', OPT_VALUE, "FILE", "the words are in FILE; - is standard input"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { MANY = 20 }; /* files that nobody came back for */

static const char cut_line[] = "-------- what stands below this line is not kept --------";

/* A file's name, with what the command was about. */
static char *name_for(const struct session *s, const char *begins)
{
    const struct opt_args *a = s->args;
    const struct opt_verb *v = a->verb;
    const char *operands = v != NULL && v->operands != NULL ? v->operands : "";
    size_t named = v != NULL && v->rest == OPT_REST_OPERANDS ? a->n_operands : a->n_operands > 0;
    struct buf name = {0}, who = {0};

    buf_adds(&name, begins);
    if (named > 0 && strncmp(operands, "REF", 3) == 0)
        keptname_refs(str_of(a->operands[0]), &name);
    for (size_t i = 0; i < named && strncmp(operands, "WHO", 3) == 0; i++)
        buf_printf(&who, "%s%s", i > 0 ? " " : "", a->operands[i]);
    for (size_t i = 0; i < a->n_given; i++)
        if (strcmp(a->given[i].opt->name, "customer") == 0)
            buf_adds(&who, a->given[i].value);
    keptname_who(buf_str(&who), &name);
    char *out = mem_dup(name.p, name.len);
    buf_free(&who);
    buf_free(&name);
    return out;
}

/* In a file, and said where. */
static void keep_in_file(struct session *s, struct str words)
{
    size_t before = kept_count(s);
    char *name = s->words_name != NULL ? mem_strdup(s->words_name) : name_for(s, s->tool);
    char *path = s->draft != NULL ? mem_strdup(s->draft) : kept_put(s, name, words);

    if (path != NULL && s->words_cut)
        say_line(s->tool, NULL,
                 "only the first %zu bytes of the words are kept, in %s; the rest was not read", words.n,
                 path);
    else if (path != NULL && before > MANY && kept_is(s, path))
        say_line(s->tool, NULL, "the words are kept in %s, where %zu files are; -F takes them from there",
                 path, kept_count(s));
    else if (path != NULL)
        say_line(s->tool, NULL, "the words are kept in %s; -F takes them from there", path);
    else
        say_line(s->tool, NULL, "the words could not be kept in any file");
    free(path);
    free(name);
}

void words_keep(struct session *s)
{
    struct str words = buf_str(&s->words);
    bool brief = s->words_typed && words.n < WORDS_SHORT && memchr(words.p, '\n', words.n) == NULL;

    if (s->draft == NULL && brief)
        say_line(s->tool, NULL, "the words were: %.*s", (int)words.n, words.p);
    else
        keep_in_file(s, words);
}

void words_leave(struct session *s, const char *name, struct str words)
{
    free(s->words_name);
    s->words_name = mem_strdup(name);
    s->words_typed = false;
    buf_reset(&s->words);
    buf_addstr(&s->words, words);
}

/* --- the editor -------------------------------------------------------------------------------------------------- */

static const char *editor(void)
{
    const char *e = getenv("VISUAL");

    if (e == NULL || *e == '\0')
        e = getenv("EDITOR");
    return e != NULL && *e != '\0' ? e : "vi";
}

/* $EDITOR is a shell's command line, as for git(1) and crontab(1).  True when it ended well. */
bool words_edit(const char *path)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, usual = {.sa_handler = SIG_DFL}, interrupt, quit;
    char *command = mem_printf("%s \"$1\"", editor());
    int status = -1;
    pid_t pid;

    sigaction(SIGINT, &ignore, &interrupt); /* ^C in the editor is the editor's */
    sigaction(SIGQUIT, &ignore, &quit);
    pid = fork();
    if (pid == 0) {
        sigaction(SIGINT, &interrupt, NULL);
        sigaction(SIGQUIT, &quit, NULL);
        sigaction(SIGPIPE, &usual, NULL);
        execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    free(command);
    return pid > 0 && status == 0;
}

/* Without the cut line, what is below it, and the empty lines above it. */
static void cut_comment(struct buf *b)
{
    if (b->p == NULL)
        return;
    char *at = strstr(b->p, cut_line);
    while (at != NULL && at != b->p && at[-1] != '\n')
        at = strstr(at + 1, cut_line);
    if (at != NULL)
        b->len = (size_t)(at - b->p);
    while (b->len > 0 && strchr(" \t\r\n", b->p[b->len - 1]) != NULL)
        b->len--;
    b->p[b->len] = '\0';
}

static void drop_draft(struct session *s)
{
    unlink(s->draft);
    free(s->draft);
    s->draft = NULL;
}

/* What the editor left in the draft, without the comment.  A draft with nothing in it is removed. */
static struct err *read_draft(struct session *s, struct buf *out)
{
    struct err *e = buf_read_file(out, s->draft, WORDS_MAX);

    if (e != NULL)
        return e;
    cut_comment(out);
    if (out->len == 0)
        drop_draft(s);
    return NULL;
}

static struct err *from_editor(struct session *s, const char *comment, struct buf *out)
{
    struct buf start = {0};

    buf_printf(&start, "\n%s\n%s", cut_line, comment != NULL ? comment : "");
    char *name = name_for(s, "draft");
    s->draft = kept_put(s, name, buf_str(&start));
    free(name);
    buf_free(&start);
    if (s->draft == NULL)
        return err_new(ERR_CANTCREATE, NULL,
                       "no file can be made to edit; write the words behind the operands");
    bool edited = words_edit(s->draft);
    struct err *e = read_draft(s, out);
    if (e != NULL)
        return e;
    if (!edited)
        return err_new(ERR_UNAVAILABLE, NULL, "the editor (%s) failed; set $EDITOR to one that works",
                       editor());
    if (out->len > 0)
        return NULL;
    return err_new(ERR_USAGE, NULL, "nothing was written, so nothing is done");
}

/* --- all sources ------------------------------------------------------------------------------------------------- */

static struct err *from_file(struct session *s, const char *name, struct buf *out)
{
    if (strcmp(name, "-") == 0)
        return buf_read_fd(out, STDIN_FILENO, WORDS_MAX, "standard input");
    words_serve(s, name);
    return buf_read_file(out, name, WORDS_MAX);
}

void words_serve(struct session *s, const char *file)
{
    if (s->served == NULL && kept_is(s, file))
        s->served = mem_strdup(file);
}

static void join_words(const struct opt_args *a, struct buf *out)
{
    for (size_t i = 0; i < a->n_words; i++)
        buf_printf(out, "%s%s", i > 0 ? " " : "", a->words[i]);
}

struct err *words_maybe(struct session *s, struct buf *out)
{
    const struct opt_args *a = s->args;
    const char *file = opt_text(a, "file");
    struct err *e = NULL;

    s->words_taken = true;
    s->words_typed = a->n_words > 0;
    if (file != NULL && a->n_words > 0) {
        join_words(a, &s->words);
        return err_new(ERR_USAGE, "--file", "words stand behind the operands too; give only one of them");
    }
    if (file != NULL)
        e = from_file(s, file, out);
    s->words_cut = e != NULL;
    join_words(a, out);
    buf_reset(&s->words);
    if (file == NULL || strcmp(file, "-") == 0) /* another file is there still */
        buf_addstr(&s->words, buf_str(out));
    return e;
}

static bool takes_words(const struct opt_verb *v)
{
    for (size_t i = 0; v != NULL && v->rest == OPT_REST_WORDS && i < OPT_SETS; i++)
        if (v->sets[i] == words_opts)
            return true;
    return false;
}

void words_rescue(struct session *s)
{
    struct buf words = {0};

    if (s->place == NULL || s->words_taken || !takes_words(s->args->verb))
        return;
    const char *file = opt_text(s->args, "file");
    if (s->args->n_words > 0 || (file != NULL && strcmp(file, "-") == 0 && isatty(STDIN_FILENO) != 1))
        err_free(words_maybe(s, &words));
    if (str_trim(buf_str(&words)).n == 0)
        buf_reset(&s->words);
    buf_free(&words);
}

bool words_given(const struct session *s)
{
    return s->args->n_words > 0 || opt_text(s->args, "file") != NULL;
}

struct err *words_get(struct session *s, const char *comment, struct buf *out, bool *edited)
{
    bool given = words_given(s);

    if (edited != NULL)
        *edited = !given;
    if (!given && (isatty(STDIN_FILENO) != 1 || !tty_there()))
        return err_new(ERR_USAGE, NULL, "the words are missing; write them at the end, or -F FILE");
    if (!given) {
        struct err *e = from_editor(s, comment, out);
        buf_reset(&s->words);
        if (s->draft != NULL)
            buf_addstr(&s->words, buf_str(out));
        return e;
    }
    struct err *e = words_maybe(s, out);
    if (e == NULL && str_trim(buf_str(out)).n == 0) {
        buf_reset(&s->words);
        e = err_new(ERR_USAGE, NULL, "the words are empty; write what was said");
    }
    return e;
}
