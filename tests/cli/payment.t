#!/bin/sh
# Late payments: what is owed by the day, part payments, instalments, a dispute, and what each does to the ladder.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
run cust-log init
desk=$HOME/.local/share/cust
cat >"$desk/policy.yaml" <<'EOF'
zone: UTC
interest:
  law:
    rate: 12
    since: 2026-07-01
    fixed: {0: 40, 1000: 70, 10000: 100}
    source: the law
    checked: 2026-11-01
  old:
    rate: 11.75
    until: 2026-06-30
ladders:
  payment:
    on: category:late-payment
    steps:
      listen: {do: ring and listen}
      first: {after: 7 days, do: first reminder}
      agency: {after: 30 days, do: "decide: collection agency?"}
EOF
at() {
    when=$1
    shift
    run faketime -f "$when" "$@"
}
steps() {
    cust-followup kind:escalation state:open or kind:escalation state:cancelled or kind:escalation state:broken \
        --fields=ref,state,due,text | sed -n "s,^$1/[0-9]*	,,p"
}
instalments() {
    cust-followup kind:expected state:open or kind:expected state:kept or kind:expected state:late --fields=ref,state,text |
        sed -n "s,^$1/[0-9]*	,,p"
}

at "2026-11-02 09:00:00" cust-log policy apply
rc_is 0 "policy says what being late costs"

# --- what is owed -----------------------------------------------------------------------------------------------

at "2026-11-21 10:00:00" cust-log new -c acme --invoice 4711 --amount 120.50 --invoice-due 2026-10-01 they have not paid
rc_is 0 "a late payment comes with its invoice, due long ago"
like "$out" "	late-payment	" "an amount makes it a late payment"
at "2026-11-21 10:01:00" cust-report show 1
like "$out" "^OWES   162.52: invoice 4711 of 120.50, interest 2.02, fixed sum 40.00; due 2026-10-01, 51 days late$" "its page says what is owed today"
is "$(steps 1)" "open	2026-11-21T10:00:00Z	payment listen: ring and listen" "the ladder begins with listening"
at "2026-11-21 10:02:00" cust-log new -c bert --invoice 4712 --amount 1000 --invoice-due "2 days ago" also late
at "2026-11-21 10:03:00" cust-report show 2
like "$out" "^OWES   1070.66: invoice 4712 of 1000.00, interest 0.66, fixed sum 70.00; due 2026-11-19, 2 days late" "the sum goes by the size of the debt"
at "2026-11-21 10:04:00" cust-log new -c cleo --category late-payment --invoice 4713 --amount 50 --invoice-due 2026-11-21 will be late
at "2026-11-21 10:05:00" cust-report show 3
like "$out" "^OWES   50.00, invoice 4713 due 2026-11-21$" "what is due today is not late yet"
at "2026-11-21 10:06:00" cust-log new -c dora --invoice 1 --amount 100 --invoice-due 2026-06-29 older
at "2026-11-21 10:07:00" cust-report show 4
like "$out" "104.67: invoice 1 of 100.00, interest 4.67; due 2026-06-29, 145 days late" "the rate is that of the day on which interest began"

for bad in "--amount 12,50 --invoice-due 2026-10-01" "--amount 0 --invoice-due 2026-10-01" "--amount 12" \
    "--invoice-due 2026-10-01" "--amount 12 --invoice-due 2026-02-30" "--amount 12 --invoice-due 03/04/2026"; do
    # shellcheck disable=SC2086 # options
    at "2026-11-21 10:08:00" cust-log new -c x $bad words
    rc_is 64 "$bad is refused"
done
is "$(cust-report list | grep -c .)" 4 "and makes no complaint"

# --- part payments ----------------------------------------------------------------------------------------------

