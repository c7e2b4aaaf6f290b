#include "rule/ref.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static struct err *refuse(enum err_code code, struct str s)
{
    char quote[TEXT_QUOTE];

    return err_new(
        code, NULL,
        "%s is no reference; write 42 (a complaint), 42/3 (its follow-up), 42@17 (its event), c7 (a "
        "customer) or c7/2 (a customer's follow-up)",
        text_quote(s, quote));
}

static bool take_number(struct str *s, int64_t max, int64_t *out)
{
    long long v;
    struct str digits = {s->p, 0};

    while (digits.n < s->n && s->p[digits.n] >= '0' && s->p[digits.n] <= '9')
        digits.n++;
    if (digits.n == 0 || digits.p[0] == '0' || !str_number(digits, max, &v))
        return false;
    *out = v;
    s->p += digits.n;
    s->n -= digits.n;
    return true;
}

static bool parse(struct str s, struct ref *out)
{
    struct ref r = {REF_COMPLAINT, 0, 0};
    int64_t no = 0;

    if (s.n > 0 && s.p[0] == 'c') {
        r.kind = REF_CUSTOMER;
        s.p++;
        s.n--;
    }
    if (!take_number(&s, REF_ID_MAX, &r.id))
        return false;
    if (s.n > 0) {
        char sep = s.p[0];
        if (sep == '@')
            r.kind = r.kind == REF_COMPLAINT ? REF_EVENT : REF_CUSTOMER_EVENT;
        else if (sep == '/')
            r.kind = r.kind == REF_COMPLAINT ? REF_FOLLOWUP : REF_CUSTOMER_FOLLOWUP;
        else
            return false;
        s.p++;
        s.n--;
        if (!take_number(&s, REF_NO_MAX, &no) || s.n > 0)
            return false;
        r.no = (uint32_t)no;
    }
    *out = r;
    return true;
}

struct err *ref_parse(struct str s, struct ref *out)
{
    return parse(s, out) ? NULL : refuse(ERR_USAGE, s);
}

bool ref_eq(const struct ref *a, const struct ref *b)
{
    return a->kind == b->kind && a->id == b->id && a->no == b->no;
}

static bool is_in(const struct ref *list, size_t n, const struct ref *r)
{
    for (size_t i = 0; i < n; i++)
        if (ref_eq(&list[i], r))
            return true;
    return false;
}

struct err *ref_parse_list(struct str s, struct ref **out, size_t *n)
{
    struct ref *list = NULL;
    size_t len = 0, cap = 0;
    struct str rest = s.p != NULL ? s : str_of(""), piece;

    while (str_cut(&rest, ',', &piece)) {
        struct ref r;
        if (!parse(piece, &r)) {
            free(list);
            return refuse(ERR_USAGE, piece);
        }
        if (is_in(list, len, &r))
            continue;
        list = mem_grow(list, &cap, len + 1, sizeof *list);
        list[len++] = r;
    }
    *out = list;
    *n = len;
    return NULL;
}

bool ref_is_customers(const struct ref *r)
{
    return r->kind == REF_CUSTOMER || r->kind == REF_CUSTOMER_FOLLOWUP || r->kind == REF_CUSTOMER_EVENT;
}

const char *ref_format(const struct ref *r, char out[REF_SIZE])
{
    const char *prefix = ref_is_customers(r) ? "c" : "";
    bool event = r->kind == REF_EVENT || r->kind == REF_CUSTOMER_EVENT;

    if (r->kind == REF_COMPLAINT || r->kind == REF_CUSTOMER)
        snprintf(out, REF_SIZE, "%s%" PRId64, prefix, r->id);
    else
        snprintf(out, REF_SIZE, "%s%" PRId64 "%c%" PRIu32, prefix, r->id, event ? '@' : '/', r->no);
    return out;
}

subject ref_subject(const struct ref *r)
{
    return ref_is_customers(r) ? -r->id : r->id;
}

/* A header, a footing, or "|": what had no room in the row above it. */
static bool is_heading(struct str s)
{
    if (str_is(s, "|"))
        return true;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return true;
}

static bool ends_field(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct err *ref_first_field(struct str line, struct ref *out, bool *found)
{
    while (line.n > 0 && line.p[0] == ' ') {
        line.p++;
        line.n--;
    }
    struct str field = {line.p, 0};
    while (field.n < line.n && !ends_field(line.p[field.n]))
        field.n++;
    *found = false;
    if (is_heading(field) && (field.n > 0 || str_trim(line).n == 0))
        return NULL;
    if (!parse(field, out))
        return refuse(ERR_DATA, field.n > 0 ? field : line);
    *found = true;
    return NULL;
}
