#!/bin/sh
# Figures: what the tables count, that each opens, and that the past stays as it was.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

began=$(date +%s) # spans are exact, however long the test takes
ago() { # a moment that many hours ago
    date -u -d "@$((began - $1 * 3600))" +%Y-%m-%dT%H:%M:%SZ
}

figure() { # NAME [COLUMN]: of the summary in $out
    printf '%s\n' "$out" | awk -F '\t' -v name="$1" -v c="${2:-2}" '$1 == name { print $c }'
}

cell() { # ROW COLUMN: of the table in $out, by the names in its header (csv)
    printf '%s\n' "$out" | tr -d '\r' | awk -F, -v row="$1" -v col="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == col) at = i } $1 == row { print $at }'
}

# Acme, difficult: resolved after 4 hours, confirmed.  Jane: one 40 days ago, one now.  Berta: void.
{
    cust-log new -c "Acme Ltd" --when "$(ago 30)" I am furious, this is outrageous
    cust-log assign 1 --to anna
    cust-log said 1 --when "$(ago 29)" we are on it
    cust-log resolve 1 --cause lid-seal --when "$(ago 26)" sent
    cust-log confirm 1 yes thanks
    cust-log new -c Jane --when "$(ago 960)" the first
    cust-log new -c Jane --when "$(ago 2)" the second
    cust-log assign 3 --to bert
    cust-log new -c Berta spam
    cust-log void 4 spam
    cust-followup add 3 --due "+1h" ring back
    cust-followup "done" 3/3
    cust-followup add 3 --due "+2h" ring again
} >/dev/null 2>&1

run cust-report
rc_is 0 "the desk at a glance answers"
is "$(figure received) $(figure received 3)" "2 1" "what came in the period and in the one before; void ones are none"
is "$(figure void)" 1 "void ones count as void"
is "$(figure 'repeat within 90 days')" 1 "a customer's second complaint within 90 days is a repeat"
is "$(figure 'first response, median minutes')" 60 "the median by the clock"
is "$(figure 'resolution, median minutes')" 240 "so too of resolving"
like "$(figure 'resolution, median business minutes')" "^[0-9]+$" "and in business time"
is "$(figure satisfied) $(figure 'won back') $(figure 'won back, percent')" "1 1 100" "a furious customer's yes is one won back"
is "$(figure 'promises kept')" 1 "a kept promise counts"
is "$(figure 'open at the end')" 2 "what is open"
is "$(figure 'resolved with a cause') $(figure 'resolved with a cause, percent')" "1 100" "of what was resolved, how much has taught its cause"
whole=$out

# --- every figure opens ---
bad=
printf '%s\n' "$whole" >"$tmp/figures"
while IFS='	' read -r name now _; do
    case $name in
    *percent* | *median* | *average* | *sum*) continue ;;
    esac
    n=$(cust-report --ids "$name" 2>/dev/null | wc -l)
    [ "$n" -eq "$now" ] || bad="$bad $name: $now but $n lines;"
done <"$tmp/figures"
is "$bad" "" "behind every count there are as many complaints"
is "$(cust-report --ids satisfied | cut -f1)" 1 "by their numbers"
is "$(cust-report --ids received | cust-log note - seen | cut -f1 | tr '\n' ' ')" "1 3 " "and they go into a pipe"
is "$(cust-report --ids before/received --fields=ref)" "$(cust-report list customer:jane --fields=ref | head -1)" "the period before opens as well"
bad=
while IFS='	' read -r name _ before _; do
    case $name in
    *percent* | *median* | *average* | *sum*) continue ;;
    esac
    n=$(cust-report --ids "before/$name" 2>/dev/null | wc -l)
    [ "$n" -eq "$before" ] || bad="$bad $name: $before but $n lines;"
