/* policyc FILE: checks the default policy and writes it, compiled, as C (see default_policy.h).  Used at build time;
 * its base is the empty policy, so FILE has to say everything. */
#include <stdio.h>
#include <stdlib.h>

#include "policy/default_policy.h"
#include "policy/policy_compile.h"

/* The library's own default is what is being made here. */
const char default_policy_text[] = "cust-policy\t1\n";
const size_t default_policy_size = sizeof default_policy_text - 1;
const char default_policy_phrases[] = {0};
const size_t default_policy_phrases_size = 0;

static void print_errors(const struct policy_errors *errors)
{
    for (size_t i = 0; i < errors->n; i++)
        fprintf(stderr, "%s: %s\n", errors->e[i]->where, errors->e[i]->text);
}

static void print_bytes(struct str bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        printf("%s%d,", i % 20 == 0 ? "\n    " : " ", bytes.p[i]);
}

static void print_c(struct str text, struct str phrases)
{
    printf("#include \"policy/default_policy.h\"\n\nconst char default_policy_text[] = {");
    print_bytes(text);
    printf("\n    0};\nconst size_t default_policy_size = sizeof default_policy_text - 1;\n\n");
    printf("_Alignas(8) const char default_policy_phrases[] = {");
    print_bytes(phrases);
    printf("};\nconst size_t default_policy_phrases_size = sizeof default_policy_phrases;\n");
}

/* The compiled policy's phrases, packed, so that no command has to compile them. */
static struct err *pack_phrases(struct str compiled, const struct policy_place *at, struct buf *out)
{
    struct policy *p;
    const struct phrases *phrases;
    struct err *e = policy_load(compiled, at, &p);

    if (e != NULL)
        return e;
    e = policy_phrases(p, &phrases);
    if (e == NULL)
        phrase_pack(phrases, out);
    policy_free(p);
    return e;
}

int main(int argc, char **argv)
{
    struct policy_place at = {0};
    struct policy_errors errors = {0};
    struct buf source = {0}, compiled = {0}, phrases = {0};
    int status = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: policyc default.yaml\n");
        return ERR_USAGE;
    }
    struct err *e = policy_compile_file(argv[1], &at, NULL, &source, &compiled, &errors);
    if (e == NULL && errors.n == 0)
        e = pack_phrases(buf_str(&compiled), &at, &phrases);
    if (e != NULL) {
        fprintf(stderr, "%s: %s\n", e->where != NULL ? e->where : argv[1], e->text);
        status = (int)e->code;
    } else if (errors.n > 0) {
        print_errors(&errors);
        status = ERR_POLICY;
    } else {
        print_c(buf_str(&compiled), buf_str(&phrases));
        if (fflush(stdout) != 0)
            status = ERR_IO;
    }
    err_free(e);
    policy_errors_free(&errors);
    buf_free(&source);
    buf_free(&compiled);
    buf_free(&phrases);
    return status;
}
