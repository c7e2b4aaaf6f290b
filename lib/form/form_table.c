#include "form/form_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/wrap.h"
#include "form/form_name.h"
#include "form/form_when.h"

enum tint { TINT_NONE, TINT_RED, TINT_YELLOW, TINT_FAINT };

/* ECMA-48 select graphic rendition. */
static const char *const tints[] = {"", "\033[31m", "\033[33m", "\033[2m"};

enum {
    GAP = 2,           /* spaces between columns */
    ELASTIC_MIN = 8,   /* an elastic column is never cut below this */
    ELASTIC_WISH = 36, /* on a narrow terminal others are narrowed until it has this */
    ABREAST_MIN = 2,   /* columns side by side, however narrow it is */
    LABEL_WISH = 24,   /* a label goes on in the next line before names of columns get brief */
    LABEL_MIN = 12,    /* and no narrower than this */
    CELL_WISH = 12,    /* a column that has a limit of its own gives so much before others go below */
    CELL_MIN = 6       /* and so much before all else */
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
    size_t abreast;               /* columns that stand side by side; those behind have a line of their own */
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
    t->n = t->abreast = n;
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

/* A label is the first column instead of a reference. */
static bool has_label(const struct form_table *t)
{
    return t->columns[0].column->look == FORM_LABEL;
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
    for (size_t i = 0; i < t->abreast; i++) {
        size_t room = t->width[i];
        if (t->columns[i].column->elastic) {
            size_t left = elastic_room(t, row, i);
            room = left < room || i + 1 == t->n ? left : room;
        }
        if (i > 0)
            spaces(out, GAP);
        put(t, &row[i], i, room, i + 1 == t->abreast, out);
    }
    buf_addc(out, '\n');
}

static bool says_nothing(const struct form_table *t, const struct piece *p)
{
    return p->n == 0 || str_is((struct str){t->text.p + p->at, p->n}, "-");
}

/* What stands below a row begins behind the reference's column. */
static size_t below(const struct form_table *t)
{
    return has_label(t) ? 0 : t->width[0] + GAP;
}

static void begin_below(const struct form_table *t, struct buf *out)
{
    spaces(out, below(t));
    buf_adds(out, "| ");
}

/* A figure without its header would be any figure: it stands behind its column's name, on a line more when this one is
 * full.  Returns what is left of the line. */
static size_t figure_below(const struct form_table *t, const struct piece *p, size_t i, size_t room,
                           size_t whole, bool any, struct buf *out)
{
    const char *name = t->columns[i].column->name;
    size_t need = strlen(name) + 1 + p->width;

    if (any && need > room) {
        buf_addc(out, '\n');
        any = false;
        room = whole;
    }
    if (any)
        spaces(out, GAP);
    else
        begin_below(t, out);
    buf_printf(out, "%s ", name);
    put(t, p, i, p->width, true, out);
    return room > need + GAP ? room - need - GAP : 0;
}

/* What has no room beside the others stands below them, behind the reference's column and "|" (lib/rule/ref.h): the
 * elastic cell leaves the ones behind it their width, up to half of the line. */
static void line_below(const struct form_table *t, const struct piece *row, struct buf *out)
{
    size_t beside = below(t) + GAP, behind = 0; /* a reference may be wider than the terminal */
    size_t whole = beside + ELASTIC_MIN < t->settings.width ? t->settings.width - beside : ELASTIC_MIN;
    size_t room = whole;
    bool any = false;

    for (size_t i = t->abreast + 1; i < t->n; i++)
        behind += says_nothing(t, &row[i]) ? 0 : row[i].width + GAP;
    for (size_t i = t->abreast; i < t->n; i++) {
        size_t most = i > t->abreast ? room : room - (behind < room / 2 ? behind : room / 2);
        bool figure = t->columns[i].column->type == FORM_NUMBER;
        bool full = !figure && most < ELASTIC_MIN;
        if (says_nothing(t, &row[i]) || (full && !t->columns[i].column->elastic))
            continue;
        if (full && any)
            buf_addc(out, '\n');
        if (full)
            most = room = whole;
        any = any && !full;
        if (figure) {
            room = figure_below(t, &row[i], i, room, whole, any, out);
        } else {
            if (any)
                spaces(out, GAP);
            else
                begin_below(t, out);
            most = row[i].width < most ? row[i].width : most;
            put(t, &row[i], i, most, true, out);
            room = room > most + GAP ? room - most - GAP : 0;
        }
        any = true;
    }
    buf_adds(out, any ? "\n" : "");
}

/* --- labels ------------------------------------------------------------------------------------------------------ */

/* How many bytes of a label stand on a line of `room` columns: up to a blank; of a word that is wider, up to a mark in it,
 * else as much as fits. */
static size_t label_piece(struct str s, size_t room)
{
    size_t n = wrap_piece(s, room), hard = 0;

    if (text_width((struct str){s.p, n}) <= room)
        return n;
    for (size_t i = n - 1; i > 0; i--) {
        bool inside = ((unsigned char)s.p[i] & 0xC0) == 0x80; /* a character */
        if (inside || text_width((struct str){s.p, i}) > room)
            continue;
        hard = hard == 0 ? i : hard;
        if (strchr("-_/.,@", s.p[i - 1]) != NULL)
            return i;
    }
    return hard > 0 ? hard : n;
}

/* Cuts a label that is wider than its column; returns what is left of it. */
static struct str cut_label(const struct form_table *t, struct piece *p)
{
    struct str s = {t->text.p + p->at, p->n};

