#include "form/form_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "form/form_when.h"

enum tint { TINT_NONE, TINT_RED, TINT_YELLOW, TINT_FAINT };

/* ECMA-48 select graphic rendition. */
static const char *const tints[] = {"", "\033[31m", "\033[33m", "\033[2m"};

enum {
    GAP = 2,           /* spaces between columns */
    ELASTIC_MIN = 8,   /* an elastic column is never cut below this */
    ELASTIC_WISH = 24, /* on a narrow terminal others are narrowed until it has this */
    NAME_MIN = 4,      /* a header is never cut below this */
    CELL_MIN = 6       /* nor a column that has a limit of its own */
};

/* A rendered cell: its place in the text of its row or block. */
struct piece {
    size_t at, n, width;
    enum tint tint;
};

struct form_table {
    const struct form_cell *columns;
    size_t n;
    struct form_settings settings;
    size_t width[FORM_COLUMNS];
    size_t content[FORM_COLUMNS]; /* the same without the header */
    bool streaming;               /* the first block is out */
    struct buf text;
    struct piece *held;            /* n pieces a row */
    const char *above[FORM_BLOCK]; /* the heading of a row, or NULL */
    const char *heading;           /* of the next row */
    size_t rows;
};

struct form_table *form_table_new(const struct form_cell *cells, size_t n,
                                  const struct form_settings *settings)
{
    struct form_table *t = mem_zero(sizeof *t);

    t->columns = cells;
    t->n = n;
    t->settings = *settings;
    t->held = mem_array(NULL, n * FORM_BLOCK, sizeof *t->held);
    for (size_t i = 0; i < n; i++)
        t->width[i] = strlen(cells[i].column->name);
    return t;
}

void form_table_free(struct form_table *t)
{
    if (t == NULL)
        return;
    buf_free(&t->text);
    free(t->held);
    free(t);
}

static enum tint tint_of(const struct form_table *t, const struct form_cell *c)
{
    const struct form_value *v = c->value;

    if (!t->settings.colour || form_cell_empty(c))
        return TINT_NONE;
    if (c->column->type == FORM_DUE && !v->settled && v->time < t->settings.now)
        return TINT_RED;
    if (c->column->look == FORM_FAINT)
        return TINT_FAINT;
    if (c->column->look == FORM_PRIORITY)
        return str_is(v->text, "P1")   ? TINT_RED
               : str_is(v->text, "P2") ? TINT_YELLOW
               : str_is(v->text, "P4") ? TINT_FAINT
                                       : TINT_NONE;
    return TINT_NONE;
}

static void render_whole(const struct form_table *t, const struct form_cell *c, struct buf *out)
{
    char words[FORM_WHEN_SIZE];
    bool timed = c->column->type == FORM_TIME || c->column->type == FORM_DUE;

    if (!timed || form_cell_empty(c))
        form_cell_line(c, out);
    else if (c->column->type == FORM_DUE && !c->value->settled)
        buf_adds(out, form_when_due(c->value->time, t->settings.now, t->settings.zone, words));
    else
        buf_adds(out, form_when_time(c->value->time, t->settings.now, t->settings.zone, words));
}

/* Appends the cell, cut to its column's own limit. */
static struct piece render(struct form_table *t, const struct form_cell *c)
{
    struct piece p = {.at = t->text.len, .tint = tint_of(t, c)};

    render_whole(t, c, &t->text);
    struct str whole = {t->text.p + p.at, t->text.len - p.at};
    p.width = text_width(whole);
    if (c->column->max > 0 && p.width > c->column->max) {
        struct buf cut = {0};
        p.width = text_fit(whole, c->column->max, &cut);
        t->text.len = p.at;
        buf_addstr(&t->text, buf_str(&cut));
        buf_free(&cut);
    }
    p.n = t->text.len - p.at;
    return p;
}

static void spaces(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_addc(out, ' ');
}

/* Whether a cell gives way when it is wider than its column.  The reference never does. */
static bool may_cut(const struct form_table *t, size_t column)
{
    const struct form_column *c = t->columns[column].column;

    return c->elastic || (column > 0 && c->max > 0 && t->settings.width > 0);
}

static void put(const struct form_table *t, const struct piece *p, size_t column, size_t room, bool last,
                struct buf *out)
{
    struct str s = {t->text.p + p->at, p->n};
    bool right = t->columns[column].column->type == FORM_NUMBER;
    size_t used = p->width;
    struct buf cut = {0};

    if (used > room && may_cut(t, column)) {
        used = text_fit(s, room, &cut);
        s = buf_str(&cut);
    }
    if (right && used < room)
        spaces(out, room - used);
    buf_adds(out, tints[p->tint]);
    buf_addstr(out, s);
    buf_adds(out, p->tint != TINT_NONE ? "\033[0m" : "");
    if (!right && !last && used < room)
        spaces(out, room - used);
    buf_free(&cut);
}

