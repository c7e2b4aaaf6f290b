/* opt: the command line of a verb, from one table: parsing, its errors, and the --help text.
 *
 * Pure: argv in, a struct out; nothing is printed.  The rules (DESIGN 3.2, 3.12):
 *
 *   --name=VALUE  --name VALUE  -xVALUE  -x VALUE  -abc (flags, the last may take a value)
 *   `--` ends the options; `-` alone is an operand.  Names are never abbreviated.
 *   A verb takes `min` to `max` operands; options stand before, between and behind them.  What comes after them is
 *     OPT_REST_NONE      an error
 *     OPT_REST_WORDS     words: from the first one that is no option on, everything is taken as it stands:
 *                        `said 42 --as ack your parcel -- leaves` says "your parcel -- leaves".  A long option of the
 *                        verb among them is refused, since it was meant as one, unless `--` stood before the words
 *     OPT_REST_OPERANDS  more operands (a QUERY): options may stand anywhere among them
 *   --help and --version, which every verb has, win over every error of counting.
 */
#ifndef COMMON_OPT_H
#define COMMON_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum opt_kind {
    OPT_FLAG,  /* no value; one that has a `value` may be given it behind a =, never as the next argument */
    OPT_VALUE, /* one value; given again, the last counts */
    OPT_MANY,  /* one value, may be given again and all count */
    OPT_WORDS /* one value; words without quotes: one of a single word, as an argument of its own, begins the words
                  of OPT_REST_WORDS, which go on with the next argument that is no option */
};

struct opt {
    const char *name; /* long, without "--"; NULL ends a table */
    char letter;      /* 0: none */
    enum opt_kind kind;
    const char *value; /* "TIME": the value's name in the help; NULL for a plain flag */
    const char *help;  /* one line, no full stop */
};

enum opt_rest { OPT_REST_NONE, OPT_REST_WORDS, OPT_REST_OPERANDS };

enum { OPT_SETS = 6 };

struct opt_verb {
    const char *name;     /* NULL: what the program does without a verb */
    const char *operands; /* for the help: "REF WORDS" */
    const char *help;     /* one line: what it does */
    size_t min, max;      /* operands before the rest */
    enum opt_rest rest;
    const struct opt *sets[OPT_SETS]; /* tables of options; unused ones NULL */
};

struct opt_given {
    const struct opt *opt;
    const char *value; /* NULL for a flag */
};

/* What was given.  Strings are argv's. */
struct opt_args {
    const struct opt_verb *verb;
    const char **operands; /* min to max of them; with OPT_REST_OPERANDS all of them */
    size_t n_operands;
    const char **words; /* the rest of OPT_REST_WORDS */
    size_t n_words;
    struct opt_given *given;
    size_t n_given;
    bool help, version;
};

/* `argv` without program and verb names.  ERR_USAGE: unknown option (the near one is suggested), value
 * missing or not wanted, too many or too few operands.  End with opt_clear(), error or not. */
struct err *opt_parse(const struct opt_verb *verb, size_t argc, char *const *argv,
                      struct opt_args *out) ERR_CHECK;
void opt_clear(struct opt_args *a);

/* Which verb is meant: the first operand, else the verb without a name.  Options may stand before it.  *at is
 * the verb's place in argv, or argc when none was named; *out is NULL when none was named and none is
 * nameless.  An operand that is no verb goes to the nameless verb, if that takes operands and the operand is
 * no slip of a verb's name (behind `--` it may be), or if an option before it is unknown, which opt_parse()
 * then says; else ERR_USAGE. */
struct err *opt_find(const struct opt_verb *const *verbs, size_t n, size_t argc, char *const *argv,
                     const struct opt_verb **out, size_t *at) ERR_CHECK;

/* By long name, which must be in the verb's tables (anything else is our bug and ends the program by assert).
 */
bool opt_has(const struct opt_args *a, const char *name);
const char *opt_text(const struct opt_args *a, const char *name); /* the last one given, or NULL */
/* Walks the values of an OPT_MANY: start with *at = 0; NULL at the end. */
const char *opt_next(const struct opt_args *a, const char *name, size_t *at);
/* A whole number from min to max; `fallback` when not given.  ERR_USAGE otherwise. */
struct err *opt_number(const struct opt_args *a, const char *name, long long min, long long max,
                       long long fallback, long long *out) ERR_CHECK;
/* The place of the option's value in a list of words, `fallback` when not given; ERR_USAGE suggests the near
 * one. */
struct err *opt_choice(const struct opt_args *a, const char *name, const char *const *words, size_t n,
                       int fallback, int *out) ERR_CHECK;

/* The help of one verb, and of a program: `purpose` is one line. */
void opt_help(const char *tool, const struct opt_verb *verb, struct buf *out);
void opt_tool_help(const char *tool, const char *purpose, const struct opt_verb *const *verbs, size_t n,
                   struct buf *out);

#endif
