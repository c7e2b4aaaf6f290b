#!/bin/sh
# Letters that the desk writes to customers by itself: only when policy says so, each once, never to a machine.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
run cust-log init
desk=$HOME/.local/share/cust

# A sendmail that keeps what it is given, a file for each letter, and ends as $tmp/exit says.
cat >"$tmp/bin/sendmail" <<END
#!/bin/sh
n=\$(cat "$tmp/calls")
n=\$((n + 1))
echo \$n >"$tmp/calls"
echo "\$*" >"$tmp/args"
cat >"$tmp/letter.\$n"
[ -f "$tmp/hook" ] && . "$tmp/hook"
exit "\$(cat "$tmp/exit")"
END
chmod +x "$tmp/bin/sendmail"
echo 0 >"$tmp/exit"
echo 0 >"$tmp/calls"
calls() {
    cat "$tmp/calls"
}
at() {
    when=$1
    shift
    run faketime -f "$when" "$@"
}
policy() {
    {
        printf 'zone: UTC\nmail: {address: care@shop.example, sendmail: %s}\n' "$tmp/bin/sendmail"
        cat
    } >"$desk/policy.yaml"
    at "$since" cust-log policy apply
    rc_is 0 "$1"
}
history() {
    cust-report show --all "$1"
}

# --- off until policy says so -------------------------------------------------------------------------------------

since="2026-10-05 09:00:00"
policy "a desk that writes no letters by itself" <<'EOF'
ladders:
  payment:
    on: category:late-payment
    steps:
      listen: {do: ring and listen}
      first: {after: 7 days, do: first reminder}
EOF
at "2026-10-05 10:00:00" cust-log new -c "Jane Doe <jane@example.com>" the kettle leaks
at "2026-10-05 11:00:00" cust-log resolve 1 a new lid
at "2026-10-12 10:00:00" cust-followup remind --deliver
like "$out" "^1/[0-9]+	check" "a person is told to ask whether they are satisfied"
is "$(calls)" 0 "and no letter goes"
at "2026-10-12 11:00:00" cust-log confirm 1 yes

# --- a reminder of an invoice -------------------------------------------------------------------------------------

since="2026-11-02 09:00:00"
policy "letters for late payers, and to ask whether all is well" <<'EOF'
interest:
  law: {rate: 12, fixed: {0: 40}}
check: {letter: satisfied}
ladders:
  payment:
    on: category:late-payment
    steps:
      listen: {do: ring and listen}
      first: {after: 7 days, do: first reminder, letter: reminder}
      second: {after: 7 days, do: second reminder, letter: demand}
      agency: {after: 30 days, do: "decide: collection agency?"}
EOF
at "2026-11-02 10:00:00" cust-log new -c "Acme, Ltd. <pay@acme.example>" --invoice 4711 --amount 120.50 --invoice-due 2026-10-01 not paid
at "2026-11-02 10:05:00" cust-followup remind --deliver
like "$out" "^2/1	escalation	open.*ring and listen" "listening is for a person"
is "$(calls)" 0 "it sends no letter"
at "2026-11-10 08:00:00" cust-followup remind
like "$out" "	\\[no letter reminder: 2/1 comes first and is not done\\] payment first: .*first reminder$" "no letter leaves before somebody heard their side"
at "2026-11-10 08:00:00" cust-followup "done" 2/1 they forgot it
at "2026-11-10 08:00:00" cust-followup remind
like "$out" "	\\[letter reminder to pay@acme.example\\] payment first: 162.08 owed, 40 days late, interest 1.58, fixed sum 40.00; first reminder$" "the preview shows the letter, and to whom"
is "$(calls)" 0 "and sends nothing"
at "2026-11-10 08:00:00" cust-followup remind --deliver
rc_is 0 "cron delivers it"
like "$out" "^2/[0-9]+	escalation	late.*first reminder" "the step is done with it"
is "$(calls)" 1 "one letter goes"
like "$(cat "$tmp/args")" "^-i -t$" "by sendmail"
l=$(cat "$tmp/letter.1")
like "$l" "^To: \"Acme, Ltd.\" <pay@acme.example>$" "to the customer"
like "$l" "^From: \"?Customer care\"? <care@shop.example>$" "from the desk"
like "$l" "^Subject: Our invoice 4711: 120.50 open since 2026-10-01 \\[cust #2\\]$" "with the words of policy's subject, and the token"
like "$l" "^Auto-Submitted: auto-generated$" "it says that nobody typed it"
like "$l" "^Message-I[dD]: <cust.notice.2.[0-9]+.0.*@shop.example>$" "its Message-ID is made of the follow-up"
like "$l" "^Dear Acme, Ltd." "it has the customer's name"
like "$(printf '%s' "$l" | tr '\n' ' ')" "invoice 4711, due on 2026-10-01, 120.50" "and what is open"
is "$(printf '%s\n' "$l" | awk 'length > 78' | grep -c .)" 0 "in lines of a letter"
is "$(ls "$desk/outbox")" "" "the outbox is empty again"
like "$(history 2)" "said mail, the letter @[0-9]+" "it is recorded as said"
like "$(cust-followup 2 kind:escalation --fields=state,due,text)" "open	2026-11-16T23:59:59Z	payment second" "and the next step is made"
at "2026-11-10 08:05:00" cust-followup remind --deliver
is "$(calls)" 1 "never twice"
at "2026-11-17 08:00:00" cust-followup remind --deliver
like "$(tr '\n' ' ' <"$tmp/letter.2")" "47 days late.*120.50; with interest of 1.86 .*fixed sum of 40.00 .*162.36" "the next one has interest and fixed sum until its day"
at "2026-12-18 08:00:00" cust-followup remind --deliver
like "$out" "payment agency: 163.59 owed, 78 days late, interest 3.09, fixed sum 40.00; decide: collection agency\\?$" "what a person must decide is told, with interest so far"
is "$(calls)" 2 "and is no letter"

