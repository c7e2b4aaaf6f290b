#include "form/svg.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "form/form_when.h"
#include "form/html.h"

enum {
    WIDTH = 480,
    LEGEND = 34,  /* height of the line that names the parts */
    HEIGHT = 250, /* of a chart of columns */
    FOOT = 24,    /* below its axis */
    LEFT = 44,    /* of it: for the scale */
    RIGHT = 12,
    ROW = 26, /* height of a bar's row */
    BAR = 16,
    GUTTER = 128, /* columns of a bar's label */
    FIGURE = 62,  /* behind a bar */
    STAMP = 68,   /* of a label below the axis */
    LABEL = 18    /* columns of text in the gutter */
};

static const char *const classes[SVG_PARTS] = {"a", "b", "c"};

static void head(const struct svg_chart *c, int height, struct buf *out)
{
    buf_printf(out,
               "<svg id=\"chart-%s\" role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-t %s-d\">\n"
               "<title id=\"%s-t\">",
               c->head.key, WIDTH, height, c->head.key, c->head.key, c->head.key);
    html_text(str_of(c->head.title), out);
    buf_printf(out, "</title>\n<desc id=\"%s-d\">", c->head.key);
    html_text(c->head.text, out);
    buf_adds(out, "</desc>\n");
}

static const char *class_of(const struct svg_chart *c, int part)
{
    return c->nested && part == 1 ? "faint" : classes[part];
}

/* What the colours mean. */
static void legend(const struct svg_chart *c, struct buf *out)
{
    int x = 10;

    for (int p = 0; p < SVG_PARTS && c->parts[p] != NULL; p++) {
        buf_printf(out,
                   "<rect class=\"%s\" x=\"%d\" y=\"8\" width=\"10\" height=\"10\"/><text x=\"%d\" "
                   "y=\"18\">%s</text>\n",
                   class_of(c, p), x, x + 14, c->parts[p]);
        x += 30 + 7 * (int)text_width(str_of(c->parts[p]));
    }
    if (c->line != NULL) {
        buf_printf(out, "<path class=\"line\" d=\"M%d 13h14\"/><text x=\"%d\" y=\"18\">%s</text>\n", x,
                   x + 18, c->line);
        x += 34 + 7 * (int)text_width(str_of(c->line));
    }
    if (c->mark != NULL)
        buf_printf(out, "<path class=\"mark\" d=\"M%d 7v13\"/><text x=\"%d\" y=\"18\">%s</text>\n", x, x + 6,
                   c->mark);
}

static int64_t total(const struct svg_chart *c, const struct svg_item *item)
{
    int64_t sum = 0;

    for (int p = 0; p < SVG_PARTS && c->parts[p] != NULL; p++)
        sum = c->nested ? (item->part[p] > sum ? item->part[p] : sum) : sum + item->part[p];
    return sum;
}

/* The greatest thing that the scale must hold. */
static int64_t greatest(const struct svg_chart *c)
{
    int64_t most = 1;

    for (size_t i = 0; i < c->n; i++) {
        int64_t all[] = {total(c, &c->items[i]), c->percent ? 0 : c->items[i].line, c->items[i].mark};
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++)
            most = all[k] > most ? all[k] : most;
    }
    return most;
}

static double along(int64_t value, int64_t most, double length)
{
    return (double)value / (double)most * length;
}

const char *svg_figure(const struct svg_chart *c, int64_t value, char out[SVG_FIGURE])
{
    if (c->minutes)
        return form_when_span(value, false, out);
    snprintf(out, SVG_FIGURE, "%lld", (long long)value);
    return out;
}

/* Ends the mark that is begun, with its figure as an attribute and as its title. */
static void title(const struct svg_chart *c, const struct svg_item *item, const char *what, int64_t value,
                  struct buf *out)
{
    char text[SVG_FIGURE];

    buf_printf(out, " data-value=\"%lld\"><title>", (long long)value);
    html_text(item->label, out);
    buf_printf(out, ": %s %s</title>", what, svg_figure(c, value, text));
}

/* --- columns ----------------------------------------------------------------------------------------------------- */

