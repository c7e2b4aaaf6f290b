#!/bin/sh
# Who the customer is: two who are one are found, spoken to, counted and forgotten as one, and parted again; numbers and
# names as people type them.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

db=$HOME/.local/share/cust/cust.db
customer_of() { sqlite3 "$db" "SELECT customer FROM complaint WHERE id = $1"; }

# --- numbers and names as they are typed
cust-log new -c "Jane Doe, +44 7700 900123" the kettle leaks >/dev/null 2>&1
like "$(cust-report customer c1)" "^Jane Doe  c1  \+44 7700 900123" "a name and a number behind a comma are both"
for typed in "+44 7700 900123" "0044 7700 900 123" "+447700900123" "Jane Doe" "Jane Doe, +44-7700-900123" "Jane Doe +447700900123"; do
    cust-log new -c "$typed" another word of it >/dev/null 2>"$tmp/err"
    is "$(customer_of "$(cust-report list --fields=ref | sort -n | tail -1)")" 1 "'$typed' is the same customer"
done
cust-log new -c "Doe, Jane" she is another one >/dev/null 2>&1
like "$(cust-report customer c2)" "^Doe, Jane  c2" "a comma alone makes no address"

run cust-log new -c "07700 900123" the kettle leaks again
rc_is 0 "a number without its country's code is taken"
is "$(customer_of 9)" 3 "for a new customer: nobody is taken for somebody else silently"
like "$err" "c3 is perhaps c1 Jane Doe, .*cust-log customer c3 merge --into c1" "but said to be perhaps the one with it, with what makes them one"
run cust-log new -c "07700 900123" and again
is "$err" "" "who has this very number is not asked about again"
run cust-report customer "7700 900123"
rc_is 66 "nor is anybody found by a number that is only alike"
like "$err" "perhaps c[13] .*same but for the country" "but named"
run cust-log customer "(07700) 900123" note x
rc_is 0 "signs between the digits do not count"
printf 'x\n' | cust-log call "7700900123" >"$tmp/out" 2>"$tmp/err"
like "$(cat "$tmp/err")" "same number but for its country" "a call shows who has it"
run cust-log customer c2 add "0044 7700 900124"
run cust-log customer c3 add "07700900124"
like "$err" "c2 Doe, Jane has the same number but for the country's code" "an address that is added is looked at as well"

# --- merged
run cust-log customer c3 merge
rc_is 64 "merge says who stays"
like "$err" "cust-log customer c3 merge --into WHO" "in full"
run cust-log customer c3 merge --into c3
rc_is 64 "nobody is merged into themselves"
run cust-log customer c3 merge --into c99
rc_is 66 "nor into nobody"
run cust-log customer c3 note --into c1 words
rc_is 64 "only merge has --into"
cust-followup add c3 --due "2099-03-02 10:00" call them >/dev/null 2>&1
cust-log customer c3 add bolt@example.com >/dev/null 2>&1
run cust-log customer c3 merge --into "Jane Doe" the same number
rc_is 0 "two customers become one"
like "$err" "c3 07700 900123 is c1 Jane Doe now; cust-log strike (c3@[0-9]+) parts them" "with what parts them"
at=$(printf '%s\n' "$err" | sed -n 's/.*cust-log strike \(c3@[0-9]*\) .*/\1/p')
is "$(cust-report list 9 --fields=customer)" "Jane Doe" "their complaints bear the name of the one who stays"
is "$(cust-report list customer:c1 --fields=ref | wc -l)" "$(cust-report list customer:c3 --fields=ref | wc -l)" "and are found under both numbers"
is "$(cust-report list customer:c1 --fields=ref | wc -l)" 9 "all of them"
is "$(cust-report list 'customer:jane' customer:bolt --fields=ref | wc -l)" 9 "a word of the one's name and one of the other's address fit"
is "$(cust-followup customer:c1 kind:promise --fields=ref)" "c3/1" "their follow-ups are found"
run cust-report customer bolt@example.com
like "$out" "^Jane Doe  c1 .*07700 900123 .*bolt@example.com" "one page has the addresses of both"
like "$out" "ALSO +07700 900123  c3, merged into c1; cust-log strike $at parts them" "and says who else they are"
like "$out" "MATTERS +9, 9 open" "and counts both"
like "$out" "PROMISES .* 1 open" "with their promises"
run cust-report customer c3
like "$out" "^Jane Doe  c1" "the old number is an alias"
like "$err" "c3 was merged into c1" "which is said"
run cust-followup add c3 --due "2099-03-03 10:00" write to them
like "$out" "^c1/1	promise" "a follow-up for the old number is one of who stays"
printf '# a note of it\n' | cust-log call c3 >"$tmp/out" 2>"$tmp/err"
like "$(cat "$tmp/err")" "c3 was merged into c1" "and a call from it one of theirs"
cust-log undo >/dev/null 2>&1
like "$(cust-report show 9)" "^Jane Doe  c1 " "the page of a complaint says whose it is"
run cust-log new -c c3 one more thing
is "$(customer_of 12)" 1 "what comes under the old number goes to the one who stays"
like "$err" "c3 was merged into c1" "with a word"
printf 'From: bolt@example.com\nTo: us@example.com\nMessage-ID: <m1@x>\nSubject: hello\n\nMy lamp is broken too.\n' | cust-log mail >/dev/null 2>&1
is "$(customer_of 13)" 1 "and so does mail from the address of the other"
run sh -c 'printf "From: bolt@example.com\nTo: us@example.com\nMessage-ID: <m2@x>\nSubject: Re: [cust #1] kettle\n\nAny news?\n" | cust-log mail'
is "$(printf '%s\n' "$out" | cut -f1)" 1 "a token of the one is theirs by an address of the other"
run cust-log merge 9 --into 1
rc_is 0 "their complaints can be merged now"
run cust-log strike "$at"
rc_is 65 "customers whose complaints are merged are not parted"
like "$err" "9 was merged into 1" "which it says"
cust-log undo >/dev/null 2>&1
is "$(cust-report customers | cut -f2 | grep -c '07700')" 0 "a table of customers has one line for both"
run cust-log customer c3 merge --into c2
rc_is 65 "nobody is merged twice"
run cust-log customer c2 merge --into c3
rc_is 0 "who is merged into an alias"
is "$(sqlite3 "$db" "SELECT into_id FROM customer WHERE id = 2")" 1 "is merged into the one who stays"
run cust-log undo
rc_is 0 "undo parts them again"
like "$err" "c2 and c1 are two customers again" "which it says"
run cust-log verify
is "$rc$out" 0 "all of it replays"