# --- whether they are satisfied -----------------------------------------------------------------------------------

at "2026-12-19 09:00:00" cust-log new -c "Bo <bo@example.com>" the lamp flickers
at "2026-12-19 10:00:00" cust-log resolve 3 a new bulb
at "2026-12-23 16:30:00" cust-followup remind
like "$out" "^3/[0-9]+	check	.*\\[letter satisfied to bo@example.com\\] ask whether" "the preview shows the letter before it is due"
at "2026-12-23 16:30:00" cust-followup remind --deliver
is "$(printf '%s\n' "$out" | grep -c check)" 0 "nobody is told to ask what a letter asks"
at "2027-01-04 09:00:00" cust-log note 3 on the wrong one
at "2027-01-04 10:00:00" cust-followup remind --deliver
like "$(cat "$tmp/letter.3")" "^Subject: Is it well now\\?  ?the lamp flickers \\[cust #3\\]" "they are asked by letter"
like "$(history 3)" "done /[0-9]+" "and the check is done"
like "$(cust-report show 3)" "said mail, the letter @" "the page has the letter, though nobody wrote it"
at "2027-01-04 10:30:00" cust-log undo
like "$(cust-report show 3)" "note .*STRUCK" "undo takes back what one did, not what cron did meanwhile"
is "$(cust-report show 3 | grep 'said mail' | grep -c STRUCK)" 0 "a letter that left has left"
at "2027-01-20 10:00:00" cust-followup remind --deliver
like "$(cat "$tmp/letter.4")" "^To: Bo <bo@example.com>" "once more"
at "2027-02-25 10:00:00" cust-followup remind --deliver
is "$(calls)" 4 "and then no more"

# --- where no letter goes -----------------------------------------------------------------------------------------

