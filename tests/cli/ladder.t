#!/bin/sh
# Ladders: one step after the other, each once, until the complaint is resolved.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
run cust-log init
cat >"$HOME/.local/share/cust/policy.yaml" <<'EOF'
zone: UTC
ladders:
  complaint:
    on: late
    steps:
      lead: {who: anna, do: decide what we offer}
      manager: {after: 1 working day, who: ben, do: ring the customer}
      director: {after: 2 working days, who: dora}
  legal:
    on: signal:legal
    hold: a legal threat
    steps:
      support: {who: carla, do: legal support reads this}
  payment:
    on: category:late-payment
    steps:
      listen: {do: ring and listen}
      first: {after: 7 days, do: first reminder}
EOF
run faketime -f "2026-11-02 09:00:00" cust-log policy apply
rc_is 0 "ladders are part of the policy"
steps() {
    cust-followup kind:escalation state:open or kind:escalation state:cancelled --fields=ref,state,due,owner,text |
        grep "^$1/" | cut -f2-
}

# --- late -------------------------------------------------------------------------------------------------------

run faketime -f "2026-11-02 10:00:00" cust-log new -c acme -o zoe where is it
run faketime -f "2026-11-02 10:00:00" cust-log said 1 we look
is "$(steps 1)" "" "nothing goes up while there is time"
due=$(cust-followup kind:resolution --fields=due | head -1)
is "$due" 2026-11-16T17:00:00Z "(the final answer is due then)"
run faketime -f "2026-11-16 16:30:00" cust-followup remind --deliver
like "$out" "resolution" "its owner is told an hour before"
run faketime -f "2026-11-16 16:35:00" cust-followup remind --deliver
is "$out" "" "and nobody else before it is late"
run faketime -f "2026-11-16 17:05:00" cust-followup remind
is "$(steps 1)" "open	2026-11-16T17:00:00Z	anna	complaint lead: decide what we offer" "the first step is due when the answer is late; a preview takes none"
run faketime -f "2026-11-16 17:10:00" cust-followup remind --deliver
like "$out" "escalation.*anna.*decide what we offer" "who is on it is told"
is "$(steps 1 | tail -1)" "open	2026-11-17T17:00:00Z	ben	complaint manager: ring the customer" "and the next step waits its time"
run faketime -f "2026-11-16 17:15:00" cust-followup remind --deliver
is "$out" "" "nothing is told twice"
is "$(steps 1 | grep -c .)" 2 "nor taken twice"
run faketime -f "2026-11-17 17:30:00" cust-followup remind --deliver
is "$(steps 1 | tail -1)" "open	2026-11-19T17:00:00Z	dora	complaint director: director" "so it goes on"
run faketime -f "2026-11-18 09:00:00" cust-log resolve 1 it was found
is "$(steps 1 | grep -c open)" 0 "until it is resolved"
run faketime -f "2026-11-20 09:00:00" cust-followup remind --deliver
is "$(printf '%s\n' "$out" | grep -c escalation)" 0 "then nobody is told any more"

# --- signals and categories -------------------------------------------------------------------------------------

run faketime -f "2026-11-23 10:00:00" cust-log new -c bert I will sue you, my lawyer is informed
is "$(steps 2)" "open	2026-11-23T10:00:00Z	carla	legal support: legal support reads this" "a legal threat goes to legal support at once"
run faketime -f "2026-11-23 10:05:00" cust-log heard 2 my lawyer will sue you
is "$(steps 2 | grep -c .)" 1 "once"
like "$(cust-report show 2)" "^HOLD   a legal threat; cust-log set 2 hold= lifts it$" "the complaint is under hold"
run cust-log customer bert erase --yes they asked
rc_is 65 "so that nothing of it can be erased"
run faketime -f "2026-11-23 10:10:00" cust-log set 2 hold=
run faketime -f "2026-11-23 10:15:00" cust-log heard 2 my lawyer says the same
is "$(cust-report show 2 | grep -c "^HOLD")" 0 "what a person took away stays away"
run faketime -f "2026-11-23 11:00:00" cust-log new -c cleo I have not paid yet
run faketime -f "2026-11-23 11:00:00" cust-log set 3 category=late-payment
is "$(steps 3)" "open	2026-11-23T11:00:00Z	-	payment listen: ring and listen" "a late payment begins with listening"
run faketime -f "2026-11-23 11:05:00" cust-followup remind --deliver
is "$(steps 3 | tail -1)" "open	2026-11-30T23:59:59Z	-	payment first: first reminder" "reminders come later"
run cust-log verify
rc_is 0 "the histories give the rows"

