#include "desk/import_taken.h"

#include "desk/fields.h"
#include "desk/import_tie.h"
#include "desk/who.h"
#include "store/db_complaint.h"
#include "store/db_event.h"

const char *import_taken_number(subject of, char out[REF_SIZE])
{
    struct ref ref = {of < 0 ? REF_CUSTOMER : REF_COMPLAINT, of < 0 ? -of : of, 0};

    return ref_format(&ref, out);
}

/* Found by an address of theirs, or else by name; 0 when nobody is. */
static struct err *known_by_address(struct db *db, const struct form_customer *c, int64_t *id)
{
    *id = 0;
    for (size_t i = 0; i < c->n && *id == 0; i++) {
        int64_t found[1];
        size_t n;
        struct err *e = db_customer_find(db, (int)c->addresses[i].kind, c->addresses[i].text, found, 1, &n);
        if (e != NULL)
            return e;
        if (n == 1)
            *id = found[0];
    }
    return NULL;
}

/* Several here are called so, and nothing says who of them it is: somebody of their own, whom the number that they have
 * there finds again. */
static struct err *namesake(struct change *ch, const struct form_event *fe, const struct form_customer *c,
                            struct str store, int64_t *id)
{
    long long there = c->id != 0 ? c->id : fe->ev.num;
    struct who who = {.name = c->name, .kind = ADDRESS_HANDLE};
    struct err *e;

    who.address = str_of(arena_printf(ch->arena, "c%lld of %.*s", there, (int)store.n, store.p));
    if ((e = who_find(ch->desk->db, &who, id)) != NULL || *id != 0 || (e = who_new(ch, &who, id)) != NULL)
        return e;
    for (size_t i = 0; i < c->n && e == NULL; i++)
        e = who_learn(ch, *id, c->addresses[i].kind, c->addresses[i].text);
    return e;
}

struct err *import_taken_customer(struct change *ch, const struct form_event *fe, struct str store,
                                  int64_t *id)
{
    static const struct form_customer nobody = {0};
    const struct form_customer *c = fe->customer != NULL ? fe->customer : &nobody;
    struct who who = {.name = c->name};
    struct err *e = known_by_address(ch->desk->db, c, id);

    if (e != NULL || *id != 0)
        return e;
    if (c->n > 0) {
        who.address = c->addresses[0].text;
        who.kind = c->addresses[0].kind;
    }
    if (str_trim(c->name).n == 0 && c->n == 0)
        who.name = str_of(
            arena_printf(ch->arena, "customer %lld of %.*s", (long long)fe->ev.num, (int)store.n, store.p));
    if ((e = who_find(ch->desk->db, &who, id)) != NULL && e->code == ERR_DATA) {
        err_free(e);
        return namesake(ch, fe, c, store, id);
    }
    if (e != NULL || *id != 0 || (e = who_new(ch, &who, id)) != NULL)
        return e;
    for (size_t i = 1; i < c->n && e == NULL; i++)
        e = who_learn(ch, *id, c->addresses[i].kind, c->addresses[i].text);
    return e;
}

struct err *import_taken_finish(struct import_record *r, struct str store, subject of)
{
    struct change *ch = r->ch;
    char number[REF_SIZE];
    int64_t name;
    bool waits;
    struct str id = str_of(import_taken_number(of, number));
    struct err *e = import_record_fold(r);

    if (e == NULL)
        e = fields_set(ch, FIELD_SOURCE, store);
    if (e == NULL)
        e = fields_set(ch, FIELD_SOURCE_ID, id);
    if (e == NULL)
        e = db_name(ch->desk->db, store, &name);
    if (e == NULL)
        e = db_complaint_set_source(ch->desk->db, ch->m.c.id, name, id);
    if (e != NULL || (e = import_tie_waits(ch, &waits)) != NULL)
        return e;
    ch->before = ch->m.c;
    ch->spoken = ch->spoken && !waits;
    return change_settle(ch);
}

struct err *import_taken_count(struct db *db, int64_t id, uint32_t *n)
{
    struct arena *a = arena_new();
    struct event *ev;
    size_t all;
    struct err *e = db_event_list(db, id, DB_NOW, a, &ev, &all);

    *n = 0;
    for (size_t i = 1; e == NULL && i < all && ev[i].seq == ev[0].seq; i++)
        if (ev[i].kind == EVENT_SET && ev[i].code == FIELD_SOURCE_ID)
            *n = (uint32_t)i - 1;
    arena_free(a);
    return e;
}
