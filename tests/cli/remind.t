#!/bin/sh
# Reminders: each once, by mail too, whatever fails in between.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

# A sendmail that keeps what it is given; while $tmp/broken is there it fails.
mkdir "$tmp/mails"
cat >"$tmp/sendmail" <<EOF
#!/bin/sh
[ -e '$tmp/broken' ] && { echo 'queue is full' >&2; exit 75; }
n=\$(ls '$tmp/mails' | wc -l)
printf '%s\n' "\$*" >'$tmp/args'
cat >'$tmp/mails/'\$(printf %04d \$n)
EOF
chmod +x "$tmp/sendmail"
mails() {
    find "$tmp/mails" -type f | wc -l | tr -d ' '
}

run cust-log init
desk=$HOME/.local/share/cust
cat >"$desk/policy.yaml" <<EOF
desk: Kettles
zone: Europe/Berlin
mail:
  sendmail: $tmp/sendmail
staff:
  anna:
    address: anna@shop.example
  ben:
    name: Ben
EOF
run cust-log policy apply
run cust-log new -c Acme -o anna the kettle leaks
run cust-log new -c Böll -o ben the lamp is broken
run cust-log new -c Cleo the cup has a crack
for ref in 1 2 3; do
    run cust-followup add $ref --due +30m "ring back about $ref"
done

# --- by mail ----------------------------------------------------------------------------------------------------

run cust-followup remind --deliver=mail --owner anna
rc_is 0 "reminders can go by mail"
is "$out$err" "" "silently"
is "$(mails)" 1 "one letter a colleague"
is "$(cat "$tmp/args")" "-i -t -f <>" "from the null sender"
letter=$(cat "$tmp/mails/0000")
like "$letter" "^To: anna@shop.example$" "to the address that policy knows"
like "$letter" "^Subject: 1 due$" "it says what it holds"
like "$letter" "^Auto-Submitted: auto-generated$" "that no person wrote it"
like "$letter" "^Message-ID: <[^ <>@]+@[^ <>@]+>$" "and has an identity"
like "$letter" "^1/3 +P[1-4] +promise .*Acme +ring back about 1$" "every line is a follow-up"
is "$(printf '%s\n' "$letter" | grep -c "ring back about")" 1 "only the colleague's own"
like "$letter" "^cust-followup done REF" "and it says how such a one ends"
is "$(printf '%s\n' "$letter" | grep -c "cust-log resolve")" 0 "not how others would"
run cust-followup remind --deliver=mail --owner anna
is "$(mails)" 1 "each is told once"

run cust-followup remind --deliver=mail
is "$(mails)" 3 "everybody's, a letter each"
like "$(cat "$tmp/mails/"*)" "^To: ben$" "a login without an address has its mailbox here"
like "$(cat "$tmp/mails/"*)" "^Subject: 1 due that nobody has$" "what nobody has is told to who runs it"
like "$(cat "$tmp/mails/"*)" "Böll" "names stand as they are"
run cust-followup remind --deliver
is "$(printf '%s\n' "$out" | grep -c "ring back")" 3 "another road is told for itself"
run cust-followup remind --deliver
is "$out$err" "" "once too"

# --- what fails is tried again ----------------------------------------------------------------------------------

run cust-followup add 1 --due +20m send a lid
: >"$tmp/broken"
run cust-followup remind --deliver=mail
rc_is 69 "a mailer that fails is an error"
like "$err" "queue is full" "with what it said"
rm "$tmp/broken"
run cust-followup remind --deliver=mail
rc_is 0 "the next run tries again"
like "$(cat "$tmp/mails/0003")" "send a lid" "and tells it"
if command -v faketime >/dev/null; then
    run cust-followup add 1 --due +20m send a box
    # shellcheck disable=SC2016 # the new script's own parent
    printf '#!/bin/sh\ncat >%s\nkill -9 $PPID\n' "'$tmp/first'" >"$tmp/killer"
    chmod +x "$tmp/killer"
    cp "$tmp/sendmail" "$tmp/keep"
    cp "$tmp/killer" "$tmp/sendmail"
    run faketime -f +12m cust-followup remind --deliver=mail
    cp "$tmp/keep" "$tmp/sendmail"
    run cust-followup add 1 --due +20m send a bag
    run faketime -f +25m cust-followup remind --deliver=mail
    run grep -h "^Message-ID" "$tmp/first" "$tmp/mails/0004" "$tmp/mails/0005"
    is "$(printf '%s\n' "$out" | sort | uniq -c | awk '{ print $1 }' | sort | tr '\n' ' ')" "1 2 " \
        "a letter that went out before a crash is the same letter when it goes again"
    is "$(cat "$tmp/mails/"* | grep -c "send a bag")" 1 "what came since is another"
