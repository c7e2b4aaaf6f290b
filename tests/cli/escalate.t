#!/bin/sh
# A matter is handed up by hand: to the ladder's next step, to a higher role, or to whom one says.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

CUST_DESK=$tmp/desk
export CUST_DESK
me=$(id -un)
steps() {
    cust-followup kind:escalation "state:open" --fields=ref,owner,text
}

run cust-log init
cust-log new -c eve "My lamp flickers." >/dev/null
run cust-log escalate 1
rc_is 64 "with nobody above it has to be said to whom"
like "$err" "--to LOGIN" "and how"
run cust-log escalate 1 --to anna they want somebody who decides
rc_is 0 "it goes to whom one says"
like "$out" "^1	.*My lamp flickers" "the complaint's line is printed"
like "$err" "^cust-log: 1/3: anna: they want somebody who decides$" "and who is to do what"
is "$(steps)" "1/3	anna	they want somebody who decides" "a follow-up tells them"
like "$(cust-followup remind 2>&1)" "they want somebody who decides" "at the next reminders"
run cust-log undo
is "$(steps)" "" "undo takes it back"
run cust-log resolve 1 "a new one"
run cust-log escalate 1 --to anna
rc_is 65 "what is resolved does not go up"
like "$err" "reopen it" "but can be opened again"
run cust-log escalate 99 --to anna
rc_is 66 "nor does what is not there"
run cust-log escalate c1 --to anna
rc_is 64 "nor a customer"

cat >"$CUST_DESK/policy.yaml" <<END
roles:
  agent: {rank: 1}
  lead: {rank: 2}
  manager: {rank: 3}
staff:
  $me: {role: agent}
  ben: {role: manager}
  anna: {role: lead}
END
cust-log policy apply 2>/dev/null
cust-log new -c kim "My kettle leaks." >/dev/null
run cust-log escalate 2 --to carla
rc_is 64 "it goes to nobody who is not of the staff"
run cust-log escalate 2
is "$(steps)" "2/3	anna	decide how it goes on, and ring the customer" "without a ladder it goes to the lowest role above"
run cust-log undo

cat >>"$CUST_DESK/policy.yaml" <<'END'
ladders:
  complaint:
    on: late
    steps:
      lead: {who: anna, do: decide what we offer}
      manager: {after: 1 working day, who: ben, do: ring the customer}
END
cust-log policy apply 2>/dev/null
run cust-log escalate 2 they insulted the driver
is "$(steps)" "2/4	anna	complaint lead: decide what we offer" "with one it goes to its first step"
like "$(cust-report show 2)" "^    they insulted the driver$" "and why is noted"
run cust-log escalate 2
like "$(steps)" "^2/5	ben	complaint manager: ring the customer$" "then to the next, at once"
run cust-log escalate 2
rc_is 65 "behind the last step there is none"
like "$err" "2/5 is the last step of its ladder already; --to LOGIN" "which is said"
run cust-log verify
rc_is 0 "the histories give the rows"

done_testing
