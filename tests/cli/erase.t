#!/bin/sh
# A customer asks to be forgotten: no word of theirs is in any byte, and every count and time stays.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

# The n-th planted string, and its tail: prefix compression hides whole words, not tails.
plant() {
    printf 'qw%02dkrzlmtov%02dxjvq' "$1" "$1"
}
tail_of() {
    printf 'tov%02dxjvq' "$1"
}

desk=$HOME/.local/share/cust
cust-log new -c "other person" the boiler is cold and this stays >/dev/null 2>&1

# Planted: 1 to 10 in spoken words, 11 to 20 in a long talk, 21 to 30 in fields and follow-ups, 31 to 40 by mail,
# 41 to 46 in names and addresses, 47 to 50 in files beside the store.
cust-log new -c "$(plant 41) <$(plant 42)@example.com>" -s "$(plant 1)" "$(plant 2) is broken" >/dev/null 2>&1
cust-log heard 2 "$(plant 3)" >/dev/null 2>&1
cust-log said 2 --promise "tomorrow 16:00 ring $(plant 4)" "$(plant 5)" >/dev/null 2>&1
cust-log note 2 "$(plant 6)" >/dev/null 2>&1
cust-log wait 2 "$(plant 7)" >/dev/null 2>&1
cust-log resume 2 "$(plant 8)" >/dev/null 2>&1
cust-log offer 2 --remedy refund:10 "$(plant 9)" >/dev/null 2>&1
cust-log agree 2 --promise "tomorrow 17:00 pay $(plant 10)" >/dev/null 2>&1
for i in 11 12 13 14 15 16 17 18 19 20; do
    echo "$(plant $i) word"
    echo "> $(plant $i) answer"
done | cust-log call c2 >/dev/null 2>&1
cust-log set 2 contact="$(plant 21)" representative="$(plant 22)" account="$(plant 23)" reasons="$(plant 24)" \
    vulnerability="$(plant 25)" outstanding="$(plant 26)" >/dev/null 2>&1
cust-followup add 2 --due "tomorrow 9:00" "$(plant 27)" >/dev/null 2>&1
cust-followup add c2 --due "tomorrow 9:00" "$(plant 28)" >/dev/null 2>&1
cust-log customer c2 note "$(plant 29)" >/dev/null 2>&1
long="who came by twice, rang, waited for a quarter of an hour, and left a card at the door"
cust-log resolve 3 "$(plant 30)" "$long" >/dev/null 2>&1
if [ -x "$build/cust-mime" ]; then
    for i in 31 32 33 34 35 36 37 38 39; do
        printf 'From: X <%s@example.com>\nSubject: %s\nMessage-ID: <%s@x>\nDate: %s\n\nhello %s again\n' "$(plant 42)" \
            "$(plant $i)" "$(plant $i)" "$(date -R)" "$(plant $i)" | cust-log mail >/dev/null 2>&1
    done
    printf 'From: X <%s@example.com>\nAuto-Submitted: auto-replied\nSubject: %s\n\naway\n' "$(plant 42)" "$(plant 40)" |
        cust-log mail >/dev/null 2>&1
fi
cust-log customer c2 add "$(plant 43)@example.org" >/dev/null 2>&1
cust-log customer c2 add "@$(plant 44)" >/dev/null 2>&1
cust-log new -c "$(plant 42)@example.com" "$(plant 45) $(plant 46)" >/dev/null 2>&1
mkdir -p "$desk/outbox" "$desk/kept"
echo "To: $(plant 42)@example.com; $(plant 47)" >"$desk/outbox/1.eml"
echo "draft for $(plant 43)@example.org: $(plant 48) $(plant 49)" >"$desk/kept/cust-log-a"
echo "copy of $(plant 2) is broken; $(plant 50)" >"$desk/kept/cust-log-b"
echo "somebody else's draft" >"$desk/kept/cust-log-c"
cust-log said 2 --promise "whenever soon" we told our driver "$long" >/dev/null 2>&1
cust-log note 1 --when "whenever" somebody else "$long" >/dev/null 2>&1
cust-log new -c c2 --when "whenever" and a second van "$long" >/dev/null 2>&1
cust-log new -c "$(plant 42)@example.com" --when "whenever" and a third "$long" >/dev/null 2>&1
cust-log said 2,1 --when "whenever" a letter to both "$long" >/dev/null 2>&1
echo "a letter that waits" >"$desk/kept/reply-2"

for bad in "currency=what Jane paid" currency=EUR12 "product=lamp of jane@example.com" "stage=$(printf 'word %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21)"; do
    run cust-log set 2 "$bad"
    rc_is 65 "what stays when a customer is erased can hold nobody: ${bad%%=*}"
