/* err: an error as a value.
 *
 * A function that can fail returns `struct err *`: NULL is success, anything else is an error that the caller
 * owns and either passes up, or ends with err_free().  Nothing in lib/ prints; cmd/common prints in one
 * place.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* Exit codes of sysexits(3), and what each means here (cust(7), EXIT STATUS). */
enum err_code {
    ERR_NONE_FOUND = 1,   /* a QUERY matched nothing, or a check has findings */
    ERR_USAGE = 64,       /* wrong words on the command line */
    ERR_DATA = 65,        /* bad data; a step that the lifecycle refuses; differences found by verify */
    ERR_NOINPUT = 66,     /* a file, desk or record that is not there */
    ERR_UNAVAILABLE = 69, /* a helper, mailer or library is missing or failed */
    ERR_BUG = 70,         /* our mistake */
    ERR_CANTCREATE = 73,  /* cannot create a file or folder */
    ERR_IO = 74,          /* cannot write the output, cannot read the input */
    ERR_TEMP = 75,        /* try again: the store is locked, its disk is full, memory ran out */
    ERR_NOPERM = 77,      /* not allowed */
    ERR_POLICY = 78       /* bad policy */
};

struct err {
    enum err_code code;
    char *where; /* "file:line", a reference, an option; NULL when the text says it all */
    char *text;  /* one sentence without a newline: what is wrong; how to mend it */
};

#define ERR_CHECK __attribute__((warn_unused_result))
#define ERR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* A new error.  `where` may be NULL and is copied. */
struct err *err_new(enum err_code code, const char *where, const char *fmt, ...) ERR_PRINTF(3, 4);

/* As err_new(), for a word that is none of the known ones: behind the text stands "; did you mean NEAR?", or
 * "; OTHERWISE" when `near` is NULL. */
struct err *err_near(enum err_code code, const char *where, const char *near, const char *otherwise,
                     const char *fmt, ...) ERR_PRINTF(5, 6);

/* As err_new(), with errno's words behind the text.  ENOSPC, EDQUOT, EMFILE and ENFILE become
 * ERR_TEMP, and where the text does not say what is to be done (behind a semicolon), that stands behind them. */
struct err *err_errno(enum err_code code, const char *where, const char *fmt, ...) ERR_PRINTF(3, 4);

/* Says where, if the error does not say it yet.  Returns e. */
struct err *err_at(struct err *e, const char *where);

/* The first of two errors; the second is freed.  For clean-up that can itself fail. */
struct err *err_first(struct err *a, struct err *b);

void err_free(struct err *e);

#endif
