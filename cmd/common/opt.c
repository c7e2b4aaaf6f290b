#include "cmd/common/opt.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "cmd/common/sister.h"

/* Every verb has them. */
static const struct opt standard[] = {
    {"help", 'h', OPT_FLAG, NULL, "show this help"},
    {"version", 0, OPT_FLAG, NULL, "show the version"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { NAMES_MAX = 128 };

/* --- looking up ---------------------------------------------------------------------------------------------------- */

/* The i-th table of a verb; the standard one comes last.  NULL behind it. */
static const struct opt *table(const struct opt_verb *v, size_t i)
{
    size_t n = 0;

    while (n < OPT_SETS && v->sets[n] != NULL)
        n++;
    return i < n ? v->sets[i] : i == n ? standard : NULL;
}

static const struct opt *by_name(const struct opt_verb *v, struct str name)
{
    const struct opt *o;

    for (size_t i = 0; (o = table(v, i)) != NULL; i++)
        for (; o->name != NULL; o++)
            if (str_is(name, o->name))
                return o;
    return NULL;
}

static const struct opt *by_letter(const struct opt_verb *v, char letter)
{
    const struct opt *o;

    for (size_t i = 0; (o = table(v, i)) != NULL; i++)
        for (; o->name != NULL; o++)
            if (o->letter == letter && letter != '\0')
                return o;
    return NULL;
}

static const char *near_name(const struct opt_verb *v, struct str name)
{
    const char *names[NAMES_MAX];
    const struct opt *o;
    size_t n = 0;

    for (size_t i = 0; (o = table(v, i)) != NULL; i++)
        for (; o->name != NULL && n < NAMES_MAX; o++)
            names[n++] = o->name;
    return str_near(name, names, n);
}

/* --- parsing ------------------------------------------------------------------------------------------------------- */

struct parser {
    struct opt_args *a;
    char *const *argv;
    size_t argc, at;
    bool words; /* the next operand is one of them */
};

static void give(struct opt_args *a, const struct opt *o, const char *value)
{
    a->given = mem_array(a->given, a->n_given + 1, sizeof *a->given);
    a->given[a->n_given++] = (struct opt_given){o, value};
    a->help = a->help || o == &standard[0];
    a->version = a->version || o == &standard[1];
}

static struct err *no_value(const struct opt *o)
{
    return err_new(ERR_USAGE, NULL, "--%s wants a value; write --%s=%s", o->name, o->name, o->value);
}

static struct err *unknown_long(const struct opt_verb *v, struct str name)
{
    const char *near = near_name(v, name);
    char q[TEXT_QUOTE];

    text_quote(name, q);
    if (near != NULL)
        return err_new(ERR_USAGE, NULL, "no option --%.*s; did you mean --%s?", (int)strlen(q) - 2, q + 1,
                       near);
    return err_new(ERR_USAGE, NULL, "no option --%.*s; --help lists them%s", (int)strlen(q) - 2, q + 1,
                   v->rest == OPT_REST_NONE ? "" : " (words that begin with - stand behind --)");
}

static struct err *take_long(struct parser *p, const char *arg)
{
    const char *eq = strchr(arg, '=');
    struct str name = {arg, eq != NULL ? (size_t)(eq - arg) : strlen(arg)};
    const struct opt *o = by_name(p->a->verb, name);

    if (o == NULL)
        return unknown_long(p->a->verb, name);
    if (o->kind == OPT_FLAG) {
        if (eq != NULL && o->value == NULL)
            return err_new(ERR_USAGE, NULL,
                           "--%s takes no value; leave out what stands behind the =", o->name);
        give(p->a, o, eq != NULL ? eq + 1 : NULL);
        return NULL;
    }
    if (eq == NULL && p->at >= p->argc)
        return no_value(o);
    p->words = p->words || (o->kind == OPT_WORDS && eq == NULL && strchr(p->argv[p->at], ' ') == NULL);
    give(p->a, o, eq != NULL ? eq + 1 : p->argv[p->at++]);
    return NULL;
}

/* -abc: flags, up to the first that takes a value, which is the rest of the argument or the next one. */
static struct err *take_letters(struct parser *p, const char *arg)
{
    for (; *arg != '\0'; arg++) {
        const struct opt *o = by_letter(p->a->verb, *arg);
        if (o == NULL) {
            char q[TEXT_QUOTE];
            return err_new(ERR_USAGE, NULL, "no option %s; --help lists them%s",
                           text_quote((struct str){arg - 1, strlen(arg) + 1}, q),
                           p->a->verb->rest == OPT_REST_NONE ? ""
                                                             : " (words that begin with - stand behind --)");
        }
        if (o->kind == OPT_FLAG) {
            give(p->a, o, NULL);
            continue;
        }
        if (arg[1] == '\0' && p->at >= p->argc)
            return no_value(o);
        give(p->a, o, arg[1] != '\0' ? arg + 1 : p->argv[p->at++]);
        return NULL;
    }
    return NULL;
}

static void take_words(struct parser *p)
{
    while (p->at < p->argc)
        p->a->words[p->a->n_words++] = p->argv[p->at++];
}

static struct err *check_count(const struct opt_args *a)
{
    const struct opt_verb *v = a->verb;
    const char *name = v->name != NULL ? v->name : "";
    const char *space = v->name != NULL ? " " : "";
    char q[TEXT_QUOTE];

    if (a->help || a->version)
        return NULL;
    if (a->n_operands < v->min)
        return err_new(ERR_USAGE, NULL, "something is missing; write %s%s%s", name, space, v->operands);
    if (v->rest == OPT_REST_NONE && a->n_operands > v->max)
        return err_new(ERR_USAGE, NULL, "%s is too much; write %s%s%s",
                       text_quote(str_of(a->operands[v->max]), q), name, space, v->operands);
    return NULL;
}

static bool is_option(const char *arg)
{
    return arg[0] == '-' && arg[1] != '\0';
}

/* One argument that is no option, or stands behind `--`. */
static void take_operand(struct parser *p)
{
    struct opt_args *a = p->a;

    if (a->verb->rest == OPT_REST_WORDS && (p->words || a->n_operands == a->verb->max))
        take_words(p);
    else
        a->operands[a->n_operands++] = p->argv[p->at++];
}

/* An option of this verb among the words was meant as one: a promise must not vanish into what was said. */
static struct err *check_words(const struct opt_args *a)
{
    for (size_t i = 0; i < a->n_words; i++) {
        struct str word = str_of(a->words[i]), name;
        if (!str_starts(word, "--") || word.n == 2)
            continue;
        word = (struct str){word.p + 2, word.n - 2};
        str_cut(&word, '=', &name);
        if (by_name(a->verb, name) != NULL)
            return err_new(
                ERR_USAGE, NULL,
                "--%.*s stands behind the first of the words; put it before them, or -- before the words if "
                "it is one of them",
                (int)name.n, name.p);
    }
    return NULL;
}

struct err *opt_parse(const struct opt_verb *verb, size_t argc, char *const *argv, struct opt_args *out)
{
    struct parser p = {.argv = argv, .argc = argc};
    struct err *e = NULL;
    bool ended = false;

    *out = (struct opt_args){.verb = verb};
    p.a = out;
    out->operands = mem_array(NULL, argc + 1, sizeof *out->operands);
    out->words = mem_array(NULL, argc + 1, sizeof *out->words);
    while (e == NULL && p.at < argc) {
        const char *arg = argv[p.at];
        if (ended || !is_option(arg)) {
            take_operand(&p);
            continue;
        }
        p.at++;
        if (strcmp(arg, "--") == 0)
            ended = true;
        else
            e = arg[1] == '-' ? take_long(&p, arg + 2) : take_letters(&p, arg + 1);
    }
    if (e == NULL && !ended && !out->help && !out->version)
        e = check_words(out);
    return e != NULL ? e : check_count(out);
}

void opt_clear(struct opt_args *a)
{
    free(a->operands);
    free(a->words);
    free(a->given);
    *a = (struct opt_args){0};
}

/* --- which verb ---------------------------------------------------------------------------------------------------- */

/* How many arguments an option takes up, by the first verb that knows it; 0: nobody does. */
static size_t span(const struct opt_verb *const *verbs, size_t n, const char *arg)
{
    bool is_long = arg[1] == '-';

    if (is_long && strchr(arg, '=') != NULL)
        return 1;
    for (size_t i = 0; i < n; i++) {
        const struct opt *o = is_long ? by_name(verbs[i], str_of(arg + 2)) : by_letter(verbs[i], arg[1]);
        if (o != NULL)
            return o->kind != OPT_FLAG && (is_long || arg[2] == '\0') ? 2 : 1;
    }
    return 0;
}

/* What people type who look for a verb that a sister has, or that needs no name. */
static const char *elsewhere(const char *word)
{
    static const struct {
        const char *word, *instead;
    } rows[] = {
        {"list", "without a verb it lists; cust-report list has every complaint"},
        {"show", "cust-report show REF shows one"},
        {"search", "cust-report search WORDS searches"},
        {"help", "--help tells what it can do"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].word, word) == 0)
            return rows[i].instead;
    return NULL;
}

static struct err *no_verb(const struct opt_verb *const *verbs, size_t n, const char *word,
                           const struct opt_verb *nameless)
{
    bool have_nameless = nameless != NULL && (nameless->max > 0 || nameless->rest != OPT_REST_NONE);
    const char *names[NAMES_MAX];
    size_t m = 0;
    char q[TEXT_QUOTE];

    for (size_t i = 0; i < n && m < NAMES_MAX; i++)
        if (verbs[i]->name != NULL)
            names[m++] = verbs[i]->name;
    const char *sister = have_nameless ? NULL : sister_of(word);
    const char *near = sister == NULL ? str_near(str_of(word), names, m) : NULL;
    text_quote(str_of(word), q);
    if (near != NULL)
        return err_new(ERR_USAGE, NULL, "no verb %s; did you mean %s?%s", q, near,
                       have_nameless ? " (a word to look for stands behind --)" : "");
    const char *instead = elsewhere(word);
    if (have_nameless && instead != NULL)
        return err_new(ERR_USAGE, NULL, "no verb %s here: %s (a word to look for stands behind --)", q,
                       instead);
    if (have_nameless)
        return NULL;
    if (sister != NULL)
        return err_new(ERR_USAGE, NULL, "no verb %s here; %s %s", q, sister, word);
    return err_new(ERR_USAGE, NULL, "no verb %s; --help lists them%s%s", q,
                   nameless != NULL ? "; without one: " : "", nameless != NULL ? nameless->help : "");
}

struct err *opt_find(const struct opt_verb *const *verbs, size_t n, size_t argc, char *const *argv,
                     const struct opt_verb **out, size_t *at)
{
    const struct opt_verb *nameless = NULL;
    bool unknown = false;
    size_t i = 0;

    for (size_t v = 0; v < n; v++)
        if (verbs[v]->name == NULL)
            nameless = verbs[v];
    *out = nameless;
    *at = argc;
    while (i < argc && is_option(argv[i]) && strcmp(argv[i], "--") != 0) {
        size_t taken = span(verbs, n, argv[i]);
        unknown = unknown || taken == 0;
        i += taken > 0 ? taken : 1;
    }
    if (i >= argc || strcmp(argv[i], "--") == 0)
        return NULL;
    for (size_t v = 0; v < n; v++) {
        if (verbs[v]->name != NULL && strcmp(verbs[v]->name, argv[i]) == 0) {
            *out = verbs[v];
            *at = i;
            return NULL;
        }
    }
    if (unknown && nameless != NULL) /* this may be its value: the option is what to mend */
        return NULL;
    return no_verb(verbs, n, argv[i], nameless);
}

/* --- what was given ------------------------------------------------------------------------------------------------ */

static const struct opt *known(const struct opt_args *a, const char *name)
{
    const struct opt *o = by_name(a->verb, str_of(name));

    assert(o != NULL);
    return o;
}

bool opt_has(const struct opt_args *a, const char *name)
{
    const struct opt *o = known(a, name);

    for (size_t i = 0; i < a->n_given; i++)
        if (a->given[i].opt == o)
            return true;
    return false;
}

const char *opt_text(const struct opt_args *a, const char *name)
{
    const struct opt *o = known(a, name);

    for (size_t i = a->n_given; i-- > 0;)
        if (a->given[i].opt == o)
            return a->given[i].value;
    return NULL;
}

const char *opt_next(const struct opt_args *a, const char *name, size_t *at)
{
    const struct opt *o = known(a, name);

    while (*at < a->n_given) {
        const struct opt_given *g = &a->given[(*at)++];
        if (g->opt == o)
            return g->value;
    }
    return NULL;
}

struct err *opt_number(const struct opt_args *a, const char *name, long long min, long long max,
                       long long fallback, long long *out)
{
    const char *s = opt_text(a, name);
    char q[TEXT_QUOTE];

    *out = fallback;
    if (s == NULL)
        return NULL;
    if (!str_number(str_of(s), max, out) || *out < min)
        return err_new(ERR_USAGE, NULL, "--%s=%s is no number from %lld to %lld", name,
                       text_quote(str_of(s), q), min, max);
    return NULL;
}

struct err *opt_choice(const struct opt_args *a, const char *name, const char *const *words, size_t n,
                       int fallback, int *out)
{
    const char *s = opt_text(a, name);
    char q[TEXT_QUOTE];

    *out = fallback;
    if (s == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], s) == 0) {
            *out = (int)i;
            return NULL;
        }
    }
    const char *near = str_near(str_of(s), words, n);
    text_quote(str_of(s), q);
    if (near != NULL)
        return err_new(ERR_USAGE, NULL, "no --%s %s; did you mean %s?", name, q, near);
    struct buf all = {0};
    for (size_t i = 0; i < n; i++)
        buf_printf(&all, "%s%s", i == 0 ? "" : i + 1 == n ? " or " : ", ", words[i]);
    struct err *e = err_new(ERR_USAGE, NULL, "no --%s %s; it is %s", name, q, all.p != NULL ? all.p : "");
    buf_free(&all);
    return e;
}

