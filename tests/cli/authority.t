#!/bin/sh
# What a login may offer by itself, who approves what goes beyond, and who stands by an abused colleague.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

me=$(id -un)
desk=$HOME/.local/share/cust
cust-log new -c acme the kettle leaks >/dev/null 2>&1
run cust-log offer 1 --remedy refund:9999
like "$out" "^1	P.	offered" "a desk without roles has no limits"
cust-log undo >/dev/null 2>&1
run cust-log approve 1
rc_is 65 "and nothing to approve"

# roles ROLE-OF-ME
policy() {
    cat >"$desk/policy.yaml" <<END
roles:
  agent:
    rank: 1
    offer: 50
    month: 80
    limits:
      discount: 10.50
  lead:
    rank: 2
    offer: 60
  boss:
    rank: 3
staff:
  $me:
    role: $1
  lena:
    role: lead
  bruno:
    role: boss
END
    cust-log policy apply --owner >/dev/null 2>"$tmp/err" || cat "$tmp/err"
}

policy agent
run cust-log offer 1
rc_is 0 "what may I offer?"
is "$out" "1	discount	10.50	80.00	lena,bruno
1	any other	50.00	80.00	lena,bruno" "each remedy with its limit, what is left this month, and who may say yes to more"
run cust-log offer 1 --format=json
like "$out" '"schema": *"cust.may-offer/1"' "and for programs"
like "$out" '"ref":"1","remedy":"discount","limit":10\.50,"left":80\.00,' "with sums as numbers, and a reference as text"
run cust-log offer 1 --remedy discount:11
like "$out" "^1	P.	received" "what is beyond the limit of its remedy is not offered yet"
like "$err" "beyond your limit: do not say it yet; cust-log approve 1" "and that is said"
run cust-log agree 1 --option 2 --promise "tomorrow 12:00 take it off"
if [ "$rc" -eq 0 ]; then fail "nobody agrees to what waits"; else pass "nobody agrees to what waits"; fi
run cust-log approve 1
rc_is 77 "nobody approves their own"
like "$err" "your own offer" "and is told so"
run cust-log offer 1 --remedy refund:50 --remedy replacement
like "$out" "^1	P.	offered" "within the limit it is offered at once"
run cust-log agree 1 --option 2 --promise "tomorrow 12:00 take it off"
rc_is 77 "an option that waits cannot be agreed on"
run cust-log agree 1 --option 3 --promise "tomorrow 12:00 pay"
rc_is 0 "one that does not can"
cust-log new -c acme the lid too >/dev/null 2>&1
run cust-log offer 2 --remedy refund:30
like "$out" "^2	P.	offered" "80 in a month for one customer are within the limit"
run cust-log offer 2
like "$out" "^2	any other	50.00	0.00	lena,bruno$" "what is left of the month shrinks, over all complaints of the customer"
run cust-log offer 2 --remedy refund:40
like "$err" "beyond your limit" "90 are not, over all complaints of the customer"
cust-log new -c bolt another customer >/dev/null 2>&1
run cust-log offer 3 --remedy refund:40
like "$out" "^3	P.	offered" "another customer has a month of their own"

# What waits for a yes is found, and shown to who can give it.
agenda() { # what it asks one to say yes to
    PAGER='' NO_COLOR=1 script -qec "stty cols 120; cust-followup" /dev/null </dev/null | tr -d '\r' | grep '^TO APPROVE'
}
waiting() {
    cust-report list status:approval --fields=ref 2>/dev/null | paste -sd' ' -
}
is "$(waiting)" 2 "a query finds where an option waits; not once another one was agreed on"
run cust-report list not status:approval --fields=ref
is "$(printf '%s\n' "$out" | paste -sd' ' -)" "1 3" "and the others"
run cust-triage status:approval --fields=ref
is "$out" 2 "so does the queue"
is "$(cust-followup status:approval --fields=ref | cut -d/ -f1 | sort -u)" 2 "and a list of follow-ups"
like "$("$root/examples/morning.sh" "$desk" | sed -n '/^Offers that wait for approval$/,/^Nobody/p')" "^2 " "the morning report has it"
run cust-report list status:aproval
like "$err" "did you mean status:approval[?]" "a slip is told the near one"
run cust-report show 2
like "$out" "^NEXT   option 2: refund 40.00 waits for approval by lena,bruno: cust-log approve 2 --option 2$" "show names it as what comes next, with who and how"
is "$(printf '%s\n' "$out" | grep -c 'NEXT   nothing')" 0 "so there is a next step"
is "$(agenda)" "" "who cannot say yes is not asked for it"

