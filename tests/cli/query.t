#!/bin/sh
# A query finds what its words say, and what stands in the lines; what it was hardly meant to ask is said.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
command -v faketime >/dev/null || skip_all "faketime is not here"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init 2>/dev/null
f() {
    t=$1
    shift
    faketime "2026-11-0$t:00:00" "$@" >/dev/null 2>&1
}

# --- status: ---
f '2 09' cust-log new -c ann the kettle leaks
f '2 09' cust-log new -c bob the lid broke
f '2 09' cust-log new -c bob the cup broke
f '2 09' cust-log new -c cleo the pan is bent
f '2 09' cust-log new -c dan the pot is gone
f '2 09' cust-log new -c eve the jug is late
f '2 10' cust-log said 1 --promise '2026-11-03 10:00 ring back' we ring you
f '2 10' cust-log resolve 1 sent one
f '2 10' cust-log confirm 1 yes
f '2 10' cust-log merge 3 --into 2
f '2 10' cust-log void 4 spam
f '2 11' cust-log offer 5 --remedy refund:5 we offer it
f '2 11' cust-log wait 5 for their photograph
f '2 11' cust-log said 6 --promise '2026-11-03 10:00 send it' it comes
f '2 12' cust-log resolve 6 sent it
for status in received acknowledged offered agreed resolved closed waiting void merged; do
    is "$(cust-report list "status:$status" --fields=status 2>/dev/null | grep -cvx "$status")" 0 \
        "status:$status finds none that says something else"
    is "$(cust-report list --fields=ref,status | grep -c "	$status$")" "$(cust-report list "status:$status" 2>/dev/null | grep -c .)" \
        "and all that say so"
done
is "$(cust-report list status:closed | cut -f 1)" 1 "what is void or goes on elsewhere is not closed as others are"
is "$(cust-report list status:open | cut -f 1 | xargs)" "2 5 6" "what waits is open"

# --- due:late ---
late() {
    faketime '2026-11-06 09:00:00' "$@" 2>/dev/null
}
is "$(late cust-report list due:late | cut -f 1 | xargs)" "2 6" "a closed complaint is not late, a resolved one may be"
is "$(late cust-report list due:late | grep -c .)" "$(late cust-report --period 2026-11-01..2026-11-06 | sed -n 's/^late at the end	\([0-9]*\).*/\1/p')" \
    "and the figure counts the same"
is "$(late cust-followup due:late kind:promise | cut -f 1 | xargs)" "1/3 6/3" "what was promised is late, whatever its complaint is"
done_testing
