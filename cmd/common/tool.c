#include "cmd/common/tool.h"

#include <assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"

const struct opt tool_common[] = {
    {"desk", 0, OPT_VALUE, "DIR", "the desk's folder (else $CUST_DESK, else ~/.local/share/cust)"},
    {"yes", 'y', OPT_FLAG, NULL, "answer yes to every question"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt tool_listing[] = {
    {"format", 0, OPT_VALUE, "FORM", "tsv, table, json, jsonl or csv"},
    {"fields", 0, OPT_VALUE, "A,B,C", "only these fields, in this order"},
    {"color", 0, OPT_VALUE, "WHEN", "always, auto or never"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt tool_reading[] = {
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"limit", 'n', OPT_VALUE, "N", "at most N records"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { VERBS_MAX = 64 };

/* A file that is opened while descriptor 1 is closed would become standard output: a store could be printed into.
 * Opened the wrong way round, so that who closed it and yet needs it is told. */
static void guard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            _exit(ERR_IO);
}

/* What would kill in the middle is an error in its place: out_write() sees EPIPE and does what is right for reader or
 * writer, and a file at the limit of its size (a mail server may set one) is like a full disk. */
static void ignore_signals(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
}

static struct err *print(struct buf *text)
{
    struct out *o = out_new(STDOUT_FILENO);
    struct err *e = out_write(o, buf_str(text));

    buf_free(text);
    return err_first(e, out_end(o));
}

static struct err *print_version(const struct tool *t)
{
    struct buf b = {0};

    buf_printf(&b, "%s %s\n", t->name, CUST_VERSION);
    return print(&b);
}

static struct err *print_help(const struct tool *t, const struct opt_verb *const *verbs,
                              const struct opt_verb *one)
{
    struct buf b = {0};

    if (one != NULL)
        opt_help(t->name, one, &b);
    else
        opt_tool_help(t->name, t->purpose, verbs, t->n, &b);
    return print(&b);
}

/* What was typed is never lost (words.h), nor offered for another time once it is in the store (`unprinted` says that only
 * its line could not be printed). */
static void end_words(struct session *s, bool failed, bool unprinted)
{
    if (failed)
        words_rescue(s);
    bool typed = s->words.len > 0 || s->draft != NULL;

    if (typed && unprinted)
        say_line(s->tool, NULL, "the words are in the store; only their line could not be printed");
    else if (typed && failed)
        words_keep(s);
    else if (s->draft != NULL)
        unlink(s->draft);
    if (!failed && s->served != NULL)
        unlink(s->served);
}

static bool is_mailer(const struct tool *t, const struct opt_verb *v)
{
    return t->mailer != NULL && v != NULL && v->name != NULL && strcmp(t->mailer, v->name) == 0;
}

/* The exit code.  The error is said first, then where the words are. */
static int run(const struct tool *t, const struct tool_verb *v, const struct opt_args *args)
{
    struct session s;
    struct err *e = session_start(&s, t->name, args);
    bool unprinted = false;

    if (e == NULL) {
        s.out = out_new(STDOUT_FILENO);
        e = v->run(&s, args);
        struct err *lost = out_end(s.out);
        if (e == NULL && is_mailer(t, &v->opt)) { /* the message is safe; only its line is lost */
            say_error(t->name, lost);
            lost = NULL;
        }
        unprinted = e == NULL && s.bad == 0 && lost != NULL;
        e = err_first(e, lost);
    }
    if (e == NULL && s.bad > 0)
        e = err_new(ERR_DATA, NULL, "%zu %s refused; the rest is done", s.bad,
                    s.bad == 1 ? "record was" : "records were");
    int code = say_error(t->name, e);
    end_words(&s, code != 0 && !unprinted, unprinted);
    bool delivery = is_mailer(t, &v->opt) && !s.by_hand;
    session_end(&s);
    return code != 0 && delivery ? (int)ERR_TEMP : code;
}

/* No verb was named and there is none without a name: only --help and --version make sense. */
static struct err *no_verb(const struct tool *t, const struct opt_verb *const *verbs, size_t argc,
                           char **argv)
{
    for (size_t i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return print_help(t, verbs, NULL);
        if (strcmp(argv[i], "--version") == 0)
            return print_version(t);
    }
    if (argc > 0 && argv[0][0] == '-')
        return err_new(ERR_USAGE, NULL,
                       "an option stands behind its verb: %s VERB %s; --help lists the verbs", t->name,
                       argv[0]);
    return err_new(ERR_USAGE, NULL, "say what to do: %s VERB; --help lists the verbs", t->name);
}

static int with_verb(const struct tool *t, const struct opt_verb *const *verbs, const struct opt_verb *chosen,
                     size_t argc, char **argv)
{
    struct opt_args args;
    struct err *e = opt_parse(chosen, argc, argv, &args);
    bool ran = false;
    int code = 0;

    if (e != NULL) {
        e = err_at(e, chosen->name);
    } else if (args.help) {
        e = print_help(t, verbs, chosen->name != NULL ? chosen : NULL);
    } else if (args.version) {
        e = print_version(t);
    } else {
        for (size_t i = 0; i < t->n && !ran; i++) {
            ran = &t->verbs[i].opt == chosen;
            if (ran)
                code = run(t, &t->verbs[i], &args);
        }
    }
    opt_clear(&args);
    if (ran)
        return code;
    code = say_error(t->name, e);
    return code != 0 && is_mailer(t, chosen) ? (int)ERR_TEMP : code;
}

int tool_main(const struct tool *t, int argc, char **argv)
{
    const struct opt_verb *verbs[VERBS_MAX], *chosen = NULL;
    size_t n = argc > 0 ? (size_t)argc - 1 : 0, at = 0, left = 0;
    char **rest = mem_array(NULL, n + 1, sizeof *rest);

    guard_descriptors();
    ignore_signals();
    assert(t->n <= VERBS_MAX);
    for (size_t i = 0; i < t->n; i++)
        verbs[i] = &t->verbs[i].opt;
    struct err *e = opt_find(verbs, t->n, n, argv + 1, &chosen, &at);
    for (size_t i = 0; i < n; i++)
        if (i != at)
            rest[left++] = argv[i + 1];
    int code;
    if (e == NULL && chosen != NULL)
        code = with_verb(t, verbs, chosen, left, rest);
    else
        code = say_error(t->name, e != NULL ? e : no_verb(t, verbs, left, rest));
    free(rest);
    return code;
}
