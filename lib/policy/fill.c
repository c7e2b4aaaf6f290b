#include "policy/fill.h"

#include <stdlib.h>
#include <string.h>

#include "policy/compiled.h"
#include "policy/default_policy.h"
#include "policy/fill_calendar.h"
#include "policy/fill_debt.h"
#include "policy/fill_get.h"
#include "policy/fill_letter.h"
#include "policy/fill_return.h"
#include "policy/fill_role.h"
#include "policy/fill_traits.h"
#include "policy/setvalue.h"

/* What is not in the arena. */
struct policy_memory {
    struct arena *a;
    struct zone *zone;
    const struct phrase_rule *rules;
    size_t nrules;
    struct str unread;       /* compiled text with the rules, until somebody asks */
    struct phrases *phrases; /* of the rules; NULL until somebody asks */
};

struct filling {
    struct arena *a;
    struct policy_errors *errors;
    const struct policy_place *at;
    struct policy *p;
};

/* --- single settings ------------------------------------------------------------------------------------------- */

static int number(struct filling *f, const struct tree *map, const char *key)
{
    const struct tree *t = fill_get_need(f->errors, map, key);
    long v = 0;

    if (t->text.p != NULL && !setvalue_to_number(t->text, &v))
        fill_get_wrong(f->errors, t, "this is no number");
    return (int)v;
}

static int permille(struct filling *f, const struct tree *map, const char *key)
{
    const struct tree *t = fill_get_need(f->errors, map, key);
    int v = 0;

    if (t->text.p != NULL && !setvalue_to_permille(t->text, &v))
        fill_get_wrong(f->errors, t, "this is no fraction");
    return v;
}

static int64_t elapsed(struct filling *f, const struct tree *map, const char *key)
{
    static const int64_t seconds[] = {[DEADLINE_MINUTES] = 60,
                                      [DEADLINE_HOURS] = 3600,
                                      [DEADLINE_DAYS] = 86400,
                                      [DEADLINE_WEEKS] = 604800,
                                      [DEADLINE_MONTHS] = 0};
    struct deadline_span s;

    const struct tree *t = fill_get_need(f->errors, map, key);
    if (fill_get_span(f->errors, t, &s) && seconds[s.unit] == 0)
        fill_get_wrong(f->errors, t, "this is not counted by the clock");
    return s.amount * seconds[s.unit];
}

/* --- the parts -------------------------------------------------------------------------------------------------- */

static void fill_zone(struct filling *f, const struct tree *root)
{
    const struct tree *t = fill_get_need(f->errors, root, "zone");

    if (t->text.p == NULL)
        return;
    const char *name = t->text.p;
    if (str_is(t->text, "local"))
        name = f->at->local != NULL ? f->at->local : "UTC";
    struct err *e = zone_load(f->at->zone_dirs, name, &f->p->memory->zone);
    if (e != NULL)
        fill_get_wrong(f->errors, t, e->text);
    if (e != NULL && e->code == ERR_TEMP) /* nothing is wrong with the policy */
        f->errors->e[f->errors->n - 1]->code = ERR_TEMP;
    err_free(e);
    f->p->zone = f->p->memory->zone;
}

/* The clocks of one priority or category.  `r` has room for two. */
static size_t fill_clocks(struct filling *f, const struct tree *map, int priority, const char *category,
                          struct deadline_rule *r)
{
    static const enum kind kinds[] = {KIND_RESPONSE, KIND_RESOLUTION};
    bool always = str_is(str_of(fill_get_text(map, "hours", "desk")), "always");
    size_t n = 0;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const char *kind = word_name(WORD_KIND, (int)kinds[i]);
        const struct tree *t = fill_get(map, kind);
        if (t == NULL || !fill_get_span(f->errors, t, &r[n].span))
            continue;
        r[n].name = arena_printf(f->a, "%s-%s",
                                 category != NULL ? category : word_name(WORD_PRIORITY, priority), kind);
        r[n].kind = kinds[i];
        r[n].always = always;
        r[n].priority = priority;
        r[n++].category = category;
    }
    return n;
}

