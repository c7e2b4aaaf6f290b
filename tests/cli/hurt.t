#!/bin/sh
# A store that is not whole: what reads it says so and what to do, and never that the program is at fault.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
cust-log new -c "Ann <ann@x.example>" the kettle leaks >/dev/null 2>&1
cust-log said 1 sorry >/dev/null
whole=$HOME/.local/share/cust
CUST_DESK=$tmp/hurt
export CUST_DESK

hurt() { # fresh
    rm -rf "$CUST_DESK"
    cp -R "$whole" "$CUST_DESK"
}

# --- a table is missing ---
for table in policy tx merged complaint_past event; do
    hurt
    sqlite3 "$CUST_DESK/cust.db" "DROP TABLE $table"
    run cust-report
    rc_is 65 "a store without $table is bad data"
    like "$err" "the store is damaged \(no such table: $table\); restore a backup" "and said to be damaged"
done
hurt
sqlite3 "$CUST_DESK/cust.db" "DROP TABLE words_index"
run cust-report search kettle
rc_is 65 "so is one without its full text"

# --- the file was cut ---
for size in 5000 100000 200000; do
    hurt
    truncate -s $size "$CUST_DESK/cust.db"
    run cust-report list
    rc_is 65 "a store of which $size bytes are left is bad data"
    like "$err" "the store is damaged" "and said to be damaged"
done

done_testing
