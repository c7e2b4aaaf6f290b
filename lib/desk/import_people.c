#include "desk/import_people.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/import_gone.h"
#include "desk/import_record.h"
#include "desk/import_taken.h"
#include "store/db_event.h"
#include "store/db_merged.h"
#include "store/db_words.h"

enum { ADDRESS_NAME = -1 }; /* how the store calls a name among addresses */

/* A customer there. */
struct person {
    struct arena *arena; /* its own, for all texts */
    subject of;
    size_t line; /* of the last event */
    struct str store, name;
    bool erased;
    struct form_address *addresses;
    size_t naddresses, cap_addresses;
    struct form_event *own; /* notes, follow-ups and what was done to them */
    size_t nown, cap_own;
    int64_t into, root; /* merged into, 0: no; who goes on */
    uint32_t merge;     /* the last event that made or took back the merge, 0: none */
    bool merged;        /* it stands */
    bool joined;        /* others went on in it, at least for a time */
    bool again;         /* it may have come with this very file before */
};

struct import_people {
    struct import_tx *t;
    struct person hand;
    struct import_gone *gone;
    int64_t highest;        /* of the numbers whose histories ended: they rise, unless one comes again */
    struct person *waiting; /* who is the same as another one */
    size_t nwaiting, cap_waiting, next;
};

static void person_free(struct person *p)
{
    arena_free(p->arena);
    free(p->addresses);
    free(p->own);
    *p = (struct person){0};
}

struct import_people *import_people_new(struct import_tx *t)
{
    struct import_people *p = mem_zero(sizeof *p);

    p->t = t;
    p->gone = import_gone_new(t->desk->db);
    return p;
}

void import_people_free(struct import_people *p)
{
    if (p == NULL)
        return;
    person_free(&p->hand);
    for (size_t i = 0; i < p->nwaiting; i++)
        person_free(&p->waiting[i]);
    free(p->waiting);
    import_gone_free(p->gone);
    free(p);
}

/* --- what their history says ------------------------------------------------------------------------------------- */

static void begin(struct person *p, const struct form_event *fe, struct str store)
{
    struct arena *arena = p->arena != NULL ? p->arena : arena_new();

    arena_reset(arena);
    p->arena = arena;
    p->of = fe->ev.of;
    p->store = arena_str(arena, store);
    p->name = (struct str){0};
    p->erased = p->merged = p->joined = false;
    p->naddresses = p->nown = 0;
    p->merge = 0;
}

static void address(struct person *p, const struct form_event *fe)
{
    enum address_kind kind = (enum address_kind)fe->ev.code;
    size_t kept = 0;

    for (size_t i = 0; i < p->naddresses; i++)
        if (p->addresses[i].kind != kind || !str_eq(p->addresses[i].text, fe->words))
            p->addresses[kept++] = p->addresses[i];
    p->naddresses = kept;
    if (fe->ev.num == 0 || fe->words.n == 0)
        return;
    p->addresses = mem_grow(p->addresses, &p->cap_addresses, p->naddresses + 1, sizeof *p->addresses);
    p->addresses[p->naddresses++] = (struct form_address){kind, arena_str(p->arena, fe->words)};
}

static void keep(struct person *p, const struct form_event *fe)
{
    struct form_event *own;

    p->own = mem_grow(p->own, &p->cap_own, p->nown + 1, sizeof *p->own);
    own = &p->own[p->nown++];
    *own = (struct form_event){.ev = fe->ev, .erased = fe->erased};
    own->who = arena_str(p->arena, fe->who);
    own->words = arena_str(p->arena, fe->words);
}

/* A strike goes along with what it strikes; one of the merge parts the two, and one of that joins them. */
static void strike(struct person *p, const struct form_event *fe)
{
    if (fe->ev.ref == p->merge && p->merge != 0) {
        p->merged = !p->merged;
        p->merge = fe->ev.no;
    }
    for (size_t i = 0; i < p->nown; i++)
        if (p->own[i].ev.no == fe->ev.ref) {
            keep(p, fe);
            return;
        }
}

struct err *import_people_event(struct import_people *people, const struct form_event *fe, struct str store,
                                size_t line)
{
    struct person *p = &people->hand;

    if (fe->ev.no == 1)
        begin(p, fe, store);
    p->line = line;
    switch (fe->ev.kind) {
    case EVENT_CREATED:
        break;
    case EVENT_NAMED:
        p->name = arena_str(p->arena, fe->words);
        p->erased = fe->erased;
        break;
    case EVENT_ADDRESSED:
        address(p, fe);
        break;
    case EVENT_NOTE:
    case EVENT_ADDED:
    case EVENT_DONE:
    case EVENT_MOVED:
    case EVENT_CANCELLED:
        keep(p, fe);
        break;
    case EVENT_MERGED:
        p->merge = fe->ev.no;
        p->into = fe->ev.ref;
        p->merged = true;
        break;
    case EVENT_JOINED:
        p->joined = true;
        break;
    case EVENT_STRUCK:
        strike(p, fe);
        break;
    default:
        return err_new(ERR_DATA, NULL, "\"%s\" does not happen to a customer",
                       word_name(WORD_EVENT, (int)fe->ev.kind));
    }
    return NULL;
}

