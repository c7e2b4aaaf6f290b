#include "cmd/common/session.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/zone.h"
#include "cmd/common/clock.h"
#include "cmd/common/say.h"
#include "cmd/common/tty.h"

static const char *filled(const char *name)
{
    const char *s = getenv(name);

    return s != NULL && *s != '\0' ? s : NULL;
}

/* The password file's entry of the real user; *mem holds its strings and is the caller's. */
static struct err *user(struct passwd *pw, char **mem)
{
    struct passwd *found = NULL;
    size_t room = 4096;
    int rc;

    *mem = NULL;
    do {
        *mem = mem_resize(*mem, room);
        rc = getpwuid_r(getuid(), pw, *mem, room, &found);
        room *= 2;
    } while (rc == ERANGE && room < ((size_t)1 << 22));
    if (found != NULL)
        return NULL;
    free(*mem);
    *mem = NULL;
    return err_new(ERR_NOINPUT, NULL,
                   "user id %ld has no home folder; set $HOME, or name the desk with --desk", (long)getuid());
}

static struct err *home(char **out)
{
    const char *env = filled("HOME");
    struct passwd pw;
    char *mem;

    if (env != NULL) {
        *out = mem_strdup(env);
        return NULL;
    }
    struct err *e = user(&pw, &mem);
    if (e == NULL)
        *out = mem_strdup(pw.pw_dir);
    free(mem);
    return e;
}

/* The desk's folder: `option`, $CUST_DESK, $XDG_DATA_HOME/cust, ~/.local/share/cust; malloc()ed.  *standard says that it
 * was one of the last two.  A relative $XDG_DATA_HOME is passed over, as its specification says. */
static struct err *desk_folder(const char *option, bool *standard, char **out)
{
    const char *given = option != NULL ? option : filled("CUST_DESK");
    const char *data = filled("XDG_DATA_HOME");
    char *base = NULL;

    *out = NULL;
    *standard = given == NULL;
    if (given != NULL && *given == '\0')
        return err_new(ERR_USAGE, "--desk", "the desk's folder has no name; write --desk=DIR");
    if (given != NULL) {
        *out = mem_strdup(given);
        return NULL;
    }
    if (data != NULL && *data == '/') {
        *out = mem_printf("%s/cust", data);
        return NULL;
    }
    struct err *e = home(&base);
    if (e != NULL)
        return e;
    *out = mem_printf("%s/.local/share/cust", base);
    free(base);
    return NULL;
}

/* What stands behind "zoneinfo/" in a path: the name of a zone; NULL when there is none. */
static char *zone_of_path(const char *path)
{
    const char *at = strstr(path, "zoneinfo/");

    return at != NULL && at[9] != '\0' ? mem_strdup(at + 9) : NULL;
}

static char *zone_of_link(const char *link)
{
    char target[1024];
    ssize_t n = readlink(link, target, sizeof target - 1);

    if (n <= 0)
        return NULL;
    target[n] = '\0';
    return zone_of_path(target);
}

static char *zone_of_file(const char *path)
{
    struct buf b = {0};
    struct err *e = buf_read_file(&b, path, 1024);
    struct str name = str_trim(e == NULL ? buf_str(&b) : (struct str){NULL, 0});
    char *out = name.n > 0 ? mem_dup(name.p, name.n) : NULL;

    err_free(e);
    buf_free(&b);
    return out;
}

/* The name, if the system has such a zone; else it is freed. */
static char *existing(char *name)
{
    char *file = name != NULL ? mem_printf("%s/%s", ZONE_DIRS, name) : NULL;
    bool good = file != NULL && name[0] != '/' && strstr(name, "..") == NULL && access(file, R_OK) == 0;

    free(file);
    if (good)
        return name;
    free(name);
    return NULL;
}

static char *zone_of_environment(void)
{
    const char *tz = filled("TZ");

    if (tz != NULL && *tz == ':')
        tz++;
    if (tz == NULL || *tz == '\0')
        return NULL;
    return *tz == '/' ? zone_of_path(tz) : mem_strdup(tz);
}

char *session_zone_name(void)
{
    char *name = existing(zone_of_environment());

    if (name == NULL)
        name = existing(zone_of_link("/etc/localtime"));
    if (name == NULL)
        name = existing(zone_of_file("/etc/timezone"));
    return name != NULL ? name : mem_strdup("UTC");
}

char *session_exe_dir(void)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0)
        return NULL;
    path[n] = '\0';
    char *slash = strrchr(path, '/');
    if (slash == NULL)
        return NULL;
    *slash = '\0';
    return mem_strdup(*path != '\0' ? path : "/");
}

struct err *session_start(struct session *s, const char *tool, const struct opt_args *args)
{
    *s = (struct session){.tool = tool, .args = args, .now = clock_now()};
    s->yes = opt_has(args, "yes");
    return desk_folder(opt_text(args, "desk"), &s->standard, &s->place);
}

struct str session_who(struct session *s)
{
    struct passwd pw;
    char *mem;

    if (s->login == NULL) {
        struct err *e = user(&pw, &mem);
        s->login = e == NULL ? mem_strdup(pw.pw_name) : mem_printf("%ld", (long)getuid());
        free(mem);
        err_free(e);
    }
    return str_of(s->login);
}

void session_end(struct session *s)
{
    free(s->place);
    free(s->login);
    free(s->draft);
    free(s->served);
    free(s->words_name);
    buf_free(&s->words);
    s->place = s->login = s->draft = s->served = s->words_name = NULL;
}

void session_bad(struct session *s, struct err *e)
{
    if (e == NULL)
        return;
    s->bad++;
    say_error(s->tool, e);
}

struct err *session_confirm(struct session *s, const char *question, bool *yes)
{
    *yes = s->yes;
    return s->yes ? NULL : tty_ask(question, yes);
}

bool session_for_eyes(const struct session *s)
{
    const char *format = opt_text(s->args, "format");

    return out_is_terminal(s->out) && opt_text(s->args, "fields") == NULL &&
           (format == NULL || strcmp(format, "table") == 0);
}

struct err *session_listing(struct session *s, const char *schema, const struct form_column *columns,
                            size_t n, const struct zone *zone, bool lengthy, struct form **out)
{
    const char *format = opt_text(s->args, "format");
    enum form_kind kind = out_is_terminal(s->out) ? FORM_TABLE : FORM_TSV;
    struct form_settings settings = {
        .schema = schema, .fields = opt_text(s->args, "fields"), .zone = zone, .now = s->now};

    *out = NULL;
    settings.guard =
        strcmp(s->tool, "cust-report") == 0; /* reports go into spreadsheets, lines of the others come back */
    settings.width = out_width(s->out);
    struct err *e = out_colour(s->out, opt_text(s->args, "color"), &settings.colour);
    if (e == NULL && format != NULL)
        e = err_at(form_kind_find(str_of(format), &kind), "--format");
    if (e == NULL)
        e = form_open(kind, columns, n, &settings, out_sink(s->out), out);
    if (e == NULL && lengthy)
        out_page(s->out);
    return e;
}