done <"$tmp/figures"
is "$bad" "" "with every figure of it"
run cust-report --ids later/received
rc_is 64 "and there is no other period"
run cust-report --ids recieved
rc_is 64 "an unknown figure is refused"
like "$err" "did you mean 'received'" "and the near one suggested"
run cust-report --ids reciev
like "$err" "like it are: received, P1 received" "or those that are like it"
run cust-report --ids xyz
like "$err" "cust-report without --ids prints the names of all" "or where they stand"
run cust-report promises --ids nope
like "$err" "there are kept, late, broken, moved, percent, before, open and overdue" "of a table, all"
run cust-report --ids anna/broken
like "$err" "as in cust-report staff --ids anna/broken" "and where rows are"
run cust-report staff --ids frank/kept
like "$err" "no row 'frank' in this table; there are .*bert" "rows are named, too"
is "$(cust-report staff --ids 'Won Back' | cut -f1) $(cust-report --ids WON_BACK | cut -f1)" "1 1" \
    "a column and a figure are taken with blanks or _, in any case"
is "$(cust-report staff --ids 'promises kept' | cut -f1)" 3 "a table's column by the name of the figure, too"
is "$(cust-report causes --ids Lid-Seal/RSVD | cut -f1) $(cust-report deadlines --ids 'bus med' | cut -f1 | head -1)" "1 1" \
    "and by what is printed where it is narrow"
is "$(cust-report staff --ids nobody/open | cut -f1)" "$(cust-report staff --ids -/open | cut -f1)" "nobody's row is nobody's, as on the page of html"
run cust-report --period never
like "$err" "write 2026-11-21, 2026-11, 2026Q4, 2026H2, 2026-11-01..2026-11-10" "a period that cannot be read is told how periods are written"
is "$(cust-report --period "$(date -u -d '3 days ago' +%F)..$(date -u +%F)" --ids received | cut -f1)" \
    "$(cust-report --period 3d --ids received | cut -f1)" \
    "and one may go from a day to a day"
run cust-report --ids churn
rc_is 1 "nothing behind a figure is nothing found"

# --- the tables ---
run cust-report staff --format=csv
is "$(cell anna satisfied) $(cell anna won_back) $(cell bert kept) $(cell bert open)" "1 1 1 1" "staff are credited with thanks and kept promises"
is "$(cust-report staff --ids anna/won_back | cut -f1)" 1 "a cell opens, too"
run cust-report staff --ids nemo/kept
rc_is 64 "a row that is not there is refused"
run cust-report promises --format=csv
is "$(cell bert kept) $(cell bert percent) $(cell bert open) $(cell bert overdue)" "1 100 1 0" "promises by owner"
run cust-report deadlines --format=csv
like "$(cell response met)" "^[0-9]+$" "deadlines by kind"
run cust-report customers --format=csv
is "$(cell c2 customer) $(cell c2 received) $(cell c2 before)" "Jane 1 1" "customers by reference"
is "$(cust-report customers --ids c1/anger | cut -f1)" 1 "and one opens by it"
run cust-report causes --format=csv
is "$(cell lid-seal resolved) $(cell lid-seal share) $(cell lid-seal median)" "1 100 240" "causes with their share"

bad=
cells=0
for t in staff promises deadlines customers causes "trend --period 9d"; do
    # shellcheck disable=SC2086
    cust-report $t --format=csv | tr -d '\r' | awk -F, -v t="${t%% *}" '
        NR == 1 { for (i = 2; i <= NF; i++) name[i] = $i }
        NR > 1 { for (i = 2; i <= NF; i++)
            if (name[i] !~ /percent|median|p90|share|cumulative|customer$/ && !(t ~ /^(promises|deadlines)$/ && name[i] == "before"))
                print ($1 == "" ? "-" : $1) "/" name[i] "\t" $i }' >"$tmp/cells"
    while IFS='	' read -r cell value; do
        # shellcheck disable=SC2086
        n=$(cust-report $t --ids "$cell" 2>/dev/null | wc -l)
        [ "$t" = promises ] && [ "$n" -lt "$value" ] && # what a customer was promised without a complaint has none
            n=$((n + $(cust-followup --format=tsv state:open or not state:open | grep -c '^c.*anna')))
        [ "$n" -eq "$value" ] || bad="$bad $t $cell: $value but $n lines;"
        cells=$((cells + 1))
    done <"$tmp/cells"