static void scale(int64_t most, struct buf *out)
{
    double plot = HEIGHT - LEGEND - FOOT;

    for (int i = 0; i <= 2; i++) {
        double y = LEGEND + plot - plot * i / 2;
        buf_printf(
            out,
            "<path class=\"axis\" d=\"M%d %.1fH%d\"/><text class=\"soft\" text-anchor=\"end\" x=\"%d\" "
            "y=\"%.1f\">%lld</text>\n",
            LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4,
            (long long)(i == 1   ? most / 2
                        : i == 2 ? most
                                 : 0));
    }
}

static void column(const struct svg_chart *c, size_t i, double step, int64_t most, struct buf *out)
{
    double plot = HEIGHT - LEGEND - FOOT, y = LEGEND + plot, x = LEFT + step * (double)i + step * 0.12;

    for (int p = 0; p < SVG_PARTS && c->parts[p] != NULL; p++) {
        double h = along(c->items[i].part[p], most, plot);
        y -= h;
        buf_printf(out, "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"",
                   class_of(c, p), x, y, step * 0.76, h);
        title(c, &c->items[i], c->parts[p], c->items[i].part[p], out);
        buf_adds(out, "</rect>\n");
    }
}

/* An item without a figure has no place on the line. */
static bool on_line(const struct svg_chart *c, size_t i)
{
    return c->items[i].line >= 0;
}

static bool has_line(const struct svg_chart *c)
{
    size_t i = 0;

    while (c->line != NULL && i < c->n && !on_line(c, i))
        i++;
    return c->line != NULL && i < c->n;
}

/* How the line goes to the next place. */
static char next(char *letter)
{
    char now = *letter;

    *letter = 'L';
    return now;
}

static void column_line(const struct svg_chart *c, double step, int64_t most, struct buf *out)
{
    double plot = HEIGHT - LEGEND - FOOT;
    char letter = 'M';

    buf_adds(out, "<path class=\"line\" d=\"");
    for (size_t i = 0; i < c->n; i++)
        if (on_line(c, i))
            buf_printf(out, "%c%.2f %.2f", next(&letter), LEFT + step * ((double)i + 0.5),
                       LEGEND + plot - along(c->items[i].line, most, plot));
    buf_adds(out, "\"/>\n");
    for (size_t i = 0; i < c->n; i++) {
        if (!on_line(c, i))
            continue;
        buf_printf(out, "<circle class=\"dot\" r=\"%.1f\" cx=\"%.2f\" cy=\"%.2f\"",
                   step < 8 ? step * 0.35 : 3, LEFT + step * ((double)i + 0.5),
                   LEGEND + plot - along(c->items[i].line, most, plot));
        title(c, &c->items[i], c->line, c->items[i].line, out);
        buf_adds(out, "</circle>\n");
    }
}

void svg_columns(const struct svg_chart *c, struct buf *out)
{
    int64_t most = greatest(c);
    most += most % 2; /* half of it stands on the scale */
    double step = c->n > 0 ? (double)(WIDTH - LEFT - RIGHT) / (double)c->n : 0;
    size_t every = c->n > 5 ? (c->n + 4) / 5 : 1;

    head(c, HEIGHT, out);
    legend(c, out);
    scale(most, out);
    for (size_t i = 0; i < c->n; i++) {
        column(c, i, step, most, out);
        if (i % every != 0 || (i > 0 && LEFT + step * (double)i + STAMP > WIDTH))
            continue;
        buf_printf(out, "<text class=\"soft\" x=\"%.1f\" y=\"%d\">", LEFT + step * (double)i, HEIGHT - 7);
        html_text(c->items[i].label, out);
        buf_adds(out, "</text>\n");
    }
    if (has_line(c))
        column_line(c, step, most, out);
    buf_adds(out, "</svg>\n");
}

/* --- bars -------------------------------------------------------------------------------------------------------- */

/* About how wide a text is, in tenths of a unit: capitals and the like take more than a column. */
static int64_t breadth(struct str s)
{
    int64_t more = 0;

    for (size_t i = 0; i < s.n; i++)
        more += memchr("MWmw@%&", s.p[i], 7) != NULL ? 65 : s.p[i] >= 'A' && s.p[i] <= 'Z' ? 15 : 0;
    return (int64_t)text_width(s) * 62 + more;
}

