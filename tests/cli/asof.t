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
is "$(cust-report show 1 | grep -c "@1 .* $(TZ=UTC-9 date -d "$then" +%H:)")" 1 "which counts for now"
done_testing