static void fill_deadlines(struct filling *f, const struct tree *root)
{
    const struct tree *map = fill_get_any(root, "deadlines"), *categories = fill_get_any(root, "categories");
    struct deadline_rule *r = arena_alloc(f->a, 2 * (map->n + categories->n + 1) * sizeof *r);
    size_t n = 0;

    for (const struct tree *t = map->child; t != NULL; t = t->next)
        n += fill_clocks(f, t, word_find(WORD_PRIORITY, t->key), NULL, r + n);
    for (const struct tree *t = categories->child; t != NULL; t = t->next)
        n += fill_clocks(f, fill_get_any(t, "deadlines"), DEADLINE_ANY_PRIORITY, t->key.p, r + n);
    f->p->deadlines = r;
    f->p->ndeadlines = n;
}

static void fill_standard(struct filling *f, const struct tree *t, struct deadline_standard *s)
{
    const struct tree *kind = fill_get_need(f->errors, t, "deadline"),
                      *within = fill_get_need(f->errors, t, "within");
    const struct tree *extend = fill_get(t, "extend");
    int k = kind->text.p != NULL ? word_find(WORD_KIND, kind->text) : KIND_RESPONSE;

    *s = (struct deadline_standard){.since = fill_get_day(t, "since", INT64_MIN),
                                    .until = fill_get_day(t, "until", INT64_MAX)};
    if (s->since > s->until)
        fill_get_wrong(f->errors, t, "\"until\" lies before \"since\"");
    s->rule = (struct deadline_rule){.name = t->key.p,
                                     .kind = (enum kind)k,
                                     .priority = DEADLINE_ANY_PRIORITY,
                                     .category = fill_get_text(t, "category", NULL),
                                     .runs_on = str_is(str_of(fill_get_text(t, "waits", "yes")), "no")};
    if (str_is(str_of(fill_get_text(t, "from", "received")), "acknowledged"))
        s->rule.from = DEADLINE_FROM_ACKNOWLEDGED;
    (void)fill_get_span(f->errors, within, &s->rule.span);
    if (extend != NULL)
        (void)fill_get_span(f->errors, extend, &s->extend);
    s->stage = fill_get_text(t, "stage", NULL);
    s->instead = fill_get_text(t, "instead-of", NULL);
    s->signpost = k == KIND_RESOLUTION && str_is(str_of(fill_get_text(t, "signpost", "yes")), "yes");
    s->source = fill_get_text(t, "source", "");
    s->checked = fill_get_text(t, "checked", "");
}

static void fill_standards(struct filling *f, const struct tree *map)
{
    struct deadline_standard *s = arena_alloc(f->a, (map->n + 1) * sizeof *s);

    f->p->standards = s;
    f->p->nstandards = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next)
        fill_standard(f, t, s++);
}

static void fill_rungs(struct filling *f, const struct tree *map, struct policy_ladder *l)
{
    struct policy_rung *r = arena_alloc(f->a, (map->n + 1) * sizeof *r);

    l->rungs = r;
    l->nrungs = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, r++) {
        const struct tree *after = fill_get(t, "after");
        *r = (struct policy_rung){t->key.p,
                                  {0, DEADLINE_MINUTES},
                                  fill_get_text(t, "who", ""),
                                  fill_get_text(t, "do", t->key.p),
                                  fill_letter_of(f->errors, t, f->p->letters, f->p->nletters)};
        if (after != NULL)
            (void)fill_get_span(f->errors, after, &r->after);
    }
}

static void fill_ladders(struct filling *f, const struct tree *map)
{
    struct policy_ladder *l = arena_alloc(f->a, (map->n + 1) * sizeof *l);

    f->p->ladders = l;
    f->p->nladders = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, l++) {
        struct str on = str_of(fill_get_need(f->errors, t, "on")->text.p);
        *l = (struct policy_ladder){.name = t->key.p,
                                    .late = str_is(on, "late"),
                                    .signal = -1,
                                    .hold = fill_get_text(t, "hold", NULL)};
        if (str_starts(on, "signal:"))
            l->signal = word_find(WORD_SIGNAL, str_of(on.p + strlen("signal:")));
        else if (str_starts(on, "category:"))
            l->category = on.p + strlen("category:");
        fill_rungs(f, fill_get_any(t, "steps"), l);
    }
}

