#include "desk/import_tie.h"

#include "desk/import_taken.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_merged.h"
#include "store/db_restore.h"

static bool is_half(const struct event *ev)
{
    return ev->kind == EVENT_MERGED || ev->kind == EVENT_JOINED;
}

struct err *import_tie_number(struct db *db, struct str store, struct form_event *fe)
{
    char number[REF_SIZE];
    int64_t id;

    if (!is_half(&fe->ev) || fe->ev.ref == 0)
        return NULL;
    struct err *e = db_complaint_by_source(db, store, str_of(import_taken_number(fe->ev.ref, number)), &id);
    fe->ev.ref = id <= UINT32_MAX ? (uint32_t)id : 0;
    return e;
}

/* In the other's history the half that was recorded at the same time and names nobody yet. */
static struct err *tie(struct change *ch, const struct event *half)
{
    enum event_kind kind = half->kind == EVENT_MERGED ? EVENT_JOINED : EVENT_MERGED;
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(ch->desk->db, (subject)half->ref, DB_NOW, ch->arena, &ev, &n);

    if (e != NULL)
        return e;
    bool *struck = arena_alloc(ch->arena, n + 1);
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (ev[i].kind != kind || ev[i].ref != 0 || ev[i].happened != half->happened)
            continue;
        if ((e = db_restore_ref(ch->desk->db, ev[i].of, ev[i].no, (uint32_t)half->of)) == NULL &&
            kind == EVENT_MERGED && !struck[i])
            e = db_merged_set(ch->desk->db, ev[i].of, half->of);
        break;
    }
    return e;
}

struct err *import_tie_waits(struct change *ch, bool *waits)
{
    struct event *ev;
    size_t n;
    struct err *e = change_standing(ch, &ev, &n);

    *waits = false;
    for (size_t i = 0; e == NULL && i < n; i++)
        *waits = *waits || ev[i].kind == EVENT_JOINED;
    return e;
}

/* Where the matter goes on, with the words of all that are merged into it. */
static struct err *read_root(struct change *ch)
{
    int64_t id = ch->m.c.id;
    subject root;
    struct err *e;

    if ((e = db_merged_root(ch->desk->db, id, DB_NOW, &root)) != NULL || (e = change_take(ch, root)) != NULL)
        return e;
    if (ch->m.c.status < STATUS_CLOSED) {
        ch->spoken = true;
        if ((e = change_settle(ch)) != NULL)
            return e;
    }
    return root == id ? NULL : change_take(ch, id);
}

struct err *import_tie_others(struct change *ch)
{
    struct event *ev;
    bool tied = false;
    size_t n;
    struct err *e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &ev, &n);

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (!is_half(&ev[i]) || ev[i].ref == 0)
            continue;
        e = tie(ch, &ev[i]);
        tied = true;
    }
    return e == NULL && tied ? read_root(ch) : e;
}
