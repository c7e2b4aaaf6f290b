#!/bin/sh
# What our words promise is kept in mind, and what was read and not kept is said.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
at() {
    when=$1
    shift
    run faketime -f "$when" "$@"
}

at "2026-11-18 10:00:00" cust-log new -c jane my lamp is dark
for words in "I will call you on the 20th." "You will hear from us by 20/11." "You get your refund by Friday." \
    "I refund you 500.00 by Friday." "We are sending a new lamp out tomorrow." \
    "A courier collects it on Wednesday between 9 and 12." "Ben will ring you on Thursday at 3pm." \
    "Expect a call from my manager tomorrow morning."; do
    at "2026-11-18 10:05:00" cust-log said 1 --promises fail "$words"
    rc_is 65 "a promise is read: $words"
done
at "2026-11-18 10:06:00" cust-log said 1 The lid goes to the post on Friday.
rc_is 0 "what does not read as one is kept as words"
like "$err" "a time was read and no promise made: 2026-11-20 17:00 UTC: The lid goes to the post on Friday" "and the time in it is said"
at "2026-11-18 10:07:00" cust-log said 1 --promise "fri 12:00 post the lid" The lid goes to the post on Friday.
is "$(printf '%s\n' "$err" | grep -c "no promise made")" 0 "but not when the promise is given beside"
at "2026-11-18 10:08:00" cust-log said 1 The first one left on Friday.
is "$err" "" "nor what tells of the past"
call() {
    faketime -f "2026-11-18 10:10:00" cust-log call --on 1 jane <"$tmp/lines" >/dev/null 2>"$tmp/err"
}
echo '> the lid goes to the post on Friday' >"$tmp/lines"
call
like "$(cat "$tmp/err")" "^a time was read and no promise made: 2026-11-20 17:00 UTC; ! makes one$" "at the phone too"
done_testing
