#include "form/record.h"

#include <stdio.h>

const struct form_column record_complaint[RECORD_COMPLAINT_COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},       {"PRIORITY", FORM_TEXT, FORM_PRIORITY, 0, false},
    {"STATUS", FORM_TEXT, FORM_PLAIN, 0, false},    {"DUE", FORM_DUE, FORM_PLAIN, 0, false},
    {"OWNER", FORM_TEXT, FORM_FAINT, 12, false},    {"CUSTOMER", FORM_TEXT, FORM_PLAIN, 24, false},
    {"CATEGORY", FORM_TEXT, FORM_FAINT, 16, false}, {"SIGNALS", FORM_LIST, FORM_PLAIN, 28, false},
    {"SUBJECT", FORM_TEXT, FORM_PLAIN, 0, true},
};

const struct form_column record_followup[RECORD_FOLLOWUP_COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},    {"KIND", FORM_TEXT, FORM_PLAIN, 0, false},
    {"STATE", FORM_TEXT, FORM_PLAIN, 0, false},  {"DUE", FORM_DUE, FORM_PLAIN, 0, false},
    {"OWNER", FORM_TEXT, FORM_FAINT, 12, false}, {"CUSTOMER", FORM_TEXT, FORM_PLAIN, 24, false},
    {"TEXT", FORM_TEXT, FORM_PLAIN, 0, true},
};

const char *record_status(const struct complaint *c)
{
    if (c->voided)
        return c->merged ? "merged" : "void";
    if (c->waiting)
        return "waiting";
    return word_name(WORD_STATUS, (int)c->status);
}

static struct str signals(uint32_t set, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (int i = 0; i < SIGNALS; i++) {
        if ((set & 1u << i) == 0)
            continue;
        int k = snprintf(out + n, size - n, "%s%s", n > 0 ? "," : "", word_name(WORD_SIGNAL, i));
        n += k > 0 ? (size_t)k : 0;
    }
    return (struct str){out, n};
}

/* A number's digits behind what stands at out[n]; gives the length then. */
static size_t put_digits(char *out, size_t n, uint64_t v)
{
    char digits[24];
    size_t k = 0;

    do
        digits[k++] = (char)('0' + v % 10);
    while ((v /= 10) != 0);
    while (k > 0)
        out[n++] = digits[--k];
    return n;
}

void record_complaint_values(const struct db_line *row, struct record_room *room,
                             struct form_value values[RECORD_COMPLAINT_COLUMNS])
{
    const struct complaint *c = &row->c;

    values[0] = form_text((struct str){room->ref, put_digits(room->ref, 0, (uint64_t)c->id)});
    values[1] = form_text(str_of(word_name(WORD_PRIORITY, (int)c->priority)));
    values[2] = form_text(str_of(record_status(c)));
    values[3] = form_time(c->due);
    values[4] = form_text(row->owner);
    values[5] = form_text(row->customer);
    values[6] = form_text(row->category);
    values[7] = form_text(signals(c->signals, room->signals, sizeof room->signals));
    values[8] = form_text(row->subject);
}

void record_followup_values(const struct db_due *row, struct record_room *room,
                            struct form_value values[RECORD_FOLLOWUP_COLUMNS])
{
    bool customers = row->f.of < 0;
    size_t n = 0;

    if (customers)
        room->ref[n++] = 'c';
    n = put_digits(room->ref, n, (uint64_t)(customers ? -row->f.of : row->f.of));
    room->ref[n++] = '/';
    n = put_digits(room->ref, n, row->f.no);
    values[0] = form_text((struct str){room->ref, n});
    values[1] = form_text(str_of(word_name(WORD_KIND, (int)row->f.kind)));
    values[2] = form_text(str_of(word_name(WORD_STATE, (int)matter_state(&row->f))));
    values[3] = form_time(row->f.due);
    values[3].settled = row->f.state != STATE_OPEN;
    values[4] = form_text(row->owner);
    values[5] = form_text(row->customer);
    values[6] = form_text(row->text);
}

struct err *record_complaint_row(struct form *f, const struct db_line *row)
{
    struct form_value values[RECORD_COMPLAINT_COLUMNS];
    struct record_room room;

    record_complaint_values(row, &room, values);
    return form_row(f, values);
}

struct err *record_followup_row(struct form *f, const struct db_due *row)
{
    struct form_value values[RECORD_FOLLOWUP_COLUMNS];
    struct record_room room;

    record_followup_values(row, &room, values);
    return form_row(f, values);
}
