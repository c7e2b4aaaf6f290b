/* cust-mime against mail made to hurt: each within a second of CPU time and 64 MB, flagged, never a crash. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "form/mailjson.h"

#if defined __SANITIZE_ADDRESS__
enum { MEASURED = 0 };
#else
enum { MEASURED = 1 };
#endif

enum { MEGABYTE = 1024 * 1024, MEMORY_KB = 64 * 1024, CPU_MS = 1000 };

static const char head[] = "From: a@example.com\nSubject: x\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n";

/* What a hostile message is made of: a beginning, pieces, an end.  "#" in a piece becomes its number. */
struct hostile {
    const char *name;
    const char *begin, *piece, *end;
    unsigned times;
    bool bare;       /* without `head` in front */
    unsigned flags;  /* of enum mail_flag, that must be said */
    const char *own; /* what the own words must begin with; NULL: whatever */
};

#define PLAIN "\nhello\n"
#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"
#define HTML "Content-Type: text/html\n\n"
#define BASE64 "Content-Transfer-Encoding: base64\n\n"
#define LINE "aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8gaGVs\n"

static const struct hostile rows[] = {
    {"parts inside parts", "", "Content-Type: multipart/mixed; boundary=b#\n\n--b#\n", PLAIN, 5000, false,
     MAIL_LIMITS, NULL},
    {"the same boundary all the way", "", MIXED "--b\n", PLAIN, 5000, false, MAIL_LIMITS, NULL},
    {"messages inside messages", "", "Content-Type: message/rfc822\n\n", PLAIN, 5000, false, MAIL_LIMITS,
     NULL},
    {"digests inside digests", "", "Content-Type: multipart/digest; boundary=b#\n\n--b#\n\n", PLAIN, 5000,
     false, MAIL_LIMITS, NULL},
    {"boundaries in pieces", "", "Content-Type: multipart/mixed; boundary*0=b; boundary*1=#\n\n--b#\n", PLAIN,
     5000, false, MAIL_LIMITS, NULL},
    {"two million parts", MIXED, "--b\n\n", "", 2000000, false, MAIL_LIMITS, NULL},
    {"dashes", MIXED, "--\n", "", 6000000, false, MAIL_LIMITS, NULL},
    {"a long way to the first part", MIXED, "hello, how are you?\n", "--b\n\nhello\n--b--\n", 1300000, false,
     MAIL_LIMITS, "hello"},
    {"a long way after the last part", MIXED "--b\n\nhello\n--b--\n", "hello, how are you?\n", "", 1300000,
     false, MAIL_LIMITS, "hello"},
    {"a first part that never comes", MIXED, "hello, how are you?\n", "", 1300000, false,
     MAIL_LIMITS | MAIL_PARTIAL, "hello"},
    {"headers, before the real ones", "", "X-#: v\n", "From: z@example.com\n" PLAIN, 500000, true,
     MAIL_LIMITS, "hello"},
    {"headers, all the same", "", "From: a@example.com\n", PLAIN, 500000, true, MAIL_LIMITS, "hello"},
    {"headers of a part", MIXED "--b\n", "X-#: v\n", PLAIN "--b--\n", 500000, false, MAIL_LIMITS, "hello"},
    {"headers of a message in a part", MIXED "--b\nContent-Type: message/rfc822\n\n", "X-#: v\n", PLAIN,
     500000, false, MAIL_LIMITS | MAIL_FORWARDED, "hello"},
    {"a header of 25 MB", "Subject: ", "aaaaaaaaaaaaaaaaaaaaaaaaa", "\nFrom: b@example.com\n" PLAIN, MEGABYTE,
     true, MAIL_LIMITS, "hello"},
    {"a header of 500,000 lines", "Subject: a", "\n b", "\nFrom: b@example.com\n" PLAIN, 500000, true,
     MAIL_LIMITS, "hello"},
    {"RFC 2231 parameters", "Content-Type: text/plain", "; name*#=a", "\n" PLAIN, 200000, false, MAIL_LIMITS,
     "hello"},
    {"RFC 2231 parameters, folded", "Content-Type: text/plain", ";\n name*#*=%41", "\n" PLAIN, 200000, false,
     MAIL_LIMITS, "hello"},
    {"plain parameters", "Content-Type: text/plain", "; n#=a", "\n" PLAIN, 200000, false, MAIL_LIMITS,
     "hello"},
    {"addresses", "To: a@example.com", ", a#@example.com", "\n" PLAIN, 200000, false, MAIL_LIMITS, "hello"},
    {"groups in groups", "To: ", "a:", "\n" PLAIN, 16000, false, 0, "hello"},
    {"open brackets", "To: ", "<(\"[", "\n" PLAIN, 8000, false, 0, "hello"},
    {"references", "References:", " <#@b>", "\n" PLAIN, 500000, false, MAIL_LIMITS, "hello"},
    {"encoded words", "Subject: ", "=?utf-8?q?a?= ", "\nFrom: b@example.com\n" PLAIN, 100000, true,
     MAIL_LIMITS, "hello"},
    {"half encoded words", "Subject: ", "=?", "\nFrom: b@example.com\n" PLAIN, 16000, true, 0, "hello"},
    {"25 MB of base64 text", BASE64, LINE, "", 320000, false, MAIL_LIMITS, "hello"},
    {"25 MB of base64 in one line", BASE64, "aGVsbG8g", "", 3200000, false, MAIL_LIMITS, "hello"},
    {"25 MB of base64 attachment", MIXED "--b\n\nhello\n--b\nContent-Type: image/png; name=a\n" BASE64, LINE,
     "--b--\n", 320000, false, 0, "hello"},
    {"25 MB of text", "\n", "hello, how are you?\n", "", 1300000, false, MAIL_LIMITS, "hello"},
    {"25 MB without a header", "", "hello, how are you?\n", "", 1300000, true, MAIL_LIMITS | MAIL_PARTIAL,
     "hello"},
    {"25 MB without a line end", "\n", "hello, how are you? ", "", 1300000, false, MAIL_LIMITS, "hello"},
    {"25 MB of line ends", "\n", "\n\n\n\n\n", "", 5 * MEGABYTE, false, MAIL_LIMITS, ""},
    {"25 MB of no character", "Content-Type: text/plain; charset=utf-8\n\n", "\xff\xfe\xfd\xfc\xfb", "",
     5 * MEGABYTE, false, MAIL_LIMITS | MAIL_CHARSET, NULL},
    {"shift sequences", "Content-Type: text/plain; charset=iso-2022-jp\n\n", "\033$B\xff", "", 5 * MEGABYTE,
     false, MAIL_LIMITS | MAIL_CHARSET, NULL},
    {"broken quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n", "=ZZ==", "", 5 * MEGABYTE,
     false, MAIL_LIMITS, NULL},
    {"flowed quotations", "Content-Type: text/plain; format=flowed\n\n", ">>>>>>>>>>>>>>>>>>>> \n", "",
     MEGABYTE, false, MAIL_LIMITS, ""},
    {"signature marks", "\n", "--\n", "", 600000, false, 0, NULL},
    {"introductions", "\n", "On 1\n", "", 400000, false, 0, NULL},
    {"rules", "\n", "____________________\n", "", 100000, false, 0, NULL},
    {"disclaimers", "\n", "intended recipient\n\n", "", 40000, false, 0, ""},
    {"senders", "\n", "From: x\n", "", 250000, false, 0, NULL},
    {"open elements", HTML, "<b>hello ", "", 2 * MEGABYTE, false, MAIL_LIMITS, "hello"},
    {"end tags without a begin", HTML "<b><b><b><b><b><b><b><b><b><b>hello", "</i>", "", 5 * MEGABYTE, false,
     MAIL_LIMITS, "hello"},
    {"attributes", HTML "hello<a ", "a# ", ">x</a>", 2 * MEGABYTE, false, 0, "hello"},
    {"entities", HTML "hello", "&lt;", "", 5 * MEGABYTE, false, MAIL_LIMITS, "hello"},
    {"less-than signs", HTML "hello", "<", "", 20 * MEGABYTE, false, 0, "hello"},
    {"comments without an end", HTML "hello", "<!--", "", 5 * MEGABYTE, false, 0, "hello"},
    {"instructions without an end", HTML "hello", "<?", "", 10 * MEGABYTE, false, 0, "hello"},
    {"quotations in quotations", HTML "hello", "<blockquote>x<br>", "", MEGABYTE, false, MAIL_LIMITS,
     "hello"},
    {"tables in tables", HTML "hello", "<table><tr><td>", "", MEGABYTE, false, MAIL_LIMITS, "hello"},
    {"scripts", HTML "hello", "<script>", "", 2 * MEGABYTE, false, 0, "hello"},
    {"lists", HTML "hello", "<li><p>x", "", 2 * MEGABYTE, false, MAIL_LIMITS, "hello"},
    {"links", HTML "hello", "<a href=http://x/y>x", "", MEGABYTE, false, MAIL_LIMITS, "hello"},
};

