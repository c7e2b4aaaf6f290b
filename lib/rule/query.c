#include "rule/query.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "rule/ref.h"
#include "rule/when.h"

/* --- words of the query ------------------------------------------------------------------------------------------ */

enum token_kind {
    TOKEN_TEXT,
    TOKEN_PHRASE,
    TOKEN_KEY,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_LEFT,
    TOKEN_RIGHT,
    TOKEN_END
};

struct token {
    enum token_kind kind;
    enum query_key key;
    struct str text; /* of a key: the value */
    size_t column;   /* from 1, in the operands joined by single spaces */
};

struct parser {
    struct arena *a;
    const struct query_context *cx;
    struct token *t;
    size_t n, cap, at;
    int depth;
};

static const char *const keys[QUERY_KEYS] = {
    [QUERY_TEXT] = "text",         [QUERY_NUMBER] = "number",     [QUERY_STATUS] = "status",
    [QUERY_PRIORITY] = "priority", [QUERY_SIGNAL] = "signal",     [QUERY_CATEGORY] = "category",
    [QUERY_OWNER] = "owner",       [QUERY_CUSTOMER] = "customer", [QUERY_CHANNEL] = "channel",
    [QUERY_CAUSE] = "cause",       [QUERY_KIND] = "kind",         [QUERY_STATE] = "state",
    [QUERY_DUE] = "due",           [QUERY_SINCE] = "since",       [QUERY_BEFORE] = "before"};

static struct err *wrong(struct parser *p, size_t column, const char *what, struct str word, const char *mend)
{
    char *where = arena_printf(p->a, "query, column %zu", column);
    int n = word.n > 40 ? 40 : (int)word.n;

    return err_new(ERR_USAGE, where, "%s '%.*s'%s; %s", what, n, n > 0 ? word.p : "",
                   word.n > 40 ? "..." : "", mend);
}

static void push(struct parser *p, enum token_kind kind, struct str text, size_t column)
{
    p->t = mem_grow(p->t, &p->cap, p->n + 1, sizeof *p->t);
    p->t[p->n++] = (struct token){.kind = kind, .text = text, .column = column};
}

static struct str without_quotes(struct str s)
{
    if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
        return (struct str){s.p + 1, s.n - 2};
    return s;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* How long a key stands at the start: letters up to a colon that does not begin "://".  0: none. */
static size_t key_length(struct str s)
{
    size_t n = 0;

    while (n < s.n && is_letter(s.p[n]))
        n++;
    bool none = n == 0 || n == s.n || s.p[n] != ':' || (s.n > n + 2 && memcmp(s.p + n, "://", 3) == 0);
    return none ? 0 : n;
}

static struct err *unknown_key(struct parser *p, struct str key, size_t column)
{
    const char *near = str_near(key, keys + QUERY_STATUS, QUERY_KEYS - QUERY_STATUS);

    return wrong(p, column, "there is no key", key,
                 near != NULL ? arena_printf(p->a, "did you mean %s:?", near)
                              : "put quotes around the word to look for it in what was said");
}

/* A test or a word, with its parentheses already taken off. */
static struct err *push_word(struct parser *p, struct str s, size_t column)
{
    static const struct {
        const char *word;
        enum token_kind kind;
    } joins[] = {{"or", TOKEN_OR}, {"OR", TOKEN_OR}, {"not", TOKEN_NOT}, {"NOT", TOKEN_NOT}};
    size_t n = key_length(s);

