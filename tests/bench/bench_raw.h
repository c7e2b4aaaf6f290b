/* bench_raw: the least that a C program must do to open a store: what the floors measure against. */
#ifndef TESTS_BENCH_BENCH_RAW_H
#define TESTS_BENCH_BENCH_RAW_H

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db_sql.h"

static inline void bench_raw_need(sqlite3 *s, int fine)
{
    if (fine)
        return;
    fprintf(stderr, "floor: %s\n", sqlite3_errmsg(s));
    exit(1);
}

static inline sqlite3 *bench_raw_open(const char *folder)
{
    char path[4096];
    sqlite3 *s;

    snprintf(path, sizeof path, "%s/cust.db", folder);
    bench_raw_need(NULL,
                   sqlite3_open_v2(path, &s, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK);
    bench_raw_need(
        s, sqlite3_exec(s,
                        "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA;"
                        "PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;"
                        "PRAGMA temp_store = MEMORY",
                        NULL, NULL, NULL) == SQLITE_OK);
    return s;
}

static inline sqlite3_stmt *bench_raw_prepare(sqlite3 *s, const char *sql)
{
    sqlite3_stmt *st;

    bench_raw_need(s, sqlite3_prepare_v2(s, sql, -1, &st, NULL) == SQLITE_OK);
    return st;
}

/* A statement of the store's, prepared once. */
static inline sqlite3_stmt *bench_raw_statement(sqlite3 *s, enum db_sql which)
{
    static sqlite3_stmt *cache[DB_SQLS];

    if (cache[which] == NULL)
        cache[which] = bench_raw_prepare(s, db_sql_text(which));
    return cache[which];
}

#endif
