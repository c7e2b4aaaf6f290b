#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "policy/compiled.h"
#include "policy/complete.h"
#include "policy/default_policy.h"
#include "policy/fill.h"

struct str policy_default_text(void)
{
    return (struct str){default_policy_text, default_policy_size};
}

/* What is read when somebody asks, in the order in which it stands at the end. */
static const char *const later[] = {"phrases", "tone", "wordings", "playbook"};
enum { LATERS = sizeof later / sizeof later[0] };

/* The text up to the first of these settings, and each of them; one that is not there is empty. */
static void take_apart(struct str text, struct str part[1 + LATERS])
{
    size_t last = 0;

    for (size_t i = 0; i <= LATERS; i++)
        part[i] = (struct str){NULL, 0};
    part[0] = text;
    for (size_t i = 0; i < LATERS; i++) {
        struct str before, behind;
        compiled_split(part[last], later[i], &before, &behind);
        if (behind.n == 0)
            continue;
        part[last] = before;
        part[i + 1] = behind;
        last = i + 1;
    }
}

/* What an older version did not know yet. */
static struct err *add_new(struct arena *a, struct tree *t)
{
    struct str part[1 + LATERS];
    struct tree *from = NULL;

    if (!complete_lacks(setting_root(), t, later, LATERS))
        return NULL;
    take_apart(policy_default_text(), part);
    struct err *e = compiled_read(a, setting_root(), part[0], &from);
    if (e == NULL)
        complete_from(setting_root(), t, from, a);
    return e;
}

struct err *policy_load(struct str compiled, const struct policy_place *at, struct policy **out)
{
    struct arena *a = arena_new();
    struct policy_errors errors = {.name = "policy"};
    struct tree *t = NULL;
    struct policy *p = NULL;
    struct str part[1 + LATERS];

    if (compiled.p != default_policy_text) /* what is read later lives as long as the policy */
        compiled = arena_str(a, compiled);
    /* Most of the text is what few commands read. */
    take_apart(compiled, part);
    struct err *e = compiled_read(a, setting_root(), part[0], &t);
    if (e == NULL)
        e = add_new(a, t);
    if (e == NULL)
        p = fill_policy(a, t, at, &errors);
    if (p != NULL) {
        fill_later(p, part[1]);
        p->phrases = part[1];
        p->tone = part[2];
        p->wordings = part[3];
        p->playbook = part[4];
    }
    if (errors.n > 0) {
        e = errors.e[0];
        errors.e[0] = NULL;
    }
    policy_errors_free(&errors);
    if (p == NULL)
        arena_free(a);
    *out = p;
    return e;
}

struct err *policy_default(const struct policy_place *at, struct policy **out)
{
    return policy_load(policy_default_text(), at, out);
}

void policy_free(struct policy *p)
{
    fill_free(p);
}

struct err *policy_phrases(const struct policy *p, const struct phrases **out)
{
    return fill_compile(p, out);
}

static bool covers(const struct policy *a, const struct policy *b)
{
    for (size_t i = 0; i < a->ncategories; i++) {
        const struct policy_category *other = policy_category(b, str_of(a->categories[i].name));
        if (a->categories[i].impact != (other != NULL ? other->impact : 0))
            return false;
    }
    return true;
}

bool policy_reads_alike(const struct policy *a, const struct policy *b)
{
    return str_eq(a->phrases, b->phrases) && triage_same(&a->triage, &b->triage) && covers(a, b) &&
           covers(b, a);
}

static bool same_role(const struct authority_role *a, const struct authority_role *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    bool same = strcmp(a->name, b->name) == 0 && a->rank == b->rank && a->offer == b->offer &&
                a->month == b->month && a->nlimits == b->nlimits;
    for (size_t i = 0; i < a->nlimits && same; i++)
        same =
            strcmp(a->limits[i].remedy, b->limits[i].remedy) == 0 && a->limits[i].most == b->limits[i].most;
    return same;
}

bool policy_same_authority(const struct policy *a, const struct policy *b)
{
    bool same = a->nroles == b->nroles && a->nstaff == b->nstaff;

    for (size_t i = 0; i < a->nroles && same; i++)
        same = same_role(&a->roles[i], &b->roles[i]);
    for (size_t i = 0; i < a->nstaff && same; i++)
        same = strcmp(a->staff[i].login, b->staff[i].login) == 0 &&
               same_role(a->staff[i].role, b->staff[i].role);
    return same;
}

const struct policy_category *policy_category(const struct policy *p, struct str name)
{
    for (size_t i = 0; i < p->ncategories; i++)
        if (str_is(name, p->categories[i].name))
            return &p->categories[i];
    return NULL;
}

const struct policy_person *policy_person(const struct policy *p, struct str login)
{
    for (size_t i = 0; i < p->nstaff; i++)
        if (str_is(login, p->staff[i].login))
            return &p->staff[i];
    return NULL;
}

const struct policy_letter *policy_letter(const struct policy *p, struct str name)
{
    for (size_t i = 0; i < p->nletters; i++)
        if (str_is(name, p->letters[i].name))
            return &p->letters[i];
    return NULL;
}

const struct policy_person *policy_person_at(const struct policy *p, struct str address)
{
    for (size_t i = 0; i < p->nstaff && address.n > 0; i++) {
        struct str known = str_of(p->staff[i].address);
        if (known.n == address.n && strncasecmp(known.p, address.p, known.n) == 0)
            return &p->staff[i];
    }
    return NULL;
}

bool policy_list_ours(const struct policy *p, struct str list_id)
{
    for (size_t i = 0; i < p->nlists && list_id.n > 0; i++) {
        struct str known = str_of(p->lists[i]);
        if (known.n == list_id.n && strncasecmp(known.p, list_id.p, known.n) == 0)
            return true;
    }
    return false;
}

const char *policy_category_near(const struct policy *p, struct str name)
{
    const char **names = mem_array(NULL, p->ncategories + 1, sizeof *names);

    for (size_t i = 0; i < p->ncategories; i++)
        names[i] = p->categories[i].name;
    const char *near = str_near(name, names, p->ncategories);
    free(names);
    return near;
}