    for (size_t i = 0; i < sizeof joins / sizeof joins[0]; i++)
        if (str_is(s, joins[i].word)) {
            push(p, joins[i].kind, s, column);
            return NULL;
        }
    if (n == 0) {
        struct str bare = without_quotes(s);
        bool phrase = bare.n != s.n || memchr(s.p, ' ', s.n) != NULL;
        push(p, phrase ? TOKEN_PHRASE : TOKEN_TEXT, bare, column);
        return NULL;
    }
    struct str key = {s.p, n}, value = {s.p + n + 1, s.n - n - 1};
    for (int k = QUERY_STATUS; k < QUERY_KEYS; k++)
        if (strlen(keys[k]) == n && strncasecmp(keys[k], key.p, n) == 0) {
            push(p, TOKEN_KEY, without_quotes(value), column);
            p->t[p->n - 1].key = (enum query_key)k;
            return NULL;
        }
    return unknown_key(p, key, column);
}

static size_t count(struct str s, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

/* One word of the language: parentheses may stick to it. */
static struct err *scan_piece(struct parser *p, struct str s, size_t column)
{
    size_t closing = 0;
    struct err *e = NULL;

    while (s.n > 0 && s.p[0] == '(') {
        push(p, TOKEN_LEFT, (struct str){s.p, 1}, column++);
        s = (struct str){s.p + 1, s.n - 1};
    }
    while (s.n > 0 && s.p[s.n - 1] == ')' && count(s, ')') > count(s, '(')) {
        s.n--;
        closing++;
    }
    if (s.n > 0)
        e = push_word(p, s, column);
    for (size_t i = 0; i < closing; i++)
        push(p, TOKEN_RIGHT, (struct str){s.p + s.n + i, 1}, column + s.n + i);
    return e;
}

/* An operand in parentheses is read word by word; spaces within quotes do not part. */
static struct err *scan_group(struct parser *p, struct str s, size_t column)
{
    struct err *e = NULL;
    size_t i = 0;

    while (e == NULL && i < s.n) {
        size_t start = i;
        bool quoted = false;
        for (; i < s.n && (quoted || s.p[i] != ' '); i++)
            if (s.p[i] == '"')
                quoted = !quoted;
        if (i > start)
            e = scan_piece(p, (struct str){s.p + start, i - start}, column + start);
        i++;
    }
    return e;
}

static struct err *scan_operand(struct parser *p, struct str s, size_t column)
{
    if (str_trim(s).n == 0)
        return wrong(p, column, "an empty word", s, "leave it out");
    if (memchr(s.p, ' ', s.n) == NULL)
        return scan_piece(p, s, column);
    if (s.p[0] == '(')
        return scan_group(p, s, column);
    return push_word(p, s, column);
}

/* --- tests ------------------------------------------------------------------------------------------------------- */

/* What a key's value is. */
enum value_kind { VALUE_WORD, VALUE_NAME, VALUE_CUSTOMER, VALUE_TIME };

static const struct {
    enum value_kind kind;
    enum word_set set;
} values[QUERY_KEYS] = {
    [QUERY_STATUS] = {VALUE_WORD, WORD_STATUS},   [QUERY_PRIORITY] = {VALUE_WORD, WORD_PRIORITY},
    [QUERY_SIGNAL] = {VALUE_WORD, WORD_SIGNAL},   [QUERY_CHANNEL] = {VALUE_WORD, WORD_CHANNEL},
    [QUERY_KIND] = {VALUE_WORD, WORD_KIND},       [QUERY_STATE] = {VALUE_WORD, WORD_STATE},
    [QUERY_CATEGORY] = {VALUE_NAME, WORD_STATUS}, [QUERY_OWNER] = {VALUE_NAME, WORD_STATUS},
    [QUERY_CAUSE] = {VALUE_NAME, WORD_STATUS},    [QUERY_CUSTOMER] = {VALUE_CUSTOMER, WORD_STATUS},
    [QUERY_DUE] = {VALUE_TIME, WORD_STATUS},      [QUERY_SINCE] = {VALUE_TIME, WORD_STATUS},
    [QUERY_BEFORE] = {VALUE_TIME, WORD_STATUS}};

static const struct {
    const char *word;
    enum query_key key;
    int64_t value;
} special[] = {{"open", QUERY_STATUS, QUERY_OPEN},         {"waiting", QUERY_STATUS, QUERY_WAITING},
               {"void", QUERY_STATUS, QUERY_VOIDED},       {"merged", QUERY_STATUS, QUERY_MERGED},
               {"approval", QUERY_STATUS, QUERY_APPROVAL}, {"none", QUERY_OWNER, QUERY_NONE},
               {"none", QUERY_CATEGORY, QUERY_NONE},       {"none", QUERY_CAUSE, QUERY_NONE},
               {"none", QUERY_SIGNAL, QUERY_NONE},         {"none", QUERY_DUE, QUERY_NONE}};

static bool special_value(struct query *q)
{
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++)
        if (special[i].key == q->key && strcasecmp(q->text.p, special[i].word) == 0) {
            q->value = special[i].value;
            return true;
        }
    return false;
}

/* What may stand behind a key: the words of its set and its special ones.  Gives how many. */
static size_t choices(enum query_key key, const char **names)
{
    size_t n = 0;

    for (int i = 0; i < word_count(values[key].set); i++)
        names[n++] = word_name(values[key].set, i);
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++)
        if (special[i].key == key)
            names[n++] = special[i].word;
    return n;
}

static struct err *word_test(struct parser *p, const struct token *t, struct query *q)
{
    const char *names[64], *all = "";
    enum word_set set = values[t->key].set;
    int value = word_find(set, t->text);

    q->value = value;
    if (value >= 0)
        return NULL;
    size_t n = choices(t->key, names);
    const char *near = str_near(t->text, names, n);
    for (size_t i = 0; i < n; i++)
        all = arena_printf(p->a, "%s%s%s", all, i == 0 ? "" : ", ", names[i]);
    if (memchr(t->text.p, ' ', t->text.n) != NULL)
        return wrong(p, t->column, arena_printf(p->a, "there is no %s", word_set_name(set)), t->text,
                     "write each word by itself, with no quotes around the whole query");
    return wrong(p, t->column, arena_printf(p->a, "there is no %s", word_set_name(set)), t->text,
                 near != NULL ? arena_printf(p->a, "did you mean %s:%s?", keys[t->key], near)
                              : arena_printf(p->a, "it is one of %s", all));
}

