#!/bin/sh
# What a desk said at a moment it says again of that moment, whatever was changed since: words, states and policy.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init >/dev/null 2>&1
cust-log new -c acme the kettle leaks >/dev/null
sleep 1
then=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1
views() {
    cust-triage --as-of "$then"
    cust-triage explain 1 --as-of "$then"
    cust-followup --as-of "$then"
    cust-report --as-of "$then"
    cust-report show 1 --as-of "$then"
    cust-report --as-of "$then" --format=json
}
views >"$tmp/before"
cust-log said 1 we look into it >/dev/null
cust-log resolve 1 sent a new one >/dev/null
views >"$tmp/after"
ok "what was done since does not show" cmp "$tmp/before" "$tmp/after"
printf 'zone: Asia/Tokyo\n' >"$CUST_DESK/policy.yaml"
cust-log policy apply 2>/dev/null
views >"$tmp/after"
ok "nor does a policy that was applied since" cmp "$tmp/before" "$tmp/after"
heard=$(cust-report show 1 --format=jsonl | sed -n 's/.*"ref":"1","no":1,.*"happened":"\([^"]*\)".*/\1/p')
is "$(cust-report show 1 | grep -c "@1 .* $(TZ=UTC-9 date -d "$heard" +%H:%M) ")" 1 "which counts for now"
table() {
    "$@" --as-of "$then" --format=table
}
for list in cust-triage "cust-followup status:open" "cust-report list"; do
    # shellcheck disable=SC2086 # words
    table $list >"$tmp/before"
    # shellcheck disable=SC2086
    table faketime -f +40d $list >"$tmp/after"
    ok "what was due in two days then, $list does not call late today" cmp "$tmp/before" "$tmp/after"
done
# --- customers before a merge ---
CUST_DESK=$tmp/people
export CUST_DESK
cust-log init >/dev/null 2>&1
cust-log new -c "Ann <ann@x.example>" it leaks >/dev/null 2>&1
cust-log new -c "Bea <bea@x.example>" it drips >/dev/null 2>&1
sleep 1.1
then=$(date -u +%FT%TZ)
sleep 1.1
page=$(cust-report customer c1 --as-of "$then")
all=$(cust-report customer c1 --all --format=jsonl --as-of "$then")
cust-log customer c1 merge --into c2 --yes >/dev/null 2>&1
run cust-report customer c1 --as-of "$then"
is "$out" "$page" "a customer is who they were before a merge, by number"
is "$err" "" "without a word of the merge"
is "$(cust-report customer ann@x.example --as-of "$then")" "$page" "by address"
is "$(cust-report customer Ann --as-of "$then")" "$page" "and by name"
is "$(cust-report customer c1 --all --format=jsonl --as-of "$then")" "$all" "and so is their whole record"
like "$(cust-report customer bea@x.example --as-of "$then")" "^Bea  c2" "the other one is the other one"
like "$(cust-report customer c1)" "^Bea  c2" "today they are one"
run cust-report customer c1 --as-of 2020-01-01
rc_is 66 "who was not known yet is not there"

done_testing