# The same store, in which somebody else offered: their name is put in the place of mine.
if command -v sqlite3 >/dev/null 2>&1; then
    cust-log new -c cord expensive >/dev/null 2>&1
    cust-log offer 4 --remedy refund:55 >/dev/null 2>&1
    cust-log offer 4 --remedy refund:500 >/dev/null 2>&1
    sqlite3 "$desk/cust.db" "INSERT INTO name (text) VALUES ('olaf'); UPDATE tx SET actor = (SELECT id FROM name WHERE
        text = 'olaf') WHERE seq IN (SELECT seq FROM event WHERE subject = 4 AND kind = 4)"
    policy agent
    run cust-log approve 4 --option 1
    rc_is 77 "an equal, or somebody without a role above it, cannot approve beyond their own limit"
    is "$(waiting)" "2 4" "what somebody else offered waits, too"
    policy lead
    is "$(agenda)" "TO APPROVE 4" "who can say yes is asked for it; not to what is their own"
    run cust-log approve 4 --option 2
    rc_is 77 "nor a lead beyond theirs"
    like "$err" "beyond your own limit" "which is said"
    run cust-log approve 4 --option 1 they have waited long
    rc_is 0 "a lead approves within theirs"
    like "$out" "^4	P.	offered" "and then it is offered"
    is "$(agenda)" "" "what is left goes beyond a lead"
    policy boss
    is "$(agenda)" "TO APPROVE 4" "but not beyond who stands above"
    run cust-log approve 4
    rc_is 0 "who has no limit approves all that wait"
    is "$(agenda)$(waiting)" 2 "what was approved waits no more"
    run cust-report show 4
    is "$(printf '%s\n' "$out" | grep -c 'waits for approval')" 0 "and is not said to"
    run cust-log agree 4 --option 2 --promise "tomorrow 12:00 pay"
    like "$out" "^4	P.	agreed" "what was approved can be agreed on"
else
    skip "approving somebody else's offer" "sqlite3 is not here"
fi
sed -i 's/role: boss/role: bos/' "$desk/policy.yaml"
run cust-log policy check
like "$out$err" "'bos' is none of the roles; did you mean boss[?]" "a role that is none is found, and the near one named"
policy agent
cust-log export >"$tmp/all.jsonl"
run cust-log --desk "$tmp/second" init
run cust-log --desk "$tmp/second" import "$tmp/all.jsonl"
run cust-log --desk "$tmp/second" export
is "$out" "$(cat "$tmp/all.jsonl")" "offers that wait and approvals go out and in without a loss"

# --- no way around ---
cust-log new -c dora the oven is cold >/dev/null 2>&1
around=$(cust-report list --fields=ref 'the oven is cold')
for remedy in Discount:11 DISCOUNT:49.99 ' discount:11'; do
    run cust-log offer "$around" --remedy "$remedy"
    like "$err" "beyond your limit: do not say it yet" "a limit holds for '$remedy' too"