at "2027-03-01 09:00:00" cust-log new -c "Shop <no-reply@shop.example>" --invoice 1 --amount 10 --invoice-due 2027-02-01 a
at "2027-03-01 09:01:00" cust-log new -c "Fay" --invoice 2 --amount 10 --invoice-due 2027-02-01 b
at "2027-03-01 09:02:00" cust-log new -c "Gus <gus@example.com>" --invoice 3 --amount 10 --invoice-due 2027-02-01 c
at "2027-03-01 09:03:00" cust-log new -c "Hal <hal@example.com>" --amount 10 --invoice-due 2027-02-01 d
at "2027-03-01 09:04:00" cust-log new -c "Ida <ida@example.com>" --invoice 5 --amount 10 --invoice-due 2027-02-01 e
at "2027-03-01 09:05:00" cust-log new -c "Jo <jo@example.com>" --invoice 5 --amount 10 --invoice-due 2027-04-01 e2
at "2027-03-01 10:00:00" cust-followup remind --deliver
at "2027-03-02 10:00:00" cust-log set 6 hold="the court wants it"
at "2027-03-02 10:01:00" cust-log set 8 disputed=yes
at "2027-03-09 10:00:00" cust-followup remind --deliver
is "$(calls)" 4 "none goes where none may"
like "$out" "^4/.*\\[no letter reminder: nobody reads their address\\]" "not to an address that nobody reads"
like "$out" "^5/.*\\[no letter reminder: they have no mail address\\]" "not to nowhere"
like "$out" "^6/.*\\[no letter reminder: the complaint is under hold\\]" "not under hold"
like "$out" "^7/.*\\[no letter reminder: it needs \\[\\[invoice\\]\\]\\]" "not with a gap"
is "$(printf '%s\n' "$out" | grep -c '^8/.*escalation')" 0 "and not of what is disputed"
like "$out" "^9/.*\\[no letter reminder: the invoice is not late\\]" "nor before an invoice is late"
at "2027-03-09 11:00:00" cust-log void 9 it was paid in cash

# --- a bounce -----------------------------------------------------------------------------------------------------

at "2027-03-10 09:00:00" cust-log new -c "Kay <kay@example.com>" --invoice 6 --amount 10 --invoice-due 2027-02-01 f
at "2027-03-10 10:00:00" cust-followup remind --deliver
at "2027-03-10 11:00:00" cust-followup "done" 10/1 they will pay
at "2027-03-18 10:00:00" cust-followup remind --deliver
is "$(calls)" 5 "a letter goes"
id=$(sed -n 's/^Message-I[dD]: //p' "$tmp/letter.5")
cat >"$tmp/bounce" <<END
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: care@shop.example
Subject: Undelivered Mail Returned to Sender
Date: Thu, 18 Mar 2027 10:01:00 +0000
Message-ID: <b1@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

This is the mail system.  <kay@example.com>: user unknown
--x
Content-Type: message/delivery-status

Final-Recipient: rfc822; kay@example.com
Action: failed
Status: 5.1.1
--x
Content-Type: message/rfc822

From: care@shop.example
Message-ID: $id
Subject: Our invoice

Dear Kay
--x--
END
before=$(cust-report list | grep -c .)
at "2027-03-18 10:02:00" sh -c "cust-log mail <'$tmp/bounce'"
rc_is 0 "the bounce comes in"
is "$(cust-report list | grep -c .)" "$before" "it is no complaint"
like "$(history 10 | grep -A1 ' note ')" "a bounce came back: Undelivered Mail Returned to Sender" "but noted where the letter went"
at "2027-03-26 10:00:00" cust-followup remind --deliver
is "$(calls)" 5 "no letter goes there again"
like "$out" "^10/.*\\[no letter demand: only a bounce or an automatic answer came back\\]" "a person is told instead"

# --- crashes ------------------------------------------------------------------------------------------------------

at "2027-04-01 09:00:00" cust-log new -c "Lou <lou@example.com>" --invoice 7 --amount 10 --invoice-due 2027-02-01 g
at "2027-04-01 10:00:00" cust-followup remind --deliver
at "2027-04-01 11:00:00" cust-followup "done" 11/1 they told us
# shellcheck disable=SC2016 # the parent of the fake sendmail
echo 'kill -9 $PPID' >"$tmp/hook"
at "2027-04-09 10:00:00" cust-followup remind --deliver
rm "$tmp/hook"
is "$(calls)" 6 "sendmail has it, and the program dies before it can say so"
is "$(history 11 | grep -c 'said mail')" 0 "it is not recorded as said"
at "2027-04-09 10:05:00" cust-followup remind --deliver
is "$(calls)" 7 "the next run sends it again"
is "$(cat "$tmp/letter.7")" "$(cat "$tmp/letter.6")" "the same bytes, with the same Message-ID"
is "$(history 11 | grep -c 'said mail')" 1 "and then it is said, once"
at "2027-04-09 10:10:00" cust-followup remind --deliver
is "$(calls)" 7 "one duplicate at most"

