/* attach: files are kept with a complaint. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/attach.h"

const struct opt verbs_attach_opts[] = {
    {"name", 0, OPT_VALUE, "NAME", "what the file is called, if not as FILE; needed for standard input"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* The files as they were read, before the desk is asked for anything: nobody waits for a slow disk. */
struct files {
    struct attach_file *f;
    struct buf *bytes;
    size_t n;
};

static const char *kind_of(mode_t mode)
{
    return S_ISDIR(mode) ? "a folder" : S_ISFIFO(mode) ? "a pipe" : S_ISSOCK(mode) ? "a socket" : "a device";
}

static struct err *too_long(const char *name)
{
    return err_new(ERR_DATA, name,
                   "is longer than %d bytes, which is what is kept of a file; send it in parts", ATTACH_MAX);
}

static struct err *take(int fd, const char *name, struct buf *out)
{
    struct err *e = buf_read_fd(out, fd, ATTACH_MAX, name);

    if (e == NULL || e->code != ERR_DATA)
        return e;
    err_free(e);
    return too_long(name);
}

/* Nothing is waited for: a pipe's other end may never come. */
static struct err *read_file(const char *path, struct buf *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    struct err *e;

    if (fd < 0)
        return err_errno(ERR_NOINPUT, path, "cannot open it");
    if (fstat(fd, &st) != 0)
        e = err_errno(ERR_NOINPUT, path, "cannot look at it");
    else if (!S_ISREG(st.st_mode))
        e = err_new(ERR_NOINPUT, path,
                    "is %s, no file; what a program writes is taken by - with --name, behind a |",
                    kind_of(st.st_mode));
    else
        e = st.st_size > ATTACH_MAX ? too_long(path) : take(fd, path, out);
    close(fd);
    return e;
}

static struct str last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return str_of(slash != NULL ? slash + 1 : path);
}

/* What the options and operands allow, before anything is read. */
static struct err *check(const struct opt_args *args)
{
    const char *name = opt_text(args, "name");
    bool standard = false;

    for (size_t i = 1; i < args->n_operands; i++) {
        bool dash = strcmp(args->operands[i], "-") == 0;
        if (dash && (standard || strcmp(args->operands[0], "-") == 0))
            return err_new(ERR_USAGE, "attach", "standard input can be read once; write the other names out");
        standard = standard || dash;
    }
    if (name != NULL && args->n_operands > 2)
        return err_new(ERR_USAGE, "--name", "names one file; attach the others by themselves");
    if (name != NULL && str_trim(last_part(name)).n == 0)
        return err_new(ERR_USAGE, "--name", "is empty; say what the file is called");
    if (name != NULL && strlen(name) > ATTACH_NAME)
        return err_new(ERR_USAGE, "--name", "is longer than %d bytes; a shorter one will do", ATTACH_NAME);
    if (standard && name == NULL)
        return err_new(ERR_USAGE, "attach", "a file from standard input needs --name NAME");
    return NULL;
}

static struct err *read_all(const struct opt_args *args, struct files *out)
{
    const char *name = opt_text(args, "name");
    struct err *e = check(args);

    out->n = args->n_operands - 1;
    out->f = mem_array(NULL, out->n, sizeof *out->f);
    out->bytes = mem_zero(out->n * sizeof *out->bytes);
    for (size_t i = 0; i < out->n && e == NULL; i++) {
        const char *path = args->operands[i + 1];
        e = strcmp(path, "-") == 0 ? take(STDIN_FILENO, "standard input", &out->bytes[i])
                                   : read_file(path, &out->bytes[i]);
        out->f[i] = (struct attach_file){name != NULL ? str_trim(last_part(name)) : last_part(path),
                                         buf_str(&out->bytes[i])};
    }
    return e;
}

static struct err *act(struct work *w, struct ref *ref, void *context)
{
    const struct files *files = context;

    return attach_files(w->desk, ref->id, files->f, files->n);
}

struct err *verbs_attach(struct session *s, const struct opt_args *args)
{
    struct files files = {0};
    struct work w = {0};
    struct err *e = read_all(args, &files);

    if (e == NULL && (e = work_open(s, WORK_WRITE, &w)) == NULL)
        e = work_each(&w, args->operands[0], WORK_ANY_COMPLAINT, WORK_COMPLAINTS, act, &files);
    for (size_t i = 0; i < files.n; i++)
        buf_free(&files.bytes[i]);
    free(files.bytes);
    free(files.f);
    work_close(&w);
    return e;
}
