#include "policy/policy_compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "policy/compiled.h"
#include "policy/fill.h"
#include "policy/holidays.h"
#include "policy/overlay.h"
#include "policy/policy_names.h"
#include "policy/vet.h"
#include "policy/yamlin.h"
#include "policy/yamlout.h"

/* The merge of YAML over a base, or NULL. */
static struct tree *merge(struct arena *a, struct str yaml, struct str base, struct policy_errors *errors)
{
    struct tree *under = NULL, *over = yamlin_read(a, yaml, errors);
    struct err *e = compiled_read(a, setting_root(), base, &under);

    if (e != NULL)
        policy_errors_add(errors, 0, 0, "%s", e->text);
    err_free(e);
    if (over != NULL)
        vet_tree(a, setting_root(), over, errors);
    if (over == NULL || under == NULL)
        return NULL;
    overlay_merge(setting_root(), under, over, errors);
    return under;
}

/* What is wrong with the phrases as a whole. */
static void check_phrases(const struct policy *p, const struct tree *root, struct policy_errors *errors)
{
    const struct phrases *compiled;
    struct err *e = fill_compile(p, &compiled);

    if (e == NULL)
        return;
    const struct tree *map = tree_get(root, str_of("phrases"));
    const struct tree *t = map != NULL && e->where != NULL ? tree_get(map, str_of(e->where)) : NULL;
    if (t != NULL)
        policy_errors_add(errors, t->key_line, t->key_col, "%s: %s", e->where, e->text);
    else
        policy_errors_add(errors, map != NULL ? map->line : 0, map != NULL ? map->col : 0, "%s", e->text);
    err_free(e);
}

/* `folder` is where the files are that the policy names. */
static bool compile(struct str yaml, struct str base, const struct policy_place *at,
                    const struct holidays_files *files, const char *folder, struct buf *out,
                    struct policy_errors *errors)
{
    struct arena *a = arena_new();
    struct tree *t = merge(a, yaml, base, errors);
    struct policy *p = NULL;

    if (t != NULL) {
        struct tree *below = NULL;
        err_free(compiled_read(a, setting_root(), base, &below)); /* merge() could read it */
        policy_names_check(t, below, errors);
        p = fill_policy(a, t, at, errors);
    }
    if (p != NULL) {
        check_phrases(p, t, errors);
        holidays_read(a, t, p, at, files, folder, errors);
    }
    bool good = errors->n == 0 && p != NULL;
    if (good)
        compiled_write(setting_root(), t, out);
    policy_errors_sort(errors);
    if (p != NULL)
        policy_free(p);
    else
        arena_free(a);
    return good;
}

bool policy_compile(struct str yaml, struct str base, const struct policy_place *at, struct buf *out,
                    struct policy_errors *errors)
{
    return compile(yaml, base, at, NULL, ".", out, errors);
}

/* The folder that a file is in; malloc()ed. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return mem_strdup(".");
    return slash == path ? mem_strdup("/") : mem_printf("%.*s", (int)(slash - path), path);
}

struct err *policy_compile_file(const char *path, const struct policy_place *at,
                                const struct holidays_files *files, struct buf *source, struct buf *compiled,
                                struct policy_errors *errors)
{
    struct err *e = buf_read_file(source, path, YAMLIN_MAX);

    if (e != NULL) {
        if (e->code == ERR_DATA)
            e->code = ERR_POLICY;
        return e;
    }
    char *folder = folder_of(path);
    errors->name = path;
    compile(buf_str(source), policy_default_text(), at, files, folder, compiled, errors);
    free(folder);
    return NULL;
}

struct err *policy_compile_show(struct str compiled, struct buf *out)
{
    struct arena *a = arena_new();
    struct tree *t = NULL, *base = NULL;
    struct err *e = compiled_read(a, setting_root(), compiled, &t);

    if (e == NULL)
        e = compiled_read(a, setting_root(), policy_default_text(), &base);
    if (e == NULL)
        yamlout_write(setting_root(), t, base, out);
    arena_free(a);
    return e;
}