# --- the history of both counts
cust-log new -c "Old One <old@example.com>" --when "20 days ago" it was late >/dev/null 2>&1
cust-log new -c "New One <new@example.com>" it is late once more >/dev/null 2>&1
new=$(cust-report list late --fields=ref | sort -n | tail -1)
points() { sqlite3 "$db" "SELECT points FROM complaint WHERE id = $1"; }
before=$(points "$new")
cust-log customer old@example.com merge --into new@example.com >/dev/null 2>&1
cust-triage run >/dev/null 2>&1
is "$([ "$(points "$new")" -gt "$before" ] && echo more)" more "triage counts what the other brought before"
like "$(cust-report show "$new")" "2nd matter in 90 d: [0-9]+" "and so does the page, which names the other"

# --- as of before, out and in
sleep 1
run cust-report customer c3 --as-of 2020-01-01
cust-log export >"$tmp/one.jsonl" 2>/dev/null
cust-log init --desk "$tmp/again" >/dev/null 2>&1
run cust-log import "$tmp/one.jsonl" --desk "$tmp/again"
rc_is 0 "an empty desk takes the export"
cust-log export --desk "$tmp/again" >"$tmp/two.jsonl" 2>/dev/null
ok "and gives an identical one" cmp "$tmp/one.jsonl" "$tmp/two.jsonl"
is "$(sqlite3 "$tmp/again/cust.db" "SELECT * FROM merged ORDER BY 1, 2; SELECT id, into_id FROM customer")" \
    "$(sqlite3 "$db" "SELECT * FROM merged ORDER BY 1, 2; SELECT id, into_id FROM customer")" "with who is whom, then and now"
run cust-log verify --desk "$tmp/again"
is "$rc$out" 0 "and it verifies"
is "$(cust-log export 1 | grep -c '"ref":"c3","no":1,')" 1 "an export of the one's complaint has the other's history"
is "$(cust-report customer c1 --all --format=jsonl | grep -c '"ref":"c3"')" "$(sqlite3 "$db" "SELECT count(*) FROM event WHERE subject = -3")" \
    "and so has their own record"
cust-log init --desk "$tmp/other" >/dev/null 2>&1
cust-log new --desk "$tmp/other" -c somebody hello >/dev/null 2>&1
cust-log import "$tmp/one.jsonl" --desk "$tmp/other" >/dev/null 2>&1
is "$(cust-report list customer:jane --desk "$tmp/other" --fields=ref | wc -l)" "$(cust-report list customer:jane --fields=ref | wc -l)" \
    "another desk takes them for one as well"

# --- parted
run cust-log strike "$at" they are two
rc_is 0 "a strike parts them"
is "$(cust-report list 9 --fields=customer)" "07700 900123" "their complaints are their own again"
is "$(cust-report list customer:c3 --fields=ref | tr '\n' ' ')" "9 10 " "and no others"
run cust-report customer bolt@example.com
like "$out" "^07700 900123  c3" "an address finds whose it is"
run cust-log verify
is "$rc$out" 0 "and all of it replays"

# --- forgotten
cust-log customer c3 merge --into c1 >/dev/null 2>&1
run cust-log customer c3 erase --yes
rc_is 0 "to forget one is to forget both"
is "$(sqlite3 "$db" "SELECT group_concat(erased) FROM customer WHERE id IN (1, 3)")" "1,1" "by either number"
is "$(strings -n 4 "$db" | grep -c -e 'Jane Doe, +44' -e 900123 -e 'bolt@example' -e kettle)" 0 "no word of either is left"
run cust-log customer c2 merge --into c1
rc_is 65 "nobody is merged into who is forgotten"
run cust-log verify
is "$rc$out" 0 "and the rest replays"
# --- customers that cannot be read

