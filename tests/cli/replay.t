#!/bin/sh
# Replay: what a desk said at a moment it says again of that moment, byte for byte, in every verb that takes --as-of and
# after every kind of later event; and a reader leaves the store as it was.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
CUST_DESK=$tmp/desk
export CUST_DESK

ago() { # a moment that many hours ago
    date -u -d "$1 hours ago" +%Y-%m-%dT%H:%M:%SZ
}

letter() { # FROM SUBJECT NUMBER WORDS [HEADER]
    printf 'From: %s\nTo: desk@example.com\nSubject: %s\nMessage-ID: <p%s@example.org>\n%s\n%s\n' "$1" "$2" "$3" "${5:+$5
}" "$4"
}

profile() { # ZONE TITLE
    echo "zone: $1"
    sed "s/Opened/$2/" "$root/examples/profiles/fca-disp.yaml"
}

cust-log init >/dev/null 2>&1
profile Europe/London Opened >"$CUST_DESK/policy.yaml"
cust-log policy apply 2>/dev/null
{
    for i in 1 2 3 4; do
        cust-log new -c "Cust $i <c$i@example.org>" --when "$(ago $((i * 90)))" I am furious about parcel $i, outrageous
        cust-log assign $i --to "anna$((i % 2))"
        cust-log said $i --when "$(ago $((i * 90 - 2)))" sorry
        cust-log offer $i --remedy refund:$i.50 --remedy replacement choose
        cust-log agree $i --option $((i % 2 + 1)) --promise "tomorrow 10:00 send it" fine
        cust-log resolve $i --cause transit --when "$(ago $((i * 80)))" sent
    done
    cust-log confirm 1 yes --score 4 thanks
    cust-log confirm 2 no
    cust-log fix transit --from "$(date -u -d '3 days ago' +%F)" better boxes
    cust-log new -c "Lea <l@example.org>" --category late-payment --invoice 77 --amount 120.50 \
        --invoice-due "$(date -u -d '9 days ago' +%F)" they have not paid
    cust-log new -c "Mona <m@example.org>" lamp one
    cust-log new -c "Mona <m@example.org>" lamp two
    cust-log merge 7 --into 6
    cust-log new -c "Nils <n@example.org>" a question of parcel
    cust-log wait 8 for their photo
    letter thea@example.org Lamp 1 "My lamp is broken." | cust-log mail
    letter zed@example.org away 2 "I am away" "Auto-Submitted: auto-replied" | cust-log mail
    cust-followup add c1 --due +3h ring them
    cust-followup add 3 --due +5h call back
    cust-report return fca-disp --period 2025H2 --seal
} >/dev/null 2>&1
sleep 1.1
then=$(date -u +%FT%TZ)
sleep 1.1

one() {
    echo "## $*"
    "$@" --as-of "$then" 2>&1
}

views() {
    for what in "" --format=json "--ids received" "--period 2y" promises deadlines staff customers causes remedies trend \
        "trend --period 2y" list "list parcel" "list customer:cust" "list cause:transit" "list status:merged" \
        "list kind:promise state:open" "list due:late" "list owner:anna1" "show 1,2,3,4,5,6,7,8,9" "show 1,2,3,6,7,9 --all" \
        "show 2,6 --format=json" "show 2,6 --format=jsonl" "customer c1" "customer c2 --format=json" "customer mona" \
        "customer l@example.org" "customer c6 --all --format=jsonl" html mail "return fca-disp --period 2026" \
        "return fca-disp --period 2026 --gaps" "return fca-disp --period 2026 --ids opened" \
        "return fca-disp --period 2025H2 --sealed"; do
        # shellcheck disable=SC2086
        one cust-report $what
    done
    one cust-triage
    one cust-triage explain 3
    one cust-followup
    one cust-followup state:kept
}

sums() {
    (cd "$CUST_DESK" && sha256sum cust.db && stat -c '%n %s %Y %i' -- *)
}

sums >"$tmp/sums"
views >"$tmp/then"
sums >"$tmp/sums.read"
ok "who reads leaves every file of the desk as it was" cmp "$tmp/sums" "$tmp/sums.read"
is "$(grep -c '^## ' "$tmp/then")" 39 "all of it answers"
is "$(grep -c 'option --as-of' "$tmp/then")" 0 "and takes the moment"

