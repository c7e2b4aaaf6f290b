#include "base/err.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct err *make(enum err_code code, const char *where, char *text)
{
    struct err *e = mem_alloc(sizeof *e);

    e->code = code;
    e->where = where != NULL ? mem_strdup(where) : NULL;
    e->text = text;
    return e;
}

struct err *err_new(enum err_code code, const char *where, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *text = mem_vprintf(fmt, ap);
    va_end(ap);
    return make(code, where, text);
}

struct err *err_near(enum err_code code, const char *where, const char *near, const char *otherwise,
                     const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *text = mem_vprintf(fmt, ap);
    va_end(ap);
    char *both =
        near != NULL ? mem_printf("%s; did you mean %s?", text, near) : mem_printf("%s; %s", text, otherwise);
    free(text);
    return make(code, where, both);
}

/* What passes, and what helps it to. */
static const char *mend_of(int saved)
{
    static const struct {
        int no;
        const char *mend;
    } all[] = {{ENOSPC, "make room and try again"},
               {EDQUOT, "make room and try again"},
               {EMFILE, "ulimit -n raises how many; then try again"},
               {ENFILE, "the whole system has too many; close some and try again"}};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].no == saved)
            return all[i].mend;
    return NULL;
}

struct err *err_errno(enum err_code code, const char *where, const char *fmt, ...)
{
    int saved = errno;
    char reason[128];
    va_list ap;

    if (strerror_r(saved, reason, sizeof reason) != 0)
        reason[0] = '\0';
    va_start(ap, fmt);
    char *text = mem_vprintf(fmt, ap);
    va_end(ap);
    const char *mend = mend_of(saved);
    bool says = mend == NULL || strchr(text, ';') != NULL; /* the text itself, what is to be done */
    char *both = mem_printf("%s: %s%s%s", text, reason, says ? "" : "; ", says ? "" : mend);
    free(text);
    if (mend != NULL)
        code = ERR_TEMP;
    return make(code, where, both);
}

struct err *err_at(struct err *e, const char *where)
{
    if (e != NULL && e->where == NULL && where != NULL)
        e->where = mem_strdup(where);
    return e;
}

struct err *err_first(struct err *a, struct err *b)
{
    if (a == NULL)
        return b;
    err_free(b);
    return a;
}

void err_free(struct err *e)
{
    if (e == NULL)
        return;
    free(e->where);
    free(e->text);
    free(e);
}
