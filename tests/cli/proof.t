#!/bin/sh
# proof: where the time went, to the second, recomputed from the events.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
run cust-log init
printf 'zone: UTC\nholidays:\n  12-25: closed\n' >"$HOME/.local/share/cust/policy.yaml"
run faketime -f "2026-12-01 10:00:00" cust-log policy apply
run faketime -f "2026-12-23 16:00:00" cust-log new -c acme the kettle leaks
run faketime -f "2026-12-24 10:00:00" cust-log wait 1 for a photo
run faketime -f "2026-12-28 10:00:00" cust-log resume 1 it came
run faketime -f "2026-12-28 11:00:00" cust-log set 1 priority=P2
run faketime -f "2026-12-29 09:30:00" cust-followup proof 1/1
rc_is 0 "a deadline is proved"
cat >"$tmp/want" <<'EOF'
1/1	rule	response	2026-12-23T16:00:00Z	2026-12-28T12:00:00Z	-	1@4	2026-12-23T16:00:00Z	the desk's own: 4 business hours
1/1	moved	response	2026-12-24T10:00:00Z	-	-	1@7	2026-12-24T10:00:00Z	policy
1/1	moved	response	2026-12-28T10:00:00Z	2026-12-28T17:00:00Z	-	1@10	2026-12-28T10:00:00Z	policy
1/1	moved	response	2026-12-28T11:00:00Z	2026-12-28T12:00:00Z	-	1@13	2026-12-28T11:00:00Z	policy
1/1	interval	counted	2026-12-23T16:00:00Z	2026-12-23T17:00:00Z	3600	1@4	2026-12-23T16:00:00Z	-
1/1	interval	outside-hours	2026-12-23T17:00:00Z	2026-12-24T09:00:00Z	57600	-	-	-
1/1	interval	counted	2026-12-24T09:00:00Z	2026-12-24T10:00:00Z	3600	-	-	-
1/1	interval	paused	2026-12-24T10:00:00Z	2026-12-28T10:00:00Z	345600	1@6	2026-12-24T10:00:00Z	-
1/1	interval	counted	2026-12-28T10:00:00Z	2026-12-28T17:00:00Z	25200	1@9	2026-12-28T10:00:00Z	-
1/1	interval	outside-hours	2026-12-28T17:00:00Z	2026-12-29T09:00:00Z	57600	-	-	-
1/1	interval	counted	2026-12-29T09:00:00Z	2026-12-29T09:30:00Z	1800	-	-	-
1/1	sum	counted	2026-12-23T16:00:00Z	2026-12-29T09:30:00Z	34200	-	-	-
1/1	sum	outside-hours	2026-12-23T16:00:00Z	2026-12-29T09:30:00Z	115200	-	-	-
1/1	sum	holiday	2026-12-23T16:00:00Z	2026-12-29T09:30:00Z	0	-	-	-
1/1	sum	paused	2026-12-23T16:00:00Z	2026-12-29T09:30:00Z	345600	-	-	-
1/1	end	late	2026-12-28T12:00:00Z	2026-12-29T09:30:00Z	19800	-	-	still open
EOF
is "$out" "$(cat "$tmp/want")" "every interval with its reason, its event and when that was entered"
run faketime -f "2026-12-29 09:45:00" cust-log said 1 --when "2026-12-28 11:45" a new lid is on its way
run faketime -f "2026-12-29 10:00:00" cust-followup proof 1/1
like "$out" "^1/1	end	kept	2026-12-28T12:00:00Z	2026-12-28T11:45:00Z	0	1@[0-9]+	2026-12-29T09:45:00Z	-$" "what was entered later is shown as entered later"
run cust-followup proof 1
like "$out" "^1/2	rule	resolution" "a complaint has all of its deadlines proved"
run faketime -f "2027-12-24 16:00:00" cust-log new -c bert the lamp is broken
run faketime -f "2027-12-28 10:00:00" cust-followup proof 2/1
like "$out" "^2/1	interval	holiday	2027-12-25T00:00:00Z	2027-12-26T00:00:00Z	86400	" "a holiday is named as one"
run cust-followup proof 1/9
rc_is 66 "a deadline that is not there is not found"
run cust-followup add 1 --due +1h ring
run cust-followup proof "$(printf '%s' "$out" | cut -f1)"
rc_is 66 "a promise has no proof"
run cust-followup proof 7
rc_is 66 "nor a complaint that is not there"
run cust-followup proof c1
rc_is 64 "nor a customer"