at "2026-11-21 11:00:00" cust-log set 1 paid=50.00 --when 2026-11-01
rc_is 0 "a part payment"
like "$err" "1 owes 112.19: invoice 4711 of 120.50, interest 1.69, fixed sum 40.00, less 50.00 paid; due 2026-10-01, 51 days late$" "is said with what is left, and counts from its day"
at "2026-11-21 11:01:00" cust-log set 1 paid=50.00
like "$err" "1 owes 62.19: .*, less 100.00 paid" "payments add up"
at "2026-11-21 11:02:00" cust-log set 1 paid=500
rc_is 65 "more than is owed is refused"
like "$err" "500.00 is more than the 62.19 that 1 owes" "with what is owed"
at "2026-11-21 11:03:00" cust-log set 1 paid=0
rc_is 65 "nothing is no payment"
at "2026-11-21 11:03:00" cust-log set 1 paid=
rc_is 65 "nor is an empty one"
at "2026-11-21 11:04:00" cust-log undo
at "2026-11-21 11:05:00" cust-report show 1
like "$out" "OWES   112.19: .* less 50.00 paid" "undo takes the last one back"
at "2026-11-21 11:06:00" cust-report show 1 --as-of "2026-11-21 10:30"
like "$out" "OWES   162.52: .* fixed sum 40.00; due" "as of an earlier time nothing had come in"
at "2026-11-21 11:07:00" cust-log new -c eve no invoice here
at "2026-11-21 11:08:00" cust-log set 5 paid=1
rc_is 65 "where there is no invoice nothing is paid"
like "$err" "invoice-amount=" "and is told what is missing"

at "2026-11-21 11:10:00" cust-followup proof 1
like "$out" "^1	debt	invoice	.*1@5	" "the proof names the invoice and its event"
like "$out" "^1	debt	payment	2026-11-01T00:00:00Z	2026-11-02T00:00:00Z	-	1@[0-9]+	2026-11-21T11:00:00Z	50.00" "the payment, its day, and when that was entered"
like "$out" "^1	debt	interest	2026-10-02T00:00:00Z	2026-11-02T00:00:00Z	.*1.23: 31 days of 12.000 % on 120.50; law; the law; checked 2026-11-01" "each run of days with its rate and where it stands"
like "$out" "^1	debt	interest	2026-11-02T00:00:00Z	2026-11-22T00:00:00Z	.*0.46: 20 days of 12.000 % on 70.50" "less after the payment"
like "$out" "^1	debt	owed	.*112.19: 120.50 of the invoice, 1.69 interest, 40.00 fixed, less 50.00 paid" "and the sum"

# --- a dispute ---------------------------------------------------------------------------------------------------

at "2026-11-21 12:00:00" cust-followup remind --deliver
like "$out" "	payment listen: 112.19 owed, 51 days late, interest 1.69, fixed sum 40.00; ring and listen$" "a step is told with what is owed by now"
like "$(steps 1 | tail -1)" "^open	2026-11-28T23:59:59Z	payment first" "the reminder comes in a week"
at "2026-11-22 09:00:00" cust-log set 1 disputed="half of it never came"
is "$(steps 1 | grep -c open)" 0 "a dispute stops the ladder"
at "2026-11-22 09:01:00" cust-report show 1
like "$out" "disputed: half of it never came" "and is on the page"
at "2026-12-01 09:00:00" cust-followup remind --deliver
is "$(printf '%s\n' "$out" | grep -c '^1/.*escalation')" 0 "nobody is pressed while it lasts"
at "2026-12-01 10:00:00" cust-log set 1 disputed=no
like "$(steps 1 | tail -1)" "^open	2026-12-08T23:59:59Z	payment first" "its end starts it again, where it stopped and with its whole time"
at "2026-12-01 10:01:00" cust-log undo
is "$(steps 1 | grep -c open)" 0 "undo brings the dispute back"
at "2026-12-01 10:02:00" cust-log set 1 disputed=no
is "$(steps 1 | grep -c open)" 1 "and so it goes on once"

at "2026-12-01 10:02:30" cust-log new -c gil not even his invoice
at "2026-12-01 10:03:00" cust-log set 6 category=late-payment disputed=yes
is "$(steps 6)" "" "what is disputed from the start begins no ladder"
at "2026-12-01 10:04:00" cust-log set 6 disputed=no
like "$(steps 6)" "^open	2026-12-01T10:04:00Z	payment listen" "until it is not"

# --- instalments --------------------------------------------------------------------------------------------------