at "2027-05-01 09:00:00" cust-log new -c "Moe <moe@example.com>" --invoice 8 --amount 10 --invoice-due 2027-02-01 h
at "2027-05-01 10:00:00" cust-followup remind --deliver
at "2027-05-01 11:00:00" cust-followup "done" 12/1 they told us
echo 75 >"$tmp/exit"
at "2027-05-09 10:00:00" cust-followup remind --deliver
like "$err" "sendmail" "when sendmail is busy that is said"
is "$(history 12 | grep -c 'said mail')" 0 "and nothing is said to the customer"
n=$(find "$desk/outbox" -type f | wc -l | tr -d ' ')
is "$n" 1 "the letter waits in the outbox"
echo 0 >"$tmp/exit"
rm -f "$desk/outbox/"*
was=$(calls)
at "2027-05-09 11:00:00" cust-followup remind --deliver
is "$(calls)" $((was + 1)) "lost from there it is made again of what is kept"
is "$(history 12 | grep -c 'said mail')" 1 "and said"
at "2027-05-09 11:05:00" cust-followup remind --deliver
is "$(calls)" $((was + 1)) "once"

at "2027-06-01 09:00:00" cust-log new -c "Ned <ned@example.com>" --invoice 9 --amount 10 --invoice-due 2027-02-01 i
at "2027-06-01 10:00:00" cust-followup remind --deliver
at "2027-06-01 11:00:00" cust-followup "done" 13/1 they told us
echo 65 >"$tmp/exit"
was=$(calls)
at "2027-06-09 10:00:00" cust-followup remind --deliver
at "2027-06-09 10:05:00" cust-followup remind --deliver
is "$(calls)" $((was + 1)) "what sendmail refuses for good is not tried again"
like "$(cust-followup 13 kind:escalation --fields=state,text)" "open	payment first" "and its step stays with a person"
echo 0 >"$tmp/exit"

# --- what changed while a letter waited for sendmail ----------------------------------------------------------------

# A reminder that waits: CUSTOMER MONTH; its complaint is $n then.
waits_for() {
    at "$2-10 09:00:00" cust-log new -c "$1 <$1@example.com>" --invoice "4711-$1" --amount 10 --invoice-due 2027-02-01 not paid
    n=${out%%	*}
    at "$2-10 10:00:00" cust-followup remind --deliver
    at "$2-10 11:00:00" cust-followup "done" "$n/1" they told us
    echo 75 >"$tmp/exit"
    at "$2-18 10:00:00" cust-followup remind --deliver
    echo 0 >"$tmp/exit"
    was=$(calls)
    is "$(in_outbox)" 1 "a letter to $1 waits"
}
in_outbox() {
    find "$desk/outbox" -name "$n@*" | grep -c .
}
# Nothing else is open then.
settle() {
    at "$1-19 10:00:00" cust-log void "$n" a copy
}
at "2027-06-19 10:00:00" cust-report list status:open --fields=ref
for n in $out; do
    settle 2027-06
done
waits_for pia 2027-07
at "2027-07-18 11:00:00" cust-log set "$n" hold="the court wants it"
at "2027-07-18 12:00:00" cust-followup remind --deliver
is "$(calls) $(in_outbox)" "$was 0" "put under hold meanwhile it does not leave"
like "$err" "$n@[0-9]+: the letter is not sent: the complaint is under hold" "and that is said"
is "$(history "$n" | grep -c 'said mail')" 0 "in the history nothing was said"
at "2027-07-18 12:05:00" cust-followup remind --deliver
is "$out$err" "" "it is said once"
at "2027-07-18 13:00:00" cust-log set "$n" hold=
at "2027-07-18 14:00:00" cust-followup remind --deliver
is "$(calls) $(history "$n" | grep -c 'said mail')" "$((was + 1)) 1" "without the hold it goes after all, once"
settle 2027-07
waits_for quin 2027-08
at "2027-08-18 11:00:00" cust-log set "$n" disputed=yes
at "2027-08-18 12:00:00" cust-followup remind --deliver
is "$(calls) $(in_outbox)" "$was 0" "nor does it leave when they say that the invoice is wrong"
settle 2027-08
waits_for ray 2027-09
at "2027-09-18 11:00:00" cust-log set "$n" paid=10
at "2027-09-18 12:00:00" cust-followup remind --deliver
is "$(calls) $(in_outbox)" "$was 0" "nor when they paid"
settle 2027-09
waits_for sue 2027-10
at "2027-10-18 11:00:00" cust-followup "$n" kind:escalation state:open --fields=ref,text
at "2027-10-18 11:00:00" cust-followup "done" "$(printf '%s\n' "$out" | awk '/first reminder/ { print $1 }')" rang them instead
rc_is 0 "(a person did it)"
at "2027-10-18 12:00:00" cust-followup remind --deliver
is "$(calls) $(in_outbox)" "$was 0" "nor when somebody did the step already"
settle 2027-10
waits_for tom 2027-11
at "2027-11-18 12:00:00" cust-followup remind --deliver
is "$(calls) $(in_outbox)" "$((was + 1)) 0" "where nothing changed it leaves"
settle 2027-11
at "2027-12-01 11:00:00" cust-log new -c "Una <una@example.com>" the toaster smokes
n=${out%%	*}
echo 75 >"$tmp/exit"
at "2027-12-01 11:01:00" sh -c "cust-log draft $n --wording 1 --as ack | sed 's/looking into it/on it/' >'$tmp/una'; cust-log reply $n --send <'$tmp/una'"
is "$(in_outbox)" 1 "an answer waits"
at "2027-12-01 11:02:00" cust-log set "$n" hold="the court wants it"
echo 0 >"$tmp/exit"
was=$(calls)
at "2027-12-01 12:00:00" cust-followup remind --deliver
is "$(calls) $(in_outbox)" "$((was + 1)) 0" "what a person wrote leaves in any case"