else
    skip "a letter that went out before a crash is the same letter when it goes again" "faketime is not here"
fi

run cust-followup add 2 --due +20m write a card
run sh -c "cust-followup remind --deliver >/dev/full"
rc_is 74 "lines that could not be written are an error"
run cust-followup remind --deliver
is "$(printf '%s\n' "$out" | grep -c "write a card")" 1 "and told by the next run"
run cust-followup remind --deliver
is "$out" "" "once"
run cust-followup add 2 --due +20m ring at the door
run sh -c "cust-followup remind --deliver | :; cust-followup remind --deliver"
like "$out" "ring at the door" "what went into a closed pipe is told again"
if command -v faketime >/dev/null; then
    run cust-followup add 2 --due +20m clock
    run sh -c "cust-followup remind --deliver >/dev/full"
    run faketime -f -1d cust-followup remind --deliver --within 2d
    like "$out" "clock" "a clock that went back keeps nothing from being told"
fi

# --- many at once -----------------------------------------------------------------------------------------------

run sh -c "seq 1 150 | sed 's/.*/1/' | while read -r r; do cust-followup add \$r --due +10m one of many >/dev/null; done"
before=$(mails)
run cust-followup remind --deliver=mail --owner anna
is "$(mails)" $((before + 1)) "many are one letter"
last=$(find "$tmp/mails" -type f | sort | tail -1)
like "$(cat "$last")" "^and 50 more: cust-followup owner:anna lists them all$" "that says how many it does not show"
run cust-followup remind --deliver=mail --owner anna
is "$(mails)" $((before + 1)) "all of them are told"

# --- a catch-up -------------------------------------------------------------------------------------------------

CUST_DESK=$tmp/down
export CUST_DESK
run cust-log init --desk "$CUST_DESK"
run cust-log new -c acme -o anna the kettle leaks
run cust-log new -c bert -o ben the lamp is broken
run cust-log new -c cleo the cup has a crack
for i in 1 2 3; do
    run cust-followup add 2 --due "+$((4 - i))h" "ben's $i"
done
run sh -c "for i in \$(seq 130); do cust-followup add 1 --due +1h one of many; done; for i in \$(seq 102); do cust-followup add 3 --due +1h one; done"
if command -v faketime >/dev/null; then
    run faketime -f +30d cust-followup remind --deliver
    rc_is 0 "after thirty days without cron one run makes up for all"
    is "$(printf '%s\n' "$out" | cut -f5 | uniq -c | awk '{ print $1 $2 }' | tr '\n' ' ')" "100- 100anna 5ben " "by owner, at most a hundred lines each"
    like "$err" "^cust-followup: and 4 more that nobody has: cust-followup owner:none lists them all$" "and says how many more there are"
    like "$err" "^cust-followup: and 32 more: cust-followup owner:anna lists them all$" "of each"
    is "$(printf '%s\n' "$out" | awk -F'\t' '$5 == "ben" { print $4 }')" "$(printf '%s\n' "$out" | awk -F'\t' '$5 == "ben" { print $4 }' | sort)" "the earliest first"
    run faketime -f +30d cust-followup remind --deliver
    is "$out$err" "" "the rest was told with them"
    run cust-followup add 1 --due +2h another
    run faketime -f +30d cust-followup remind --deliver -n 1
    is "$(printf '%s\n' "$out" | grep -c .)" 1 "what comes later is told alone"
fi
unset CUST_DESK

# --- killed between telling and marking --------------------------------------------------------------------------