static void write_message(const struct hostile *h, const char *path)
{
    FILE *f = fopen(path, "w");
    const char *mark = strchr(h->piece, '#');

    assert_non_null(f);
    fputs(h->bare ? "" : head, f);
    fputs(h->begin, f);
    for (unsigned i = 0; i < h->times; i++) {
        if (mark == NULL) {
            fputs(h->piece, f);
            continue;
        }
        for (const char *p = h->piece; *p != '\0'; p++) {
            if (*p == '#')
                fprintf(f, "%u", i);
            else
                putc(*p, f);
        }
    }
    fputs(h->end, f);
    assert_int_equal(fclose(f), 0);
}

/* The helper stands two folders above this program. */
static char *helper_path(void)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

    assert_true(n > 0);
    self[n] = '\0';
    for (int i = 0; i < 3; i++) {
        char *slash = strrchr(self, '/');
        assert_non_null(slash);
        *slash = '\0';
    }
    return mem_printf("%s/cust-mime", self);
}

/* Runs the helper from file to file.  Its wait status. */
static int run(const char *helper, const char *in, const char *out, struct rusage *used)
{
    int status;

    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int from = open(in, O_RDONLY), to = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (from < 0 || to < 0 || dup2(from, 0) < 0 || dup2(to, 1) < 0)
            _exit(126);
        execl(helper, helper, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(wait4(pid, &status, 0, used), pid);
    return status;
}

static long milliseconds(const struct rusage *u)
{
    return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000 +
           (u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1000;
}

static void judge(const struct hostile *h, const char *out)
{
    struct buf json = {0};
    struct arena *a = arena_new();
    struct mail_in m;

    assert_null(buf_read_file(&json, out, 64 * MEGABYTE));
    struct err *e = mailjson_read(buf_str(&json), a, &m);
    if (e != NULL)
        fail_msg("%s: %s", h->name, e->text);
    if ((m.flags & h->flags) != h->flags)
        fail_msg("%s: flags %#x, not %#x", h->name, m.flags, h->flags);
    if (h->own != NULL && (h->own[0] == '\0' ? m.own.n != 0 : !str_starts(m.own, h->own)))
        fail_msg("%s: own words begin \"%.20s\"", h->name, m.own.p);
    arena_free(a);
    buf_free(&json);
}

static void hostile_mail_costs_a_second_and_64_megabytes_at_most(void **state)
{
    char *helper = helper_path();
    char folder[] = "/tmp/cust-mime-XXXXXX";

    (void)state;
    if (access(helper, X_OK) != 0) {
        print_message("%s is not built\n", helper);
        free(helper);
        skip();
    }
    assert_non_null(mkdtemp(folder));
    char *in = mem_printf("%s/in", folder), *out = mem_printf("%s/out", folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct rusage used;
        write_message(&rows[i], in);
        int status = run(helper, in, out, &used);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("%s: ended with status %#x", rows[i].name, (unsigned)status);
        if (getenv("CUST_TEST_VERBOSE") != NULL)
            print_message("%-40s %4ld ms %6ld kB\n", rows[i].name, milliseconds(&used), used.ru_maxrss);
        if (MEASURED && (milliseconds(&used) > CPU_MS || used.ru_maxrss > MEMORY_KB))
            fail_msg("%s: %ld ms, %ld kB", rows[i].name, milliseconds(&used), used.ru_maxrss);
        judge(&rows[i], out);
    }
    unlink(in);
    unlink(out);
    rmdir(folder);
    free(in);
    free(out);
    free(helper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_mail_costs_a_second_and_64_megabytes_at_most),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