/* --- help ---------------------------------------------------------------------------------------------------------- */

enum { HELP_COLUMN = 26 };

/* `left` at the margin, `right` in the second column, on the next line when left is too long. */
static void two_columns(struct buf *out, const char *left, const char *right)
{
    if (strlen(left) + 2 > HELP_COLUMN)
        buf_printf(out, "%s\n%*s%s\n", left, HELP_COLUMN, "", right);
    else
        buf_printf(out, "%-*s%s\n", HELP_COLUMN, left, right);
}

static void help_option(const struct opt *o, struct buf *out)
{
    struct buf left = {0};

    if (o->letter != '\0')
        buf_printf(&left, "  -%c, ", o->letter);
    else
        buf_adds(&left, "      ");
    buf_printf(&left, "--%s", o->name);
    if (o->kind != OPT_FLAG)
        buf_printf(&left, "=%s%s", o->value, o->kind == OPT_MANY ? "..." : "");
    else if (o->value != NULL)
        buf_printf(&left, "[=%s]", o->value);
    two_columns(out, left.p, o->help);
    buf_free(&left);
}

static void usage(const char *tool, const struct opt_verb *v, struct buf *out)
{
    buf_printf(out, "Usage: %s%s%s [OPTION]...%s%s\n", tool, v->name != NULL ? " " : "",
               v->name != NULL ? v->name : "", v->operands != NULL && *v->operands != '\0' ? " " : "",
               v->operands != NULL ? v->operands : "");
}