if command -v sqlite3 >/dev/null && command -v mkfifo >/dev/null; then
    CUST_DESK=$tmp/killed
    export CUST_DESK
    run cust-log init --desk "$CUST_DESK"
    run cust-log new -c acme -o anna the kettle leaks
    for i in 1 2 3; do
        run cust-followup add 1 --due +30m "ring back $i"
    done
    mkfifo "$tmp/lines" "$tmp/killed.now"
    exec 9<>"$tmp/lines"
    # The pipe is full: who writes next waits, behind the claim.
    dd if=/dev/zero of="$tmp/lines" oflag=nonblock bs=4096 count=1024 2>/dev/null || :
    cust-followup remind --deliver >"$tmp/lines" 9>&- &
    pid=$!
    # shellcheck disable=SC2317 # wait_until calls them
    claimed() { test "$(sqlite3 "$CUST_DESK/cust.db" 'SELECT count(*) FROM reminder')" -ge 3; }
    # shellcheck disable=SC2317
    has_told() { test "$(grep -ac "ring back" "$tmp/told")" -ge 3; }
    wait_until claimed
    # The store is locked before the lines leave: the mark has to wait, and is killed while it does.
    (
        sqlite3 "$CUST_DESK/cust.db" <<EOF
.timeout 600000
BEGIN IMMEDIATE;
.shell touch '$tmp/locked'; read -r killed <'$tmp/killed.now'
ROLLBACK;
EOF
    ) >/dev/null 2>&1 &
    locker=$!
    wait_until test -e "$tmp/locked"
    cat <"$tmp/lines" >"$tmp/told" &
    reader=$!
    wait_until has_told
    kill -9 "$pid" "$reader"
    echo killed >"$tmp/killed.now"
    wait "$locker"
    wait $pid 2>/dev/null
    exec 9>&-
    is "$(grep -ac "ring back" "$tmp/told")" 3 "(it told before it was killed)"
    run cust-followup remind --deliver
    is "$(printf '%s\n' "$out" | grep -c "ring back")" 3 "what was told and not marked is told once more"
    run cust-followup remind --deliver
    is "$out" "" "and then no more"
    run cust-log verify
    rc_is 0 "the store is sound"
    unset CUST_DESK
else
    skip "what was told and not marked is told once more" "sqlite3 or mkfifo is not here"
fi

# --- who may be written to --------------------------------------------------------------------------------------

run cust-followup remind --deliver=post
rc_is 64 "another road is refused"
run cust-followup remind --deliver mail
rc_is 64 "what stands behind a blank is no road"
run cust-log policy show
like "$out" "sendmail" "policy names the mailer"

# --- two at once ------------------------------------------------------------------------------------------------

run cust-followup add 2 --due +5m at once
printf '#!/bin/sh\n: >%s\nsleep 2\ncat >>%s\n' "'$tmp/began'" "'$tmp/slow'" >"$tmp/sendmail"
cust-followup remind --deliver=mail &
wait_until test -e "$tmp/began"
run cust-followup remind --deliver=mail
rc_is 0 "of two at once one leaves quietly"
is "$out$err" "" "without a word"
wait
is "$(grep -c "at once" "$tmp/slow")" 1 "and one tells"
run cust-followup add 2 --due +5m "ben's own"
run cust-followup add 1 --due +5m "anna's own"
rm -f "$tmp/began"
cust-followup remind --deliver=mail --owner anna &
wait_until test -e "$tmp/began"
run cust-followup remind --deliver=mail --owner ben
rc_is 0 "a run for another colleague waits for its turn"
wait
is "$(grep -cE "(ben|anna)'s own" "$tmp/slow")" 2 "and tells what is theirs"
run cust-log verify
rc_is 0 "the store is sound"

cat >"$tmp/sendmail" <<EOF2
#!/bin/sh
cat >$tmp/late
EOF2
run cust-log new -c Dora -o ben -s "Burnt hand" --when "6 days ago" it burned my hand
run cust-followup remind --deliver=mail --owner ben
like "$(cat "$tmp/late")" "^[0-9]+/1 +P1 +response .*Dora +Burnt hand$" "a deadline is told with its complaint's priority and subject"
like "$(cat "$tmp/late")" "^A response or an update ends with an answer" "and how it ends"
is "$(grep -c "snooze" "$tmp/late")" 0 "which is not as a promise does"

run cust-followup remind --within 0
rc_is 64 "nothing is no time from now"
like "$err" "such as 30m, 2h or 1d" "what is wanted is a span"

done_testing