done
is "$bad" "" "behind every cell that counts there are as many complaints"
ok "in all tables" test "$cells" -gt 140

# --- remedies, and a cause that comes back after its fix ---
{
    cust-log new -c Dora my kettle leaks
    cust-log offer 5 --remedy refund:25.00 --remedy replacement choose
    cust-log agree 5 --option 1 --promise "tomorrow 10:00 pay it" fine
    cust-log resolve 5 --cause lid-seal paid
    cust-log confirm 5 yes thanks
    cust-log fix lid-seal --from "$(date -u +%Y-%m-%d)" a better seal
} >/dev/null 2>&1
run cust-report remedies --format=csv
is "$(cell refund offered) $(cell refund given) $(cell refund cost) $(cell refund worked)" "1 1 25.00 1" "remedies with what they cost and whether they worked"
is "$(cell replacement offered) $(cell replacement given)" "1 0" "an option that was not taken was only offered"
is "$(cust-report remedies --ids refund/worked | cut -f1)" 5 "and a remedy opens"
run cust-report
is "$(figure 'remedies given') $(figure 'remedies given, sum') $(figure 'remedies that worked')" "1 25.00 1" "the summary has them, too"
is "$(cust-report --ids 'remedies given' | cut -f1) $(cust-report --ids 'remedies that worked' | cut -f1)" "5 5" "and they open"
is "$(figure 'again after a fix')" 1 "the same cause after its fix is counted"
is "$(cust-report causes --ids lid-seal/recurred | cut -f1)" 5 "and said which"
{
    cust-log undo fixed too early
    cust-log void 5 a test
} >/dev/null 2>&1

# --- abuse, support, praise, scores, steps up ---
{
    cust-log abuse 3 he shouted
    cust-log confirm 1 yes --score 4
    cust-log set 1 satisfaction=3
    cust-log set 3 satisfaction=5
} >/dev/null 2>&1
run cust-report
is "$(figure 'abuse of staff') $(figure 'support given')" "1 0" "abuse of a colleague counts, support once it was given"
is "$(figure 'satisfaction, average of 1 to 5')" 4.00 "scores are averaged, the last of each complaint"
is "$(cust-report --ids 'satisfaction, average of 1 to 5' | cut -f1 | tr '\n' ' ')" "1 3 " "and open into what they were taken from"
like "$(cust-report --format=json)" '"satisfaction, average of 1 to 5","now":4.00,' "as numbers in json"
cust-log new -c Lea --category late-payment --invoice 77 --amount 120.50 --invoice-due "$(date -u -d '9 days ago' +%F)" they have not paid >/dev/null 2>&1
owes=$(cust-report list customer:lea | cut -f1)
run cust-report
is "$(figure 'late payments outstanding') $(figure 'late payments outstanding, sum')" "1 120.50" "a late payment is outstanding with its sum"
is "$(cust-report --ids 'late payments outstanding' | cut -f1)" "$owes" "and opens"
like "$(cust-report customer lea)" "^OWES      $owes: 120[.]50" "and stands on the customer's page"
cust-log set "$owes" paid=20.50 >/dev/null
run cust-report
is "$(figure 'late payments outstanding, sum')" 100.00 "what came in is not outstanding any more"
cust-log set "$owes" paid=100 >/dev/null 2>&1
run cust-report
is "$(figure 'late payments outstanding') $(figure 'late payments outstanding, sum')" "0 0.00" "and a paid one is none"
is "$(cust-report customer lea | grep -c '^OWES')" 0 "there as well"
cust-log void "$owes" a test >/dev/null 2>&1
cust-log escalate 3 --to anna they want somebody who decides >/dev/null 2>&1
run cust-report
is "$(figure escalations) $(cust-report --ids escalations | cut -f1)" "1 3" "what went up counts as escalation"
talk=$(cust-followup kind:meeting --format=tsv | cut -f1 | head -1)
cust-followup "done" "$talk" >/dev/null
run cust-report
is "$(figure 'support given')" 1 "support given is a talk that was held"
is "$(figure 'promises kept') $(cust-report promises --ids kept | cut -f1)" "1 3" "and no promise that was kept to the customer"
is "$(cust-report --ids 'support given' | cut -f1)" 3 "and opens"
printf 'From: Thea <thea@example.org>\nTo: desk@example.com\nSubject: Lamp\nMessage-ID: <p1@example.org>\n\nMy lamp is broken.\n' | cust-log mail >/dev/null
praised=$(cust-report list 'customer:thea' | cut -f1)
cust-log resolve "$praised" sent >/dev/null 2>&1
printf 'From: Thea <thea@example.org>\nTo: desk@example.com\nSubject: Re: Lamp\nMessage-ID: <p2@example.org>\nIn-Reply-To: <p1@example.org>\n\nThank you so much!\n' | cust-log mail >/dev/null
run cust-report
is "$(figure praise) $(cust-report --ids praise | cut -f1)" "1 $praised" "thanks are counted as praise"
is "$(cust-report staff --ids "$(id -un)/praise" | cut -f1)" "$praised" "and credited to the owner, if there is one"
cust-log void "$praised" a test >/dev/null 2>&1