done
run cust-log set 2 currency=EUR
rc_is 0 "a currency is one"

# How many of the 50, whole or tail, stand in the bytes of these files.
found() {
    cat "$@" >"$tmp/bytes"
    k=0
    i=1
    while [ $i -le 50 ]; do
        if grep -aqF "$(plant $i)" "$tmp/bytes" || grep -aqF "$(tail_of $i)" "$tmp/bytes"; then k=$((k + 1)); fi
        i=$((i + 1))
    done
    echo $k
}

n=$(found "$desk"/cust.db* "$desk"/outbox/* "$desk"/kept/*)
if [ -x "$build/cust-mime" ]; then
    is "$n" 50 "50 strings are planted"
else
    skip "50 strings are planted" "cust-mime is not here"
fi
before=$(cust-report list 2>/dev/null | cut -f1-5)

run cust-log customer c2 erase
rc_is 64 "without a terminal it wants --yes"
cust-log set 2 hold="claim before the court" >/dev/null 2>&1
run cust-log customer c2 erase --yes
rc_is 65 "a customer with a complaint under hold is not erased"
like "$err" "2 is under hold .claim before the court." "and the hold is named"
cust-log set 2 hold= >/dev/null 2>&1
run cust-log customer c2 earse --yes
rc_is 64 "a wrong word is suggested the near one"
run cust-log customer c2 erase --yes on their wish of today
rc_is 0 "erasing is one command"
like "$err" "c2 is erased: [0-9]+ texts, [0-9]+ mails, 9 files; counts and times stay" "and says what went"
like "$err" "2 other files are in outbox and kept" "and what nobody can tell"
like "$err" "cust-log: 2,3,4[0-9,]* are open with nobody to answer; cust-log void 2,3,4[0-9,]* WHY ends them" "and what stays open, with what ends it"
like "$err" "no text any more; cust-followup cancel c2/1 WHY" "and what of theirs was still to be done"

is "$(found "$desk"/cust.db* "$desk"/outbox/* "$desk"/kept/* 2>/dev/null)" 0 "none of the 50, nor a tail, is in a byte of the desk"
ok "a backup of now can be made" cust-log backup "$tmp/copy.db"
is "$(found "$tmp/copy.db")" 0 "none is in a new backup"
cust-log export >"$tmp/all.jsonl" 2>/dev/null
is "$(found "$tmp/all.jsonl")" 0 "none is in a new export"
is "$(cust-report list 2>/dev/null | cut -f1-5)" "$before" "numbers, priorities, statuses and times are what they were"
run cust-report search boiler
like "$out" "^1" "others' words are found as before"
like "$(cat "$desk/kept/cust-log-c")" "somebody" "somebody else's draft is there"
is "$(cat "$desk"/kept/cust-log.1-*)" "somebody else $long" "so are words that others' complaints wait for"
is "$(cd "$desk/kept" && find . -type f | sed "s,^\./,,;s/-[^-]*$//" | sort | tr "\n" " ")" "cust-log cust-log.1 " \
    "and no word that a command kept of theirs, whoever said it"
cust-log new -c "other person" words that came afterwards >/dev/null 2>&1
row=$(cust-report customers --fields=ref,received | sed -n 's/^c2.//p')
is "$(cust-report customers --ids c2/received | wc -l | tr -d ' ')" "$row" "what is counted of them opens by their number"
is "$(cust-report show 2 --all | grep -c 'afterwards\|^    erased$')" 0 "words that come later are not taken for those that went"
run cust-log verify
rc_is 0 "the histories replay without the words"
is "$out" "" "with nothing to find"
run cust-report show 2
rc_is 0 "their complaints can still be looked at"
echo "a letter that came back" >"$desk/kept/reply-2"
run cust-log customer c2 erase
rc_is 0 "said again it finishes what an earlier run had to leave"
like "$err" "c2 is erased already; 1 file more went" "and says so"
ok "files whose names tell of whom they are" test ! -e "$desk/kept/reply-2"
run cust-log customer c2 note hello
rc_is 65 "nothing is noted of them any more"
run cust-log new -c "$(plant 42)@example.com" a new matter
run cust-report show "${out%%	*}"
like "$out" "  c3( |$)" "who writes again is somebody new"
run cust-log --desk "$tmp/second" init
run cust-log --desk "$tmp/second" import "$tmp/all.jsonl"
rc_is 0 "an export without the words comes in elsewhere"

# --- numbers of mails ---
auto() { # auto SENDER: an automatic reply; prints its number
    printf 'From: %s\nAuto-Submitted: auto-replied\nSubject: away\n\naway\n' "$1" | cust-log mail >/dev/null 2>&1
    cust-report mail 2>/dev/null | tail -n 1 | cut -f1
}
if [ -x "$build/cust-mime" ]; then
    cust-log new -c "again@example.com" once more >/dev/null 2>&1
    last=$(auto again@example.com)
    run cust-log customer again@example.com erase --yes
    rc_is 0 "a customer is erased whose automatic reply came last"
    is "$(cust-report mail 2>/dev/null | grep -c "^$last	")" 0 "which is gone"
    run cust-log mail --accept "m$((${last#m} + 1))"
    rc_is 66 "and nothing stands in its place"
    now=$(auto new@example.com)
    ok "the number of an erased mail is not given again" test "${now#m}" -gt "${last#m}"
    cust-log export >"$tmp/all.jsonl" 2>/dev/null
    cust-log --desk "$tmp/third" init >/dev/null 2>&1
    cust-log --desk "$tmp/third" import "$tmp/all.jsonl" >/dev/null 2>&1
    cust-log --desk "$tmp/third" export >"$tmp/again.jsonl" 2>/dev/null
    ok "and an export comes back as it was" cmp "$tmp/all.jsonl" "$tmp/again.jsonl"
    run cust-log verify
    rc_is 0 "and the histories still replay"
else
    skip "the number of an erased mail is not given again" "cust-mime is not here"
fi

# --- free text that is kept as a name ---
CUST_DESK=$tmp/sought
export CUST_DESK
cust-log init >/dev/null 2>&1
cust-log new -c ann the lamp broke >/dev/null 2>&1
cust-log new -c ann it broke again >/dev/null 2>&1
cust-log new -c bea mine too >/dev/null 2>&1
for i in 1 2; do
    cust-log set $i "remedy-sought=Refund to $(plant 1), IBAN DE89" "basis=$(plant 2) died" product=lamp >/dev/null 2>&1
done
cust-log set 1 remedy-sought=refund "basis=agreed in full" >/dev/null 2>&1
cust-log set 3 "basis=agreed in full" remedy-sought=refund product=lamp >/dev/null 2>&1
is "$(found "$CUST_DESK"/cust.db*)" 2 "what they seek stands in the store"
run cust-log customer ann erase --yes
rc_is 0 "who sought it is erased"
is "$(found "$CUST_DESK"/cust.db*)" 0 "and no byte of it is left"
is "$(cust-log export | grep -c "IBAN\|died")" 0 "nor in an export"
like "$(cust-report show 3)" "basis=agreed in full" "what others have too stays"
like "$(cust-report show 1 --all)" "product=lamp" "and so do short names of the desk"
run cust-log verify
is "$rc$out" 0 "and the histories replay"
unset CUST_DESK

# --- addresses ---
run cust-log customer "other person" add op@example.com
rc_is 0 "a customer gets an address"
run cust-log new -c op@example.com by the new address
like "$out" "	other person	" "and is found by it"
run cust-log customer c1 add "$(plant 42)@example.com"
rc_is 65 "nobody gets another's address"
run cust-log customer c1 add nonsense
rc_is 64 "a name is no address"
run cust-log customer c999 note x
rc_is 66 "nobody is no customer"


# --- colleagues' own files ---
# As who may not read what is another's: oneself, or for root somebody else.
CUST_DESK=$tmp/group
export CUST_DESK
cust-log init >/dev/null 2>&1
cust-log new -c "Derek Stone" the stone is loose >/dev/null 2>&1
mkdir -p "$CUST_DESK/kept"
for f in aa-somebody cust-log.1-xx zz-mine; do
    echo "the stone is loose" >"$CUST_DESK/kept/$f"
done
chmod 0 "$CUST_DESK/kept/aa-somebody" "$CUST_DESK/kept/cust-log.1-xx"
as=
if [ "$(id -u)" = 0 ]; then
    as="setpriv --reuid 65534 --regid 65534 --clear-groups"
    chmod 711 "$tmp" "$tmp/home"
    chown -R 65534:65534 "$CUST_DESK"
    chown 0:0 "$CUST_DESK/kept/aa-somebody" "$CUST_DESK/kept/cust-log.1-xx"
fi
# shellcheck disable=SC2086 # the command and its options
if $as test -x "$build/cust-log" 2>/dev/null && ! $as test -r "$CUST_DESK/kept/aa-somebody"; then
    run $as cust-log customer "Derek Stone" erase --yes by letter
    rc_is 0 "a file of a colleague's own stops nothing"
    like "$err" "c1 is erased: [0-9]+ texts, 0 mails, 2 files" "the counts are said"
    is "$(ls "$CUST_DESK/kept")" aa-somebody "the files behind it go, and those whose names tell that they are theirs"
    like "$err" "kept/aa-somebody is for $(stat -c %U "$CUST_DESK/kept/aa-somebody") alone to open: have them look" "and whose the other one is"
    like "$err" "1 is open with nobody to answer; cust-log void 1 WHY ends it" "with what stays open"
else
    skip "a file of a colleague's own stops nothing" "nobody is here who may not read everything"
fi

# --- what was read stays ---
CUST_DESK=$tmp/read
export CUST_DESK
cust-log init 2>/dev/null
cust-log new -c "Vera Sharp" I am furious, you thieves, and my lawyer will sue you >/dev/null 2>&1
was=$(cust-report list --fields=priority,signals,due)
like "$was" "^P1	.*anger.*legal" "a reading"
cust-log customer "Vera Sharp" erase --yes >/dev/null 2>&1
run cust-triage run
like "$err" "1 read, 0 changed" "words that are gone are not read again as silence"
is "$(cust-report list --fields=priority,signals,due)" "$was" "priority, signals and deadline stay"
cust-log set 1 amount=20 >/dev/null 2>&1
is "$(cust-report list --fields=priority,signals,due)" "$was" "whatever is set"
cust-log export >"$tmp/read.jsonl"
cust-log init --desk "$tmp/other" 2>/dev/null
cust-log new --desk "$tmp/other" -c zoe the lid is loose >/dev/null 2>&1
cust-log import --desk "$tmp/other" "$tmp/read.jsonl" >/dev/null 2>&1
is "$(cust-report list 2 --desk "$tmp/other" --fields=priority,signals)" "$(printf '%s\n' "$was" | cut -f1,2)" "and go along into another desk"
cust-log heard 1 thanks, I am happy now >/dev/null 2>&1
like "$(cust-report list --fields=signals)" "^-$" "new words are read"
run cust-log verify
rc_is 0 "and histories agree"
# --- one that was broken off -------------------------------------------------------------------------------------

CUST_DESK=$tmp/off
run cust-log init
run cust-log new -c "Derek Stone" the kettle leaks
run cust-log customer c1 erase --yes
sqlite3 "$CUST_DESK/cust.db" "INSERT INTO meta VALUES ('unmerged', '1')" # as a kill leaves it
run cust-triage
like "$err" "words of c1 may still stand in the full text; .*cust-log customer c1 erase finishes that" "what was broken off is said"
run cust-log customer c1 erase --yes
rc_is 0 "erasing again"
run cust-triage
is "$err" "" "finishes it"

# --- one who complained often ------------------------------------------------------------------------------------

awk 'BEGIN {
    print "source-id\tcustomer\ttext"
    for (i = 0; i < 60; i++)
        printf "r%d\tOften Here <often@example.org>\tthe kettle leaks, order %d\n", i, i
}' >"$tmp/often.tsv"
often() { # DESK N: with N things to be done for the customer
    CUST_DESK=$tmp/$1
    cust-log init >/dev/null 2>&1
    cust-log import "$tmp/often.tsv" >/dev/null 2>&1
    i=0
    while [ $i -lt "$2" ]; do
        i=$((i + 1))
        cust-followup add c1 --due +2d visit $i >/dev/null 2>&1
    done
}

often few 1
cust-log void "$(seq -s, 41 60)" twice >/dev/null 2>&1
run cust-log customer c1 erase --yes
like "$err" "no text any more; cust-followup cancel c1/1 WHY" "a thing to be done is named"
like "$err" "1,2,3,.*,40 are open with nobody to answer; cust-log void 1,2,3,.*,40 WHY ends them" "and forty complaints are"
often many 41
run cust-log customer c1 erase --yes
void=$(printf '%s\n' "$err" | sed -n 's/^cust-log: 60 are open with nobody to answer; \(.*\) WHY ends them$/\1/p')
is "$void" "cust-report list customer:c1 status:open | cust-log void -" "more are counted, with what finds them"
cancel=$(printf '%s\n' "$err" | sed -n 's/^cust-log: 41 things .* any more; \(.*\) WHY$/\1/p')
is "$cancel" "cust-followup customer:c1 not status:open | cust-followup cancel -" "and so are things to be done"
run sh -c "$cancel gone"
is "$(printf '%s\n' "$out" | grep -c '^c1/')" 41 "that ends them all"
run sh -c "$void gone"
is "$(printf '%s\n' "$out" | grep -c void)" 60 "and that the others"
is "$(cust-followup customer:c1 2>/dev/null; cust-report list status:open 2>/dev/null)" "" "nothing is left"

done_testing
