/* session: what a verb finds ready: who, when, where, and its output.
 *
 * The only reader of the clock, the environment and the password file.  The desk itself is opened by the verb
 * (desk/desk.h) from these.
 */
#ifndef COMMON_SESSION_H
#define COMMON_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/instant.h"

#include "cmd/common/opt.h"
#include "cmd/common/out.h"
#include "form/form.h"

struct zone;

struct session {
    const char *tool; /* "cust-log" */
    instant now;      /* the start; one moment for the whole command */
    const struct opt_args *args;
    struct out *out; /* checked standard output */
    bool yes;        /* --yes */
    char *place;     /* the desk's folder */
    bool standard;   /* the folder is the default place: no --desk, no $CUST_DESK */
    char *login;     /* of the real user id */
    bool by_hand; /* the verb that delivers mail was asked by a person: its exit codes are the usual ones */
    size_t bad;   /* records that were refused */
    struct buf words; /* what was typed (words.h): kept in a file when the verb fails */
    char *words_name; /* the name of that file, without its end; NULL: by the command's operands */
    bool words_typed; /* they came as operands: the shell's history has them */
    bool words_taken; /* the verb asked for them */
    bool words_cut;   /* and there was more of them, which could not be read */
    char *draft;      /* the editor's file: removed when the verb succeeds */
    char *served;     /* a file of kept/ that the words came from: the same */
};

/* Fills everything except `out`.  The folder is that of --desk, $CUST_DESK, $XDG_DATA_HOME/cust or ~/.local/share/cust;
 * ERR_NOINPUT when it would be the last and no home folder is known. */
struct err *session_start(struct session *s, const char *tool, const struct opt_args *args) ERR_CHECK;
void session_end(struct session *s);

/* Who is working: the login name of the real user id from the password file, never from the environment; the number of
 * one that is not in there.  Asked once and only by those who need it, because name services have their price at every
 * start. */
struct str session_who(struct session *s);

/* Name of the user's time zone: the first that exists of $TZ, the target of /etc/localtime and /etc/timezone, else
 * "UTC"; malloc()ed.  $TZ as a rule ("CET-1CEST") names none. */
char *session_zone_name(void);

/* The folder that the program's own file is in; malloc()ed; NULL when the system does not tell. */
char *session_exe_dir(void);

/* A record that is refused while the work goes on: says and frees e, counts it. */
void session_bad(struct session *s, struct err *e);

/* A question of yes or no on /dev/tty (tty.h).  --yes answers it.  Without a terminal: ERR_USAGE, naming
 * --yes. */
struct err *session_confirm(struct session *s, const char *question, bool *yes) ERR_CHECK;

/* For verbs with tool_listing: whether somebody looks at the output who asked for no other form of it and for no fields
 * of their choice, so that it may be laid out for them. */
bool session_for_eyes(const struct session *s);

/* For verbs with tool_listing.  Opens the listing that --format, --fields and --color ask for, on standard output: on a
 * terminal a table, through the pager when `lengthy`, else tsv.  `zone` is for local times (NULL: UTC).  Close with
 * form_close(). */
struct err *session_listing(struct session *s, const char *schema, const struct form_column *columns,
                            size_t n, const struct zone *zone, bool lengthy, struct form **out) ERR_CHECK;

#endif