run cust-report trend --format=csv
is "$(printf '%s\n' "$out" | awk -F, 'NR > 1 { n += $2 } END { print n }')" 2 "the days of a trend add up to the period"
is "$(printf '%s\n' "$out" | tr -d '\r' | tail -1 | awk -F, '{ print $NF }')" 2 "and its backlog ends at what is open"
run cust-report trend --period 2y --format=csv
like "$out" "^20[0-9][0-9]-[01][0-9]," "a long trend goes by months"
run cust-report trend --ids backlog
rc_is 64 "the backlog is of no period"
today=$(date -u +%F)
run cust-report trend --ids "$today/backlog"
is "$(printf '%s\n' "$out" | cut -f1)" "$(cust-report list status:open | cut -f1)" "but a step's opens: what had come by its end and was not closed"
first=$(cust-report trend --format=csv | sed -n 2p | cut -d, -f1)
run cust-report trend --ids "$first/backlog"
is "$(printf '%s' "$out" | grep -c .)" "$(cust-report trend --format=csv | sed -n 2p | tr -d '\r' | awk -F, '{ print $NF }')" "as many as the figure says, of an earlier step too"
run cust-report trend --format=table
like "$out" "█" "a table for eyes has bars"
if command -v script >/dev/null 2>&1; then
    PAGER='' NO_COLOR=1 script -qec "stty cols 80 rows 24; cust-report promises" /dev/null </dev/null 2>/dev/null | tr -d '\r' >"$tmp/eighty"
    is "$(perl -CSD -ne 'chomp; $n++ if !/^TOTAL/ && length > 80; END { print $n + 0 }' "$tmp/eighty")" 0 \
        "in 80 columns a bar is cut to what the line has left"
    like "$(cat "$tmp/eighty")" "█" "and is there"
else
    skip "in 80 columns a bar is cut to what the line has left" "script is not here"