did= # what was refused did not happen
again() { # WHAT
    views >"$tmp/again"
    is "$did" "" "$1: they happen"
    ok "$1: nothing of them shows in the past" cmp "$tmp/then" "$tmp/again"
    did=
}

later() {
    "$@" >"$tmp/later" 2>&1 </dev/null || did="$did$*: $(head -n 1 "$tmp/later")
"
}

later cust-log heard 1 it leaks again, I am furious
later cust-log said 6 --as final it stays as it is
later cust-log note 3 a note of the parcel
later cust-log offer 6 --remedy refund:20 take it
later cust-log agree 6 --option 1 --promise "tomorrow 10:00 pay" ok
later cust-log resolve 6 --cause another gone
later cust-log confirm 6 no
later cust-log resume 8
later cust-log wait 9 for them
later cust-log assign 8 --to zoe
later cust-log escalate 8 --to zoe up
later cust-log abuse 8 he cursed
later cust-log attach 8 "$0"
later cust-log reopen 4 not whole
later cust-log resolve 4 sent once more
later cust-log close 4 quiet
later cust-log void 9 no complaint
later cust-log new -c "Cust 1" --when "$(ago 200)" an earlier parcel
again "what is said and done"

later cust-log set 3 subject=changed
later cust-log set 3 product=cards decision=upheld amount=99
later cust-log set 5 paid=20
later cust-log set 3 category=question
later cust-log cause another 4 --lesson learned
later cust-log fix another --from "$(date -u -d '40 days ago' +%F)" mended
later cust-triage set 8 priority=P4
later cust-triage correct 8 complaint=no
later cust-triage correct 3 anger=no
later cust-triage run
later cust-followup "done" 3/7 they know
later cust-followup snooze 1/5 --due +2d later
later cust-followup add 3 --due +9h and once more
later cust-followup cancel c1/1 no need
later cust-followup remind --deliver=stdout
again "what is set, taught and followed up"

later cust-log customer c2 note likes tea
later cust-log customer c2 add 07700900999
later cust-log customer c3 merge --into c2 --yes
later cust-log customer c6 merge --into c1 --yes
later cust-log merge 10 --into 1
later cust-log strike 7@8 they are two
later cust-log move 2@1 --to new
later cust-log strike 3@3 wrong
later cust-log note 3 not this
later cust-log undo
letter zed@example.org help 3 "my parcel is bad" >"$tmp/mail"
later sh -c "cust-log mail <'$tmp/mail'"
later cust-log mail --accept m2
printf 'customer,received,text\nImp <i@example.org>,%s,imported parcel\n' "$(ago 300)" >"$tmp/rows.csv"
later cust-log import "$tmp/rows.csv"
again "what is merged, parted, moved, struck, undone and brought in"

profile Asia/Tokyo OPEN >"$CUST_DESK/policy.yaml"
printf 'desk: Another name\n' >>"$CUST_DESK/policy.yaml"
later cust-log policy apply
later cust-report return fca-disp --period 2025H2 --seal
again "another policy and another seal"
ok "all of it replays" cust-log verify

# --- the second that is not over yet
rounds() { # gives those that stayed the same
    for i in 1 2 3; do
        now=$(date -u +%FT%TZ)
        cust-report list --as-of "$now" >"$tmp/now"
        cust-log new -c "Soon $i" at once >/dev/null 2>&1
        cust-report list --as-of "$now" | cmp -s - "$tmp/now" && printf %s $i
    done
}
is "$(rounds)" 123 "nor what is entered in the same second, but later"

for i in 1 2 3; do
    while [ ! -e "$tmp/enough" ]; do
        cust-log new -c "Writer $i" and another >/dev/null 2>&1
    done &
done
is "$(rounds)" 123 "nor what others are just entering"
touch "$tmp/enough"
wait

# --- who waits for the store is dated by when they write
flock "$CUST_DESK/cust.db-lock" sh -c "touch '$tmp/held'; sleep 2.5" &
wait_until test -e "$tmp/held"
cust-log new -c "Wait <w@example.org>" they waited >/dev/null 2>&1 &
sleep 0.1
now=$(date -u +%FT%TZ)
cust-report list waited --as-of "$now" >"$tmp/now"
wait
is "$(cust-report list waited --as-of "$now" | cmp - "$tmp/now" 2>&1)" "" "nor who began before, but had to wait for the store"
is "$(cust-report list waited | wc -l)" 1 "and they are entered"

