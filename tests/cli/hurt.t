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
for table in words event complaint followup words_index; do
    hurt
    sqlite3 "$CUST_DESK/cust.db" "DROP TABLE $table"
    run cust-log verify
    rc_is 65 "verify calls a store without $table bad data"
    like "$err$out" "the store is damaged \(no such table|full-text index cannot be compared with the words" "and says what is wrong"
done

# --- the file was cut ---
for size in 5000 100000 200000; do
    hurt
    truncate -s $size "$CUST_DESK/cust.db"
    run cust-report list
    rc_is 65 "a store of which $size bytes are left is bad data"
    like "$err" "the store is damaged" "and said to be damaged"
done

# --- whose mode keeps even its owner out ---
# In a user namespace of its own root has no more rights than anybody.
plain() {
    if [ "$(id -u)" -eq 0 ]; then unshare -U "$@"; else "$@"; fi
}
if plain true 2>/dev/null; then
    hurt
    chmod 400 "$CUST_DESK/cust.db"
    run plain cust-report list
    rc_is 77 "a store that its owner may not write is refused"
    like "$err" "this is yours, but its mode 400 .*; run chmod u\+rw $CUST_DESK/cust.db$" "and its owner is told what mends it"
    chmod 600 "$CUST_DESK/cust.db"
    chmod 500 "$CUST_DESK"
    run plain cust-report list
    like "$err" "run chmod u\+rwx $CUST_DESK$" "of a folder, too"
    chmod 700 "$CUST_DESK"
    run plain cust-report list
    rc_is 0 "and that mends it"
else
    skip "a store that its owner may not write is refused" "root has all rights, and no user namespace can be made here"
fi

# --- a name that no folder has ---
long=$(printf '%5000s' '' | tr ' ' d)
for desk in "$long" "$(printf '%300s' '' | tr ' ' d)"; do
    run cust-report --desk "$desk" list
    rc_is 66 "a folder whose name is too long is no desk"
    like "$err" "^cust-report: no desk is in a folder whose name has ${#desk} bytes: no name is as long; check it$" "and that is said"
done

done_testing