at "2026-12-02 09:00:00" cust-log offer 1 --remedy instalments
at "2026-12-02 09:01:00" cust-log agree 1
rc_is 64 "an agreement without an act is none"
at "2026-12-02 09:01:00" cust-log agree 1 --expect "15 dec by bank transfer"
rc_is 64 "an instalment has its amount"
like "$err" "says no amount" "which is said"
at "2026-12-02 09:01:30" cust-log agree 1 --expect "15 dec 2 photos"
rc_is 64 "a number of something is none"
at "2026-12-02 09:02:00" cust-log agree 1 --expect "15 dec 40.00 by bank" --expect "15 jan 72.57 the rest"
rc_is 0 "a plan of instalments is an agreement"
is "$(printf '%s\n' "$err" | grep -c "these come to")" 0 "of one that fits nothing is said"
is "$(instalments 1)" "open	40.00 by bank
open	72.57 the rest" "each is expected on its day"
is "$(steps 1 | grep -c open)" 0 "and nobody presses them while they keep to it"
at "2026-12-10 09:00:00" cust-log set 1 paid=30
is "$(instalments 1 | head -1)" "open	40.00 by bank" "a part of one leaves it open"
at "2026-12-14 09:00:00" cust-log set 1 paid=10
is "$(instalments 1 | head -1)" "kept	40.00 by bank" "what covers it ticks it off"
at "2027-01-15 16:30:00" cust-followup remind --deliver
like "$out" "^1/[0-9]+	expected	.*72.57 the rest" "the next one is told when it is due"
like "$(steps 1 | tail -1)" "^open	2027-01-22T23:59:59Z	payment first" "and the ladder goes on, should it not come"
at "2027-01-16 09:00:00" cust-log set 1 paid=30.50
like "$err" "^cust-log: 1 owes 4[23].[0-9]+: invoice 4711 of 120.50, interest [23].[0-9]+, fixed sum 40.00, less 120.50 paid; due 2026-10-01, [0-9]+ days late$" "the invoice is paid, interest and sum are not"
like "$out" "	agreed	" "so it is not over"
rest=$(printf '%s\n' "$err" | sed -n 's/.* owes \([0-9.]*\): .*/\1/p')
at "2027-01-16 09:00:30" cust-log set 1 paid=20.50
at "2027-01-16 09:00:40" cust-report show 1
is "$(printf '%s\n' "$out" | awk '/^OWES/ { gsub(/[:,;]/, " "); d = $6 + $8 + $11 - $13 - $2; print (d < 0.005 && d > -0.005) ? "adds up" : d }')" "adds up" "what is owed adds up when more than the invoice came in"
is "$(printf '%s\n' "$out" | grep -c "^OWES.* less 141.00 paid;")" 1 "all of which is said"
at "2027-01-16 09:01:00" cust-log set 1 paid="$(awk -v r="$rest" 'BEGIN { printf "%.2f", r - 20.5 }')"
like "$out" "^1	P.	closed	" "paid in full closes the matter"
like "$err" "1 owes nothing" "and is said"
is "$(steps 1 | grep -c open)" 0 "with its ladder"
at "2027-01-16 09:02:00" cust-report show 1
like "$out" "^PAID   " "its page says so"
is "$(cust-followup kind:check state:open 2>/dev/null | grep -c '^1/')" 0 "nobody is asked whether they are satisfied with having paid"
at "2027-01-16 09:03:00" cust-log undo
like "$out" "^1	P.	agreed	" "undo opens it again"
like "$(steps 1 | tail -1)" "^open" "with its ladder"
at "2027-01-16 09:04:00" cust-log resolve 1 we let the rest go
like "$out" "^1	P.	resolved	" "and resolving gives up the rest"

# --- what is expected besides -------------------------------------------------------------------------------------

at "2027-02-01 09:00:00" cust-log new -c ivo --invoice 5 --amount 100 --invoice-due 2027-01-01 not paid
n=$(printf '%s\n' "$out" | cut -f1)
at "2027-02-01 09:01:00" cust-log set "$n" disputed=yes
at "2027-02-01 09:02:00" cust-followup add "$n" -k expected -d "2027-02-02 10:00" 50.00 by bank
at "2027-02-01 09:03:00" cust-followup add "$n" -k expected -d "2027-02-02 10:00" a photo of the box
at "2027-02-02 10:30:00" cust-followup remind --deliver
like "$out" "a photo of the box" "what does not come is told"
is "$(steps "$n" | grep -c open)" 0 "and presses nobody while it is disputed"

# --- without interest ---------------------------------------------------------------------------------------------

