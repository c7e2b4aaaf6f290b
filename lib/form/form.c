#include "form/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "form/form_cell.h"
#include "form/form_flat.h"
#include "form/form_json.h"
#include "form/form_name.h"
#include "form/form_table.h"

enum {
    KEY_SIZE = 32,
    CHUNK = 32768 /* bytes handed to the sink at once */
};

struct form {
    enum form_kind kind;
    const struct form_column *columns;
    size_t n;
    struct form_settings settings;
    struct form_sink sink;
    char keys[FORM_COLUMNS][KEY_SIZE]; /* of all columns */
    size_t picked[FORM_COLUMNS];       /* which of the columns, in which order */
    struct form_cell cells[FORM_COLUMNS];
    size_t n_cells;
    struct form_table *table;
    struct buf out;
    size_t rows;
};

static const char *const kinds[] = {"tsv", "table", "json", "jsonl", "csv"};

struct err *form_kind_find(struct str word, enum form_kind *out)
{
    const size_t n = sizeof kinds / sizeof kinds[0];
    char q[TEXT_QUOTE];

    for (size_t i = 0; i < n; i++) {
        if (str_is(word, kinds[i])) {
            *out = (enum form_kind)i;
            return NULL;
        }
    }
    const char *near = str_near(word, kinds, n);
    return err_near(ERR_USAGE, NULL, near, "it is tsv, table, json, jsonl or csv", "no format %s",
                    text_quote(word, q));
}

/* --- which columns ----------------------------------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void name_keys(struct form *f)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; f->columns[i].name[k] != '\0' && k + 1 < KEY_SIZE; k++)
            f->keys[i][k] = lower(f->columns[i].name[k]);
}

static struct err *pick_one(struct form *f, struct str name)
{
    const char *names[FORM_COLUMNS];
    char key[KEY_SIZE] = "", q[TEXT_QUOTE];

    for (size_t k = 0; k < name.n && k + 1 < KEY_SIZE; k++)
        key[k] = lower(name.p[k]);
    for (size_t i = 0; i < f->n; i++) {
        names[i] = f->keys[i];
        if (form_name_is(name, f->columns[i].name)) {
            if (f->n_cells == FORM_COLUMNS)
                return err_new(ERR_USAGE, "--fields", "more than %d fields; leave some out", FORM_COLUMNS);
            f->picked[f->n_cells++] = i;
            return NULL;
        }
    }
    const char *near = str_near(str_of(key), names, f->n);
    text_quote(name, q);
    if (near != NULL)
        return err_new(ERR_USAGE, "--fields", "no field %s; did you mean %s?", q, near);
    struct buf all = {0};
    for (size_t i = 0; i < f->n; i++)
        buf_printf(&all, "%s%s", i > 0 ? ", " : "", f->keys[i]);
    struct err *e = err_new(ERR_USAGE, "--fields", "no field %s; there are %s", q, all.p);
    buf_free(&all);
    return e;
}

static struct err *pick(struct form *f)
{
    struct str rest = str_of(f->settings.fields), name;
    struct err *e = NULL;

    if (f->settings.fields == NULL) {
        for (size_t i = 0; i < f->n; i++)
            f->picked[f->n_cells++] = i;
    }
    while (e == NULL && str_cut(&rest, ',', &name))
        e = pick_one(f, str_trim(name));
    for (size_t i = 0; i < f->n_cells; i++)
        f->cells[i] = (struct form_cell){&f->columns[f->picked[i]], f->keys[f->picked[i]], NULL};
    return e;
}

/* --- the writer -------------------------------------------------------------------------------------------------- */

static struct err *flush(struct form *f)
{
    struct err *e = f->out.len > 0 ? f->sink.write(f->sink.context, buf_str(&f->out)) : NULL;

    buf_reset(&f->out);
    return e;
}

static void begin(struct form *f)
{
    if (f->kind == FORM_TABLE)
        f->table = form_table_new(f->cells, f->n_cells, &f->settings);
    if (f->kind == FORM_CSV)
        form_flat_csv_header(f->cells, f->n_cells, &f->out);
    if (f->kind == FORM_JSON) {
        buf_adds(&f->out, "{\"schema\":");
        form_json_string(str_of(f->settings.schema), &f->out);
        buf_adds(&f->out, ",\"rows\":[");
    }
}

struct err *form_open(enum form_kind kind, const struct form_column *columns, size_t n,
                      const struct form_settings *settings, struct form_sink sink, struct form **out)
{
    struct form *f = mem_zero(sizeof *f);

    f->kind = kind;
    f->columns = columns;
    f->n = n < FORM_COLUMNS ? n : FORM_COLUMNS;
    f->settings = *settings;
    f->sink = sink;
    name_keys(f);
    struct err *e = pick(f);
    if (e != NULL) {
        form_abandon(f);
        f = NULL;
    } else {
        begin(f);
    }
    *out = f;
    return e;
}

struct err *form_row(struct form *f, const struct form_value *values)
{
    for (size_t i = 0; i < f->n_cells; i++)
        f->cells[i].value = &values[f->picked[i]];
    switch (f->kind) {
    case FORM_TSV:
        form_flat_tsv(f->cells, f->n_cells, &f->out);
        break;
    case FORM_CSV:
        form_flat_csv(f->cells, f->n_cells, f->settings.guard, &f->out);
        break;
    case FORM_TABLE:
        form_table_row(f->table, f->cells, &f->out);
        break;
    case FORM_JSON:
        buf_adds(&f->out, f->rows > 0 ? ",\n" : "\n");
        form_json_row(f->cells, f->n_cells, NULL, &f->out);
        break;
    case FORM_JSONL:
        form_json_row(f->cells, f->n_cells, f->settings.schema, &f->out);
        buf_addc(&f->out, '\n');
        break;
    }
    f->rows++;
    return f->out.len >= CHUNK ? flush(f) : NULL;
}

void form_heading(struct form *f, const char *heading)
{
    if (f->kind == FORM_TABLE)
        form_table_heading(f->table, heading);
}

size_t form_rows(const struct form *f)
{
    return f->rows;
}

struct err *form_flush(struct form *f)
{
    if (f->kind == FORM_TABLE)
        form_table_flush(f->table, &f->out);
    return flush(f);
}

struct err *form_close(struct form *f, const char *footing)
{
    if (f->kind == FORM_TABLE)
        form_table_end(f->table, footing, &f->out);
    if (f->kind == FORM_JSON)
        buf_adds(&f->out, f->rows > 0 ? "\n]}\n" : "]}\n");
    struct err *e = flush(f);
    form_abandon(f);
    return e;
}

void form_abandon(struct form *f)
{
    if (f == NULL)
        return;
    form_table_free(f->table);
    buf_free(&f->out);
    free(f);
}

struct err *form_end(struct form *f, struct err *e, const char *footing)
{
    if (f != NULL && e == NULL)
        return form_close(f, footing);
    form_abandon(f);
    return e;
}

/* --- values ------------------------------------------------------------------------------------------------------ */

struct form_value form_text(struct str s)
{
    return (struct form_value){.text = s};
}

struct form_value form_time(instant t)
{
    return (struct form_value){.time = t};
}

struct form_value form_number(int64_t n)
{
    return (struct form_value){.number = n};
}

struct form_value form_decimal(struct str s)
{
    return (struct form_value){.text = s};
}

struct form_value form_none(void)
{
    return (struct form_value){.empty = true, .time = INSTANT_NONE};
}