static void fill_check(struct filling *f, const struct tree *map)
{
    const struct tree *after = fill_get(map, "after"), *again = fill_get(map, "again"),
                      *friendly = fill_get(map, "friendly");

    if (after != NULL)
        (void)fill_get_span(f->errors, after, &f->p->check.after);
    if (again != NULL)
        (void)fill_get_span(f->errors, again, &f->p->check.again);
    if (friendly != NULL)
        (void)fill_get_span(f->errors, friendly, &f->p->check.friendly);
    f->p->check.letter = fill_letter_of(f->errors, map, f->p->letters, f->p->nletters);
}

static void fill_categories(struct filling *f, const struct tree *map)
{
    struct policy_category *c = arena_alloc(f->a, (map->n + 1) * sizeof *c);

    f->p->categories = c;
    f->p->ncategories = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, c++) {
        c->name = t->key.p;
        c->label = fill_get_text(t, "label", c->name);
        c->impact = fill_get(t, "impact") != NULL ? number(f, t, "impact") : 0;
        c->ask = fill_get_texts(f->a, fill_get_any(t, "ask"), &c->nask);
    }
}

static void fill_staff(struct filling *f, const struct tree *map)
{
    struct policy_person *s = arena_alloc(f->a, (map->n + 1) * sizeof *s);

    f->p->staff = s;
    f->p->nstaff = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, s++) {
        s->login = t->key.p;
        s->name = fill_get_text(t, "name", s->login);
        s->address = fill_get_text(t, "address", "");
        s->role = fill_role_of(f->errors, t, f->p->roles, f->p->nroles);
        f->p->authority = f->p->authority || fill_get(t, "role") != NULL;
    }
}

static void fill_triage(struct filling *f, const struct tree *root)
{
    struct triage_settings *set = &f->p->triage;
    const struct tree *signals = fill_get_need(f->errors, root, "signals"),
                      *triage = fill_get_need(f->errors, root, "triage");
    const struct tree *points = fill_get_need(f->errors, triage, "points");
    size_t before = f->errors->n;

    for (int i = 0; i < TRIAGE_SIGNALS; i++) {
        const struct tree *s = fill_get_need(f->errors, signals, word_name(WORD_SIGNAL, i));
        set->signal[i] =
            (struct triage_signal){number(f, s, "impact"), number(f, s, "urgency"), permille(f, s, "keep")};
    }
    set->speech = permille(f, triage, "speech");
    set->shown = permille(f, triage, "shown");
    for (int i = 0; i < TRIAGE_PRIORITIES - 1; i++)
        set->points[i] = number(f, points, word_name(WORD_PRIORITY, i));
    for (enum triage_history h = 0; h < TRIAGE_HISTORIES; h++)
        set->history[h] = number(f, fill_get_need(f->errors, triage, "history"), triage_history_name(h));
    if (!setvalue_to_money(fill_get_need(f->errors, triage, "stake")->text, &set->stake))
        fill_get_wrong(f->errors, triage, "`stake` is no amount");
    if (f->errors->n > before)
        return;
    struct err *e = triage_check(set);
    if (e != NULL)
        fill_get_wrong(f->errors, points, e->text);
    err_free(e);
}

static void fill_phrases(struct filling *f, const struct tree *map)
{
    struct phrase_rule *rules = arena_alloc(f->a, (map->n + 1) * sizeof *rules), *r = rules;

    for (const struct tree *t = map->child; t != NULL; t = t->next, r++) {
        const struct tree *patterns = fill_get_need(f->errors, t, "patterns"),
                          *signal = fill_get_need(f->errors, t, "signal");
        r->name = t->key.p;
        r->signal = word_find(WORD_SIGNAL, signal->text);
        r->strength = permille(f, t, "strength");
        r->negated_ok = str_is(str_of(fill_get_text(t, "negated", "no")), "yes");
        r->customer = str_is(str_of(fill_get_text(t, "who", "anyone")), "customer");
        r->speaker = str_is(str_of(fill_get_text(t, "who", "anyone")), "speaker");
        r->patterns = fill_get_texts(f->a, patterns, &r->npatterns);
        if (signal->text.p != NULL && r->signal < 0)
            fill_get_wrong(f->errors, signal, "this is no signal");
        if (patterns->kind == TREE_LIST && patterns->n == 0)
            policy_errors_add(f->errors, t->key_line, t->key_col,
                              "\"%s\" has no patterns; add one, or take it away with null", r->name);
    }
    f->p->memory->rules = rules;
    f->p->memory->nrules = map->n;
}

