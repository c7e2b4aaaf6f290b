/* What every program does with its descriptors, terminal, pager, editor and words: each case is a whole run of
 * tool_main() in a child process. */
#include "form_help.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cmd/common/refs.h"
#include "cmd/common/say.h"
#include "cmd/common/tool.h"
#include "cmd/common/words.h"

/* --- a tool ------------------------------------------------------------------------------------------------------ */

static struct err *list(struct session *s, const struct opt_args *args)
{
    struct form_value rows[ROWS][COLUMNS];
    struct form *f;
    bool lengthy = args->n_operands > 0;
    struct err *e = session_listing(s, "cust.test/1", columns, COLUMNS, NULL, lengthy, &f);

    if (e != NULL)
        return e;
    sample(rows);
    for (int i = 0; e == NULL && i < (lengthy ? 20000 : ROWS); i++)
        e = form_row(f, rows[i % ROWS]);
    if (e == NULL)
        return form_close(f, "4 open");
    form_abandon(f);
    return e;
}

static struct err *write_much(struct session *s, const struct opt_args *args)
{
    struct err *e = NULL;

    (void)args;
    out_writing(s->out);
    for (int i = 0; e == NULL && i < 20000; i++)
        e = out_printf(s->out, "%d\twritten\n", i);
    say_line(s->tool, NULL, "all is written");
    return e;
}

static struct err *say_it(struct session *s, const struct opt_args *args)
{
    struct buf words_in = {0};
    bool edited = false;
    struct err *e = words_get(s, "# who: Ann\n", &words_in, &edited);

    if (e == NULL && strcmp(args->operands[0], "13") == 0)
        e = err_new(ERR_DATA, "13", "is closed; reopen it first");
    if (e == NULL)
        e = out_printf(s->out, "%s[%.*s]\n", edited ? "edited " : "", (int)words_in.len, words_in.p);
    buf_free(&words_in);
    return e;
}

static struct err *name_them(struct session *s, const struct opt_args *args)
{
    struct ref *list_of = NULL;
    size_t n = 0;
    char text[REF_SIZE];
    struct err *e = refs_get(s, args->operands[0], &list_of, &n);

    for (size_t i = 0; e == NULL && i < n; i++)
        e = out_printf(s->out, "%s ", ref_format(&list_of[i], text));
    free(list_of);
    return e;
}

static struct err *ask(struct session *s, const struct opt_args *args)
{
    bool yes = false;
    struct err *e = session_confirm(s, "Erase \x1b[2Jall?", &yes);

    (void)args;
    return e != NULL ? e : out_printf(s->out, "%s\n", yes ? "yes" : "no");
}

static struct err *where(struct session *s, const struct opt_args *args)
{
    (void)args;
    return out_printf(s->out, "%s %d\n", s->place, s->standard);
}

/* The number of the next free descriptor: 0, 1 or 2 when one of them is closed. */
static struct err *next_free(struct session *s, const struct opt_args *args)
{
    int fd = open("/dev/null", O_RDONLY);

    (void)args;
    say_line(s->tool, NULL, "free is %s", fd > STDERR_FILENO ? "above" : "below");
    return fd > STDERR_FILENO ? NULL : err_new(ERR_BUG, NULL, "a store could be printed into");
}

static const struct tool_verb verbs[] = {
    {{NULL, "[QUERY]", "the queue", 0, 0, OPT_REST_OPERANDS, {tool_common, tool_listing, tool_reading}},
     list},
    {{"write", "", "much", 0, 0, OPT_REST_NONE, {tool_common}}, write_much},
    {{"said", "REF WORDS", "what we said", 1, 1, OPT_REST_WORDS, {tool_common, words_opts}}, say_it},
    {{"refs", "REF", "names them", 1, 1, OPT_REST_NONE, {tool_common}}, name_them},
    {{"ask", "", "asks", 0, 0, OPT_REST_NONE, {tool_common}}, ask},
    {{"where", "", "the desk", 0, 0, OPT_REST_NONE, {tool_common}}, where},
    {{"mail", "", "as a mail system runs it", 0, 0, OPT_REST_NONE, {tool_common}}, where},
    {{"free", "", "descriptors", 0, 0, OPT_REST_NONE, {tool_common}}, next_free},
};
static const struct tool tool = {"cust-test", "tests", verbs, sizeof verbs / sizeof verbs[0], "mail"};