/* A day, week or month is that time; an instant or a span is a limit: what is due until then. */
static struct err *due_test(const struct token *t, const struct when *w, struct query *q)
{
    if (strcasecmp(q->text.p, "late") == 0) {
        q->value = QUERY_LATE;
        q->from = INSTANT_MIN;
        q->to = w->now;
        return NULL;
    }
    struct err *e = when_range(t->text, w, &q->from, &q->to);
    if (e == NULL && q->to == q->from + 1)
        q->from = INSTANT_MIN;
    return e;
}

static struct err *time_test(struct parser *p, const struct token *t, struct query *q)
{
    static const char *const times[] = {"late", "none", "today", "tomorrow", "yesterday"}; /* two: of due */
    struct when w = {.now = p->cx->now,
                     .zone = p->cx->zone,
                     .calendar = p->cx->calendar,
                     .mode = t->key == QUERY_DUE ? WHEN_ANY : WHEN_PAST};
    struct err *e = t->key == QUERY_DUE ? due_test(t, &w, q) : when_range(t->text, &w, &q->from, &q->to);

    if (t->key == QUERY_BEFORE) {
        q->to = q->from;
        q->from = INSTANT_MIN;
    }
    if (t->key == QUERY_SINCE)
        q->to = INSTANT_NONE;
    size_t skip = t->key == QUERY_DUE ? 0 : 2;
    const char *near =
        e == NULL ? NULL : str_near(t->text, times + skip, sizeof times / sizeof times[0] - skip);
    if (near == NULL)
        return err_at(e, arena_printf(p->a, "query, column %zu", t->column));
    err_free(e);
    return wrong(p, t->column, "there is no time", t->text,
                 arena_printf(p->a, "did you mean %s:%s?", keys[t->key], near));
}

static struct err *customer_test(struct query *q)
{
    struct ref r;
    struct err *e = ref_parse(q->text, &r);

    if (e == NULL && r.kind == REF_CUSTOMER)
        q->value = -r.id;
    err_free(e); /* then it is a part of a name */
    return NULL;
}

static struct err *key_test(struct parser *p, const struct token *t, struct query *q)
{
    q->key = t->key;
    if (t->text.n == 0)
        return wrong(p, t->column, "nothing stands behind", str_of(keys[t->key]),
                     arena_printf(p->a, "write %s:WORD without a space", keys[t->key]));
    if (special_value(q))
        return NULL;
    switch (values[t->key].kind) {
    case VALUE_WORD:
        return word_test(p, t, q);
    case VALUE_TIME:
        return time_test(p, t, q);
    case VALUE_CUSTOMER:
        return customer_test(q);
    default:
        if (t->key == QUERY_OWNER && str_is(t->text, "me"))
            q->text = arena_str(p->a, p->cx->login);
        return NULL;
    }
}

static void text_test(const struct token *t, struct query *q)
{
    struct ref r;
    struct err *e = t->kind == TOKEN_PHRASE ? NULL : ref_parse(t->text, &r);

    q->key = QUERY_TEXT;
    if (t->kind == TOKEN_TEXT && e == NULL) {
        q->key = QUERY_NUMBER;
        q->value = ref_subject(&r);
        q->no = r.kind == REF_FOLLOWUP || r.kind == REF_CUSTOMER_FOLLOWUP ? r.no : 0;
    } else if (t->kind == TOKEN_TEXT && t->text.n > 1 && t->text.p[t->text.n - 1] == '*') {
        q->text.n--;
        q->value = 1;
    }
    err_free(e);
}

/* --- grammar ----------------------------------------------------------------------------------------------------- */

static struct query *node(struct parser *p, enum query_op op, const struct query *left,
                          const struct query *right)
{
    struct query *q = arena_alloc(p->a, sizeof *q);

    q->op = op;
    q->left = left;
    q->right = right;
    return q;
}

static const struct token *look(const struct parser *p)
{
    return &p->t[p->at];
}

static struct err *parse_or(struct parser *p, const struct query **out);

static struct err *parse_test(struct parser *p, const struct query **out)
{
    const struct token *t = &p->t[p->at++];
    struct query *q = node(p, QUERY_TEST, NULL, NULL);

    q->text = arena_str(p->a, t->text);
    *out = q;
    if (t->kind == TOKEN_KEY)
        return key_test(p, t, q);
    text_test(t, q);
    return NULL;
}

