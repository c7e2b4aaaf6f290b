#!/bin/sh
# What was offered beyond one's own limit: said with a warning, shown as waiting, and for whom.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

me=$(id -un)
desk=$HOME/.local/share/cust
cust-log init 2>/dev/null
cat >"$desk/policy.yaml" <<END
roles:
  agent: {rank: 1, offer: 20}
  lead: {rank: 2, offer: 600}
  boss: {rank: 3}
staff:
  $me: {role: agent}
  lena: {role: lead}
  bruno: {role: boss}
END
cust-log policy apply >/dev/null 2>&1
cust-log new -c acme the kettle leaks >/dev/null 2>&1

run cust-log said 1 "I refund you 500.00 for the kettle."
rc_is 0 "a sum beyond the limit that was said was said"
like "$err" "^cust-log: 500\.00 is more than you may offer yourself, and was said; cust-log offer 1 --remedy" "with a warning, and the way to mend it"
run cust-log said 1 "I refund you 15.00 for the kettle."
is "$err" "" "one within the limit needs none"
run cust-log said 1 "You paid 500.00 for it."
is "$err" "" "nor one that is not offered"
printf '> I refund you 500.00 for it\n> and 10.00 as a voucher\n' >"$tmp/lines"
cust-log call --on 1 acme <"$tmp/lines" >/dev/null 2>"$tmp/err"
is "$(grep -c '^500\.00 is more than you may offer yourself' "$tmp/err")" 1 "the same at the phone"
is "$(grep -c 'more than you may' "$tmp/err")" 1 "once"

cust-log offer 1 --remedy replacement --remedy refund:500 --remedy refund:900 choose one >/dev/null 2>&1
run cust-report show 1
like "$out" "^@[0-9]+ .* offered option 1: replacement  \($me\)$" "an option is shown with its number"
like "$out" " offered option 2: refund 500\.00, not said: it waits for approval by lena,bruno  " "one that waits with its cost, and who may approve it"
like "$out" " offered option 3: refund 900\.00, not said: it waits for approval by bruno  " "whose limits count"
if command -v sqlite3 >/dev/null 2>&1; then
    sqlite3 "$desk/cust.db" "INSERT OR IGNORE INTO name (text) VALUES ('olaf'); UPDATE tx SET actor = (SELECT id FROM name
        WHERE text = 'olaf') WHERE seq IN (SELECT seq FROM event WHERE subject = 1 AND kind = 4)"
    sed "s/^  $me: .*/  $me: {role: boss}/" "$desk/policy.yaml" >"$tmp/boss.yaml"
    cust-log policy apply "$tmp/boss.yaml" >/dev/null 2>&1 || cust-log policy apply --owner "$tmp/boss.yaml" >/dev/null 2>&1
    run cust-log approve 1 --option 2 they have waited
    rc_is 0 "one is approved"
    run cust-report show 1
    like "$out" " approved option 2: refund 500\.00  \($me\)$" "which is shown"
    like "$out" " offered option 2: refund 500\.00  \(olaf\)$" "and it waits no more"
    cust-log agree 1 --option 2 --promise "tomorrow 12:00 pay" >/dev/null 2>&1
    like "$(cust-report show 1)" " agreed option 2: refund 500\.00  \($me\)$" "what was agreed on says which"
else
    skip "approving somebody else's offer" "sqlite3 is not here"
fi
done_testing
