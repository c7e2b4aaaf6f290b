#include "store/db_row.h"

enum { MERGED = 2 }; /* in the column `voided` */

static int64_t number(sqlite3_stmt *st, int column)
{
    return sqlite3_column_int64(st, column);
}

static uint32_t count(sqlite3_stmt *st, int column)
{
    return (uint32_t)sqlite3_column_int64(st, column);
}

static inline void complaint(const int64_t *v, struct complaint *c)
{
    *c = (struct complaint){.id = v[0],
                            .seq = v[1],
                            .customer = v[2],
                            .owner = v[3],
                            .category = v[4],
                            .cause = v[5],
                            .subject = v[6],
                            .status = (enum status)v[7],
                            .waiting = v[8] != 0,
                            .voided = v[9] != 0,
                            .merged = v[9] == MERGED,
                            .by_hand = v[10] != 0,
                            .satisfied = v[11] != 0,
                            .priority = (enum priority)v[12],
                            .points = (int32_t)v[13],
                            .signals = (uint32_t)v[14],
                            .channel = (enum channel)v[15],
                            .events = (uint32_t)v[16],
                            .followups = (uint32_t)v[17],
                            .steps = (uint32_t)v[18],
                            .reopened = (uint32_t)v[19],
                            .received = v[20],
                            .heard = v[21],
                            .acknowledged = v[22],
                            .resolved = v[23],
                            .closed = v[24],
                            .due = v[25]};
}

void db_row_complaint(sqlite3_stmt *st, struct complaint *c)
{
    int64_t v[DB_ROW_COMPLAINT];

    for (int i = 0; i < DB_ROW_COMPLAINT; i++)
        v[i] = sqlite3_column_int64(st, i);
    complaint(v, c);
}

void db_row_complaint_of(sqlite3_value **v, struct complaint *c)
{
    int64_t n[DB_ROW_COMPLAINT];

    for (int i = 0; i < DB_ROW_COMPLAINT; i++)
        n[i] = sqlite3_value_int64(v[i]);
    complaint(n, c);
}

void db_row_figures_of(sqlite3_value **v, struct complaint *c)
{
    int64_t voided = sqlite3_value_int64(v[8]);

    *c = (struct complaint){.id = sqlite3_value_int64(v[1]),
                            .seq = sqlite3_value_int64(v[2]),
                            .customer = sqlite3_value_int64(v[3]),
                            .owner = sqlite3_value_int64(v[4]),
                            .cause = sqlite3_value_int64(v[5]),
                            .status = (enum status)sqlite3_value_int64(v[6]),
                            .waiting = sqlite3_value_int64(v[7]) != 0,
                            .voided = voided != 0,
                            .merged = voided == MERGED,
                            .satisfied = sqlite3_value_int64(v[9]) != 0,
                            .priority = (enum priority)sqlite3_value_int64(v[10]),
                            .signals = (uint32_t)sqlite3_value_int64(v[11]),
                            .steps = (uint32_t)sqlite3_value_int64(v[12]),
                            .reopened = (uint32_t)sqlite3_value_int64(v[13]),
                            .received = sqlite3_value_int64(v[14]),
                            .acknowledged = sqlite3_value_int64(v[15]),
                            .resolved = sqlite3_value_int64(v[16]),
                            .closed = sqlite3_value_int64(v[17]),
                            .due = sqlite3_value_int64(v[0])};
}

void db_row_complaint_values(const struct complaint *c, int64_t v[DB_ROW_COMPLAINT])
{
    const int64_t all[DB_ROW_COMPLAINT] = {
        c->id,       c->seq,       c->customer,     c->owner,    c->category,
        c->cause,    c->subject,   c->status,       c->waiting,  c->merged ? MERGED : c->voided,
        c->by_hand,  c->satisfied, c->priority,     c->points,   c->signals,
        c->channel,  c->events,    c->followups,    c->steps,    c->reopened,
        c->received, c->heard,     c->acknowledged, c->resolved, c->closed,
        c->due};

    for (int i = 0; i < DB_ROW_COMPLAINT; i++)
        v[i] = all[i];
}

static inline void followup(const int64_t *v, struct followup *f)
{
    *f = (struct followup){.of = v[0],
                           .no = (uint32_t)v[1],
                           .seq = v[2],
                           .kind = (enum kind)v[3],
                           .state = (enum state)v[4],
                           .owner = v[5],
                           .words = v[6],
                           .moved = (uint32_t)v[7],
                           .made = v[8],
                           .due = v[9],
                           .first_due = v[10],
                           .ended = v[11]};
}

void db_row_followup(sqlite3_stmt *st, struct followup *f)
{
    int64_t v[DB_ROW_FOLLOWUP];

    for (int i = 0; i < DB_ROW_FOLLOWUP; i++)
        v[i] = sqlite3_column_int64(st, i);
    followup(v, f);
}

void db_row_followup_of(sqlite3_value **v, struct followup *f)
{
    int64_t n[DB_ROW_FOLLOWUP];

    for (int i = 0; i < DB_ROW_FOLLOWUP; i++)
        n[i] = sqlite3_value_int64(v[i]);
    followup(n, f);
}

void db_row_followup_values(const struct followup *f, int64_t v[DB_ROW_FOLLOWUP])
{
    const int64_t all[DB_ROW_FOLLOWUP] = {f->of,    f->no,    f->seq,  f->kind, f->state,     f->owner,
                                          f->words, f->moved, f->made, f->due,  f->first_due, f->ended};

    for (int i = 0; i < DB_ROW_FOLLOWUP; i++)
        v[i] = all[i];
}

void db_row_event(sqlite3_stmt *st, struct event *ev)
{
    ev->of = number(st, 0);
    ev->no = count(st, 1);
    ev->seq = number(st, 2);
    ev->recorded = number(st, 3);
    ev->happened = number(st, 4);
    ev->actor = number(st, 5);
    ev->kind = (enum event_kind)number(st, 6);
    ev->flags = count(st, 7);
    ev->code = (int32_t)number(st, 8);
    ev->ref = count(st, 9);
    ev->num = number(st, 10);
    ev->who = number(st, 11);
    ev->words = number(st, 12);
}