static struct err *parse_group(struct parser *p, const struct query **out)
{
    struct err *e;

    p->at++;
    if ((e = parse_or(p, out)) != NULL)
        return e;
    if (look(p)->kind != TOKEN_RIGHT)
        return err_new(ERR_USAGE, arena_printf(p->a, "query, column %zu", look(p)->column),
                       "a closing parenthesis is missing; add ')'");
    p->at++;
    return NULL;
}

static struct err *parse_unary(struct parser *p, const struct query **out)
{
    const struct token *t = look(p);
    struct err *e;

    *out = NULL;

    if (t->kind == TOKEN_OR || t->kind == TOKEN_RIGHT || t->kind == TOKEN_END)
        return wrong(p, t->column, "a word is missing before",
                     t->kind == TOKEN_END ? str_of("the end") : t->text,
                     "write a test such as status:open there, or take the rest away");
    if (t->kind == TOKEN_TEXT || t->kind == TOKEN_PHRASE || t->kind == TOKEN_KEY)
        return parse_test(p, out);
    if (++p->depth > QUERY_DEPTH)
        return wrong(p, t->column, "too much stands inside each other at", t->text, "make the query simpler");
    if (t->kind == TOKEN_LEFT) {
        e = parse_group(p, out);
    } else {
        p->at++;
        e = parse_unary(p, out);
        if (e == NULL)
            *out = node(p, QUERY_NOT, *out, NULL);
    }
    p->depth--;
    return e;
}

/* "and" beside a test was hardly meant as a word that somebody said. */
static struct err *no_and(struct parser *p, enum token_kind before)
{
    const struct token *t = look(p);
    enum token_kind after = t->kind == TOKEN_END ? TOKEN_END : t[1].kind;

    if (t->kind != TOKEN_TEXT || !(str_is(t->text, "and") || str_is(t->text, "AND")) ||
        (before != TOKEN_KEY && before != TOKEN_RIGHT && after != TOKEN_KEY && after != TOKEN_LEFT &&
         after != TOKEN_NOT))
        return NULL;
    return wrong(p, t->column, "nothing joins with", t->text,
                 "words that stand side by side are joined so; leave it out, or write \"and\" in quotes");
}

static struct err *parse_and(struct parser *p, const struct query **out)
{
    struct err *e = parse_unary(p, out);

    while (e == NULL && look(p)->kind != TOKEN_OR && look(p)->kind != TOKEN_RIGHT &&
           look(p)->kind != TOKEN_END) {
        const struct query *right = NULL;
        if ((e = no_and(p, p->t[p->at - 1].kind)) == NULL)
            e = parse_unary(p, &right);
        if (e == NULL)
            *out = node(p, QUERY_AND, *out, right);
    }
    return e;
}

static struct err *parse_or(struct parser *p, const struct query **out)
{
    struct err *e = parse_and(p, out);

    while (e == NULL && look(p)->kind == TOKEN_OR) {
        const struct query *right = NULL;
        p->at++;
        e = parse_and(p, &right);
        if (e == NULL)
            *out = node(p, QUERY_OR, *out, right);
    }
    return e;
}

struct err *query_parse(const char *const *operands, size_t n, const struct query_context *cx,
                        struct arena *a, const struct query **out)
{
    struct parser p = {.a = a, .cx = cx};
    struct err *e = NULL;
    size_t column = 1;

    *out = NULL;
    if (n > QUERY_OPERANDS)
        return err_new(ERR_USAGE, NULL, "a query of %zu words; at most %d", n, QUERY_OPERANDS);
    for (size_t i = 0; e == NULL && i < n; i++) {
        e = scan_operand(&p, str_of(operands[i]), column);
        column += strlen(operands[i]) + 1;
    }
    push(&p, TOKEN_END, str_of(""), n > 0 ? column - 1 : column);
    if (e == NULL && p.n > QUERY_TOKENS)
        e = err_new(ERR_USAGE, NULL, "the query is too long; make it simpler");
    if (e == NULL && p.n > 1)
        e = parse_or(&p, out);
    if (e == NULL && p.n > 1 && look(&p)->kind == TOKEN_RIGHT)
        e = wrong(&p, look(&p)->column, "nothing is open for", look(&p)->text, "take it away");
    if (e != NULL)
        *out = NULL;
    free(p.t);
    return e;
}

bool query_mentions(const struct query *q, enum query_key key)
{
    if (q == NULL)
        return false;
    if (q->op == QUERY_TEST)
        return q->key == key || (key == QUERY_STATE && q->key == QUERY_NUMBER && q->no != 0);
    return query_mentions(q->left, key) || query_mentions(q->right, key);
}

bool query_asks_approval(const struct query *test)
{
    return test->key == QUERY_STATUS && test->value == QUERY_APPROVAL;
}
