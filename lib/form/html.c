#include "form/html.h"

#include <stdlib.h>

#include "base/text.h"

/* Changing a byte of it changes its hash: tests/cli/html.t says the new one. */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--paper:#fff;--card:#f4f6f9;--rule:#d5dbe3;"
    "--a:#2563a8;--b:#c2701c;--c:#b3261e;--line:#6b3fa0;--shade:#1c243055}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a3afbd;--paper:#12161c;--card:#1c232c;"
    "--rule:#36414e;--a:#6aa5e6;--b:#e0994f;--c:#f28b82;--line:#b79be8;--shade:#a3afbd70}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;padding:1rem;max-width:72rem;background:var(--paper);color:var(--ink);"
    "font:1rem/1.45 system-ui,sans-serif;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:0 0 .4rem}p{margin:.2rem "
    "0}.soft{color:var(--soft)}"
    ".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.6rem;margin:1rem 0;"
    "padding:0;list-style:none}"
    ".cards li{background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:.6rem .8rem}"
    ".cards b{display:block;font-size:1.4rem;line-height:1.2;font-variant-numeric:tabular-nums}"
    ".charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem}"
    "section{break-inside:avoid;min-width:0}h2{break-after:avoid}"
    /* a shade at an edge beyond which there is more: what lies over it goes along when it is moved */
    ".wide{overflow-x:auto;margin:1rem 0;background:linear-gradient(90deg,var(--paper) 40%,#0000) 0 0/3rem "
    "100% no-repeat local,linear-gradient(270deg,var(--paper) 40%,#0000) 100% 0/3rem 100% no-repeat local,"
    "linear-gradient(90deg,var(--shade),#0000) 0 0/1.2rem 100% no-repeat scroll,"
    "linear-gradient(270deg,var(--shade),#0000) 100% 0/1.2rem 100% no-repeat scroll}"
    "svg{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--rule);"
    "border-radius:.5rem}svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .soft{fill:var(--soft)}"
    ".a{fill:var(--a)}.b{fill:var(--b)}.c{fill:var(--c)}.faint{fill:var(--a);opacity:.35}"
    ".axis{stroke:var(--rule);fill:none}.line{stroke:var(--line);stroke-width:2;fill:none}.dot{fill:var(--"
    "line)}"
    ".mark{stroke:var(--c);stroke-width:2.5;fill:none}"
    "table{border-collapse:collapse;font-size:.9rem;width:100%}caption{text-align:left;font-weight:600;"
    "padding:.3rem 0}th,td{border-bottom:1px solid var(--rule);padding:.25rem .5rem;text-align:right;"
    "font-variant-numeric:tabular-nums;overflow-wrap:normal;white-space:nowrap}th:first-child{text-align:"
    "left;overflow-wrap:"
    "anywhere;white-space:normal;"
    "min-width:10rem}thead th{color:var(--soft);font-weight:500;font-size:.8rem}tbody th{font-weight:400}"
    "@media(max-width:40rem){th:first-child{min-width:7rem;max-width:9rem}}"
    "@page{size:A4;margin:14mm}"
    "@media print{body{padding:0;max-width:none;font-size:10pt}"
    ".wide{overflow:visible;background:none;break-inside:avoid}tr{break-inside:avoid}"
    ".charts{grid-template-columns:1fr "
    "1fr}table{font-size:8.5pt}th:first-child{min-width:7rem}th,td{padding:.1rem .25rem}}";

static const char style_hash[] = "VWhjHG7cpu+STJYH6hjOBwlsYKgChX8ZfqXrgIwQTaU=";

void html_text(struct str s, struct buf *out)
{
    struct buf shown = {0};

    text_show(s, &shown);
    for (size_t i = 0; i < shown.len; i++) {
        switch (shown.p[i]) {
        case '&':
            buf_adds(out, "&amp;");
            break;
        case '<':
            buf_adds(out, "&lt;");
            break;
        case '>':
            buf_adds(out, "&gt;");
            break;
        case '"':
            buf_adds(out, "&quot;");
            break;
        case '\'':
            buf_adds(out, "&#39;");
            break;
        default:
            buf_addc(out, shown.p[i]);
        }
    }
    buf_free(&shown);
}

void html_open(struct str title, struct buf *out)
{
    buf_printf(out,
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
               style_hash);
    html_text(title, out);
    buf_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
}

void html_close(struct buf *out)
{
    buf_adds(out, "</body>\n</html>\n");
}

void html_table_open(const char *key, const char *caption, const char *const *heads, size_t n,
                     struct buf *out)
{
    buf_printf(out, "<div class=\"wide\">\n<table id=\"table-%s\">\n<caption>%s</caption>\n<thead><tr>", key,
               caption);
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, "<th scope=\"col\">");
        html_text(str_of(heads[i]), out);
        buf_adds(out, "</th>");
    }
    buf_adds(out, "</tr></thead>\n<tbody>\n");
}

void html_row(struct str label, struct buf *out)
{
    buf_adds(out, "<tr><th scope=\"row\">");
    html_text(label, out);
    buf_adds(out, "</th>");
}

void html_cell(struct str text, struct buf *out)
{
    buf_adds(out, "<td>");
    html_text(text, out);
    buf_adds(out, "</td>");
}

void html_row_close(struct buf *out)
{
    buf_adds(out, "</tr>\n");
}

void html_table_close(struct buf *out)
{
    buf_adds(out, "</tbody>\n</table>\n</div>\n");
}