static void bar_label(const struct svg_item *item, double y, struct buf *out)
{
    struct buf cut = {0};

    for (size_t columns = LABEL; columns > 0; columns--) {
        buf_reset(&cut);
        text_fit(item->label, columns, &cut);
        if (breadth(buf_str(&cut)) <= (GUTTER - 14) * 10)
            break;
    }
    buf_printf(out, "<text x=\"10\" y=\"%.1f\">", y + 12.5);
    html_text(buf_str(&cut), out);
    buf_adds(out, "</text>\n");
    buf_free(&cut);
}

/* One part; of nested ones the longest is drawn first. */
static double bar_part(const struct svg_chart *c, const struct svg_item *item, int part, double x, double y,
                       int64_t most, struct buf *out)
{
    double w = along(item->part[part], most, WIDTH - GUTTER - FIGURE);

    buf_printf(out, "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%d\"",
               class_of(c, part), x, y, w, BAR);
    title(c, item, c->parts[part], item->part[part], out);
    buf_adds(out, "</rect>\n");
    return w;
}

static void bar(const struct svg_chart *c, const struct svg_item *item, double y, int64_t most,
                struct buf *out)
{
    double x = GUTTER, end = GUTTER;
    char text[SVG_FIGURE];

    bar_label(item, y, out);
    for (int p = c->nested ? SVG_PARTS - 1 : 0; p >= 0 && p < SVG_PARTS; p += c->nested ? -1 : 1) {
        if (c->parts[p] == NULL)
            continue;
        double w = bar_part(c, item, p, x, y, most, out);
        end = x + w > end ? x + w : end;
        x += c->nested ? 0 : w;
    }
    if (item->mark > 0) {
        double at = GUTTER + along(item->mark, most, WIDTH - GUTTER - FIGURE);
        buf_printf(out, "<path class=\"mark\" d=\"M%.2f %.2fv%d\"", at, y - 3, BAR + 6);
        title(c, item, c->mark, item->mark, out);
        buf_adds(out, "</path>\n");
        if (at > end - 2 && at < end + FIGURE * 0.5) /* a figure does not stand on the mark */
            end = at;
    }
    if (c->line != NULL) /* nor under the line */
        end = WIDTH - FIGURE + 10;
    buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", end + 5, y + 12.5,
               svg_figure(c, total(c, item), text));
}

static void bar_line(const struct svg_chart *c, int64_t most, struct buf *out)
{
    double width = WIDTH - GUTTER - FIGURE;
    char letter = 'M';

    buf_adds(out, "<path class=\"line\" d=\"");
    for (size_t i = 0; i < c->n; i++)
        if (on_line(c, i))
            buf_printf(out, "%c%.2f %.2f", next(&letter),
                       GUTTER + along(c->items[i].line, c->percent ? 100 : most, width),
                       LEGEND + ROW * ((double)i + 0.5) - 1);
    buf_adds(out, "\"/>\n");
    for (size_t i = 0; i < c->n; i++) {
        if (!on_line(c, i))
            continue;
        buf_printf(out, "<circle class=\"dot\" r=\"3\" cx=\"%.2f\" cy=\"%.2f\"",
                   GUTTER + along(c->items[i].line, c->percent ? 100 : most, width),
                   LEGEND + ROW * ((double)i + 0.5) - 1);
        title(c, &c->items[i], c->line, c->items[i].line, out);
        buf_adds(out, "</circle>\n");
    }
}

void svg_bars(const struct svg_chart *c, struct buf *out)
{
    int64_t most = greatest(c);

    head(c, LEGEND + ROW * (int)(c->n > 0 ? c->n : 1) + 10, out);
    legend(c, out);
    for (size_t i = 0; i < c->n; i++)
        bar(c, &c->items[i], LEGEND + (double)ROW * (double)i + 4, most, out);
    if (c->n == 0)
        buf_printf(out, "<text class=\"soft\" x=\"10\" y=\"%d\">nothing in this period</text>\n",
                   LEGEND + 14);
    if (has_line(c))
        bar_line(c, most, out);
    buf_adds(out, "</svg>\n");
}