void opt_help(const char *tool, const struct opt_verb *verb, struct buf *out)
{
    const struct opt *o;

    usage(tool, verb, out);
    buf_printf(out, "%s\n\n", verb->help);
    for (size_t i = 0; (o = table(verb, i)) != NULL; i++)
        for (; o->name != NULL; o++)
            help_option(o, out);
    buf_printf(out, "\n%s(1) tells all.\n", tool);
}

void opt_tool_help(const char *tool, const char *purpose, const struct opt_verb *const *verbs, size_t n,
                   struct buf *out)
{
    const struct opt_verb *nameless = NULL;
    const struct opt *o;

    for (size_t i = 0; i < n; i++)
        if (verbs[i]->name == NULL)
            nameless = verbs[i];
    if (nameless != NULL)
        usage(tool, nameless, out);
    buf_printf(out, "%s %s VERB [OPTION]...\n%s: %s\n", nameless != NULL ? "      " : "Usage:", tool, tool,
               purpose);
    if (nameless != NULL)
        buf_printf(out, "Without a verb: %s\n", nameless->help);
    buf_adds(out, "\n");
    for (size_t i = 0; i < n; i++) {
        if (verbs[i]->name == NULL)
            continue;
        char *left =
            mem_printf("  %s %s", verbs[i]->name, verbs[i]->operands != NULL ? verbs[i]->operands : "");
        two_columns(out, left, verbs[i]->help);
        free(left);
    }
    if (nameless != NULL)
        buf_adds(out, "\n");
    for (size_t i = 0; nameless != NULL && (o = table(nameless, i)) != NULL; i++)
        for (; o->name != NULL; o++)
            help_option(o, out);
    buf_printf(out, "\n%s VERB --help shows a verb's options; %s(1) tells all.\n", tool, tool);
}