/* --- running it -------------------------------------------------------------------------------------------------- */

enum { ARGS_MAX = 8 };

struct run {
    const char *args[ARGS_MAX];
    const char *input;    /* standard input; NULL is /dev/null */
    const char *env[6];   /* "NAME=VALUE" */
    const char *out_file; /* standard output goes there */
    bool closed;          /* all three descriptors are closed */
    bool deaf;            /* the reader of standard output goes away at once */
    const char *typed;    /* all three are a terminal, and this is typed */
    bool terminal;        /* the same without typing */
};

struct result {
    struct buf out, err; /* a terminal's screen is in out */
    int code;            /* 128 + signal when one killed it */
};

static char *scratch(void **state)
{
    return *state;
}

static _Noreturn void run_tool(const struct run *r, const char *folder)
{
    char *argv[ARGS_MAX + 2] = {(char *)(uintptr_t) "cust-test"};
    int argc = 1;

    for (size_t i = 0; i < ARGS_MAX && r->args[i] != NULL; i++)
        argv[argc++] = (char *)(uintptr_t)r->args[i];
    setenv("CUST_DESK", "/nowhere/at/all", 1);
    setenv("TMPDIR", folder, 1);
    for (size_t i = 0; i < 6 && r->env[i] != NULL; i++)
        putenv((char *)(uintptr_t)r->env[i]);
    _exit(tool_main(&tool, argc, argv));
}