/* The columns that are left for the elastic one on this line. */
static size_t elastic_room(const struct form_table *t, const struct piece *row, size_t elastic)
{
    size_t used = (t->n - 1) * GAP;

    if (t->settings.width == 0)
        return SIZE_MAX;
    for (size_t i = 0; i < t->n; i++)
        if (i != elastic)
            used += row[i].width > t->width[i] && !may_cut(t, i) ? row[i].width : t->width[i];
    return used + ELASTIC_MIN < t->settings.width ? t->settings.width - used : ELASTIC_MIN;
}

static void line(const struct form_table *t, const struct piece *row, struct buf *out)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t room = t->width[i];
        if (t->columns[i].column->elastic) {
            size_t left = elastic_room(t, row, i);
            room = left < room || i + 1 == t->n ? left : room;
        }
        if (i > 0)
            spaces(out, GAP);
        put(t, &row[i], i, room, i + 1 == t->n, out);
    }
    buf_addc(out, '\n');
}

static void header(struct form_table *t, struct buf *out)
{
    struct piece names[FORM_COLUMNS];

    for (size_t i = 0; i < t->n; i++) {
        struct str name = str_of(t->columns[i].column->name);
        size_t room = t->width[i] < name.n && !t->columns[i].column->elastic ? t->width[i] : name.n;
        names[i] = (struct piece){.at = t->text.len, .tint = TINT_NONE};
        names[i].width = text_fit(name, room, &t->text);
        names[i].n = t->text.len - names[i].at;
    }
    line(t, names, out);
}

static size_t least(const struct form_table *t, size_t i, bool cells)
{
    size_t content = t->content[i];

    if (i == 0 || t->columns[i].column->elastic)
        return t->width[i];
    if (cells && t->columns[i].column->max > 0 && content > CELL_MIN)
        return CELL_MIN;
    return content > NAME_MIN ? content : NAME_MIN;
}

/* Takes `excess` columns away, always from the widest that may give. */
static size_t squeeze(struct form_table *t, size_t excess, bool cells)
{
    while (excess > 0) {
        size_t widest = t->n;
        for (size_t i = 0; i < t->n; i++)
            if (t->width[i] > least(t, i, cells) && (widest == t->n || t->width[i] > t->width[widest]))
                widest = i;
        if (widest == t->n)
            break;
        t->width[widest]--;
        excess--;
    }
    return excess;
}

/* On a narrow terminal long headers give way first, then cells of the columns that may be cut. */
static void narrow(struct form_table *t)
{
    size_t total = (t->n - 1) * GAP;

    for (size_t i = 0; i < t->n; i++)
        total += t->columns[i].column->elastic && t->width[i] > ELASTIC_WISH ? ELASTIC_WISH : t->width[i];
    if (t->settings.width == 0 || total <= t->settings.width)
        return;
    squeeze(t, squeeze(t, total - t->settings.width, false), true);
}

static void release(struct form_table *t, struct buf *out)
{
    if (!t->streaming && t->rows > 0) {
        narrow(t);
        header(t, out);
    }
    for (size_t r = 0; r < t->rows; r++) {
        if (t->above[r] != NULL)
            buf_printf(out, "%s\n", t->above[r]);
        line(t, t->held + r * t->n, out);
    }
    t->streaming = true;
    t->rows = 0;
    buf_reset(&t->text);
}

void form_table_row(struct form_table *t, const struct form_cell *cells, struct buf *out)
{
    struct piece *row = t->held + t->rows * t->n;

    for (size_t i = 0; i < t->n; i++) {
        row[i] = render(t, &cells[i]);
        if (t->streaming)
            continue;
        if (row[i].width > t->content[i])
            t->content[i] = row[i].width;
        if (row[i].width > t->width[i])
            t->width[i] = row[i].width;
    }
    t->above[t->rows++] = t->heading;
    t->heading = NULL;
    if (t->streaming || t->rows == FORM_BLOCK)
        release(t, out);
}

void form_table_heading(struct form_table *t, const char *heading)
{
    t->heading = heading;
}

void form_table_flush(struct form_table *t, struct buf *out)
{
    if (t->rows > 0)
        release(t, out);
}

void form_table_end(struct form_table *t, const char *footing, struct buf *out)
{
    form_table_flush(t, out);
    if (t->heading != NULL)
        buf_printf(out, "%s\n", t->heading);
    if (footing != NULL && *footing != '\0')
        buf_printf(out, "TOTAL %s\n", footing);
}
