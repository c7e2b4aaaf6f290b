/* query: the one small language in which every command is asked (cust-query(7)).
 *
 * Words stand beside each other for "and"; `or`, `not` and parentheses join; `key:value` tests a field; any
 * other word, or a "phrase in quotes", is looked for in what was said.  An operand of the command line that
 * holds a space is a phrase.  Parsing is pure: names stay text (the store knows their numbers), times become
 * intervals.
 */
#ifndef RULE_QUERY_H
#define RULE_QUERY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

struct zone;
struct calendar;

enum query_key {
    QUERY_TEXT,   /* full text */
    QUERY_NUMBER, /* a bare reference: 42 or c7 */
    QUERY_STATUS, /* what a line says: a status, waiting, void, merged; or open, approval */
    QUERY_PRIORITY,
    QUERY_SIGNAL,
    QUERY_CATEGORY,
    QUERY_OWNER,    /* a login; me; none */
    QUERY_CUSTOMER, /* c7, or a part of a name or address */
    QUERY_CHANNEL,
    QUERY_CAUSE,
    QUERY_KIND,   /* of a follow-up */
    QUERY_STATE,  /* of a follow-up */
    QUERY_DUE,    /* an interval; late, none */
    QUERY_SINCE,  /* received at or after */
    QUERY_BEFORE, /* received before */
    QUERY_KEYS
};

/* Values that are no word of a set. */
enum {
    QUERY_NONE = -1,     /* owner:none, category:none, cause:none, due:none */
    QUERY_OPEN = -2,     /* status:open */
    QUERY_WAITING = -3,  /* status:waiting */
    QUERY_VOIDED = -4,   /* status:void */
    QUERY_MERGED = -5,   /* status:merged */
    QUERY_APPROVAL = -6, /* status:approval: an option waits for a higher role's yes */
    QUERY_LATE = -7      /* due:late; from and to say since and until when */
};

/* Limits; more is ERR_USAGE: operands, words of the language, parentheses and `not` inside each other. */
enum { QUERY_OPERANDS = 1000, QUERY_TOKENS = 4000, QUERY_DEPTH = 64 };

enum query_op { QUERY_AND, QUERY_OR, QUERY_NOT, QUERY_TEST };

struct query {
    enum query_op op;
    const struct query *left, *right; /* QUERY_NOT has left only */
    enum query_key key;               /* of a test */
    struct str text;                  /* as written, without key and quotes; `me` is the login by now */
    /* A word's number or one above; a complaint's number, or minus a customer's (QUERY_CUSTOMER: 0 is a part of a
     * name); QUERY_TEXT: 1 when any word that begins so will do. */
    int64_t value;
    uint32_t no; /* QUERY_NUMBER: the follow-up, as in 42/3, where follow-ups are listed; 0: all of them */
    instant from, to; /* half-open */
};

/* What a query may refer to. */
struct query_context {
    instant now;
    const struct zone *zone;
    const struct calendar *calendar; /* may be NULL */
    struct str login;                /* `me` */
};

/* No operands give NULL in *out: everything.  ERR_USAGE names the column, and the near word. */
struct err *query_parse(const char *const *operands, size_t n, const struct query_context *cx,
                        struct arena *a, const struct query **out) ERR_CHECK;

/* Whether the query asks about status, so that "open only" must not be added; likewise state, which the name of one
 * follow-up mentions: it is meant whatever became of it. */
bool query_mentions(const struct query *q, enum query_key key);

/* Whether the test is status:approval, which no row can answer. */
bool query_asks_approval(const struct query *test);

#endif
