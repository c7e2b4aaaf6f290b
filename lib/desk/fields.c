#include "desk/fields.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "desk/history.h"
#include "store/db_complaint.h"

enum { DAY = 86400, LABEL_MAX = 100, CURRENCY_MAX = 8 /* bytes */ };
#define MONEY_MAX INT64_C(10000000000000)

struct err *fields_money(struct str text, int64_t *out)
{
    struct str rest = str_trim(text), whole;
    long long units = 0, cents = 0;

    str_cut(&rest, '.', &whole);
    bool good = str_number(whole, MONEY_MAX, &units);
    if (good && rest.p != NULL) {
        good = rest.n >= 1 && rest.n <= 2 && str_number(rest, 99, &cents);
        if (rest.n == 1)
            cents *= 10;
    }
    if (!good)
        return err_new(ERR_DATA, NULL, "'%.*s' is no amount; write it as 120 or 120.50", (int)text.n, text.p);
    *out = units * 100 + cents;
    return NULL;
}

struct str fields_money_text(int64_t hundredths, struct arena *a)
{
    return str_of(arena_printf(a, "%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100)));
}

struct str fields_remedy(struct str name, struct arena *a)
{
    struct buf key = {0};

    text_fold(str_trim(name), &key);
    struct str folded = arena_str(a, buf_str(&key));
    buf_free(&key);
    return folded;
}

static struct err *parse_word(enum field f, struct str value, int64_t *num)
{
    enum word_set set = f == FIELD_PRIORITY ? WORD_PRIORITY : WORD_CHANNEL;

    if (f == FIELD_PRIORITY && str_is(value, "auto")) {
        *num = -1;
        return NULL;
    }
    *num = word_find(set, value);
    if (*num >= 0)
        return NULL;
    const char *near = word_near(set, value);
    return err_near(ERR_DATA, word_name(WORD_FIELD, (int)f), near, "cust-format(5) lists them",
                    "unknown %s '%.*s'", word_set_name(set), (int)value.n, value.p);
}

/* How a complaint may be decided: what every regulator's return asks for (cust-format(5)). */
static struct err *check_decision(struct str value)
{
    static const char *const known[] = {"upheld", "upheld-in-part", "rejected", "rejected-with-goodwill"};
    const size_t n = sizeof known / sizeof known[0];

    for (size_t i = 0; i < n; i++)
        if (str_is(value, known[i]))
            return NULL;
    return err_near(ERR_DATA, word_name(WORD_FIELD, FIELD_DECISION), str_near(value, known, n),
                    "write upheld, upheld-in-part, rejected or rejected-with-goodwill",
                    "'%.*s' is no decision", (int)value.n, value.p);
}

/* The number that stands for this value; names and texts have none, but a name may have to be a known one. */
static struct err *parse_number(enum field f, struct str value, int64_t *num)
{
    const char *name = word_name(WORD_FIELD, (int)f);
    long long number;
    int64_t day;
    struct err *e = NULL;

    *num = 0;
    switch (event_field_type(f)) {
    case FIELD_IS_DATE:
        if ((e = civil_parse_date(value, &day)) == NULL)
            *num = day * DAY;
        break;
    case FIELD_IS_MONEY:
        e = fields_money(value, num);
        break;
    case FIELD_IS_NUMBER:
        if (!str_number(value, 5, &number) || number < 1)
            return err_new(ERR_DATA, name, "'%.*s' is no number from 1 to 5", (int)value.n, value.p);
        *num = number;
        break;
    case FIELD_IS_WORD:
        e = parse_word(f, value, num);
        break;
    case FIELD_IS_NAME:
        e = f == FIELD_DECISION ? check_decision(value) : NULL;
        break;
    case FIELD_IS_TEXT:
        break;
    }
    return err_at(e, name);
}

/* What the event carries for this value. */
static struct err *parse(struct change *ch, enum field f, struct str value, struct event *ev)
{
    enum field_type type = event_field_type(f);
    struct err *e = parse_number(f, value, &ev->num);

    if (e == NULL && f == FIELD_REMEDY)
        value = fields_remedy(value, ch->arena);
    if (e == NULL && type == FIELD_IS_NAME)
        e = db_name(ch->desk->db, value, &ev->who);
    else if (e == NULL && type == FIELD_IS_TEXT)
        e = db_words_add(ch->desk->db, ch->m.c.id, f == FIELD_SUBJECT ? WORDS_SUBJECT : WORDS_FIELD, value,
                         &ev->words);
    return err_at(e, word_name(WORD_FIELD, (int)f));
}

static bool is_address(struct str s)
{
    for (size_t i = 1; i + 1 < s.n; i++)
        if (s.p[i] == '@' && s.p[i - 1] != ' ' && s.p[i + 1] != ' ')
            return true;
    return false;
}

static bool is_currency(struct str s)
{
    bool is = s.n <= CURRENCY_MAX;

    for (size_t i = 0; i < s.n && is; i++)
        is = s.p[i] != ' ' && (s.p[i] < '0' || s.p[i] > '9');
    return is;
}

/* Labels stay when a customer is erased, so they must not be able to hold a person. */
static struct err *check_staying(enum field f, struct str value)
{
    const char *name = word_name(WORD_FIELD, (int)f);
    char quote[TEXT_QUOTE];

    if (f == FIELD_REMEDY_SOUGHT || f == FIELD_BASIS)
        return NULL;
    if (f == FIELD_CURRENCY && !is_currency(value))
        return err_new(ERR_DATA, name, "%s is no currency; write it as EUR", text_quote(value, quote));
    if (value.n > LABEL_MAX)
        return err_new(ERR_DATA, name,
                       "%s is longer than %d bytes; it is a short name, a note has room for the rest",
                       text_quote(value, quote), LABEL_MAX);
    if (is_address(value))
        return err_new(
            ERR_DATA, name,
            "%s holds an address, which would stay when they are erased; leave it out, or write a note",
            text_quote(value, quote));
    return NULL;
}

struct err *fields_label(enum field f, struct str value)
{
    struct buf shown = {0};
    char quote[TEXT_QUOTE];
    struct err *e;

    if (event_field_type(f) != FIELD_IS_NAME)
        return NULL;
    if ((e = check_staying(f, value)) != NULL)
        return e;
    text_show(value, &shown);
    bool plain = str_eq(buf_str(&shown), value) && memchr(value.p, '\n', value.n) == NULL &&
                 memchr(value.p, '\t', value.n) == NULL;
    buf_free(&shown);
    return plain ? NULL
                 : err_new(ERR_DATA, word_name(WORD_FIELD, (int)f),
                           "%s holds controls or invisible characters; write it in plain letters on one line",
                           text_quote(value, quote));
}

bool fields_in_row(enum field f)
{
    return f == FIELD_SUBJECT || f == FIELD_CATEGORY || f == FIELD_CAUSE || f == FIELD_CHANNEL ||
           f == FIELD_PRIORITY;
}

static struct err *no_word(enum field f)
{
    return err_new(ERR_DATA, word_name(WORD_FIELD, (int)f), "cannot be empty%s",
                   f == FIELD_PRIORITY ? "; priority=auto gives it back to triage" : "");
}

struct err *fields_check(enum field f, struct str value)
{
    int64_t num;

    value = str_trim(value);
    if (value.n == 0)
        return event_field_type(f) == FIELD_IS_WORD ? no_word(f) : NULL;
    if (value.n > DB_WORDS_MAX)
        return err_new(ERR_DATA, word_name(WORD_FIELD, (int)f), "is too long; at most %d bytes are kept",
                       DB_WORDS_MAX);
    return parse_number(f, value, &num);
}

/* What is taken as it is typed, but for what says the same as nothing. */
static struct str meant(enum field f, struct str value)
{
    static const struct str nothing;

    value = str_trim(value);
    return f == FIELD_DISPUTED && str_is(value, "no") ? nothing : value;
}

struct err *fields_set(struct change *ch, enum field f, struct str value)
{
    return fields_set_at(ch, f, value, INSTANT_NONE);
}

struct err *fields_set_at(struct change *ch, enum field f, struct str value, instant when)
{
    struct event ev = {.kind = EVENT_SET, .code = (int32_t)f, .happened = when};
    struct err *e;

    value = meant(f, value);
    if (value.n == 0 && event_field_type(f) == FIELD_IS_WORD)
        return no_word(f);
    if (value.n > 0 && (e = parse(ch, f, value, &ev)) != NULL)
        return e;
    if ((e = change_event(ch, &ev)) != NULL)
        return e;
    if (f == FIELD_PRIORITY || f == FIELD_CATEGORY || history_bears(f))
        ch->spoken = true; /* triage has its say again */
    if (fields_in_row(f))
        return NULL;
    return db_complaint_set_field(ch->desk->db, ch->m.c.id, f, ev.num, ev.who, ev.words);
}

struct err *fields_put(struct change *ch, enum field f, int64_t num, int64_t who)
{
    struct event ev = {.kind = EVENT_SET,
                       .code = (int32_t)f,
                       .num = num,
                       .who = who,
                       .flags = EVENT_IMPLIED,
                       .happened = INSTANT_NONE};
    struct err *e = change_event(ch, &ev);

    ch->spoken = ch->spoken || history_bears(f);
    return e != NULL || fields_in_row(f) ? e
                                         : db_complaint_set_field(ch->desk->db, ch->m.c.id, f, num, who, 0);
}

struct err *fields_text(struct db *db, const struct event *ev, struct arena *a, struct str *out)
{
    enum field f = (enum field)ev->code;
    char date[CIVIL_SIZE];

    *out = (struct str){0};
    switch (event_field_type(f)) {
    case FIELD_IS_NAME:
        return db_name_text(db, ev->who, a, out);
    case FIELD_IS_TEXT:
        return db_words_get(db, ev->words, a, out, NULL);
    case FIELD_IS_WORD:
        *out = str_of(f == FIELD_PRIORITY && ev->num < 0 ? "auto"
                      : f == FIELD_PRIORITY              ? word_name(WORD_PRIORITY, (int)ev->num)
                                                         : word_name(WORD_CHANNEL, (int)ev->num));
        return NULL;
    case FIELD_IS_DATE:
        if (ev->num != 0)
            *out = str_of(arena_strdup(a, civil_format_date(ev->num / DAY, date)));
        return NULL;
    case FIELD_IS_MONEY:
        *out = fields_money_text(ev->num, a);
        return NULL;
    case FIELD_IS_NUMBER:
        if (ev->num != 0)
            *out = str_of(arena_printf(a, "%lld", (long long)ev->num));
        return NULL;
    }
    return NULL;
}
