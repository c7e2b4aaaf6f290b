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

void db_row_complaint(sqlite3_stmt *st, struct complaint *c)
{
    c->id = number(st, 0);
    c->seq = number(st, 1);
    c->customer = number(st, 2);
    c->owner = number(st, 3);
    c->category = number(st, 4);
    c->cause = number(st, 5);
    c->subject = number(st, 6);
    c->status = (enum status)number(st, 7);
    c->waiting = number(st, 8) != 0;
    c->voided = number(st, 9) != 0;
    c->merged = number(st, 9) == MERGED;
    c->by_hand = number(st, 10) != 0;
    c->satisfied = number(st, 11) != 0;
    c->priority = (enum priority)number(st, 12);
    c->points = (int32_t)number(st, 13);
    c->signals = count(st, 14);
    c->channel = (enum channel)number(st, 15);
    c->events = count(st, 16);
    c->followups = count(st, 17);
    c->steps = count(st, 18);
    c->reopened = count(st, 19);
    c->received = number(st, 20);
    c->heard = number(st, 21);
    c->acknowledged = number(st, 22);
    c->resolved = number(st, 23);
    c->closed = number(st, 24);
    c->due = number(st, 25);
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

void db_row_followup(sqlite3_stmt *st, struct followup *f)
{
    f->of = number(st, 0);
    f->no = count(st, 1);
    f->seq = number(st, 2);
    f->kind = (enum kind)number(st, 3);
    f->state = (enum state)number(st, 4);
    f->owner = number(st, 5);
    f->words = number(st, 6);
    f->moved = count(st, 7);
    f->made = number(st, 8);
    f->due = number(st, 9);
    f->first_due = number(st, 10);
    f->ended = number(st, 11);
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