if command -v script >/dev/null; then
    run script -qec "stty cols 80; PAGER=cat cust-followup proof 1/1 2>/dev/null" /dev/null
    like "$out" "^REF +ROW +CLASS +FROM +TO +SECONDS" "a narrow terminal has the columns that it has room for"
    like "$out" "^ +\| the desk's own: 4 business hours" "with the text below them"
    width=$(printf '%s\n' "$out" | tr -d '\r' | sed 's/\x1b\[[0-9;?]*[a-zA-Z=>]//g' | wc -L)
    ok "no line is wider than it" test "$width" -le 80
    run script -qec "stty cols 120; PAGER=cat cust-followup proof 1/1 2>/dev/null" /dev/null
    like "$out" "^REF .*EVENT +ENTERED +TEXT" "a wide one has all"
else
    skip "a narrow terminal has the columns that it has room for" "script(1) is not here"
fi

# --- day and night ----------------------------------------------------------------------------------------------

CUST_DESK=$tmp/nights
export CUST_DESK
run cust-log init --desk "$CUST_DESK"
printf 'zone: UTC\ndeadlines:\n  P1:\n    response: 2 business hours\n    hours: always\n' >"$CUST_DESK/policy.yaml"
run faketime -f "2026-12-18 10:00:00" cust-log policy apply
run faketime -f "2026-12-18 22:00:00" cust-log new -c acme the lid came off and I burned my hand
like "$out" "^1	P1	" "what is dangerous"
run faketime -f "2026-12-18 23:00:00" cust-followup proof 1/1
cat >"$tmp/want" <<'EOF'
1/1	rule	response	2026-12-18T22:00:00Z	2026-12-19T00:00:00Z	-	1@4	2026-12-18T22:00:00Z	the desk's own: 2 business hours, day and night
1/1	interval	counted	2026-12-18T22:00:00Z	2026-12-18T23:00:00Z	3600	1@4	2026-12-18T22:00:00Z	-
1/1	sum	counted	2026-12-18T22:00:00Z	2026-12-18T23:00:00Z	3600	-	-	-
1/1	sum	outside-hours	2026-12-18T22:00:00Z	2026-12-18T23:00:00Z	0	-	-	-
1/1	sum	holiday	2026-12-18T22:00:00Z	2026-12-18T23:00:00Z	0	-	-	-
1/1	sum	paused	2026-12-18T22:00:00Z	2026-12-18T23:00:00Z	0	-	-	-
1/1	end	open	2026-12-19T00:00:00Z	2026-12-18T23:00:00Z	0	-	-	still open
EOF
is "$out" "$(cat "$tmp/want")" "has a clock that runs on a Friday night"
run cust-triage explain 1
like "$out" "^response within 2 business hours, day and night$" "explain says so"
like "$out" "^resolution within 1 working day, day and night$" "of both clocks"
run faketime -f "2026-12-18 23:30:00" cust-log set 1 priority=P3
is "$(cust-followup kind:response --fields=due)" 2026-12-21T17:00:00Z "another priority has the desk's hours"
like "$(cust-triage explain 1)" "^response within 1 working day$" "which explain says by silence"
run faketime -f "2026-12-18 23:40:00" cust-log set 1 priority=P1
is "$(cust-followup kind:response --fields=due)" 2026-12-19T00:00:00Z "and back again"
run faketime -f "2026-12-18 23:45:00" cust-log said 1 we come at once
run faketime -f "2026-12-19 10:00:00" cust-followup proof 1/1
was=$out
like "$was" "^1/1	sum	counted	.*	6300	" "what ended has its sums by the clock that it had"
run faketime -f "2026-12-19 11:00:00" cust-log set 1 priority=P4
run faketime -f "2026-12-19 12:00:00" cust-followup proof 1/1
is "$out" "$was" "and keeps them, and its rule, when the complaint has another priority later"
printf 'deadlines:\n  P1:\n    hours: nights\n' >"$tmp/bad.yaml"
run cust-log policy check "$tmp/bad.yaml"
rc_is 78 "other hours are refused"
like "$err" "bad.yaml:3:12: 'nights' is neither desk" "with their place and what may stand there"
run cust-log verify
rc_is 0 "the history gives the rows"

done_testing
