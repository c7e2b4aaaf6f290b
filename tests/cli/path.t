#!/bin/sh
# How far a complaint has come: each step once, and again when it was opened again.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
cust-log init >/dev/null 2>&1
at() {
    when=$1
    shift
    run faketime -f "2026-11-$when" "$@"
}
way() { # the lines of the way on its page, at a time
    at "$1" cust-report show "$2"
    way=$(printf '%s\n' "$out" | grep -E '^(PATH|AGAIN) ')
}

at "02 09:00:00" cust-log new -c acme the kettle leaks
at "02 09:22:00" cust-log said 1 we look into it
at "03 09:00:00" cust-log offer 1 --remedy replacement
at "03 12:00:00" cust-log agree 1 --promise "tomorrow 10:00 send it"
at "04 10:00:00" cust-log resolve 1 --cause lid-seal it was sent
way "04 11:00:00" 1
is "$way" "PATH   heard ok   ack ok 22 min   offered ok 24 h   agreed ok 27 h   acted ok 2 d   confirmed -   learned ok" "each step has the time that it took"
at "06 10:00:00" cust-log confirm 1 no it leaks again
way "06 11:00:00" 1
is "$way" "PATH   heard ok   ack ok 22 min   offered ok 24 h   agreed ok 27 h   acted ok 2 d   confirmed no 4 d   learned ok
AGAIN  opened after 4 d   ack -   offered -   agreed -   acted -   confirmed -" "of one that is opened again all that happened stays, and what must be done again is seen"
at "06 12:00:00" cust-log said 1 we are sorry
at "07 10:00:00" cust-log offer 1 --remedy refund:20
way "07 11:00:00" 1
like "$way" "^AGAIN  opened after 4 d   ack ok 2 h   offered ok 24 h   agreed -   acted -   confirmed -$" "and how far it has come by now, from then"
at "08 10:00:00" cust-log resolve 1 the money was sent
way "08 11:00:00" 1
like "$way" "^AGAIN .*   offered ok 24 h   agreed ok   acted ok 2 d   confirmed -$" "what was passed over has no time"
at "09 10:00:00" cust-log confirm 1 yes
way "09 11:00:00" 1
is "$way" "PATH   heard ok   ack ok 22 min   offered ok 24 h   agreed ok 27 h   acted ok 2 d   confirmed no 4 d   learned ok
AGAIN  opened after 4 d   ack ok 2 h   offered ok 24 h   agreed ok   acted ok 2 d   confirmed ok 3 d" "to the end"
at "10 10:00:00" cust-log heard 1 it leaks a third time
way "10 11:00:00" 1
is "$way" "PATH   heard ok   ack ok 22 min   offered ok 5 d   agreed ok   acted ok 6 d   confirmed ok 7 d   learned ok
AGAIN  opened after 8 d   ack -   offered -   agreed -   acted -   confirmed -" "of several times the last one is told apart"
at "10 12:00:00" cust-log undo
way "10 13:00:00" 1
like "$way" "^AGAIN  opened after 4 d .* confirmed ok 3 d$" "an opening that was taken back is none"
at "10 13:00:00" cust-report show 1 --as-of 2026-11-05
is "$(printf '%s\n' "$out" | grep -cE '^(PATH .*confirmed -|AGAIN) ')" 1 "as of an earlier time it was not opened again"

at "02 09:00:00" cust-log new -c bea buy my pills
at "02 10:00:00" cust-log void 2 spam
way "02 11:00:00" 2
is "$way" "" "what is no complaint has no way"
at "03 09:00:00" cust-log reopen 2 it is one
way "03 10:00:00" 2
is "$way" "PATH   heard ok   ack -   offered -   agreed -   acted -   confirmed -   learned -" "and goes it from the beginning once it is one after all"

done_testing
