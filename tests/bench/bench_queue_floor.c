/* bench_queue_floor: what showing the first 20 of the queue costs a bare C program.
 *
 *   bench_queue_floor FOLDER      the columns of cust-triage's lines, unescaped, times as numbers
 *   bench_queue_floor --sql       its statement, for the sqlite3 shell
 */
#include "bench_raw.h"

static const char queue[] =
    "SELECT c.id, c.priority, c.status, c.waiting, c.due, o.text, n.body, k.text, c.signals, "
    "s.body FROM complaint c LEFT JOIN name o ON o.id = c.owner "
    "LEFT JOIN name k ON k.id = c.category JOIN customer u ON u.id = c.customer "
    "LEFT JOIN words n ON n.id = u.name LEFT JOIN words s ON s.id = c.subject "
    "WHERE c.status < 5 ORDER BY c.priority, c.due, c.calm, c.id LIMIT 20";

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_queue_floor FOLDER\n");
        return 64;
    }
    if (strcmp(argv[1], "--sql") == 0) {
        puts(queue);
        return 0;
    }
    sqlite3 *s = bench_raw_open(argv[1]);
    sqlite3_stmt *st = bench_raw_prepare(s, queue);
    while (sqlite3_step(st) == SQLITE_ROW)
        for (int i = 0; i < 10; i++) {
            const char *text = (const char *)sqlite3_column_text(st, i);
            printf("%s%c", text != NULL ? text : "-", i == 9 ? '\n' : '\t');
        }
    return 0;
}