struct policy *fill_policy(struct arena *a, const struct tree *t, const struct policy_place *at,
                           struct policy_errors *errors)
{
    struct policy *p = arena_alloc(a, sizeof *p);
    struct filling f = {a, errors, at, p};

    p->memory = arena_alloc(a, sizeof *p->memory);
    p->desk = fill_get_need(errors, t, "desk")->text.p;
    p->soon = elapsed(&f, t, "soon");
    p->reopen = elapsed(&f, t, "reopen");
    p->address = fill_get_text(fill_get_need(errors, t, "mail"), "address", "");
    p->lists = fill_get_texts(a, fill_get_any(fill_get_need(errors, t, "mail"), "lists"), &p->nlists);
    p->sendmail = fill_get_need(errors, fill_get_need(errors, t, "mail"), "sendmail")->text.p;
    fill_zone(&f, t);
    p->calendar = fill_calendar_of(a, errors, t, p->desk, p->zone);
    fill_deadlines(&f, t);
    fill_standards(&f, fill_get_any(t, "standards"));
    p->letters = fill_letter_all(a, errors, fill_get_any(t, "letters"), &p->nletters);
    fill_ladders(&f, fill_get_any(t, "ladders"));
    p->interest = fill_debt_terms(a, errors, fill_get_any(t, "interest"));
    p->returns = fill_return_all(a, errors, fill_get_any(t, "returns"), &p->nreturns);
    fill_check(&f, fill_get_any(t, "check"));
    fill_categories(&f, fill_get_any(t, "categories"));
    p->roles = fill_role_all(a, errors, fill_get_any(t, "roles"), &p->nroles);
    fill_staff(&f, fill_get_any(t, "staff"));
    fill_triage(&f, t);
    fill_traits_all(errors, fill_get(t, "traits"), p->traits);
    fill_phrases(&f, fill_get_any(t, "phrases"));
    if (errors->n == 0) {
        p->memory->a = a;
        return p;
    }
    fill_free(p);
    return NULL;
}

/* Most desks keep the default's phrases: then there is nothing to compile. */
static struct phrases *default_phrases(const struct policy_memory *m)
{
    const struct str packed = {default_policy_phrases, default_policy_phrases_size};

    return phrase_unpack(packed, m->rules, m->nrules);
}

void fill_later(struct policy *p, struct str phrases)
{
    p->memory->unread = phrases;
}

static struct err *read_rules(struct policy_memory *m)
{
    struct policy_errors errors = {.name = "policy"};
    struct policy rules = {.memory = m};
    struct filling f = {m->a, &errors, NULL, &rules};
    struct tree *t;
    struct err *e = compiled_read_part(m->a, setting_root(), m->unread, &t);

    if (e != NULL)
        return e;
    if (t->n != 1) /* another setting behind the last one: no text of ours */
        return err_new(ERR_POLICY, "policy", "settings stand where only phrases may; apply the policy again");
    fill_phrases(&f, fill_get_any(t, "phrases"));
    if (errors.n > 0) {
        e = errors.e[0];
        errors.e[0] = NULL;
    }
    policy_errors_free(&errors);
    m->unread = (struct str){0};
    return e;
}

struct err *fill_compile(const struct policy *p, const struct phrases **out)
{
    struct policy_memory *m = p->memory;
    struct err *e = NULL;

    *out = NULL;
    if (m->unread.n > 0 && (e = read_rules(m)) != NULL)
        return e;
    if (m->phrases == NULL)
        m->phrases = default_phrases(m);
    if (m->phrases == NULL)
        e = phrase_compile(m->rules, m->nrules, &m->phrases);
    *out = m->phrases;
    return e;
}

void fill_free(struct policy *p)
{
    if (p == NULL)
        return;
    phrase_free(p->memory->phrases);
    zone_free(p->memory->zone);
    arena_free(p->memory->a);
}
