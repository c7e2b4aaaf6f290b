/* bench_due_floor: what showing everything that is due within seven days costs a bare C program.
 *
 *   bench_due_floor FOLDER      the columns of cust-followup's lines, unescaped, times as numbers
 *   bench_due_floor --sql       its statement, for the sqlite3 shell
 */
#include <time.h>

#include "bench_raw.h"

static const char due[] =
    "SELECT f.subject, f.no, f.kind, f.state, f.due, o.text, n.body, t.body FROM followup f "
    "LEFT JOIN complaint c ON c.id = f.subject "
    "LEFT JOIN name o ON o.id = CASE WHEN f.owner <> 0 THEN f.owner ELSE c.owner END "
    "LEFT JOIN customer u ON u.id = c.customer LEFT JOIN words n ON n.id = u.name "
    "LEFT JOIN words t ON t.id = f.words "
    "WHERE f.state = 0 AND f.due <= %lld ORDER BY f.due, f.subject, f.no";

int main(int argc, char **argv)
{
    char sql[sizeof due + 32];

    if (argc != 2) {
        fprintf(stderr, "usage: bench_due_floor FOLDER\n");
        return 64;
    }
    (void)snprintf(sql, sizeof sql, due, (long long)time(NULL) + 7LL * 86400);
    if (strcmp(argv[1], "--sql") == 0) {
        puts(sql);
        return 0;
    }
    sqlite3 *s = bench_raw_open(argv[1]);
    sqlite3_stmt *st = bench_raw_prepare(s, sql);
    while (sqlite3_step(st) == SQLITE_ROW)
        for (int i = 0; i < 8; i++) {
            const char *text = (const char *)sqlite3_column_text(st, i);
            printf("%s%c", text != NULL ? text : "-", i == 7 ? '\n' : '\t');
        }
    return 0;
}
