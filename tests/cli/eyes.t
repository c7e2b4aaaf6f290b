#!/bin/sh
# What a terminal shows of the queue and the agenda: enough to choose by, in any width.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

seen() { # COLUMNS COMMAND
    PAGER='' NO_COLOR=1 script -qec "stty cols $1 rows 40; $2" /dev/null </dev/null | tr -d '\r' >"$tmp/seen"
    out=$(cat "$tmp/seen")
}

widest() {
    LC_ALL=C.UTF-8 wc -L <"$tmp/seen"
}

run cust-log new -c "Owen Burke" -s "Kettle sparked" the kettle sparked and it burned her hand
run cust-log new -c "Mary Ann O'Connor" the order never arrived and nobody answers me, I am furious
run cust-log new -c "Acme Ltd" where is the filter cleaned

seen 200 cust-triage
like "$out" "^1 +P1 .* Kettle sparked +\"[a-z ]*burned[a-z ]*\"" "a wide terminal shows the strongest words of each in its line"
is "$(printf '%s\n' "$out" | grep '^3 ' | grep -c '"')" 0 "and none where nothing raised it"
seen 80 cust-triage
like "$out" "^     [|] Kettle sparked  \"[a-z ]*burned[a-z ]*\"$" "a narrow one shows subject and reason whole, below"
like "$out" "^2 .* Mary Ann O'Connor " "and the customer's name"
is "$(cust-triage | head -n 1 | awk -F '\t' '{ print NF }')" 9 "lines for pipes are as ever"
seen 120 "cust-triage --fields=ref,signals"
is "$(printf '%s\n' "$out" | grep -c burned)" 0 "who picks fields gets those"

for w in 40 60 80 100; do
    seen "$w" "cust-triage; cust-followup"
    is "$([ "$(widest)" -le "$w" ] && echo fits)" fits "nothing is wider than $w columns"
done
seen 40 "cust-triage --color=never"
is "$(cust-report show - <"$tmp/seen" | grep -c 'P[1-4] .*open')" 3 "what was copied from a narrow terminal reads back"

seen 80 cust-followup
like "$out" "^1/1 +P1 +response .*Owen Burke" "the agenda shows the priority of what a deadline is about"
like "$out" "[|] Kettle sparked$" "and its subject"

# --- pages and talk ---
run cust-log said 1 --promise "tomorrow 16:00 ring back" we are sorry to read that it burned her hand, and look into it with the maker today
seen 50 "cust-report show 1"
is "$([ "$(widest)" -le 50 ] && echo fits)" fits "no line of a page is wider than the terminal"
is "$(printf '%s\n' "$out" | tr -s ' \n' '  ' | grep -c 'read that it burned her hand, and look into it with the maker today')" 1 "and no word is parted"
is "$(cust-report show 1 | wc -L)" "$(cust-report show 1 | awk 'length > m { m = length } END { print m }')" "nothing is parted in a pipe"
ok "where lines are as long as what was said" test "$(cust-report show 1 | wc -L)" -gt 80
for w in 33 50 57; do
    seen "$w" "cust-report customer c1"
    is "$([ "$(widest)" -le "$w" ] && echo fits)" fits "nor of a customer's page of $w columns"
done
seen 60 "cust-report"
is "$(printf '%s\n' "$out" | grep -A1 '^received ' | tr -s ' \n' ' ')" "received 3 0 +3 P1 received 1 0 +1 " \
    "the figures of the desk stand in their line on 60 columns"
like "$(printf '%s\n' "$out" | grep -A1 '^first response, 90th percentile,')" "^[|] business$" "and a long name goes on below"
is "$([ "$(widest)" -le 60 ] && echo fits)" fits "in the terminal"
seen 22 "cust-report"
is "$(printf '%s\n' "$out" | grep -A1 '^received ' | tr -s ' \n' ' ')" "received 3 | BEFORE 0 CHANGE +3 " \
    "figures that have no room in their line stand below it with their names, noughts too"
seen 60 "cust-report staff"
is "$(printf '%s\n' "$out" | sed '1,/^OWNER/d;/^TOTAL/d' | grep -v '^- ' | cut -c1 | sort -u)" "|" "and begin with their mark"
is "$(printf '%s\n' "$out" | sed -n '1,/^OWNER/p' | tr -s ' ' '\n' | grep -cxE 'OWNER|SATIS|WON|BACK|KEPT|RSVD|BEF|REOP|LATE|BRKN|OPEN')" \
    "$(printf '%s\n' "$out" | sed -n '1,/^OWNER/p' | wc -w)" "no heading is parted within a word"
is "$(cust-report staff --fields=owner,rsvd,won-back --format=csv | head -1 | tr -d '\r')" "owner,resolved,won_back" \
    "and a name that is shortened is taken for the column"
seen 80 "cust-report list -n 2"
like "$out" "^TOTAL the first 2; there are more$" "where a limit left some out the footing says so"
seen 80 "cust-report list -n 3; cust-report search -n 1 filter"
is "$(printf '%s\n' "$out" | grep -c 'there are more')" 0 "and not where it left out none"
seen 80 "cust-report search -n 1 the"
like "$out" "^TOTAL the first 1; there are more$" "of what was said, too"
seen 80 "cust-triage -n 1"
like "$out" "^TOTAL the first 1; there are more: 3 open," "and of the queue, with how many are open"
seen 80 "cust-report customers -n 2"
like "$out" "^TOTAL 2 of 3, for " "of a table, of how many"
is "$(cust-report customers -n 2 | wc -l) $(cust-report list -n 2 | wc -l)" "2 2" "in a pipe there are only lines"
is "$(cust-report trend -n 3 | wc -l)" 3 "and as many as were asked for"
seen 50 "cust-log said 99 --as nothing-of-the-kind words"
is "$([ "$(widest)" -le 50 ] && echo fits)" fits "an error is parted between words too"
printf '#!/bin/sh\ncat >"%s/paged"\n' "$tmp" >"$tmp/bin/keep"
chmod +x "$tmp/bin/keep"
for verb in "" list trend "show 1" "customer c1"; do
    rm -f "$tmp/paged"
    PAGER=keep script -qec "cust-report $verb" /dev/null </dev/null >/dev/null
    ok "cust-report${verb:+ $verb} goes through the pager" test -s "$tmp/paged"
done
PAGER=/nonexistent script -qec "cust-report show 1" /dev/null </dev/null >"$tmp/seen"
like "$(cat "$tmp/seen")" "PAGER: '/nonexistent' cannot be run; what follows is shown without it" "a pager that cannot be run is said"
like "$(cat "$tmp/seen")" "Kettle sparked" "and the page is shown without it"
PAGER=' 	' script -qec "cust-report show 1" /dev/null </dev/null >"$tmp/seen"
like "$(cat "$tmp/seen")" "Kettle sparked" "a pager of blanks is none: the page is shown"
like "$(PAGER=' cat ' script -qec "cust-report show 1" /dev/null </dev/null)" "Kettle sparked" "and so it is with cat between blanks"

done_testing
