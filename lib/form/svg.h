/* svg: charts as inline SVG: shapes with the classes of a page (html.h), each with its figure as a title and as
 * data-value, and the whole with a title and a text in its place for those who do not see it.
 *
 * A chart is 480 units wide and scales with the page.  No colour, script or address comes from outside; texts are
 * escaped.
 */
#ifndef FORM_SVG_H
#define FORM_SVG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct svg_head {
    const char *key;   /* names the chart in the page */
    const char *title; /* what it shows */
    struct str text;   /* the same in words and figures */
};

enum { SVG_PARTS = 3 };

struct svg_item {
    struct str label;
    int64_t part[SVG_PARTS]; /* columns and bars: one above or behind the other, from the axis */
    int64_t line;            /* of a line over all items; below 0: none */
    int64_t mark;            /* bars: where a limit stands, in the parts' unit; 0: none */
};

struct svg_chart {
    struct svg_head head;
    const char *parts[SVG_PARTS]; /* what each part is called; NULL: not there */
    const char *line, *mark;      /* what they are called; NULL: none */
    const struct svg_item *items;
    size_t n;
    bool percent; /* the line is in percent of the whole width, not in the parts' unit */
    bool nested;  /* bars: the parts stand in front of each other instead of behind one another */
    bool minutes; /* bars: figures are minutes, and stand in words (form_when_span()) */
};

/* A figure of the chart as it stands there. */
enum { SVG_FIGURE = 64 };
const char *svg_figure(const struct svg_chart *c, int64_t value, char out[SVG_FIGURE]);

/* Upright, along time; the first and last label are written, and those between as there is room. */
void svg_columns(const struct svg_chart *c, struct buf *out);

/* Lying, a row for each item. */
void svg_bars(const struct svg_chart *c, struct buf *out);

#endif
