/* bench_report_floor: what one pass over every complaint and follow-up costs a bare C program.
 *
 *   bench_report_floor FOLDER      reads every column of both, counts a few things
 */
#include "bench_raw.h"

static int64_t pass(sqlite3 *s, const char *sql, int columns)
{
    sqlite3_stmt *st = bench_raw_prepare(s, sql);
    int64_t sum = 0;

    while (sqlite3_step(st) == SQLITE_ROW)
        for (int i = 0; i < columns; i++)
            sum += sqlite3_column_int64(st, i) & 1;
    sqlite3_finalize(st);
    return sum;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_report_floor FOLDER\n");
        return 64;
    }
    sqlite3 *s = bench_raw_open(argv[1]);
    printf("%lld %lld\n", (long long)pass(s, "SELECT * FROM complaint ORDER BY id", 26),
           (long long)pass(s, "SELECT * FROM followup ORDER BY subject, no", 12));
    return 0;
}
