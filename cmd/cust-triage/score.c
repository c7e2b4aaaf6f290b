/* score: what the rules and models say of texts, one a line; no desk is touched. */
#include "cmd/cust-triage/texts.h"
#include "cmd/cust-triage/verbs.h"

static const struct form_column columns[] = {
    {"PRIORITY", FORM_TEXT, FORM_PRIORITY, 0, false}, {"SCORE", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"ANGER", FORM_NUMBER, FORM_PLAIN, 0, false},     {"HOSTILITY", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"SAFETY", FORM_NUMBER, FORM_PLAIN, 0, false},    {"LEGAL", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"CHURN", FORM_NUMBER, FORM_PLAIN, 0, false},     {"URGENCY", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"PUBLICITY", FORM_NUMBER, FORM_PLAIN, 0, false}, {"VULNERABLE", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"COMPLAINT", FORM_NUMBER, FORM_PLAIN, 0, false}, {"CATEGORY", FORM_TEXT, FORM_PLAIN, 0, false},
    {"REASONS", FORM_TEXT, FORM_PLAIN, 0, true},
};

enum { COLUMNS = sizeof columns / sizeof columns[0], FIRST_SIGNAL = 2, DIGITS = 8 };

/* 0 to 1 with four digits behind the point: enough to rank by. */
static struct form_value strength(double v, char out[DIGITS])
{
    int n = (int)(v * 10000 + 0.5);

    if (n > 10000)
        n = 10000;
    out[0] = (char)('0' + n / 10000);
    out[1] = '.';
    for (int i = 5; i > 1; i--, n /= 10)
        out[i] = (char)('0' + n % 10);
    return form_decimal((struct str){out, 6});
}

static struct err *print(struct texts *t, const struct verdict *v, struct form *f, struct buf *why)
{
    struct form_value row[COLUMNS];
    char digits[TRIAGE_SIGNALS + 1][DIGITS];
    size_t c = 0;

    buf_reset(why);
    verdict_reasons(&t->reader, v, why);
    row[c++] = form_text(str_of(word_name(WORD_PRIORITY, v->priority)));
    row[c++] = form_number(v->points);
    for (int s = 0; s < TRIAGE_SIGNALS; s++)
        row[c++] = strength(v->strength[s], digits[s]);
    row[c++] = strength(v->complaint, digits[TRIAGE_SIGNALS]);
    row[c++] = v->category != NULL ? form_text(str_of(v->category)) : form_none();
    row[c++] = form_text(buf_str(why));
    return form_row(f, row);
}

struct err *verbs_score(struct session *s, const struct opt_args *args)
{
    struct form *f = NULL;
    struct buf why = {0};
    struct verdict v;
    struct texts t;
    struct str text;
    bool end = false;
    struct err *e = texts_open(s, &t);

    (void)args;
    if (e == NULL)
        e = session_listing(s, "cust.score/1", columns, COLUMNS, NULL, false, &f);
    while (e == NULL && (e = texts_next(&t, &text, &end)) == NULL && !end) {
        verdict_read(&t.reader, text, &v);
        e = print(&t, &v, f, &why);
    }
    e = form_end(f, e, NULL);
    buf_free(&why);
    texts_close(&t);
    return e;
}