# --- each owner's own ---------------------------------------------------------------------------------------------

at "2028-07-01 09:00:00" cust-log new -c "Ole <ole@example.com>" -o anna --invoice 10 --amount 10 --invoice-due 2027-02-01 j
n=${out%%	*}
at "2028-07-01 10:00:00" cust-followup remind --deliver
at "2028-07-01 11:00:00" cust-followup "done" "$n/1" they told us
was=$(calls)
at "2028-07-09 10:00:00" cust-followup remind --deliver --owner ben
is "$(calls)" "$was" "a colleague's crontab takes nothing from another's"
at "2028-07-09 10:00:00" cust-followup remind --deliver=mail --owner anna
like "$(cat "$tmp/letter."* | grep -c '^To: Ole')" "^1$" "and by mail the letter goes as well"

printf 'check: {letter: nothing}\n' >"$tmp/bad.yaml"
run cust-log policy check "$tmp/bad.yaml"
rc_is 78 "a letter that there is not is refused"
like "$err" "bad.yaml:1:17: there is no letter \"nothing\"" "with its place"
printf 'letters: {x: {subject: a}}\n' >"$tmp/bad.yaml"
run cust-log policy check "$tmp/bad.yaml"
rc_is 78 "and so is one without words"

run cust-log verify
rc_is 0 "every history still replays to its row"
cust-log export >"$tmp/all.jsonl"
run cust-log --desk "$tmp/second" init
run cust-log --desk "$tmp/second" import "$tmp/all.jsonl"
run cust-log --desk "$tmp/second" export
is "$out" "$(cat "$tmp/all.jsonl")" "and goes out and in without a loss"

# --- a demand where being late costs nothing ----------------------------------------------------------------------

sed '/^interest:/,/^  law:/d; s/letter: reminder/letter: demand/' "$desk/policy.yaml" >"$tmp/free.yaml"
cp "$desk/policy.yaml" "$tmp/with.yaml"
cp "$tmp/free.yaml" "$desk/policy.yaml"
at "2029-03-09 12:00:00" cust-log policy apply
at "2029-03-09 12:01:00" cust-log new -c "Zed <zed@example.com>" --invoice 77 --amount 300 --invoice-due 2029-02-01 z
n=${out%%	*}
at "2029-03-09 12:02:00" cust-log set "$n" currency=EUR
at "2029-03-09 12:03:00" cust-followup remind --deliver
at "2029-03-09 12:04:00" cust-followup "done" "$n/1" they told us
at "2029-03-18 10:00:00" cust-followup remind --deliver
like "$(tr '\n' ' ' <"$tmp/letter.$(calls)")" "Open are 300\\.00 EUR\\.  ?Please" "a demand without interest claims none, and has the currency"
at "2029-03-18 10:01:00" cust-log void "$n" paid in cash
cp "$tmp/with.yaml" "$desk/policy.yaml"
at "2029-03-18 10:02:00" cust-log policy apply

done_testing
