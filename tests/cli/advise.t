#!/bin/sh
# Advice: what to say, not to say, to ask, to offer, and what comes when they do not calm down.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

ago() {
    date -u -d "$1 ago" '+%Y-%m-%d %H:%M'
}
# The lines of one part: part REF NAME
part() {
    cust-triage advise "$1" --format=tsv --fields=part,text | awk -F'\t' -v part="$2" '$1 == part { print $2 }'
}

# --- the examples ------------------------------------------------------------------------------------------------

CUST_DESK=$tmp/inbox
export CUST_DESK
run cust-log init
for mail in "$root"/examples/inbox/*.eml; do
    cust-log mail <"$mail" >/dev/null 2>&1
done
cust-triage --fields=ref | sort -n | cust-triage advise - >"$tmp/all" 2>"$tmp/err"
for who in dan.petrov claire.beaumont marco.bellini priya.nair; do
    ref=$(cust-triage "customer:$who" --fields=ref | sort -n | head -n 1)
    echo "$who"
    cust-triage advise "$ref" | sed 1d
    echo
done >"$tmp/advice"
if diff "$root/tests/golden/advise/inbox.txt" "$tmp/advice" >"$tmp/diff"; then
    pass "the inbox of the examples has its advice"
else
    fail "the inbox of the examples has its advice" "$(head -n 40 "$tmp/diff")"
fi
is "$(awk 'NF == 0 { n = 0 } { n++; if (n > most) most = n } END { print (most <= 26) }' "$tmp/all")" 1 \
    "all advice has room on a screen"

# --- what holds --------------------------------------------------------------------------------------------------

CUST_DESK=$tmp/desk
run cust-log init
cust-log new -c eve "The lid came off and I burned my hand. I will sue you, this is outrageous." >/dev/null
is "$(part 1 first | head -n 1)" "Ask whether anybody is hurt, and what to do until it is safe. Everything else can wait." \
    "safety comes first"
like "$(part 1 first | sed -n 2p)" "^Admit nothing" "then law"
like "$(part 1 not-calmer)" "^Legal support reads everything" "legal support comes in"
run cust-triage advise 1 --format=json
like "$out" '"schema":"cust.advice/1"' "there is a form for programs"
like "$out" '"from":"signal.safety"' "that says what each line is for"
run cust-triage advise 1 --fields=ref,part
like "$out" "^1	first$" "and picks fields"
run cust-triage advise c1
rc_is 64 "a customer has no advice"
run cust-triage advise 99
rc_is 66 "nor a complaint that is not there"
run sh -c "cust-triage --fields=ref | cust-triage advise -"
rc_is 0 "references come from a pipe"

# --- what is still to be asked -----------------------------------------------------------------------------------

cust-log new -c tom --category billing "I was charged twice." >/dev/null
like "$(part 2 ask)" "^Which invoice or charge is it\? \[account=\]$" "what the category wants to know is asked"
like "$(cust-report show 2)" "^ASK    Which invoice or charge is it\? cust-log set 2 account=\.\.\.$" "on the complaint's page too"
cust-log set 2 account=7731 >/dev/null
is "$(part 2 ask | grep -c invoice)" 0 "until the field is set"
is "$(cust-report show 2 | grep -c '^ASK.*invoice')" 0 "there as well"
cust-log set 2 account= >/dev/null
is "$(part 2 ask | grep -c invoice)" 1 "and again when it is taken away"
cust-log offer 2 --remedy refund:20 >/dev/null 2>&1
is "$(part 2 ask)" "" "once something was offered it is too late to ask"
like "$(part 2 say)" "^So we agree on" "and the step is to agree"
cust-log agree 2 --promise "tomorrow 10:00 pay it back" >/dev/null 2>&1
like "$(part 2 first)" "^Do what was agreed now" "then to act"
cust-log resolve 2 "paid back" >/dev/null
like "$(part 2 first)" "^Ask whether they are satisfied" "to confirm"
cust-log confirm 2 yes >/dev/null
like "$(part 2 first)" "^Name the cause and what was learned" "and to learn"
cust-log cause double-entry 2 >/dev/null
run cust-triage advise 2
like "$out" "^nothing is left to do$" "with a cause all is done"
cust-log void 1 spam >/dev/null
run cust-triage advise 1
like "$out" "^it is void" "a void one has no advice"

# --- what worked -------------------------------------------------------------------------------------------------

cust-log new -c ida --category billing "I was charged twice too." >/dev/null
is "$(part 3 worked-before)" "refund for billing (2)" "what ended well in the same category is shown"
cust-log new -c tom "You charged me twice again." >/dev/null
is "$(part 4 worked-before | head -n 1)" "refund for this customer (2)" "what worked for this customer comes first"
cust-log new -c ida "I was charged twice for one kettle." >/dev/null
like "$(part 5 worked-before)" "^refund in matters like this \(2\)$" "without a category words that are alike find it"
cust-log resolve 3 --remedy voucher "a voucher" >/dev/null
cust-log cause courier 3 >/dev/null
cust-log confirm 3 yes >/dev/null
cust-log set 5 category=billing >/dev/null
cust-log cause courier 5 >/dev/null
is "$(part 5 worked-before | tail -n 1)" "voucher for courier (3)" "the same cause tells more than the category"

# --- what we did wrong -------------------------------------------------------------------------------------------

cust-log fix courier --from "$(date -u -d '1 day ago' +%F)" another courier >/dev/null 2>&1
cust-log new -c kai "My parcel is lost." >/dev/null
cust-log cause courier 6 >/dev/null 2>&1
like "$(part 6 first | head -n 1)" "^courier again, though it was fixed on .*another courier" "a cause that had been fixed is said loudly"
cust-log said 6 --promise "+1h ring back" I will ring back >/dev/null 2>&1
sqlite3 "$CUST_DESK/cust.db" "UPDATE followup SET due = due - 10800 WHERE subject = 6 AND kind = 0"
like "$(part 6 first | sed -n 2p)" "^We are 119 min late with 6/[0-9]+, ring back\. Say it before they do\.$|^We are 2 h late" "and so is a broken promise"
like "$(part 6 say)" "^I promised you " "with words for it"

# --- anger that stays --------------------------------------------------------------------------------------------

cust-log new -c liz -k mail --when "$(ago '5 days')" "I am furious, this is outrageous." >/dev/null
cust-log said 7 --when "$(ago '4 days')" "We are sorry." >/dev/null
cust-log heard 7 --when "$(ago '3 days')" "I am still furious." >/dev/null
is "$(part 7 first | grep -c 'Still angry')" 0 "one answer is not enough to hand it up"
cust-log said 7 --when "$(ago '2 days')" "A new one is on its way." >/dev/null
is "$(part 7 first | grep -c 'Still angry')" 0 "nor two, while they have not answered"
cust-log heard 7 --when "$(ago '1 day')" "This is outrageous, I am furious with you." >/dev/null
like "$(part 7 first)" "^Still angry after 2 answers \(7@[0-9]+\): hand it up" "angry words after the second answer are"
like "$(cust-report show 7)" "^UP     still angry after 2 answers" "the page says so"

# --- limits, and who is above ------------------------------------------------------------------------------------

me=$(id -un)
cat >"$CUST_DESK/policy.yaml" <<END
roles:
  agent: {rank: 1, offer: 50, month: 120, limits: {refund: 25.50}}
  lead: {rank: 2}
staff:
  $me: {role: agent}
  anna: {role: lead}
ladders:
  complaint:
    on: late
    steps:
      lead: {who: anna, do: decide what we offer}
  law:
    on: signal:legal
    steps:
      support: {who: anna, do: legal support reads this}
END
cust-log policy apply --owner 2>/dev/null
cust-log new -c max "My lamp is broken." >/dev/null
is "$(part 8 may-offer)" "up to 50.00 by yourself (refund 25.50); 120.00 left for them this month; beyond: anna" \
    "what the author may offer is said, with who may more"
cust-log offer 8 --remedy voucher:40 >/dev/null 2>&1
like "$(part 8 may-offer)" "; 80.00 left for them this month" "less what was offered already"
is "$(part 8 may-offer | head -n 1)" "on offer: 1 voucher 40.00" "which is named"
cust-log offer 8 --remedy refund:30 >/dev/null 2>&1
is "$(part 8 may-offer | head -n 1)" "on offer: 1 voucher 40.00, 2 refund 30.00 (waits for approval)" "with what waits for approval"
cust-log new -c sue -k mail --when "$(ago '5 days')" "I am furious, this is outrageous." >/dev/null
cust-log said 9 --when "$(ago '4 days')" "We are sorry." >/dev/null
cust-log said 9 --when "$(ago '3 days')" "A new one is on its way." >/dev/null
cust-log heard 9 --when "$(ago '2 days')" "I am still furious, this is outrageous." >/dev/null
like "$(part 9 not-calmer | head -n 1)" "^cust-log escalate 9$" "with how to hand it up when anger stays"
like "$(part 9 not-calmer | sed -n 2p)" "^anna: complaint lead: decide what we offer$" "and to whom that goes"
cust-log heard 9 "I will sue you, this is outrageous." >/dev/null
is "$(part 9 first | grep -c 'Still angry')" 0 "once somebody above was called in, no more"
like "$(part 9 not-calmer | head -n 1)" "^anna, from .*: law support: legal support reads this \(9/[0-9]+\)$|^anna, since " "who that is, is said"
like "$(part 8 not-calmer)" "^anna: complaint lead: decide what we offer$" "the ladder says who is next"

# --- merged ------------------------------------------------------------------------------------------------------

cust-log new -c max "My lamp is still broken, the glass burned my hand." >/dev/null
ref=$(cust-triage customer:max signal:safety --fields=ref)
cust-log merge "$ref" --into 8 >/dev/null 2>&1
run cust-triage advise "$ref"
like "$out" "^8 P" "of one that was merged the advice is for where it goes on"
like "$out" "^FIRST +Ask whether anybody is hurt" "with what was said in both"
like "$err" "$ref was merged into 8" "which is said"

# --- words of one's own ------------------------------------------------------------------------------------------

cat >"$CUST_DESK/policy.yaml" <<'END'
playbook:
  signal.anger:
    first: [Breathe.]
    say: null
  step.listen: null
END
cust-log policy apply --owner 2>/dev/null
like "$(part 7 first)" "^Breathe\.$" "a line of one's own replaces ours"
is "$(part 7 say | grep -c 'I understand why you are angry')" 0 "a list can be taken away"
bad() { # YAML PATTERN NAME
    printf '%b' "$1" >"$tmp/bad.yaml"
    run cust-log policy check "$tmp/bad.yaml"
    like "$rc $err$out" "$2" "$3"
}
bad 'playbook:\n  signal.angr: {say: x}\n' '^78 .*:2:3: .*did you mean "anger"' "an unknown signal is refused with the near one"
bad 'playbook:\n  trait.neady: {say: x}\n' '^78 .*did you mean "needy"' "so is a trait"
bad 'playbook:\n  angry: {say: x}\n' '^78 .*signal\.anger' "and a name without its kind"
bad 'playbook:\n  step.offer: {tell: x}\n' '^78 .*unknown key .tell.' "and a part that there is not"
bad 'playbook:\n  step.offer: {ask: "which? {acount}"}\n' '^78 .*did you mean "account"' "and a field"
bad 'playbook:\n  category.biling: {say: x}\n' '^78 .*did you mean "billing"' "and a category"

# --- next --------------------------------------------------------------------------------------------------------

is "$(cust-triage next --fields=ref)" "$(cust-triage --fields=ref "owner:$me" -n 1)" "in a pipe next gives the line alone"
if command -v script >/dev/null 2>&1; then
    PAGER="" script -qec "cust-triage next" /dev/null </dev/null >"$tmp/typed" 2>&1
    like "$(tr -d '\r' <"$tmp/typed")" "^FIRST" "on a terminal it advises"
else
    skip "on a terminal it advises" "script is not here"
fi

done_testing