printf 'zone: UTC\n' >"$desk/policy.yaml"
at "2026-11-23 09:55:00" cust-log policy apply
at "2026-11-23 10:00:00" cust-log new -c fay --amount 10 --invoice-due 2026-11-01 not paid
at "2026-11-23 10:01:00" cust-log set 8 paid=10
like "$out" "^8	P.	closed	" "without interest the invoice is all that is owed"

printf 'zone: UTC\ninterest:\n  a: {rate: 10, by-day: yes, until: 2026-11-10}\n  b: {rate: 20%%, by-day: yes, since: 2026-11-11}\n' >"$desk/policy.yaml"
at "2026-11-23 10:04:00" cust-log policy apply
at "2026-11-23 10:05:00" cust-log new -c hob --amount 365 --invoice-due 2026-11-01 not paid
at "2026-11-23 10:05:30" cust-log set 9 currency=EUR
at "2026-11-23 10:06:00" cust-report show 9
like "$out" "^OWES   368.50 EUR: invoice of 365.00, interest 3.50; due 2026-11-01, 22 days late$" "rates may go by the day"

# --- what is wrong is refused -------------------------------------------------------------------------------------

for bad in "rate: 12" "x: {rate: -1}" "x: {rate: 12.5555}" "x: {rate: 1001}" "x: {fixed: {0: 40}}" "x: {rate: 1, fixed: {a: 40}}" \
    "x: {rate: 1, since: 2026-02-01, until: 2026-01-01}" "x: {rate: 1, by-day: perhaps}"; do
    printf 'interest:\n  %s\n' "$bad" >"$tmp/bad.yaml"
    run cust-log policy check "$tmp/bad.yaml"
    rc_is 78 "interest $bad is refused"
done

# --- decisions ----------------------------------------------------------------------------------------------------

at "2027-02-03 10:00:00" cust-log set 8 decision=upheldd
rc_is 65 "a decision is one of four words"
like "$err" "did you mean upheld\\?" "and the near one is suggested"
at "2027-02-03 10:00:00" cust-log set 8 decision=maybe
like "$err" "write upheld, upheld-in-part, rejected or rejected-with-goodwill" "or all are named"
at "2027-02-03 10:00:00" cust-log set 8 decision=rejected-with-goodwill
rc_is 0 "the four are taken"
printf 'customer,text,decision\nann,broken,Upheld maybe\nbob,late,upheld-in-part\n' >"$tmp/d.csv"
at "2027-02-03 10:01:00" cust-log import "$tmp/d.csv"
rc_is 65 "an import of another is refused"
like "$err" "d.csv:2: decision: 'Upheld maybe' is no decision; write upheld" "with its place and how to mend it"
is "$(printf '%s\n' "$out" | grep -c .)" 1 "and the rest goes on"

# --- spans of nothing ---------------------------------------------------------------------------------------------

run cust-followup add 8 --due +0s ring back
rc_is 64 "a promise for this very second is refused"
like "$err" "'\\+0s' is no time at all; write how long" "with how to write it"
run cust-report --period=0d
rc_is 64 "and so is a period of nothing"
at "2027-02-03 10:02:00" cust-followup remind --within now
rc_is 0 "now is a word for it"

# --- out and in ---------------------------------------------------------------------------------------------------

run cust-log verify
rc_is 0 "every history still replays to its row"
cust-log export >"$tmp/all.jsonl"
run cust-log --desk "$tmp/second" init
run cust-log --desk "$tmp/second" import "$tmp/all.jsonl"
rc_is 0 "late payments go out and in"
run cust-log --desk "$tmp/second" export
is "$out" "$(cat "$tmp/all.jsonl")" "without a loss"

# --- instalments that do not fit ---
at "2027-03-01 10:00:00" cust-log new -c hal --invoice 9 --amount 100.00 --invoice-due 2027-03-01 "has not paid"
hal=$(printf '%s\n' "$out" | cut -f1)
at "2027-03-01 10:01:00" cust-log offer "$hal" --remedy instalments
at "2027-03-01 10:02:00" cust-log agree "$hal" --expect "10 mar 500.00 x"
like "$err" "^cust-log: $hal: these come to 500.00[^;]*; 100.00[^;]* is owed$" "instalments of more than is owed are said"
at "2027-03-01 10:03:00" cust-log new -c ida --invoice 10 --amount 100.00 --invoice-due 2027-03-01 "has not paid"
ida=$(printf '%s\n' "$out" | cut -f1)
at "2027-03-01 10:03:30" cust-log offer "$ida" --remedy instalments
at "2027-03-01 10:04:00" cust-log agree "$ida" --expect "10 mar 40.00 x" --expect "11 mar 40.00 y"
like "$err" "^cust-log: $ida: these come to 80.00[^;]*; 100.00[^;]* is owed$" "and of less"