fi
cust-log new -c "=HYPERLINK(1)" "@sum is wrong" >/dev/null 2>&1
like "$(cust-report customers --format=csv)" "^c[0-9]*,'=HYPERLINK" "in csv a formula is disarmed"
is "$(cust-report list hyperlink or customer:=HYPERLINK --format=csv --fields=subject | tr -d '\r' | tail -1)" "'@sum is wrong" "in a list, too"
cust-log void "$(cust-report list customer:=HYPERLINK | cut -f1)" a test >/dev/null 2>&1
run cust-report causes --format=json
like "$out" '"schema":"cust.causes/1"' "each table has its schema"

# --- replay ---
sleep 1
stamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1
for cmd in "" staff promises deadlines customers causes trend "show 1" "show 3" "customer jane" list html; do
    # shellcheck disable=SC2086
    cust-report $cmd --as-of "$stamp" >"$tmp/then$(printf %s "$cmd" | tr -d ' ')"
done
{
    cust-log heard 1 it leaks again
    cust-log new -c "Jane <jane@example.com>" a third
    cust-log resolve 3 --cause other gone
    cust-log new -c New something
    cust-followup "done" 3/4
    cust-log set 1 subject=changed
} >/dev/null 2>&1
for cmd in "" staff promises deadlines customers causes trend "show 1" "show 3" "customer jane" list html; do
    # shellcheck disable=SC2086
    cust-report $cmd --as-of "$stamp" >"$tmp/again"
    ok "as of an instant, '$cmd' gives the same bytes after later events" \
        cmp "$tmp/again" "$tmp/then$(printf %s "$cmd" | tr -d ' ')"
done

cust-log new -c Dora another kettle >/dev/null 2>&1
cust-log new -c Dora that other kettle >/dev/null 2>&1
other=$(cust-report list 'another kettle' --fields=ref)
for one in "$other" $((other + 1)); do
    cust-log offer "$one" --remedy voucher:50 >/dev/null 2>&1
    cust-log agree "$one" --option 1 --promise "tomorrow 12:00 send it" >/dev/null 2>&1
done
cust-log merge $((other + 1)) --into "$other" >/dev/null 2>&1
run cust-report remedies --format=csv
is "$(cell voucher offered) $(cell voucher given) $(cell voucher cost)" "2 2 100.00" "what a merged one was offered and got cost no less"
is "$(cust-report remedies --ids voucher/given | cut -f1 | tr '\n' ' ')" "$other $((other + 1)) " "and opens, each"
cust-log undo >/dev/null
run cust-report remedies --format=csv
is "$(cell voucher given) $(cell voucher cost)" "2 100.00" "as it was when they were two"

# Two answered in time, two not at all.
export CUST_DESK="$tmp/slow"
{
    cust-log init
    for who in Ann Bob Cem Dee; do
        cust-log new -c "$who" --when "$(ago 400)" the parcel is late
    done
    cust-log said 1,2 --when "$(ago 399)" we look into it
} >/dev/null 2>&1
run cust-report
is "$(figure 'unanswered and late')" 2 "who waits for a first answer is counted"
is "$(cust-report --ids 'unanswered and late' | cut -f1 | tr '\n' ' ')" "3 4 " "and named"
is "$(figure 'first response in time, percent')" 50 "and nobody is answered in time by silence"