static int code_of(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int input_of(const char *text)
{
    FILE *f = tmpfile();

    assert_non_null(f);
    fputs(text, f);
    fflush(f);
    int fd = dup(fileno(f));
    fclose(f);
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static void drain(int fd, struct buf *b)
{
    char chunk[4096];
    ssize_t n;

    while ((n = read(fd, chunk, sizeof chunk)) > 0)
        buf_add(b, chunk, (size_t)n);
    buf_adds(b, "");
}

static void child_descriptors(const struct run *r, const int out[2], const char *err_path)
{
    int in = r->input != NULL ? input_of(r->input) : open("/dev/null", O_RDONLY);
    int to = r->out_file != NULL ? open(r->out_file, O_WRONLY) : out[1];
    int err = open(err_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    dup2(in, STDIN_FILENO);
    dup2(to, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    for (int fd = STDERR_FILENO + 1; fd < 64; fd++)
        close(fd);
    for (int fd = 0; r->closed && fd <= STDERR_FILENO; fd++)
        close(fd);
    setsid(); /* no /dev/tty */
}

static void run_piped(const struct run *r, const char *folder, struct result *res)
{
    char err_path[128];
    int out[2];

    snprintf(err_path, sizeof err_path, "%s/stderr", folder);
    assert_int_equal(pipe(out), 0);
    pid_t child = fork();
    if (child == 0) {
        child_descriptors(r, out, err_path);
        run_tool(r, folder);
    }
    close(out[1]);
    if (r->deaf)
        close(out[0]);
    else
        drain(out[0], &res->out);
    res->code = code_of(child);
    if (!r->deaf)
        close(out[0]);
    assert_null(buf_read_file(&res->err, err_path, 1 << 20));
    buf_adds(&res->err, "");
}

/* What is typed would be echoed before or after the question, as time has it. */
static void quiet(int terminal)
{
    struct termios t;

    assert_int_equal(tcgetattr(terminal, &t), 0);
    t.c_lflag &= (tcflag_t)~ECHO;
    assert_int_equal(tcsetattr(terminal, TCSANOW, &t), 0);
}

static void run_on_terminal(const struct run *r, const char *folder, struct result *res)
{
    struct winsize size = {.ws_row = 24, .ws_col = 72};
    int master = posix_openpt(O_RDWR | O_NOCTTY);

    if (master < 0)
        skip(); /* this system has no pseudo-terminals */
    assert_int_equal(grantpt(master), 0);
    assert_int_equal(unlockpt(master), 0);
    char *name = ptsname(master);
    assert_non_null(name);
    quiet(master);
    pid_t child = fork();
    if (child == 0) {
        setsid();
        int fd = open(name, O_RDWR); /* the first terminal opened becomes the session's own */
        ioctl(fd, TIOCSWINSZ, &size);
        for (int i = 0; i <= STDERR_FILENO; i++)
            dup2(fd, i);
        for (int i = STDERR_FILENO + 1; i < 64; i++)
            close(i);
        run_tool(r, folder);
    }
    if (r->typed != NULL)
        assert_int_equal(write(master, r->typed, strlen(r->typed)), (ssize_t)strlen(r->typed));
    drain(master, &res->out);
    close(master);
    res->code = code_of(child);
    buf_adds(&res->err, "");
}

static struct result go(void **state, const struct run *r)
{
    struct result res = {{0}, {0}, 0};

    if (r->terminal || r->typed != NULL)
        run_on_terminal(r, scratch(state), &res);
    else
        run_piped(r, scratch(state), &res);
    return res;
}

static void done(struct result *r)
{
    buf_free(&r->out);
    buf_free(&r->err);
}

static void expect(void **state, const struct run *r, int code, const char *out, const char *err)
{
    struct result res = go(state, r);

    if (res.code != code || (out != NULL && strstr(res.out.p, out) == NULL) ||
        (err != NULL && strstr(res.err.p, err) == NULL))
        fail_msg("%s: exit %d, not %d\nout: %s\nerr: %s", r->args[0] != NULL ? r->args[0] : "", res.code,
                 code, res.out.p, res.err.p);
    done(&res);
}

/* --- promises ---------------------------------------------------------------------------------------------------- */

static void a_full_disk_behind_standard_output_is_said(void **state)
{
    expect(state, &(struct run){.args = {"where"}, .out_file = "/dev/full"}, ERR_IO, NULL,
           "cust-test: standard output: cannot write: No space left on device; make room and try again");
    expect(state, &(struct run){.args = {"many"}, .out_file = "/dev/full"}, ERR_IO, NULL, "cannot write");
    expect(state, &(struct run){.args = {"write"}, .out_file = "/dev/full"}, ERR_IO, NULL, "cannot write");
    expect(state, &(struct run){.args = {"--help"}, .out_file = "/dev/full"}, ERR_IO, NULL, "cannot write");
}

static void a_reader_ends_quietly_when_nobody_reads(void **state)
{
    struct run r = {.args = {"many"}, .deaf = true};
    struct result res = go(state, &r);

    assert_int_equal(res.code, 0);
    assert_string_equal(res.err.p, "");
    done(&res);
}

static void a_writer_finishes_when_nobody_reads(void **state)
{
    struct run r = {.args = {"write"}, .deaf = true};
    struct result res = go(state, &r);

    assert_int_equal(res.code, 0);
    assert_string_equal(res.err.p, "cust-test: all is written\n");
    done(&res);
}

static void closed_descriptors_are_never_taken_by_a_file(void **state)
{
    expect(state, &(struct run){.args = {"free"}, .closed = true}, 0, NULL, NULL);
    expect(state, &(struct run){.args = {"where"}, .closed = true}, ERR_IO, NULL, NULL);
    expect(state, &(struct run){.args = {"free"}}, 0, NULL, "free is above");
}

static void the_desk_is_where_option_and_environment_say(void **state)
{
    expect(state, &(struct run){.args = {"where"}, .env = {"CUST_DESK=", "XDG_DATA_HOME=/x"}}, 0,
           "/x/cust 1\n", NULL);
    expect(state, &(struct run){.args = {"where"}, .env = {"CUST_DESK=/d", "XDG_DATA_HOME=/x"}}, 0, "/d 0\n",
           NULL);
    expect(state, &(struct run){.args = {"where", "--desk=/o"}, .env = {"CUST_DESK=/d"}}, 0, "/o 0\n", NULL);
    expect(state, &(struct run){.args = {"--desk", "/o", "where"}}, 0, "/o 0\n", NULL);
    expect(state, &(struct run){.args = {"where"}, .env = {"CUST_DESK=", "XDG_DATA_HOME=rel", "HOME=/h"}}, 0,
           "/h/.local/share/cust 1\n", NULL);
    expect(state, &(struct run){.args = {"where", "--desk="}}, ERR_USAGE, NULL, "write --desk=DIR");
}

static void off_a_terminal_lines_are_bare_and_on_one_they_are_a_table(void **state)
{
    expect(state, &(struct run){.args = {NULL}}, 0, "42\tP1\t2026-", "");
    expect(state, &(struct run){.args = {"--format=table"}}, 0, "REF   PRIORITY", "");
    expect(state, &(struct run){.args = {"--format=tbale"}}, ERR_USAGE, "",
           "--format: no format 'tbale'; did you mean");
    expect(state, &(struct run){.args = {"--color=sometimes"}}, ERR_USAGE, "", "always, auto or never");
    expect(state, &(struct run){.args = {"--fields=ref,due"}}, 0, "42\t2026-", "");
    expect(state, &(struct run){.terminal = true, .env = {"TERM=xterm", "NO_COLOR="}}, 0, "\x1b[31mP1\x1b[0m",
           NULL);
    expect(state, &(struct run){.terminal = true, .env = {"TERM=xterm", "NO_COLOR=1"}}, 0, "42    P1", NULL);
    expect(state, &(struct run){.terminal = true, .env = {"TERM=dumb", "NO_COLOR="}}, 0, "42    P1", NULL);
    expect(state, &(struct run){.terminal = true, .args = {"--color=never"}, .env = {"TERM=xterm"}}, 0,
           "TOTAL 4 open", NULL);
}

static void long_listings_on_a_terminal_go_through_the_pager(void **state)
{
    expect(state, &(struct run){.args = {"many"}, .terminal = true, .env = {"PAGER=head -1; echo paged"}}, 0,
           "paged", NULL);
    expect(state, &(struct run){.args = {"many"}, .terminal = true, .env = {"PAGER="}}, 0, "TOTAL 4 open",
           NULL);
    expect(state, &(struct run){.args = {"many"}, .terminal = true, .env = {"PAGER=cat"}}, 0, "TOTAL 4 open",
           NULL);
    expect(state, &(struct run){.args = {NULL}, .terminal = true, .env = {"PAGER=echo paged"}}, 0,
           "TOTAL 4 open", NULL);
}

static void references_come_from_operands_or_from_lines(void **state)
{
    expect(state, &(struct run){.args = {"refs", "42,7,42,c3"}}, 0, "42 7 c3 ", "");
    expect(state,
           &(struct run){.args = {"refs", "-"}, .input = "REF  X\n42\tP1\n\n  7  P2\n42 again\nTOTAL 2\n"}, 0,
           "42 7 ", "");
    expect(state, &(struct run){.args = {"refs", "-"}, .input = "42\nnonsense\n43/2\n"}, ERR_DATA, "42 43/2 ",
           "cust-test: standard input:2: ");
    expect(state, &(struct run){.args = {"refs", "-"}, .input = "REF\n"}, ERR_NONE_FOUND, "",
           "nothing was done");
    expect(state, &(struct run){.args = {"refs", "-"}, .terminal = true}, ERR_USAGE,
           "which is the\r\n    terminal", NULL);
    expect(state, &(struct run){.args = {"refs", "x"}}, ERR_USAGE, "", "");
}

static void words_come_from_operands_file_or_editor(void **state)
{
    char file[160], big[160], editor[200], broken[] = "VISUAL=false";

    snprintf(file, sizeof file, "%s/words", scratch(state));
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    fputs("from a file\n", f);
    fclose(f);
    snprintf(big, sizeof big, "%s/big", scratch(state));
    f = fopen(big, "w");
    assert_non_null(f);
    assert_int_equal(ftruncate(fileno(f), WORDS_MAX + 1), 0);
    fclose(f);
    snprintf(editor, sizeof editor, "VISUAL=sed -i '1s/.*/typed by hand/'");

    expect(state, &(struct run){.args = {"said", "4", "your", "parcel  leaves", "-n"}}, 0,
           "[your parcel  leaves -n]\n", "");
    expect(state, &(struct run){.args = {"said", "4", "-F", file}}, 0, "[from a file\n]\n", "");
    expect(state, &(struct run){.args = {"said", "4", "-F", "-"}, .input = "from input"}, 0, "[from input]\n",
           "");
    expect(state, &(struct run){.args = {"said", "4"}, .input = "unasked"}, ERR_USAGE, "",
           "the words are missing");
    expect(state, &(struct run){.args = {"said", "4", "-F", file, "x"}}, ERR_USAGE, "",
           "give only one of them");
    expect(state, &(struct run){.args = {"said", "4", "-F", "/nowhere/x"}}, ERR_NOINPUT, "", "/nowhere/x");
    expect(state, &(struct run){.args = {"said", "4", "-F", big}}, ERR_DATA, "", "longer than");
    expect(state, &(struct run){.args = {"said", "4", "  "}}, ERR_USAGE, "", "the words are empty");
    expect(state, &(struct run){.args = {"said", "4"}, .terminal = true, .env = {editor}}, 0,
           "edited [typed by hand]", NULL);
    expect(state, &(struct run){.args = {"said", "4"}, .terminal = true, .env = {"VISUAL=true"}}, ERR_USAGE,
           "nothing was written", NULL);
    expect(state, &(struct run){.args = {"said", "4"}, .terminal = true, .env = {broken}}, ERR_UNAVAILABLE,
           "set $EDITOR to one that works", NULL);
}

static size_t drafts(const char *folder)
{
    DIR *d = opendir(folder);
    struct dirent *entry;
    size_t n = 0;

    assert_non_null(d);
    while ((entry = readdir(d)) != NULL)
        n += strncmp(entry->d_name, "draft", 5) == 0; /* "draft-", or "draft.13-" of a complaint */
    closedir(d);
    return n;
}

static void a_draft_stays_only_while_it_is_needed(void **state)
{
    char good[] = "VISUAL=sed -i '1s/.*/typed by hand/'",
         half[] = "VISUAL=f() { echo typed > $1; false; }; f", none[] = "VISUAL=false";

    assert_int_equal(drafts(scratch(state)), 0);
    expect(state, &(struct run){.args = {"said", "4"}, .terminal = true, .env = {good}}, 0, "edited", NULL);
    expect(state, &(struct run){.args = {"said", "4"}, .terminal = true, .env = {none}}, ERR_UNAVAILABLE,
           "set $EDITOR", NULL);
    assert_int_equal(drafts(scratch(state)), 0);
    expect(state, &(struct run){.args = {"said", "13"}, .terminal = true, .env = {good}}, ERR_DATA, "kept in",
           NULL);
    assert_int_equal(drafts(scratch(state)), 1);
    expect(state, &(struct run){.args = {"said", "4"}, .terminal = true, .env = {half}}, ERR_UNAVAILABLE,
           "kept in", NULL);
    assert_int_equal(drafts(scratch(state)), 2);
}

static void refused_words_are_kept_and_their_place_is_said(void **state)
{
    char desk[160], tmp[160], *kept;
    static const char words[] =
        "do not lose me, who am so long that nobody would like to type me once more by hand";
    struct run r = {.args = {"said", "13", words}, .env = {desk, tmp}};
    struct buf file = {0};
    struct stat st;

    snprintf(desk, sizeof desk, "CUST_DESK=%s", scratch(state));
    snprintf(tmp, sizeof tmp, "TMPDIR=%s", scratch(state));
    struct result res = go(state, &r);
    assert_int_equal(res.code, ERR_DATA);
    assert_non_null(strstr(res.err.p, "cust-test: 13: is closed; reopen it first\n"));
    kept = strstr(res.err.p, "kept in ");
    assert_non_null(kept);
    kept += strlen("kept in ");
    *strchr(kept, ';') = '\0';
    assert_memory_equal(kept, scratch(state), strlen(scratch(state)));
    assert_non_null(strstr(kept, "/kept/"));
    assert_null(buf_read_file(&file, kept, 1000));
    assert_string_equal(file.p, words);
    assert_int_equal(stat(kept, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    buf_free(&file);
    done(&res);
    r.env[0] = "CUST_DESK=/nowhere/at/all";
    expect(state, &r, ERR_DATA, "", scratch(state));
    r.args[2] = "lost";
    expect(state, &r, ERR_DATA, "", "the words were: lost"); /* few ones are typed again soon */
}

static void questions_are_asked_on_the_terminal_only(void **state)
{
    expect(state, &(struct run){.args = {"ask"}, .input = "y\n"}, ERR_USAGE, "", "--yes answers yes");
    expect(state, &(struct run){.args = {"ask", "--yes"}}, 0, "yes\n", "");
    expect(state, &(struct run){.args = {"ask"}, .typed = "y\n"}, 0, "[y/n] yes", NULL);
    expect(state, &(struct run){.args = {"ask"}, .typed = "what\nn\n"}, 0, "[y/n] no", NULL);
    expect(state, &(struct run){.args = {"ask"}, .typed = "\x04"}, 0, "no", NULL);
    expect(state, &(struct run){.args = {"ask"}, .typed = "y\n"}, 0, "Erase \\x1B[2Jall? [y/n] ", NULL);
}

static void what_a_mail_system_runs_ends_with_0_or_75(void **state)
{
    expect(state, &(struct run){.args = {"mail", "--desk=/x"}}, 0, "/x 0\n", "");
    expect(state, &(struct run){.args = {"mail", "--bad"}}, ERR_TEMP, "", "no option --bad");
    expect(state, &(struct run){.args = {"mail", "--desk="}}, ERR_TEMP, "", "write --desk=DIR");
    expect(state, &(struct run){.args = {"mail"}, .out_file = "/dev/full"}, 0, NULL, "cannot write");
    expect(state, &(struct run){.args = {"mail"}, .deaf = true}, 0, NULL, NULL);
}

static void a_wrong_command_line_is_said_and_nothing_runs(void **state)
{
    expect(state, &(struct run){.args = {"wirte"}}, ERR_USAGE, "",
           "cust-test: no verb 'wirte'; did you mean write?");
    expect(state, &(struct run){.args = {"write", "--frmat"}}, ERR_USAGE, "",
           "cust-test: write: no option --frmat");
    expect(state, &(struct run){.args = {"--version"}}, 0, "cust-test " CUST_VERSION "\n", "");
    expect(state, &(struct run){.args = {"--help"}}, 0, "Usage: cust-test [OPTION]... [QUERY]\n", "");
    expect(state, &(struct run){.args = {"said", "--help"}}, 0,
           "Usage: cust-test said [OPTION]... REF WORDS\n", "");
}

static int make_folder(void **state)
{
    char *folder = strdup("/tmp/cust-test-XXXXXX");

    *state = folder != NULL ? mkdtemp(folder) : NULL;
    return *state != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    char *command = NULL;
    struct buf b = {0};

    buf_printf(&b, "rm -r '%s'", scratch(state));
    command = buf_take(&b);
    int rc = system(command);
    free(command);
    free(*state);
    return rc;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_behind_standard_output_is_said),
        cmocka_unit_test(a_reader_ends_quietly_when_nobody_reads),
        cmocka_unit_test(a_writer_finishes_when_nobody_reads),
        cmocka_unit_test(closed_descriptors_are_never_taken_by_a_file),
        cmocka_unit_test(the_desk_is_where_option_and_environment_say),
        cmocka_unit_test(off_a_terminal_lines_are_bare_and_on_one_they_are_a_table),
        cmocka_unit_test(long_listings_on_a_terminal_go_through_the_pager),
        cmocka_unit_test(references_come_from_operands_or_from_lines),
        cmocka_unit_test(words_come_from_operands_file_or_editor),
        cmocka_unit_test(a_draft_stays_only_while_it_is_needed),
        cmocka_unit_test(refused_words_are_kept_and_their_place_is_said),
        cmocka_unit_test(questions_are_asked_on_the_terminal_only),
        cmocka_unit_test(what_a_mail_system_runs_ends_with_0_or_75),
        cmocka_unit_test(a_wrong_command_line_is_said_and_nothing_runs),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