/* Who was erased there left nothing that could be read. */
bool import_people_own(const struct import_people *p)
{
    return p->hand.nown > 0 && !p->hand.erased;
}

/* --- whether it is here ------------------------------------------------------------------------------------------ */

/* All who are one customer there, the root first. */
struct group {
    const struct person *all;
    size_t n;
};

static struct err *is_same(struct db *db, const struct event *ours, const struct form_event *theirs,
                           struct arena *a, bool *same)
{
    const struct event *ev = &theirs->ev;
    instant happened = ev->happened > ours->recorded ? ours->recorded : ev->happened;
    bool gone = false;
    struct str words;

    *same = false;
    if (ours->kind != ev->kind || ours->happened != happened || ours->code != ev->code ||
        ours->num != ev->num)
        return NULL;
    struct err *e = db_words_get(db, ours->words, a, &words, &gone);
    *same = e == NULL && (gone || theirs->erased || str_eq(words, theirs->words));
    return e;
}

/* How many entries of theirs stand in these histories.  Those that this import wrote are somebody else's, who may bear
 * the same name and have got the same words at the same time, unless the file has one twice. */
static struct err *count_in(const struct import_tx *t, int64_t id, const struct person *p, struct arena *a,
                            size_t *found)
{
    subject *all;
    struct event *ev;
    struct db *db = t->desk->db;
    size_t nall, n;
    bool *here = arena_alloc(a, p->nown);
    struct err *e = db_merged_same(db, -id, DB_NOW, a, &all, &nall);

    for (size_t i = 0; e == NULL && i < nall; i++) {
        if ((e = db_event_list(db, all[i], DB_NOW, a, &ev, &n)) != NULL)
            break;
        for (size_t k = 0; k < n * p->nown && e == NULL; k++)
            if (!here[k % p->nown] && (p->again || ev[k / p->nown].seq <= t->began))
                e = is_same(db, &ev[k / p->nown], &p->own[k % p->nown], a, &here[k % p->nown]);
    }
    *found = 0;
    for (size_t k = 0; k < p->nown; k++)
        *found += here[k];
    return e;
}

/* The most of them that any customer of this address or name has. */
static struct err *count_of(const struct import_tx *t, int kind, struct str text, const struct person *p,
                            struct arena *a, size_t *found)
{
    struct db *db = t->desk->db;
    size_t n = 0, some;
    struct err *e = text.n > 0 ? db_customer_find(db, kind, text, NULL, 0, &n) : NULL;
    int64_t *ids = arena_alloc(a, (n + 1) * sizeof *ids);

    if (e == NULL && n > 0)
        e = db_customer_find(db, kind, text, ids, n, &n);
    for (size_t i = 0; i < n && e == NULL; i++) {
        e = count_in(t, ids[i], p, a, &some);
        if (e == NULL && some > *found)
            *found = some;
    }
    return e;
}

static struct err *count_known(const struct import_tx *t, const struct group *g, const struct person *p,
                               size_t *found)
{
    struct arena *a = arena_new();
    struct err *e = NULL;

    *found = 0;
    for (size_t i = 0; i < g->n && e == NULL && *found == 0; i++) {
        const struct person *one = &g->all[i];
        for (size_t k = 0; k < one->naddresses && e == NULL && *found == 0; k++)
            e = count_of(t, (int)one->addresses[k].kind, one->addresses[k].text, p, a, found);
        if (e == NULL && *found == 0)
            e = count_of(t, ADDRESS_NAME, one->name, p, a, found);
    }
    arena_free(a);
    return e;
}

/* --- into the store ---------------------------------------------------------------------------------------------- */

static struct err *find(struct change *ch, const struct group *g, int64_t *id)
{
    const struct person *root = &g->all[0];
    struct form_customer c = {.id = -root->of, .name = root->name};
    struct form_event fe = {.ev = {.of = root->of, .num = -root->of}, .customer = &c};
    struct form_address *all;
    size_t n = 0;

    for (size_t i = 0; i < g->n; i++)
        n += g->all[i].naddresses;
    c.addresses = all = arena_alloc(ch->arena, (n + 1) * sizeof *all);
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->all[i].naddresses; k++)
            all[c.n++] = g->all[i].addresses[k];
    return import_taken_customer(ch, &fe, root->store, id);
}

/* The number here of their event `no`; 0: it did not come. */
static uint32_t ours_of(const struct person *p, size_t upto, uint32_t no, const uint32_t *numbers)
{
    for (size_t i = 0; i < upto; i++)
        if (p->own[i].ev.no == no)
            return numbers[i];
    return 0;
}

/* Their follow-ups stand behind the `before` that are here; one that they do not have must not become one of ours. */
static struct err *number_here(struct event *ev, uint32_t before, uint32_t *added)
{
    if (ev->kind == EVENT_ADDED && ev->ref != ++*added)
        return err_new(ERR_DATA, NULL, "follow-up %u is not the next one; lines are missing", ev->ref);
    if (ev->ref == 0 || ev->ref > *added)
        return err_new(ERR_DATA, NULL, "there is no follow-up %u", ev->ref);
    ev->ref += before;
    return NULL;
}