# What happens to an old complaint while the same customer, the same cause, brings a new one: in whatever order they came.
export CUST_DESK="$tmp/order"
{
    cust-log init
    cust-log new -c Ann --when "$(ago 1500)" the old kettle leaks
    cust-log new -c Ann --when "$(ago 5)" the new kettle leaks
    cust-log new -c Bob --when "$(ago 1500)" the lamp is dark
    cust-followup add 1,3 --due "+1h" ring back
    cust-followup "done" "$(cust-followup list 1 --fields=ref | head -1)"
    for n in 1 3; do cust-followup "done" "$(cust-followup "$n" kind:promise --fields=ref)"; done
    cust-log resolve 1 --cause lid-seal --when "$(ago 1400)" sent
    cust-log reopen 1 it leaks again
    cust-log resolve 2 --cause lid-seal sent
    cust-log resolve 3 --cause bulb --when "$(ago 1400)" sent
    cust-log reopen 3 dark again
} >/dev/null 2>&1
cust-followup add 2 --due "+3h" ring back >/dev/null
is "$(cust-report promises --period 7d --format=csv --fields=open,overdue | tr -d '\r' | tail -n +2)" "1,0" "what is promised now is open now"
is "$(cust-report promises --period yesterday --format=csv --fields=open | tr -d '\r' | tail -n +2)" "" "and was not yesterday"
run cust-report customers --period 7d --format=csv
is "$(cell c1 received) $(cell c1 kept)" "1 1" "a promise about an old complaint counts for who complained again"
is "$(cell c2 received)" "" "who only had one kept did not complain in the period and has no row"
is "$(cust-report customers --period 7d --ids kept | cut -f1)" 1 "and is not behind a figure of the rows"
is "$(cust-report promises --period 7d --ids kept | cut -f1 | tr '\n' ' ')" "1 3 " "where the whole desk's are"
run cust-report causes --period 7d --format=csv
is "$(cell lid-seal resolved) $(cell lid-seal reopened)" "1 1" "what was opened again counts for its cause though another one was resolved"
is "$(cell bulb reopened)" "" "a cause of nothing that was resolved has no row"
is "$(cust-report causes --period 7d --ids reopened | cut -f1)" 1 "nor anything behind a figure"

# A void complaint counts as void alone, and a customer's own follow-ups are of no complaint.
export CUST_DESK="$tmp/void"
{
    cust-log init
    cust-log new -c Ann --promise "+1h ring" spam
    cust-log said 1 hello
    cust-followup "done" "$(cust-followup 1 kind:promise --fields=ref)"
    cust-log void 1 spam
    cust-log new -c Bob a complaint
    cust-followup add c2 -k callback --due +1h ring
    cust-followup "done" c2/1 rang
} >/dev/null 2>&1
run cust-report
is "$(figure void) $(figure 'promises kept') $(figure 'first response in time, percent')" "1 1 -" "what was promised and answered about a void complaint is no figure"
run cust-report --ids "promises kept"
rc_is 1 "a follow-up of a customer's own has no complaint to list"
like "$err" "1 behind that figure is a follow-up of a customer" "which is said"

# A month in which clocks are changed has as many days as any, and so has the one before.
export CUST_DESK="$tmp/clocks"
{
    cust-log init
    printf 'desk: Berlin\nzone: Europe/Berlin\n' >"$CUST_DESK/policy.yaml"
    cust-log policy apply
    cust-log new -c Ann --when "2025-09-30 23:30" the first
    cust-log new -c Bob --when "2025-10-31 23:30" the second
    cust-log new -c Cem --when "2025-08-30 23:30" another one, the day before
} >/dev/null 2>&1
run cust-report trend --period 2025-10 --format=csv
is "$(printf '%s\n' "$out" | grep -c '^2025-')" 31 "October has 31 days"
is "$(cell 2025-10-31 received) $(cell 2025-10-31 before)" "1 1" "and the last of each month before stands in its last step"
is "$(printf '%s\n' "$out" | tr -d '\r' | awk -F, 'NR > 1 { n += $3 } END { print n }')" 1 "and what came an hour before those days in none"

