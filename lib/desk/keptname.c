#include "desk/keptname.h"

#include <string.h>
#include <strings.h>

#include "rule/ref.h"

enum { CALLED_MAX = 60, TELLING = 6 }; /* bytes; what is shorter tells somebody only when it is the whole */

static void add_ref(const struct ref *ref, struct buf *name)
{
    bool customer = ref->kind == REF_CUSTOMER || ref->kind == REF_CUSTOMER_EVENT || ref->id < 0;

    buf_printf(name, ".%s%lld", customer ? "c" : "", (long long)(ref->id < 0 ? -ref->id : ref->id));
}

void keptname_refs(struct str list, struct buf *name)
{
    struct str one;

    while (str_cut(&list, ',', &one)) {
        struct ref ref;
        struct err *e = ref_parse(str_trim(one), &ref);
        if (e == NULL)
            add_ref(&ref, name);
        err_free(e);
    }
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

static void add_called(struct str who, struct buf *name)
{
    for (size_t i = 0; i < who.n && i < CALLED_MAX; i++)
        buf_addc(name, is_plain(who.p[i]) ? who.p[i] : '_');
}

void keptname_who(struct str who, struct buf *name)
{
    struct ref ref;
    struct err *e = ref_parse(str_trim(who), &ref);

    if (e == NULL && ref.kind == REF_CUSTOMER) {
        add_ref(&ref, name);
    } else if (str_trim(who).n > 0) {
        buf_adds(name, ".=");
        add_called(str_trim(who), name);
    }
    err_free(e);
}

/* --- read back --------------------------------------------------------------------------------------------------- */

static bool has_subject(const struct keptname_whose *whose, subject of)
{
    for (size_t i = 0; i < whose->n; i++)
        if (whose->subjects[i] == of)
            return true;
    return false;
}

static bool is_called(const struct keptname_whose *whose, struct str token)
{
    bool is = false;

    for (size_t i = 0; i < whose->ncalled && !is; i++) {
        struct buf b = {0};
        add_called(whose->called[i], &b);
        struct str called = buf_str(&b);
        bool long_enough = called.n >= TELLING;
        for (size_t at = 0; called.n > 0 && at + called.n <= token.n && !is; at++)
            is = (long_enough || called.n == token.n) && strncasecmp(token.p + at, called.p, called.n) == 0;
        buf_free(&b);
    }
    return is;
}

/* "42", "c7", "=jane_doe" */
static bool is_token(const struct keptname_whose *whose, struct str token)
{
    bool customer = token.n > 0 && *token.p == 'c';
    long long id;

    if (token.n > 0 && *token.p == '=')
        return is_called(whose, (struct str){token.p + 1, token.n - 1});
    if (customer)
        token = (struct str){token.p + 1, token.n - 1};
    return str_number(token, REF_ID_MAX, &id) && has_subject(whose, customer ? -id : id);
}

bool keptname_is(struct str file, const struct keptname_whose *whose)
{
    static const char reply[] = "reply-";
    struct str token = file;

    if (str_starts(file, reply)) {
        file = (struct str){file.p + sizeof reply - 1, file.n - (sizeof reply - 1)};
        return str_cut(&file, '-', &token) && is_token(whose, token);
    }
    const char *at = memchr(file.p, '@', file.n);
    if (at != NULL)
        return is_token(whose, (struct str){file.p, (size_t)(at - file.p)});
    while (file.n > 0 && file.p[file.n - 1] != '-') /* its last part is chance */
        file.n--;
    if (file.n > 0)
        file.n--;
    bool is = false;
    for (str_cut(&file, '.', &token); !is && str_cut(&file, '.', &token);)
        is = is_token(whose, token);
    return is;
}