for who in 'Jane <jane@x.example' 'jane@x.example bob@x.example' '<script>alert(1)</script> <x@x.example>' \
    'Jane jane@x.example' 'Jane <a b c>' '@jane and more@x.example'; do
    run cust-log new -c "$who" the tap drips
    rc_is 65 "$who is refused"
    like "$err" "write .*Jane Doe <jane@example.com>" "with how to write it"
done
long=$(printf '%0201d' 0 | sed 's,0,é,g')
run cust-log new -c "$long" the tap drips
rc_is 65 "a name of 201 characters is too long"
like "$err" "at most 200 characters" "and said to be"
run cust-log new -c "${long%é}" the tap drips
rc_is 0 "one of 200 is not"
printf 'From: "%s" <long@x.example>\nDate: Sun, 1 Nov 2026 10:00:00 +0000\nMessage-ID: <l@x>\nSubject: tap\n\nIt drips.\n' \
    "$(printf '%0999d' 0 | tr 0 a)" | cust-log mail >"$tmp/out" 2>/dev/null
like "$(cut -f6 "$tmp/out")" "^a{200}$" "that of a mail is cut"

export HOME="$tmp/empty"
mkdir "$HOME"
run env -u CUST_DESK cust-log new -c "" hi
rc_is 64 "nobody is no customer"
run env -u CUST_DESK cust-log new -c Jane -k nope hi
rc_is 64 "nor is that a channel"
ok "and no desk is made for what is wrong" test ! -e "$HOME/.local/share/cust/cust.db"
run env -u CUST_DESK cust-log init
rc_is 0 "so that one can be made"

# --- names with accents
n=$(cust-log new -c "Gráinne Ní Mháille <g@pub.example>" the lamp flickers | cut -f 1)
who=$(customer_of "$n")
for typed in customer:grainne customer:gráinne customer:GRÁINNE customer:mhail; do
    is "$(cust-report list "$typed" --fields=ref)" "$n" "$typed finds them, accents left aside"
done
is "$(cust-report list 'customer:ni grainne' --fields=ref)" "$n" "all of several words, too"
like "$(cust-report customer grainne)" "^Gráinne Ní Mháille  c$who" "so does a part of the name"
like "$(printf 'x\n' | cust-log call "grainne" 2>&1)" "Gráinne Ní Mháille" "and a call"
run cust-log new -c "Grainne Ni Mhaille" another lamp
like "$err" "c[0-9]* is perhaps c$who Gráinne Ní Mháille, whose name is the same but for its accents: cust-log customer c[0-9]* merge --into c$who" "a new customer who is perhaps the same is said to be"
run cust-log new -c "Gráinne Ní Mháille" and one more
is "$err" "" "who is the same is not asked about"
n=$(cust-log new -c "Łukasz Żółć" x | cut -f 1)
is "$(cust-report list customer:żołc --fields=ref)" "$n" "one accent more or less is none"
is "$(cust-report list customer:lukasz --fields=ref 2>/dev/null)" "" "a letter that no accent makes is another letter"

# --- what was promised to them, and what was not
n=$(cust-log new -c "Pia Prom" the lamp hums | cut -f 1)
cust-log said "$n" --promise "+2h ring back" we will ring >/dev/null
cust-followup add "$n" --kind meeting --due +3h we come and look >/dev/null
like "$(cust-report customer "Pia Prom")" "^PROMISES  0 kept, 0 late, 0 broken, 2 open$" "a promise and a meeting are made to them"
cust-log abuse "$n" she swore at me >/dev/null 2>&1
talk=$(cust-followup "$n" kind:meeting | grep 'who was abused' | cut -f 1)
like "$(cust-report customer "Pia Prom")" "^PROMISES  0 kept, 0 late, 0 broken, 2 open$" "the talk with an abused colleague is not"
cust-followup "done" "$talk" >/dev/null
like "$(cust-report customer "Pia Prom")" "^PROMISES  0 kept, 0 late, 0 broken, 2 open$" "nor once it was held"
like "$(cust-report customer "Pia Prom" --format=jsonl)" '"promises":\{"open":2,"kept":0,' "for programs neither"
is "$(cust-report show "$n" | grep -c 'promises 1 kept')" 0 "nor beside their complaint"
void=$(cust-log new -c "Pia Prom" buy my lamps | cut -f 1)
cust-log said "$void" --promise "+2h ring back" we will ring >/dev/null
cust-log void "$void" spam >/dev/null
like "$(cust-report customer "Pia Prom")" "^PROMISES  0 kept, 0 late, 0 broken, 2 open$" "what was no complaint holds no promise to them"
cust-log reopen "$void" it was one >/dev/null 2>&1
like "$(cust-report customer "Pia Prom")" "^PROMISES  0 kept, 0 late, 0 broken, 3 open$" "until it is one again"
done_testing
