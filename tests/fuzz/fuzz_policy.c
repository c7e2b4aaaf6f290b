/* Any bytes as a policy file, and as a compiled policy.  What is taken can be loaded, and shown it is the same again;
 * what is not says so with a place. */
#include <stdint.h>
#include <stdlib.h>

#include "policy/policy_compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct policy_place here;

static void load(struct str compiled, bool must)
{
    struct policy *p = NULL;
    const struct phrases *phrases;
    struct err *e = policy_load(compiled, &here, &p);

    if (e == NULL)
        e = policy_phrases(p, &phrases);
    if (e != NULL && (must || e->code != ERR_POLICY))
        abort();
    err_free(e);
    policy_free(p);
}

static void again(struct str compiled)
{
    struct policy_errors errors = {.name = "shown"};
    struct buf yaml = {0}, back = {0};

    if (policy_compile_show(compiled, &yaml) != NULL ||
        !policy_compile(buf_str(&yaml), policy_default_text(), &here, &back, &errors) ||
        !str_eq(buf_str(&back), compiled))
        abort();
    policy_errors_free(&errors);
    buf_free(&yaml);
    buf_free(&back);
}

static void compile(struct str yaml)
{
    struct policy_errors errors = {.name = "policy.yaml"};
    struct buf compiled = {0};

    if (policy_compile(yaml, policy_default_text(), &here, &compiled, &errors)) {
        load(buf_str(&compiled), true);
        again(buf_str(&compiled));
    } else if (errors.n == 0 || errors.e[0]->code != ERR_POLICY || errors.e[0]->where == NULL)
        abort();
    policy_errors_free(&errors);
    buf_free(&compiled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct str s = {(const char *)data + 1, size - 1};
    if (data[0] == 0)
        load(s, false);
    else
        compile((struct str){(const char *)data, size});
    return 0;
}