run faketime -f "2026-11-24 09:00:00" cust-followup add 3 --due 10:00 ring
run faketime -f "2026-11-24 12:30:00" cust-followup "done" 3 rang
like "$out" "	promise	late	" "what is done after its time is late"
like "$err" "^cust-followup: 3/[0-9]+: 2 h late$" "and how late is said"
run faketime -f "2026-11-24 13:00:00" cust-followup add 3 --due 14:00 ring
run faketime -f "2026-11-24 13:30:00" cust-followup "done" 3 rang
is "$err" "" "what is kept needs no word"

printf 'ladders:\n  x:\n    on: sometimes\n' >"$tmp/bad.yaml"
run cust-log policy check "$tmp/bad.yaml"
rc_is 78 "an occasion that there is not is refused"
like "$err" "bad.yaml:3:9: 'sometimes' is no occasion" "with its place"


# --- what is new in the policy ----------------------------------------------------------------------------------
CUST_DESK=$tmp/new
export CUST_DESK
cust-log init >/dev/null 2>&1
at() { run faketime -f "$@"; }
at "2026-11-02 10:00:00" cust-log new -c ann I will sue you
at "2026-11-02 10:00:00" cust-log new -c bob --category late-payment has not paid
at "2026-11-02 10:00:00" cust-log new -c eve --category late-payment has not paid either
at "2026-11-02 10:05:00" cust-log set 3 disputed="it was broken"
at "2026-11-02 10:00:00" cust-log new -c ida --invoice 7 --amount 100 --invoice-due 2026-10-01 open
at "2026-11-02 10:05:00" cust-log offer 4 --remedy instalments
at "2026-11-02 10:05:00" cust-log agree 4 --expect "20 dec 100.00" by instalments
at "2026-11-02 10:00:00" cust-log new -c joe --when 2026-10-20 nice shop
at "2026-11-02 10:00:00" cust-log new -c kim I will sue you too
at "2026-11-03 10:00:00" cust-log resolve 6 settled
cat >"$CUST_DESK/policy.yaml" <<'EOF'
zone: UTC
ladders:
  answer:
    on: late
    steps: {lead: {who: anna, do: decide}}
  legal:
    on: signal:legal
    hold: a legal threat
    steps: {support: {who: carla, do: read this}}
  payment:
    on: category:late-payment
    steps: {listen: {do: ring and listen}}
EOF
at "2026-11-10 10:00:00" cust-log policy apply
like "$err" "policy 1 is in force; .*; a ladder began in 3" "a ladder that is new begins in the complaints that fit it, which is said"
like "$(steps 1)" "2026-11-10T10:00:00Z	carla	legal support: read this" "one for a signal, from then on"
like "$(cust-report show 1)" "a legal threat" "with its hold"
like "$(steps 2)" "payment listen: ring and listen" "one for a category"
is "$(steps 3)" "" "not where they dispute it"
is "$(steps 4)" "" "nor while a plan is kept"
is "$(steps 6)" "" "nor in what is resolved"
like "$(steps 5)" "	anna	answer lead: decide" "and the one for what is late, where it is late"
at "2026-11-10 10:05:00" cust-log policy apply
is "$(cust-followup kind:escalation | grep -c .)" 4 "once"
echo "soon: 5 days" >>"$CUST_DESK/policy.yaml"
at "2026-11-10 10:10:00" cust-log policy apply
is "$(printf '%s\n' "$err" | grep -c ladder)" 0 "and not again with the next policy"
cat >>"$CUST_DESK/policy.yaml" <<'EOF'
standards:
  ombudsman: {deadline: resolution, within: 3 days}
  newer: {deadline: resolution, within: 3 days, since: 2026-11-10}
EOF
at "2026-11-10 11:00:00" cust-log policy apply
like "$err" "deadlines of ([0-9]) complaints moved, of \1 to a time that is past" "a standard that is added counts from when they came in, and what is late by it is said"
like "$(cust-followup 5 kind:resolution --fields=due,text)" "2026-10-23T23:59:59Z	ombudsman" "as the page has it"
is "$(cust-followup kind:resolution | grep -c newer)" 0 "one that holds since a day leaves older complaints out"
run cust-log verify
rc_is 0 "the histories give the rows"
done_testing
