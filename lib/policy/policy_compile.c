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

/* What a text is compiled with. */
struct compiling {
    struct arena *a;
    const struct policy_place *at;
    const struct holidays_files *files;
    const char *folder; /* where the files are that it names; NULL: it may name none */
    struct policy_errors *errors;
};

static bool compile(struct str yaml, struct str base, struct compiling *with, struct buf *out);

/* --- other files ------------------------------------------------------------------------------------------------- */

/* Takes the files that are named out of the tree; NULL when there are none. */
static struct tree *take_included(struct compiling *with, struct tree *over)
{
    struct tree *list = tree_take(over, str_of("include"));
    const struct tree *days = tree_get(over, str_of("holidays-from"));

    if (with->folder == NULL && days != NULL)
        policy_errors_add(with->errors, days->key_line, days->key_col,
                          "no calendar can be named here; policy.yaml itself names them");
    if (list == NULL || list->kind == TREE_NULL)
        return NULL;
    if (with->folder == NULL)
        policy_errors_add(with->errors, list->key_line, list->key_col,
                          "no other file can be included here; policy.yaml itself names them");
    else if (list->kind == TREE_MAP)
        policy_errors_add(with->errors, list->line, list->col, "this must be a list of files");
    return list;
}

/* Lays one file over *base. */
static void include_one(struct compiling *with, const struct tree *t, struct str *base)
{
    struct buf text = {0}, out = {0};

    if (t->kind != TREE_TEXT || t->text.n == 0) {
        policy_errors_add(with->errors, t->line, t->col, "the name of a file must stand here");
        return;
    }
    const char *path =
        t->text.p[0] == '/' ? t->text.p : arena_printf(with->a, "%s/%s", with->folder, t->text.p);
    struct err *e = buf_read_file(&text, path, YAMLIN_MAX);
    if (e != NULL) {
        policy_errors_add(with->errors, t->line, t->col, "%s: %s", path, e->text);
        err_free(e);
    } else {
        const char *name = with->errors->name;
        struct compiling other = {NULL, with->at, with->files, NULL, with->errors};
        with->errors->name = path;
        compile(buf_str(&text), *base, &other, &out);
        with->errors->name = name;
        *base = arena_str(with->a, buf_str(&out));
    }
    buf_free(&text);
    buf_free(&out);
}

/* Lays what `over` includes over *base, one file after the other, each checked by itself; none when `over` itself is
 * wrong already.  False when something is wrong with them. */
static bool include(struct compiling *with, struct tree *over, struct str *base)
{
    size_t before = with->errors->n;
    struct tree *list = take_included(with, over);

    if (before > 0 || list == NULL)
        return with->errors->n == before;
    if (list->kind == TREE_TEXT)
        include_one(with, list, base);
    for (struct tree *t = list->child; t != NULL && with->errors->n == 0; t = t->next)
        include_one(with, t, base);
    return with->errors->n == 0;
}

/* --- one text ---------------------------------------------------------------------------------------------------- */

/* The merge of YAML over a base, or NULL; *base becomes what the YAML itself was laid over. */
static struct tree *merge(struct compiling *with, struct str yaml, struct str *base)
{
    struct policy_errors *errors = with->errors;
    struct tree *under = NULL, *over = yamlin_read(with->a, yaml, errors);

    if (over != NULL && !include(with, over, base))
        return NULL;
    struct err *e = compiled_read(with->a, setting_root(), *base, &under);
    if (e != NULL)
        policy_errors_add(errors, 0, 0, "%s", e->text);
    err_free(e);
    if (over != NULL)
        vet_tree(with->a, setting_root(), over, errors);
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

static bool compile(struct str yaml, struct str base, struct compiling *with, struct buf *out)
{
    struct policy_errors *errors = with->errors;
    struct arena *a = with->a = arena_new();
    struct tree *t = merge(with, yaml, &base);
    struct policy *p = NULL;

    if (t != NULL) {
        struct tree *below = NULL;
        err_free(compiled_read(a, setting_root(), base, &below)); /* merge() could read it */
        policy_names_check(t, below, errors);
        p = fill_policy(a, t, with->at, errors);
    }
    if (p != NULL) {
        check_phrases(p, t, errors);
        if (with->folder != NULL)
            holidays_read(a, t, p, with->at, with->files, with->folder, errors);
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
    struct compiling with = {.at = at, .errors = errors};

    return compile(yaml, base, &with, out);
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
    struct compiling with = {NULL, at, files, folder, errors};
    errors->name = path;
    compile(buf_str(source), policy_default_text(), &with, compiled);
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