done
is "$(cust-log offer "$around" --format=tsv | cut -f2 | sort -u)" "any other
discount" "for it is one remedy"
run cust-log set "$around" amount=9999 remedy=refund
rc_is 77 "what is written down is bound by the same limits"
like "$err" "9999.00 is beyond your limit; cust-log offer $around --remedy refund:9999.00 asks for approval" "and is told the way"
run cust-log set "$around" remedy=discount amount=20
rc_is 77 "the remedy's own among them"
is "$(cust-report show "$around" --format=json | grep -c '"amount"')" 0 "nothing of it was written"
run cust-log set "$around" remedy=Discount amount=10
rc_is 0 "within them it is"
run cust-log resolve "$around" --remedy refund:9999 paid
rc_is 77 "nor does resolving pay beyond them"
run cust-log resolve "$around" --remedy Refund:30 paid
rc_is 0 "within them it does"
run cust-report show --all "$around"
like "$out" "set remedy=refund" "under the remedy's name"
like "$out" "set amount=30.00" "with its cost as the amount"
sed 's/offer: 50/offer: 99999/' "$desk/policy.yaml" >"$tmp/her.yaml"
run cust-log policy apply "$tmp/her.yaml"
rc_is 77 "nobody gives themselves authority from a file of their own"
like "$err" "it changes roles or staff, which is for who stands highest: lena, bruno" "and is told whose that is"
sed "s/  $me:/  not-$me:/" "$desk/policy.yaml" >"$tmp/gone.yaml"
run cust-log policy apply "$tmp/gone.yaml"
rc_is 77 "nor leaves the staff"
{ cat "$desk/policy.yaml"; echo 'soon: 3 days'; } >"$tmp/soon.yaml"
run cust-log policy apply "$tmp/soon.yaml"
rc_is 0 "what gives no authority anybody may change"
run cust-log policy apply --owner "$tmp/her.yaml"
rc_is 0 "and the folder's owner all of it"
policy boss
sed 's/role: boss/role: agent/' "$desk/policy.yaml" >"$tmp/down.yaml"
run cust-log policy apply "$tmp/down.yaml"
rc_is 0 "who stands highest does not need to"
policy agent
printf 'roles:\n  agent:\n    rank: 1\n    offer: 50\nstaff:\n  %s:\n    role: agent\n' "$me" >"$tmp/alone.yaml"
CUST_DESK=$tmp/alone
export CUST_DESK
run cust-log init
run cust-log policy apply "$tmp/alone.yaml"
sed 's/offer: 50/offer: 60/' "$tmp/alone.yaml" >"$tmp/alone2.yaml"
run cust-log policy apply "$tmp/alone2.yaml"
rc_is 0 "one person alone locks nobody out"
unset CUST_DESK

# --- abuse ---
run cust-log abuse 3
rc_is 64 "abuse is told in words"
run cust-log abuse 3 he called me names and would not stop
rc_is 0 "it is kept"
like "$err" "^cust-log: 3/[0-9]+: bruno talks with them" "and the highest role talks with them"
run cust-followup kind:meeting
like "$out" "meeting	open	.*	bruno	bolt	talk with $me, who was abused, and support them" "as a follow-up of its own"
run cust-log abuse 3 --of bruno again
like "$err" "lena talks with them" "never the colleague themselves"
run cust-log abuse 3 --of bruno --to bruno again
rc_is 64 "nor when they are named"
like "$err" "--to: bruno was abused and needs somebody else" "which says why"
run cust-log abuse 3 --to "$me" again
rc_is 64 "nor for who says it of themselves"
run cust-log abuse 3 --to nobody-here again
rc_is 64 "a colleague must be one"
run cust-report show 3
like "$out" "he called me names" "the history has it"
n=$(cust-log new -c joe the toaster smokes | cut -f 1)
cust-log abuse "$n" --of bruno he shouted >/dev/null 2>&1
abused() { cust-report show "$n" | sed -n "s/^@\\([0-9]*\\) .* $1.*/\\1/p" | tail -n 1; }
talk=$(cust-followup "$n" kind:meeting | cut -f 1)
cust-followup snooze "$talk" --due +2d they are away >/dev/null
at=$(abused abused)
run cust-log strike "$n@$at" it was another one
is "$(cust-followup "$n" kind:meeting)" "" "abuse that is struck leaves no talk open, though that was put off"
run cust-log strike "$n@$(abused struck)" no, it was
is "$(cust-followup "$n" kind:meeting | cut -f 1)" "$talk" "and what brings it back brings the talk"
run cust-log abuse "$n" --of bruno and again
run cust-log undo
is "$(cust-followup "$n" kind:meeting | cut -f 1)" "$talk" "undo takes back both at once"
cust-followup "done" "$talk" they are fine >/dev/null
run cust-log strike "$n@$at" it was another one
rc_is 0 "abuse can be struck when the talk was held"
like "$(cust-report show "$n")" "added /${talk#*/} meeting, due .*\($me\)$" "which then stays: it took place"
run cust-log verify
rc_is 0 "every history still replays to its row"
done_testing
