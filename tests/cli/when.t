#!/bin/sh
# What we said and did happened when the complaint was here, or later.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cust-log new -c ann the lamp broke >/dev/null 2>&1
before=$(cust-log export)
run cust-log said 1 --when "3 weeks ago" we are on it
rc_is 65 "nobody answered before there was a complaint"
like "$err" "lies before 1 was received, .*later --when, or record the complaint anew" "and how to mend it is said"
run cust-log resolve 1 --when 1999-01-01 a new lamp
rc_is 65 "nor was it resolved before"
run cust-log confirm 1 --when yesterday yes
rc_is 65 "nor were they content"
is "$(cust-log export)" "$before" "and nothing is written"
run cust-log heard 1 --when yesterday the lamp hums
rc_is 0 "what they said may have come in before it was told"
run cust-log note 1 --when "3 weeks ago" they rang to ask how lamps are cleaned
rc_is 0 "a note may tell what was before"
cust-log new -c bea --when "3 weeks ago" hers too >/dev/null 2>&1
run cust-log said 2 --when "2 weeks ago" we are on it
rc_is 0 "between receipt and now it may lie"
run cust-log said 1 --when "$(date -u '+%F %H:%M')" we are on it
rc_is 0 "the minute of receipt is not before it"
cust-log new -c cleo --when "2 weeks ago" the jug leaks >/dev/null 2>&1
cust-log resolve 3 --when "1 week ago" a new jug >/dev/null 2>&1
run cust-log heard 3 --when "10 days ago" it leaks at the handle
like "$out" "^3	P.	resolved" "what they said before it was resolved does not open it"
run cust-log confirm 3 yes --when "9 days ago"
rc_is 65 "nor were they content with it before"
like "$err" "lies before 3 was resolved, .*; give a later --when$" "which is said"
run cust-log confirm 3 yes --when "6 days ago"
rc_is 0 "after that they may be"
run cust-log heard 3 --when "8 days ago" it dripped on the table
like "$out" "^3	P.	closed" "nor does it open what is closed"
is "$(cust-report show 3 | grep -c reopened)" 0 "and it counts as opened again nowhere"
run cust-log heard 3 --when "2 days ago" it leaks again
like "$out" "^3	P.	acknowledged" "what they said since does"
cust-log new -c dan --when "10 days ago" the pan is bent >/dev/null 2>&1
run cust-log offer 4 --remedy refund --when "3 weeks ago"
rc_is 65 "nothing was offered before there was a complaint"
like "$err" "lies before 4 was received, " "which is said"
run cust-log offer 4 --remedy refund --when "3 days ago"
rc_is 0 "since then it may have been"
run cust-log agree 4 --promise "tomorrow pay" --when "5 days ago"
rc_is 65 "nobody agreed to what was not offered yet"
like "$err" "lies before 4 was offered that, .*; give a later --when" "which is said, too"
run cust-log agree 4 --promise "tomorrow pay" --when "2 days ago"
rc_is 0 "but to what was"
run cust-log resolve 4 --when "4 days ago" it was paid at once
rc_is 0 "what was done before we said so is no mistake"
run cust-log verify
is "$rc$out" 0 "and the histories replay"

done_testing