# --- an invoice says enough ---
run cust-log new -c Acme --category late-payment --invoice 2026-17 --amount 120.50 --invoice-due 2026-10-01
rc_is 0 "a late payment needs no words"
like "$out" "	late-payment	[^	]*	Invoice 2026-17, 120.50, due 2026-10-01$" "its invoice is what there is to say"
like "$(cust-report show "${out%%	*}")" "^    Invoice 2026-17, 120.50, due 2026-10-01$" "in its history too"
run cust-log new -c Acme --invoice 2026-17 --amount 120.50 --invoice-due 2026-10-01 they say it never came
like "$out" "	they say it never came$" "words that are given stand"
run cust-log new -c Acme --category late-payment
rc_is 64 "without an invoice they are needed"


# --- nothing is owed to who owes -----------------------------------------------------------------------------------
CUST_DESK=$tmp/owing
export CUST_DESK
cust-log init >/dev/null 2>&1
printf 'zone: UTC\nstandards:\n  ombudsman: {deadline: resolution, within: 8 weeks}\n' >"$CUST_DESK/policy.yaml"
at "2026-11-02 09:00:00" cust-log policy apply
at "2026-11-02 10:00:00" cust-log new -c acme --invoice 4711 --amount 120.50 --invoice-due 2026-10-01 "they never pay, I am furious"
like "$out" "	they never pay, I am furious$" "what we write down of a late payment gives its subject"
run cust-report show 1
like "$out" "^    Invoice 4711, 120.50, due 2026-10-01$" "what it is about stands first"
like "$out" "note .*" "(our words are a note)"
is "$(printf '%s\n' "$out" | grep -A1 " heard " | grep -c furious)" 0 "our words are not what the customer said"
is "$(cust-triage explain 1 | grep -c "^anger\|within")" 0 "and are not read as theirs"
clocks() { cust-followup 1 state:open --fields=kind,due,text 2>/dev/null | grep -E "^(response|resolution)" | sort; }
is "$(clocks)" "" "no answer is owed to who owes us"
at "2026-11-10 10:00:00" cust-log set 1 disputed="the lamps never came"
is "$(clocks)" "$(printf 'resolution\t2026-11-24T17:00:00Z\t-\nresolution\t2027-01-05T23:59:59Z\tombudsman\nresponse\t2026-11-11T17:00:00Z\t-')" \
    "once they dispute it all of it is, from then on"
at "2026-11-10 10:05:00" cust-log set 1 disputed="the lamps never came, and one was broken"
is "$(clocks | grep -c .)" 3 "and once"
at "2026-11-11 10:00:00" cust-log set 1 disputed=no
is "$(clocks)" "" "and not any more when they do not"
at "2026-11-11 11:00:00" cust-log undo
is "$(clocks | grep -c .)" 3 "taken back, it is again"
at "2026-11-12 10:00:00" cust-log new -c bert my lamp is broken
at "2026-11-12 10:00:00" cust-log set 2 invoice-amount=50 invoice-due=2026-11-01
is "$(cust-followup 2 state:open 2>/dev/null)" "" "what turns out to be a late payment has no clocks from then on"
at "2026-11-12 11:00:00" cust-log new -c bert --invoice 815 --amount 50 --invoice-due 2026-11-01
is "$err" "" "an invoice is new"
once=${out%%	*}
at "2026-11-12 11:01:00" cust-log new -c bert --invoice 815 --amount 50 --invoice-due 2026-11-01
like "$err" "^cust-log: $once has invoice 815 already; if they are one, cust-log merge ${out%%	*} --into $once$" "the same once more is said"
at "2026-11-12 11:02:00" cust-log new -c carla --invoice 815 --amount 50 --invoice-due 2026-11-01
is "$err" "" "but not of another customer"
run cust-log verify
rc_is 0 "the histories give the rows"
done_testing