flock "$CUST_DESK/cust.db-lock" sh -c "touch '$tmp/writing'; sleep 2; touch '$tmp/written'" &
wait_until test -e "$tmp/writing"
cust-report list --as-of "$(date -u +%FT%TZ)" >/dev/null
ok "who asks of a moment waits for who wrote in it" test -e "$tmp/written"
wait

# --- who looks over the whole store keeps writers waiting, and nobody else
flock -s "$CUST_DESK/cust.db-lock" sh -c "touch '$tmp/looking'; until [ -e '$tmp/looked' ]; do sleep 0.1; done" &
wait_until test -e "$tmp/looking"
run timeout 50 cust-report list --as-of "$(date -u +%FT%TZ)"
rc_is 0 "who asks of a moment does not wait for somebody who writes nothing"
run timeout 50 cust-log verify
rc_is 0 "as verify is"
touch "$tmp/looked"
wait

# --- a first import, while it runs and when it was broken off
CUST_DESK=$tmp/fresh
cust-log init >/dev/null 2>&1
mkfifo "$tmp/rows" "$tmp/broken"
rows() { # WORDS: as many as one transaction of it takes
    awk -v words="$1" 'BEGIN { for (i = 0; i < 10000; i++) print "Imp <i@example.org>," (i ? "a lamp" : words) }'
}
# shellcheck disable=SC2317 # wait_until calls it
has_first() { test "$(cust-report list --limit 1 2>/dev/null | wc -l)" = 1; }
begin() { # FIFO: an import that goes on until descriptor 3 is closed
    cust-log import - --from csv --source crm <"$1" >/dev/null 2>&1 &
    importer=$!
    exec 3>"$1"
    { echo customer,text; rows "the kettle leaks"; } >&3
    wait_until has_first
    sleep 1.1
}
begin "$tmp/rows"
now=$(date -u +%FT%TZ)
cust-report list kettle --as-of "$now" >"$tmp/now" 2>/dev/null 3>&- &
cust-report search kettle >"$tmp/found" 2>/dev/null 3>&- &
sleep 1.2
rows "it was late" >&3
sleep 1
exec 3>&-
wait
ok "who asks for words while a first import runs waits for it" grep -q 'Imp.*kettle leaks' "$tmp/now"
ok "and so does who searches" grep -q '^1@1	' "$tmp/found"
is "$(cust-report list kettle --as-of "$now" | cmp - "$tmp/now" 2>&1)" "" "who got them gets them again"

CUST_DESK=$tmp/killed
cust-log init >/dev/null 2>&1
begin "$tmp/broken"
kill -9 $importer
exec 3>&-
wait 2>/dev/null
now=$(date -u +%FT%TZ)
for what in "list kettle --as-of $now" "list kettle" "search kettle" "similar 1"; do
    # shellcheck disable=SC2086
    run cust-report $what
    rc_is 75 "$what: nothing is said to be there or not to be there after an import that was killed"
done
like "$err" "broken off.*cust-log import" "but what to do"
cust-log new -c "Lea <l@example.org>" a lamp >/dev/null 2>&1
is "$(cust-report list kettle --as-of "$now" | wc -l)" 1 "once somebody has written, words are found of then, too"
is "$(cust-report search kettle | wc -l)" 1 "and of now"
CUST_DESK=$tmp/desk

# --- a queue that cannot be looked into
mv "$CUST_DESK/cust.db-lock" "$tmp/lock"
ln -s "$tmp/lock" "$CUST_DESK/cust.db-lock"
run cust-report list --as-of "$(date -u +%FT%TZ)"
rc_is 69 "who cannot know whether somebody writes does not answer for this moment"
like "$err" "cannot look into the writers' queue" "and says why"
run cust-report list --as-of "$then"
rc_is 0 "of an earlier one they do"
rm "$CUST_DESK/cust.db-lock"
mv "$tmp/lock" "$CUST_DESK/cust.db-lock"

# --- erased words are the one exception, and nobody else's
later cust-log customer c5 erase --yes asked for it
views >"$tmp/again"
is "$did" "" "one is erased"
is "$(sed '/^## cust-report customer l@/,/^## /d' "$tmp/again" | grep -c -e Lea -e l@example.org -e 'they have not paid')" 0 "the past has no word of who was erased"
is "$(grep -c 'parcel 3' "$tmp/again")" "$(grep -c 'parcel 3' "$tmp/then")" "and all of the others'"

done_testing
