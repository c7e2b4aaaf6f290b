#!/bin/sh
# The first run of cron after an import has much to tell, and does it in few transactions.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

many=10000
awk -v n=$many 'BEGIN {
    print "source-id\tcustomer\treceived\ttext"
    for (i = 0; i < n; i++)
        printf "r%d\tcustomer %d\t2026-%02d-%02dT08:00:00Z\tthe kettle leaks, order %d\n", i, i % 50, 1 + i % 9, 1 + i % 28, i
}' >"$tmp/rows.tsv"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init >/dev/null 2>&1
ok "many complaints come in" cust-log import "$tmp/rows.tsv"
late=$((2 * many)) # an answer and a resolution each
before=$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM tx')
began=$(date +%s)
run cust-followup remind --deliver
took=$(($(date +%s) - began + 1))
rc_is 0 "all that is late is told at once"
is "$(printf '%s\n' "$out" | grep -c .)" 100 "a hundred lines of it"
like "$err" "and $((late - 100)) more that nobody has" "and how many more"
made=$(($(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM tx') - before))
# Each holds the store for a tenth of a second or more, unless nothing is left to do: so a slow machine may make more.
ok "in few transactions ($made of $late reminders in $took s)" [ "$made" -le $((20 + took * 10)) ]
run cust-followup remind --deliver
is "$out$err" "" "and once"

done_testing