# In whatever order complaints were entered, they came when they came.
lived() { # DESK ORDER...: three of Ann's and two of Bob's, entered in that order; the last ones ended with a yes
    export CUST_DESK="$tmp/$1"
    shift
    cust-log init >/dev/null
    for one in "$@"; do
        case $one in
        a1) cust-log new -c Ann --when "$(ago 4000)" I am furious, this is outrageous ;;
        a2) cust-log new -c Ann --when "$(ago 900)" the kettle leaks ;;
        a3) cust-log new -c Ann --when "$(ago 100)" the lamp is dark ;;
        b1) cust-log new -c Bob --when "$(ago 300)" the parcel is late ;;
        b2) cust-log new -c Bob --when "$(ago 200)" I am furious, this is outrageous ;;
        esac >/dev/null 2>&1
    done
    for who in ann bob; do
        cust-log resolve --when "$(ago 90)" "$(cust-report list customer:$who --format=tsv --fields=ref,subject | awk '/lamp|parcel/ { print $1 }')" sent
    done >/dev/null 2>&1
    for one in $(cust-report list lamp or parcel --fields=ref); do cust-log confirm "$one" yes; done >/dev/null 2>&1
    run cust-report --period 30d
}
lived sorted a1 a2 a3 b1 b2
sorted=$out
is "$(figure 'repeat within 90 days') $(figure 'difficult customers') $(figure 'won back')" "2 2 1" "who came again, and who was difficult, then or before"
is "$(cust-report --period 30d --ids 'won back' | cut -f1)" 3 "and won back with this one"
lived mixed b2 a3 b1 a1 a2
is "$out" "$sorted" "complaints that were entered late are counted as they came"
is "$(cust-report --period 30d --ids 'won back' | cut -f1)" 2 "and open into the same"
is "$(cust-report --period 30d --ids 'repeat within 90 days' | cut -f1 | tr '\n' ' ')" "1 2 " "each"

# A customer is won back once, and only while the last thing that is known of them is a yes.
export CUST_DESK="$tmp/loyal"
{
    cust-log init
    cust-log new -c Ann --when "$(ago 900)" I am furious, this is outrageous
    cust-log new -c Ann --when "$(ago 800)" I am furious, this is outrageous
    cust-log assign 1,2 --to anna
    cust-log resolve 1 --when "$(ago 90)" sent
    cust-log resolve 2 --when "$(ago 80)" sent
    cust-log confirm 1,2 --when "$(ago 70)" yes
} >/dev/null 2>&1
run cust-report
is "$(figure 'difficult customers') $(figure 'won back') $(figure 'won back, percent')" "1 1 100" "two matters of one customer are one customer won back"
is "$(cust-report --ids 'won back' | cut -f1)" 2 "by their last one"
is "$(cust-report staff --format=csv --fields=owner,won_back | tr -d '\r' | tail -1)" "anna,1" "credited to who has it"
before=$(figure 'difficult customers' 3)
cust-log new -c Ann I am furious again, this is outrageous >/dev/null 2>&1
run cust-report
is "$(figure 'difficult customers') $(figure 'won back') $(figure 'won back, percent')" "1 0 0" "who is furious again is not loyal now"
is "$(figure 'difficult customers' 3) $before" "1 1" "in the period before they were difficult, with both open"
run cust-report --period "$(ago 100)..$(ago 50)"
is "$(figure 'difficult customers') $(figure 'won back')" "1 1" "then they stood loyal"
{
    cust-log new -c Cem I am furious, this is outrageous
    cust-log resolve 4 sent
    cust-log close 4 no word from them
} >/dev/null 2>&1
run cust-report
is "$(figure 'difficult customers') $(figure 'won back') $(cust-report list 4 --fields=status)" "2 0 closed" "who never said yes is not won back"

# A cause that came again and of which nothing is resolved: there is no share to draw or to say.
export CUST_DESK="$tmp/lids"
{
    cust-log init
    cust-log new -c Ann the lid leaks
    cust-log cause lid 1
    cust-log fix lid a new seal
    cust-log new -c Bob the lid leaks
    cust-log cause lid 2
} >/dev/null 2>&1
cust-report html >"$tmp/lids.html" 2>&1
like "$(grep -o 'lid: resolved [^<]*' "$tmp/lids.html")" "^lid: resolved 0$" "a cause of which nothing is resolved has its bar"
is "$(grep -c -e '-92233' -e 'median at once' "$tmp/lids.html")" 0 "and the page says no figure that there is not"
done_testing
