#!/bin/sh
# A policy that cannot reach all that is open says so, until it has.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

many=5000
awk -v n=$many 'BEGIN {
    print "source-id\tcustomer\ttext"
    for (i = 0; i < n; i++)
        printf "r%d\tcustomer %d\tthe kettle leaks, order %d\n", i, i % 50, i
}' >"$tmp/rows.tsv"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init >/dev/null 2>&1
ok "many complaints come in" cust-log import "$tmp/rows.tsv"
cp "$root/examples/profiles/fca-disp.yaml" "$CUST_DESK/policy.yaml"

# Room for the policy's own text, and not for two new deadlines in each of them.
room=$(($(wc -c <"$CUST_DESK/cust.db") / 512 + 1200))
run sh -c "trap '' XFSZ; ulimit -f $room; cust-log policy apply"
is "$([ "$rc" -ne 0 ] && echo refused)" refused "where the store cannot grow, an application ends"
like "$err" "policy 1 is in force, but this ended after [0-9]+ complaints?; apply it again to finish" "and says what holds"
run cust-triage -n 1
like "$err" "policy 1 has not reached all that is open; .*cust-log policy apply finishes that" "as does every command from then on"
run cust-report list -n 1
like "$err" "has not reached all that is open" "whatever it does"
run cust-log policy apply
rc_is 0 "applied again, it is finished"
is "$(cust-followup kind:resolution --fields=text | grep -c '^disp-final$')" $many "in all of them"
run cust-triage -n 1
is "$err" "" "and nothing is said any more"
run cust-log verify
rc_is 0 "the histories give the rows"

# --- at a terminal -----------------------------------------------------------------------------------------------

if command -v faketime >/dev/null && command -v script >/dev/null; then
    sed 's/8 weeks/7 weeks/' "$root/examples/profiles/fca-disp.yaml" >"$CUST_DESK/policy.yaml"
    script -qec "faketime -f '+0 x1000' cust-log policy apply" /dev/null </dev/null >"$tmp/screen" 2>&1
    screen=$(tr '\r' '\n' <"$tmp/screen" | sed 's/.\[K//')
    like "$screen" "^[0-9]+ looked at, [0-9]+ moved$" "a terminal shows how far it is"
    like "$screen" "^cust-log: policy 2 is in force; the deadlines of $many complaints moved" "and at the end what was done"
    is "$(tr '\r' '\n' <"$tmp/screen" | grep -c "$(printf '\033')\[Kcust-log: policy 2")" 1 "in its place"
else
    skip "a terminal shows how far it is" "faketime or script is not here"
fi

done_testing