static struct err *append(struct import_record *r, const struct person *p, struct db_customer *c)
{
    struct change *ch = r->ch;
    uint32_t before = ch->m.c.followups, added = 0;
    uint32_t *numbers = arena_alloc(ch->arena, p->nown * sizeof *numbers);
    struct err *e = NULL;

    for (size_t i = 0; i < p->nown && e == NULL; i++) {
        struct form_event fe = p->own[i];
        fe.ev.of = -c->id;
        fe.ev.no = numbers[i] = ch->m.c.events + 1;
        if (fe.ev.kind == EVENT_STRUCK)
            fe.ev.ref = ours_of(p, i, fe.ev.ref, numbers);
        else if (fe.ev.kind != EVENT_NOTE)
            e = number_here(&fe.ev, before, &added);
        if (e == NULL)
            e = import_record_customer(r, &fe, c);
    }
    return e;
}

static struct err *write(struct import_tx *t, const struct group *g, const struct person *p)
{
    struct change *ch = &t->change;
    struct import_record r = {.ch = ch};
    struct db_customer c;
    int64_t id;
    struct err *e = import_tx_ready(t, IMPORT_TX_CHANGE);

    if (e != NULL || (e = find(ch, g, &id)) != NULL || (e = change_take(ch, -id)) != NULL ||
        (e = db_customer_get(t->desk->db, id, &c)) != NULL || (e = append(&r, p, &c)) != NULL ||
        (e = import_record_rows(&r)) != NULL)
        return e;
    c.into = -ch->m.into;
    if ((e = db_customer_set(t->desk->db, &c)) == NULL && (e = import_tx_keep(t)) == NULL)
        t->count->people++;
    return e;
}

static struct err *bring(const struct import_people *people, const struct group *g, const struct person *p)
{
    struct import_count *count = people->t->count;
    size_t known = 0;
    bool gone = false;
    struct err *e = count_known(people->t, g, p, &known);

    if (e == NULL && known == 0 && (e = import_gone_had(people->gone, &p->own[0].ev, &gone)) == NULL && !gone)
        return write(people->t, g, p);
    count->gone += gone;
    count->grown += e == NULL && !gone && known < p->nown;
    return e;
}

struct err *import_people_end(struct import_people *people)
{
    struct person *p = &people->hand;
    const struct group alone = {p, 1};

    p->again = -p->of <= people->highest;
    if (!p->again)
        people->highest = -p->of;
    if (!p->merged && !p->joined)
        return import_people_own(people) ? bring(people, &alone, p) : NULL;
    people->waiting =
        mem_grow(people->waiting, &people->cap_waiting, people->nwaiting + 1, sizeof *people->waiting);
    people->waiting[people->nwaiting++] = *p;
    *p = (struct person){0};
    return NULL;
}

/* --- those who are the same -------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const struct person *p = a, *q = b;

    return (p->of < q->of) - (p->of > q->of);
}

/* The root stands before those who went on in it. */
static int by_root(const void *a, const void *b)
{
    const struct person *p = a, *q = b;
    bool first = p->root == -p->of, other = q->root == -q->of;

    if (p->root != q->root)
        return p->root < q->root ? -1 : 1;
    return first != other ? (first ? -1 : 1) : by_number(a, b);
}

static int64_t root_of(const struct import_people *people, const struct person *p)
{
    int64_t root = -p->of;

    for (size_t i = 0; p != NULL && p->merged && i < people->nwaiting; i++) {
        struct person key = {.of = -p->into};
        root = p->into;
        p = bsearch(&key, people->waiting, people->nwaiting, sizeof key, by_number);
    }
    return root;
}

static void sort(struct import_people *people)
{
    struct person *all = people->waiting;

    qsort(all, people->nwaiting, sizeof *all, by_number);
    for (size_t i = 0; i < people->nwaiting; i++)
        all[i].root = root_of(people, &all[i]);
    qsort(all, people->nwaiting, sizeof *all, by_root);
}

static struct group group_of(const struct import_people *people, size_t at)
{
    const struct person *all = people->waiting;
    size_t from = at, end = at + 1;

    while (from > 0 && all[from - 1].root == all[at].root)
        from--;
    while (end < people->nwaiting && all[end].root == all[at].root)
        end++;
    return (struct group){all + from, end - from};
}

static void none_left(struct import_people *people)
{
    for (size_t i = 0; i < people->nwaiting; i++)
        person_free(&people->waiting[i]);
    people->nwaiting = people->next = 0;
}

struct err *import_people_next(struct import_people *people, subject *of, size_t *line)
{
    *line = 0;
    if (people->next == 0 && people->nwaiting > 1)
        sort(people);
    while (people->next < people->nwaiting) {
        size_t at = people->next++;
        const struct person *p = &people->waiting[at];
        if (p->nown == 0 || p->erased)
            continue;
        struct group g = group_of(people, at);
        *of = p->of;
        *line = p->line;
        return bring(people, &g, p);
    }
    none_left(people);
    return NULL;
}
