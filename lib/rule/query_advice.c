#include "rule/query_advice.h"

#include <string.h>
#include <strings.h>

/* What the operand asks by itself; NULL when it cannot be read, or is no test of a field. */
static const struct query *field_test(const char *operand, const struct query_context *cx, struct arena *a)
{
    const struct query *q = NULL;
    struct err *e = query_parse(&operand, 1, cx, a, &q);

    if (e != NULL || q == NULL || q->op != QUERY_TEST || q->key < QUERY_STATUS)
        q = NULL;
    err_free(e);
    return q;
}

/* "P1" is a priority. */
static const char *value_of_key(const char *word, const struct query_context *cx, struct arena *a)
{
    static const struct {
        const char *key, *asks;
    } keys[] = {{"status", "the status"},
                {"priority", "the priority"},
                {"signal", "the signal"},
                {"channel", "the channel"},
                {"due", "what is due"},
                {"kind", "the kind of a follow-up"},
                {"state", "the state of a follow-up"}};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *asked = arena_printf(a, "%s:%s", keys[i].key, word);
        if (field_test(asked, cx, a) != NULL)
            return arena_printf(a, "'%s' was looked for as a word: %s asks for %s", word, asked,
                                keys[i].asks);
    }
    return "";
}

/* "status=open" */
static const char *equals(const char *word, const struct query_context *cx, struct arena *a)
{
    const char *sign = strchr(word, '=');
    int n = sign != NULL ? (int)(sign - word) : 0;
    const char *asked = n > 0 ? arena_printf(a, "%.*s:%s", n, word, sign + 1) : word;

    if (n == 0 || field_test(asked, cx, a) == NULL)
        return "";
    return arena_printf(a, "'%s' was looked for as a word: %s asks for the %.*s", word, asked, n, word);
}

/* "!status:open" */
static const char *negated(const char *word, const struct query_context *cx, struct arena *a)
{
    if (word[0] != '!' || field_test(word + 1, cx, a) == NULL)
        return "";
    return arena_printf(a, "'%s' was looked for as a word: 'not %s' asks for the opposite", word, word + 1);
}

const char *query_advice(const char *const *operands, size_t n, const struct query_context *cx,
                         struct arena *a)
{
    static const char *(*const readings[])(const char *, const struct query_context *,
                                           struct arena *) = {value_of_key, equals, negated};
    enum { LONGEST = 64 }; /* no test is longer */

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof readings / sizeof readings[0] && strlen(operands[i]) <= LONGEST; k++) {
            const char *advice = strpbrk(operands[i], " \"()") == NULL ? readings[k](operands[i], cx, a) : "";
            if (advice[0] != '\0')
                return advice;
        }
    return "";
}

bool query_advice_asks(const char *const *words, size_t n, const struct query_context *cx, struct arena *a)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(words[i], "or") == 0 || strcasecmp(words[i], "not") == 0 ||
            field_test(words[i], cx, a) != NULL)
            return true;
    return false;
}