    if (t->settings.width == 0 || p->width <= t->width[0])
        return str_of("");
    size_t n = label_piece(s, t->width[0]);
    p->n = n;
    while (p->n > 0 && s.p[p->n - 1] == ' ')
        p->n--;
    p->width = text_width((struct str){s.p, p->n});
    return str_trim((struct str){s.p + n, s.n - n});
}

/* What is left of a label, on lines of its own. */
static void label_below(const struct form_table *t, struct str rest, struct buf *out)
{
    size_t room = t->settings.width > LABEL_MIN + GAP ? t->settings.width - GAP : LABEL_MIN;

    while (rest.n > 0) {
        size_t n = label_piece(rest, room);
        buf_printf(out, "| %.*s\n", (int)n, rest.p);
        rest = str_trim((struct str){rest.p + n, rest.n - n});
    }
}

static void header(struct form_table *t, struct buf *out)
{
    struct str names[FORM_COLUMNS][FORM_NAME_LINES];
    struct piece pieces[FORM_COLUMNS];
    size_t n[FORM_COLUMNS] = {0}, lines = 1;

    for (size_t i = 0; i < t->abreast; i++) {
        const struct form_column *c = t->columns[i].column;
        n[i] = form_name_lines(c->name, c->elastic ? SIZE_MAX : t->width[i], names[i]);
        lines = n[i] > lines ? n[i] : lines;
    }
    for (size_t k = 0; k < lines; k++) {
        for (size_t i = 0; i < t->abreast; i++) {
            struct str name = k + n[i] >= lines ? names[i][k + n[i] - lines] : str_of("");
            bool cut = t->width[i] < name.n && !t->columns[i].column->elastic;
            pieces[i] = (struct piece){.at = t->text.len, .tint = TINT_NONE};
            pieces[i].width = text_fit(name, cut ? t->width[i] : name.n, &t->text);
            pieces[i].n = t->text.len - pieces[i].at;
        }
        line(t, pieces, out);
        while (out->len > 1 && out->p[out->len - 2] == ' ') { /* above a last name that is whole */
            out->len--;
            out->p[out->len - 1] = '\n';
            out->p[out->len] = '\0';
        }
    }
}

/* What gives way on a narrow terminal, and when. */
enum give { GIVE_LABEL, GIVE_NAMES, GIVE_CELLS, GIVE_ALL };

static size_t least(const struct form_table *t, size_t i, enum give give)
{
    const struct form_column *c = t->columns[i].column;
    size_t content = t->content[i], name = form_name_width(c->name);

    if (i == 0 && has_label(t)) {
        size_t label = give == GIVE_ALL ? LABEL_MIN : LABEL_WISH;
        return t->width[0] < label ? t->width[0] : label;
    }
    if (i == 0 || c->elastic || give == GIVE_LABEL)
        return t->width[i];
    size_t cell = give == GIVE_ALL ? CELL_MIN : CELL_WISH;
    if (give >= GIVE_CELLS && c->max > 0 && content > cell)
        content = cell;
    return content > name ? content : name;
}

/* Takes at least `excess` columns away, always from the widest that may give: a name is brief or whole, what stands in
 * cells gives as little as it can. */
static void squeeze(struct form_table *t, size_t excess, enum give give)
{
    while (excess > 0) {
        size_t widest = t->abreast;
        for (size_t i = 0; i < t->abreast; i++)
            if (t->width[i] > least(t, i, give) && (widest == t->abreast || t->width[i] > t->width[widest]))
                widest = i;
        if (widest == t->abreast)
            break;
        size_t by = give == GIVE_NAMES && widest > 0 ? t->width[widest] - least(t, widest, give) : 1;
        t->width[widest] -= by;
        excess -= by < excess ? by : excess;
    }
}

/* What the columns that stand side by side take; the elastic one is content with less than it has. */
static size_t taken(const struct form_table *t)
{
    size_t total = (t->abreast - 1) * GAP;

    for (size_t i = 0; i < t->abreast; i++)
        total += t->columns[i].column->elastic && t->width[i] > ELASTIC_WISH ? ELASTIC_WISH : t->width[i];
    return total;
}

/* The place of the elastic column, if enough others stand before it for a line of their own. */
static size_t elastic_at(const struct form_table *t)
{
    size_t at = ABREAST_MIN;

    while (at < t->n && !t->columns[at].column->elastic)
        at++;
    return at < t->n ? at : t->n;
}

/* Whether those that stand side by side fit, when no more gives way than `most`: the gentlest first, from `wide` on. */
static bool fit(struct form_table *t, const size_t wide[FORM_COLUMNS], enum give most)
{
    memcpy(t->width, wide, t->n * sizeof *wide);
    for (enum give give = GIVE_LABEL; give <= most && taken(t) > t->settings.width; give++)
        squeeze(t, taken(t) - t->settings.width, give);
    return taken(t) <= t->settings.width;
}

/* On a narrow terminal a label goes on in the next line first, then long headers give way, as far as they can be read.
 * Is that not enough, the elastic column and what stands behind it get a line of their own; then cells of the columns
 * that may be cut give way, and more of a label; is that in vain, as many columns stand side by side as fit. */
static void narrow(struct form_table *t)
{
    size_t wide[FORM_COLUMNS] = {0};

    memcpy(wide, t->width, t->n * sizeof *wide);
    if (t->settings.width == 0 || fit(t, wide, GIVE_NAMES))
        return;
    t->abreast = elastic_at(t);
    if (fit(t, wide, GIVE_ALL))
        return;
    while (!fit(t, wide, GIVE_CELLS) && t->abreast > ABREAST_MIN)
        t->abreast--;
    if (taken(t) > t->settings.width)
        (void)fit(t, wide, GIVE_ALL);
}

/* A row: what fits side by side, what a label has left, what stands below. */
static void put_row(const struct form_table *t, struct piece *cells, struct buf *out)
{
    struct str rest = has_label(t) ? cut_label(t, &cells[0]) : str_of("");

    line(t, cells, out);
    label_below(t, rest, out);
    if (t->abreast < t->n)
        line_below(t, cells, out);
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
        put_row(t, t->held + r * t->n, out);
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
    if (footing != NULL && *footing != '\0') {
        struct buf whole = {0};
        buf_printf(&whole, "TOTAL %s", footing);
        wrap_line(buf_str(&whole), t->settings.width, "TOTAL ", out);
        buf_free(&whole);
    }
}
