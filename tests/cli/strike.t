#!/bin/sh
# Taking something back takes what went with it and nothing else, and taking that back brings all of it again.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init >/dev/null 2>&1

run cust-log new -c acme the kettle leaks
before=$(cust-report show 1 | grep -v '^@\|^    ')
run cust-log strike 1@3 triage read it wrongly
rc_is 0 "what triage read can be struck"
is "$(cust-report show 1 | grep '^CLOCK')" "$(printf '%s\n' "$before" | grep '^CLOCK')" \
    "and no deadline goes with it"
like "$out" 'the kettle leaks$' "nor the subject"
run cust-log strike 1@5 no such deadline
is "$(cust-report show 1 | grep -c '^CLOCK')" 1 "a deadline struck is one deadline, not both"
like "$out" 'the kettle leaks$' "and not the subject"

cust-log new -c jo the lid broke >/dev/null
cust-log resolve 2 --remedy refund sent one >/dev/null
cust-log confirm 2 yes >/dev/null
run cust-log heard 2 it broke again
stands=$(cust-report show 2 | grep -v '^@\|^    ' | sed 's/[0-9]* min//')
like "$out" '	acknowledged	' "an answer opens a closed complaint"
run cust-log undo
like "$out" '	closed	' "undo closes it again"
run cust-log undo
rc_is 65 "undo does not undo itself"
at=$(printf '%s\n' "$err" | sed -n 's/.*strike \(2@[0-9]*\) .*/\1/p')
run cust-log strike "$at" that was right
like "$out" '	acknowledged	' "what it names instead opens it as the answer did"
is "$(cust-report show 2 | grep -v '^@\|^    ' | sed 's/[0-9]* min//')" "$stands" "with its deadlines, and all else as it stood"

cust-log new -c jo the cup broke >/dev/null
run cust-log resolve 3 --remedy refund sent one
stands=$(cust-report show 3 | grep -v '^@\|^    ' | sed 's/[0-9]* min//')
n=$(cust-report show 3 | sed -n 's/^@\([0-9]*\) .*resolved.*/\1/p')
run cust-log strike "3@$n" wrong one
like "$out" '	received	' "a struck solution leaves no step that it implied"
n=$(cust-report show 3 | sed -n 's/^@\([0-9]*\) .*struck.*/\1/p')
run cust-log strike "3@$n" no, the right one
like "$out" '	resolved	' "a struck strike brings it back"
is "$(cust-report show 3 | grep -v '^@\|^    ' | sed 's/[0-9]* min//')" "$stands" "with the steps, the remedy and the deadlines that it had"
cust-log note 3 oops >/dev/null
printf 'From: c@home.example\nSubject: smoke\n\nMy house burns.\n' | cust-log mail >/dev/null 2>&1
run cust-log undo
like "$out" '^3	' "undo takes back what was typed, not a mail that came since"
is "$(cust-report list status:void)" "" "nothing that a customer wrote is lost by it"
printf 'customer,text\nann,one\nbob,two\n' >"$tmp/in.csv"
cust-log import "$tmp/in.csv" >/dev/null 2>&1
run cust-log undo
rc_is 65 "an import is not half taken back"
is "$(cust-report list status:void)" "" "and nothing of it is void"
run cust-log verify
rc_is 0 "histories and rows agree"
done_testing
