#!/bin/sh
# One complaint and one customer, as people read them.
# shellcheck disable=SC2016 # of JSON perl is asked, which has dollars of its own
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

day() { # a moment that many days ago
    date -u -d "$1 days ago" +%Y-%m-%dT10:00:00Z
}

# A customer with a course: furious, won back; then a second matter that is open.
cust-log new -c "Acme Ltd <a@acme.example>" --when "$(day 20)" I am furious, this is outrageous, the kettle leaks >/dev/null 2>&1
run cust-report show 1
like "$out" "^ASK    What would put it right" "as long as nobody knows what they want, that is to be asked"
like "$out" "^ANGER  [01]\.[1-9]?" "how angry they are is shown"
like "$out" "^PATH   heard ok   ack -   offered -   agreed -   acted -   confirmed -   learned -$" "the path shows what lies ahead"

cust-log set 1 remedy-sought="a replacement" >/dev/null
run cust-report show 1
like "$out" "^WANTS  a replacement$" "what they want is shown once it is known"
if printf '%s\n' "$out" | grep -q "What would put"; then fail "and is not asked again" "$out"; else pass "and is not asked again"; fi

cust-log said 1 --promise "tomorrow 10:00 send a new lid" we are sorry >/dev/null
cust-followup "done" 1/3 >/dev/null
cust-log resolve 1 --cause lid-seal a new lid was sent >/dev/null
cust-log set 1 remedy=replacement >/dev/null
cust-log set 1 amount=20.50 >/dev/null
cust-log confirm 1 yes >/dev/null
run cust-report show 1
like "$out" "acted ok .* confirmed ok .* learned ok$" "the path shows what was done, to the lesson"
before=$out

cust-log new -c a@acme.example my parcel is late >/dev/null
run cust-report show 2
like "$out" "^Acme Ltd  c1  a@acme.example  2nd matter in 90 d: 1; promises 1 kept$" "the customer's line tells of their other matters and of promises to them"
like "$out" "^CLOCK .*, [0-9]+ (days|h) left" "a clock says what is left"

run cust-report show 1
is "$out" "$before" "a later matter changes nothing in an earlier one"

# The page at a glance, whole: what was said on the phone is entered two minutes later, a promise is late.
if command -v faketime >/dev/null 2>&1; then
    export CUST_DESK="$tmp/glance"
    cust-log init >/dev/null 2>&1
    { echo 'zone: UTC'; cat "$root/examples/profiles/fca-disp.yaml"; } >"$CUST_DESK/policy.yaml"
    {
        faketime -f "2026-09-01 10:00:00" cust-log policy apply
        faketime -f "2026-09-10 10:00:00" cust-log new -c "Acme Ltd, 07700 900123" the lid is bent
        faketime -f "2026-09-10 10:01:00" cust-followup add 1 --due "2026-09-11 10:00" ring
        faketime -f "2026-09-11 09:00:00" cust-followup "done" 1/5
        faketime -f "2026-11-18 09:14:00" cust-log new -c "07700 900123" -k phone -s "Kettle leaks" --when "2026-11-18 09:12" \
            I am furious, this is outrageous, the second kettle leaks
        faketime -f "2026-11-18 09:34:00" cust-log said 2 we are sorry
        faketime -f "2026-11-18 09:36:00" cust-log set 2 remedy-sought=replacement
        faketime -f "2026-11-18 09:37:00" cust-log offer 2 --remedy replacement we send one
        faketime -f "2026-11-18 09:38:00" cust-log assign 2 --to desk1
        faketime -f "2026-11-18 09:39:00" cust-followup add 2 --due "2026-11-20 10:00" "ring with the courier's answer"
        faketime -f "2026-11-20 12:10:00" cust-report show 2
    } >"$tmp/shown" 2>/dev/null
    sed -n '/^2 Kettle leaks /,/^@2/p' "$tmp/shown" | sed "s/($(id -un))/(ME)/; s/ $(id -un))/ ME)/" >"$tmp/glance.txt"
    cat >"$tmp/want" <<'END'
2 Kettle leaks  P2  OFFERED  desk1  open 2 d
Acme Ltd  c1  07700 900123  2nd matter in 90 d: 1; promises 1 kept
WANTS  replacement
PATH   heard ok   ack ok 22 min   offered ok 25 min   agreed -   acted -   confirmed -   learned -
NEXT   2/5 promise ring with the courier's answer, 2 h LATE
CLOCK  2/2 resolution, Mon 17:00, 3 days left
CLOCK  2/4 resolution disp-final, 13 Jan 2027, 54 days left
ANGER  1.0

@1 Wed 18 Nov 09:12 heard phone  (entered 09:14 ME)
    I am furious, this is outrageous, the second kettle leaks
@2 Wed 18 Nov 09:14 set subject=Kettle leaks  (ME)
END
    ok "the page tells at a glance, and then each event with when it happened, when it was entered and by whom" \
        diff "$tmp/want" "$tmp/glance.txt"
    unset CUST_DESK
else
    skip "the page tells at a glance" "faketime is not here"
fi

run cust-report show 1,99,2
rc_is 65 "one that is not there is said, and makes 65"
like "$out" "^2 my parcel" "and the others are shown"

run cust-report show 2 --format=jsonl
is "$(printf '%s\n' "$out" | grep -c '"ref":"2","no":1,')" 1 "a complaint is told to programs event by event"
run cust-report show 2 --format=csv
rc_is 64 "and in no other form"
cust-report show 2,1,99 --format=json >"$tmp/show.json" 2>"$tmp/err"
is "$(perl -MJSON::PP -0777 -ne '$j = decode_json($_); print join " ", $j->{schema}, map { $_->{ref}, $_->{status}, $_->{customer}{ref}, $_->{customer}{promises}{kept}, $_->{events}[0]{kind}, scalar @{$_->{followups}} > 0 ? "steps" : "none" } @{$j->{rows}}' "$tmp/show.json")" \
    "cust.show/1 2 received c1 1 heard steps 1 closed c1 1 heard steps" "or as one object each, with what the page says"
like "$(cat "$tmp/err")" "99" "and one that is not there is said"

for one in 2@999 2/99; do
    for form in "" --format=json --format=jsonl; do
        # shellcheck disable=SC2086 # none, or one
        run cust-report show $one $form
        rc_is 66 "$one, which is not there, is no input${form:+ with $form}"
        like "$err" "there is no (event|follow-up) $one; cust-report show 2 shows" "and is said"
    done
done
run cust-report show 2@1,2/1
rc_is 0 "an event or follow-up that is there shows its complaint"

like "$(cust-report --format=json)" "\"change\":[1-9]" "a change is a number in JSON, without a plus"

is "$(cust-report deadlines --format=table | grep -cE '^response .* [0-9]+ (min|h|d) ')" 1 "times are in words in a table for eyes"
like "$(cust-report --format=table | grep '^resolution, median  ')" "^resolution, median +[0-9]+ (min|h|d) " "in the summary too, whose names then have no minutes in them"
like "$(cust-report --format=table | grep '^resolution, median, business')" " [0-9]+ (min|h) " "of open hours no days, whose length is another one"
like "$(cust-report | grep '^resolution, median minutes')" "minutes	[0-9]+	" "in lines they are numbers"
is "$(cust-report --ids "Resolution, median" | cksum)" "$(cust-report --ids "resolution, median minutes" | cksum)" "either name opens"
is "$(cust-report deadlines --fields=median | grep -cE '^([0-9]+|-)$')" "$(cust-report deadlines | wc -l)" "and in minutes in lines"

# --- the customer ---
run cust-report customer acme
rc_is 0 "a part of a name finds the customer"
like "$out" "^MATTERS   2, 1 open" "with how many matters they had"
like "$out" "^COURSE    neutral  █" "with their course"
like "$out" "^          1 loyal: anger [01]\.[0-9], said yes" "and its evidence"
like "$out" "^PROMISES  1 kept, 0 late, 0 broken, [0-9] open" "with promises kept to them"
like "$out" "^MONEY     20.50 in 1 complaint$" "with money"
like "$out" "^WORKED    replacement$" "with what worked before"
like "$out" "^1@1  .*heard phone  I am furious" "with every contact"
cust-log offer 2 --remedy voucher:5 a voucher for the wait >/dev/null 2>&1
cust-log resolve 2 it came >/dev/null
cust-log confirm 2 yes all is well now >/dev/null
is "$(cust-report customer acme | sed -n 's/^2@[0-9]*  [a-z]*[ 0-9:]*  \([oc].*\)/\1/p' | tr '\n' ';')" \
    "offered  a voucher for the wait;confirmed  all is well now;" "what was said with an offer, and with their yes, are contacts"
run cust-report customer c1
like "$out" "^COURSE    won back: difficult once, loyal now" "who was difficult and left loyal was won back"
run cust-report customer a@acme.example
rc_is 0 "an address finds the customer"

cust-log new -c "Acme Two" another >/dev/null
run cust-report customer acme
rc_is 65 "a part that fits several is refused"
like "$err" "c2 Acme Two, c1 Acme Ltd" "naming them"
run cust-report customer nobody
rc_is 66 "nobody of that name is no input"
run cust-report customer c99
rc_is 66 "nor a number that is not there"
run cust-report customer c1 --all
rc_is 64 "all of a customer's events come as jsonl only"
run cust-report customer c1 --format=csv
rc_is 64 "and the page has no other form"
cust-report customer c1 --format=json >"$tmp/customer.json"
is "$(perl -MJSON::PP -0777 -ne '$j = decode_json($_); $r = $j->{rows}[0]; print join " ", $j->{schema}, $r->{ref}, $r->{name}, $r->{addresses}[0]{text}, $r->{promises}{kept}, map({ $_->{ref}, $_->{standing}, $_->{remedy} // "-" } @{$r->{matters}}), $r->{contacts}[0]{kind}' "$tmp/customer.json")" \
    "cust.customer/1 c1 Acme Ltd a@acme.example 1 1 loyal replacement 2 loyal - heard" "but JSON: a customer as one object"
is "$(cust-report customer c1 --format=jsonl | wc -l)" 1 "or as one line"

run cust-report customer c1 --all --format=jsonl
rc_is 0 "a subject's own data come out"
is "$(printf '%s\n' "$out" | grep -c '"ref":"[12]","no":1,')" 2 "with each of their complaints"
is "$(printf '%s\n' "$out" | grep -c 'another')" 0 "and nobody else's"
CUST_DESK=$tmp/second
export CUST_DESK
cust-log init >/dev/null 2>&1
printf '%s\n' "$out" | cust-log import - >/dev/null 2>"$tmp/err"
is "$(cust-report list | wc -l)" 2 "and they can be read back whole"
unset CUST_DESK

# What they wrote to no complaint is theirs as well; nothing that the store keeps of them stays behind.
{
    printf 'From: A@acme.example\nTo: desk@example.com\nSubject: away\nAuto-Submitted: auto-replied\nMessage-ID: <a1@x>\n\nI am on leave\n'
    printf '\n'
} | cust-log mail >/dev/null 2>&1
printf 'From: zed@zed.example\nTo: desk@example.com\nSubject: away\nAuto-Submitted: auto-replied\nMessage-ID: <a2@x>\n\nI am away\n' |
    cust-log mail >/dev/null 2>&1
cust-log customer c1 note they like tea >/dev/null 2>&1
cust-log customer c1 add 07700900123 >/dev/null 2>&1
cust-followup add c1 --due +3h ring them at work >/dev/null 2>&1
printf 'a picture of the lid' >"$tmp/lid.txt"
cust-log attach 2 "$tmp/lid.txt" >/dev/null 2>&1
run cust-report customer c1
like "$out" "^NOTES     today they like tea$|^NOTES     today [0-9:]*  they like tea$" "the page has what was noted of them"
like "$out" "^NEXT      c1/[0-9]+ promise ring them at work, " "and what is open for them beside their complaints"
is "$(cust-report customer c1 --format=json | perl -MJSON::PP -0777 -ne '$r = decode_json($_)->{rows}[0]; print join " ", $r->{notes}[0]{words}, map { $_->{text} } grep { $_->{kind} eq "promise" } @{$r->{followups}}')" \
    "they like tea ring them at work" "for programs, too"
cust-report customer c1 --all --format=jsonl >"$tmp/own.jsonl"
perl -MJSON::PP -MMIME::Base64 -ne '$j = decode_json($_); print "$j->{schema} $j->{kind}\n$_";
    for my $m ($j, $j->{mail} // {}) { print decode_base64($m->{$_}), "\n" for grep { /_base64$/ } keys %$m }' "$tmp/own.jsonl" >"$tmp/own"
is "$(grep -c 'I am on leave' "$tmp/own") $(grep -c 'I am away' "$tmp/own")" "1 0" "with mails of theirs that made no complaint, and of nobody else"
db=$HOME/.local/share/cust/cust.db
missing=
sqlite3 -newline '
' "$db" "SELECT replace(body, char(10), ' ') FROM words WHERE subject IN (-1, 1, 2) AND body <> '' UNION
    SELECT CAST(body AS TEXT) FROM attachment WHERE subject IN (-1, 1, 2) UNION
    SELECT message_id FROM mail WHERE subject IN (-1, 1, 2) AND message_id <> '' UNION
    SELECT folded FROM address WHERE customer = 1" >"$tmp/kept"
while IFS= read -r words; do
    grep -qiF -- "$words" "$tmp/own" || missing="$missing$words; "
done <"$tmp/kept"
is "$missing" "" "with every text, address and file of theirs in the store"
is "$(wc -l <"$tmp/kept" | awk '{ print ($1 > 15) }')" 1 "of which there are some"
is "$(grep -c '"schema":"cust.event/1"' "$tmp/own.jsonl")" "$(sqlite3 "$db" 'SELECT count(*) FROM event WHERE subject IN (-1, 1, 2)')" "and every event"
is "$(cust-report customer c1 --all --format=jsonl --as-of 2020-01-01 2>/dev/null | wc -l)" 0 "as of before they were known there is nothing"

# --- alike ---
cust-log new -c Jo the espresso machine drips brown water from its valve >/dev/null
cust-log new -c Jim brown water drips from my espresso valve >/dev/null
cust-log new -c Jo my invoice is wrong >/dev/null
run cust-report similar 4
is "$(printf '%s\n' "$out" | cut -d@ -f1 | head -1)" 5 "the complaint most like it comes first"
like "$out" "\[brown\] \[water\]" "with what they share marked"
is "$(printf '%s\n' "$out" | grep -c '^4@')" 0 "it is not like itself"
is "$(cust-report similar 4 | cut -d@ -f1 | sort | uniq -d)" "" "and each comes once"
cust-log new -c Joy "and then it came after all" >/dev/null
cust-log new -c Jan "the courier came when I was not at home, and he left" >/dev/null
run cust-report similar 7
is "$out" "" "small words make nothing alike"
run cust-report similar 99
rc_is 66 "one that is not there is no input"
run cust-report similar c1
rc_is 64 "a customer is no complaint"

# What took no time is said so, not counted.
cust-log new -c "At Once" --when 2026-02-02T10:00:00Z are you open on Sundays >/dev/null
n=$(cust-report list "customer:at once" --fields=ref)
cust-log said "$n" --when 2026-02-02T10:00:30Z at nine >/dev/null
cust-log resolve "$n" --when 2026-02-02T10:00:50Z >/dev/null
cust-log confirm "$n" yes --when 2026-02-02T10:00:55Z >/dev/null
run cust-report show "$n"
like "$out" "  closed at once$" "what was closed within a minute was closed at once"
like "$out" "ack ok at once .* confirmed ok at once" "so are its steps"

# shellcheck disable=SC2046 # words
run cust-report search $(yes sundays | head -n 1000)
rc_is 0 "a thousand words are looked for"
# shellcheck disable=SC2046
run cust-report search $(yes sundays | head -n 100000)
rc_is 64 "not so many that writers would wait for the answer"

# --- what is asked, and what they said ---
run cust-log new -c Ida --category service "I am furious, the courier was rude"
n=$(cust-report list customer:ida --fields=ref)
run cust-report show "$n"
like "$out" "^ASK +What happened, when, and who was there\\? What would have been right\\? cust-log set $n issue=...$" "questions that want the same field are one"
is "$(printf '%s\n' "$out" | sed -n 's/^ASK.* \([a-z-]*=\)\.\.\.$/\1/p' | sort | uniq -d)" "" "no field is asked for twice"
cust-log resolve "$n" >/dev/null
cust-log confirm "$n" no >/dev/null
like "$(cust-report customer ida)" "opened again once, not satisfied once$" "one time is once"
cust-log void "$n" a trial >/dev/null

# --- for programs, all that the pages say ---
cust-log new -c "Kay <kay@example.com>" --when "$(day 3)" the first one >/dev/null
cust-log new -c kay@example.com --invoice 4711 --amount 120.50 --invoice-due 2026-01-31 not paid >/dev/null 2>&1
n=$(cust-report list customer:kay --fields=ref | tail -n 1)
cust-log heard "$n" I am furious, this is outrageous >/dev/null
cust-log set "$n" remedy-sought="a refund" hold=court paid=20 >/dev/null 2>&1
cust-log said "$n" --promise "tomorrow 10:00 ring" we look into it >/dev/null 2>&1
echo hi >"$tmp/hi.txt"
cust-log attach "$n" "$tmp/hi.txt" >/dev/null
cust-log resolve "$n" --cause seam sent >/dev/null
cust-log confirm "$n" no it leaks >/dev/null
cust-log cause seam "$n" --lesson "mind the seam" >/dev/null
cust-log fix seam --from 2026-01-01 better seams >/dev/null 2>&1
cust-log set "$n" amount=20.50 currency=EUR >/dev/null
cust-log merge $((n - 1)) --into "$n" >/dev/null 2>&1
cust-report show "$n" --format=json >"$tmp/show.json"
told() { # FILE EXPRESSION of the first row $r
    perl -MJSON::PP -0777 -e '$r = decode_json(<STDIN>)->{rows}[0]; print eval $ARGV[0]; die $@ if $@' "$2" <"$1"
}
is "$(told "$tmp/show.json" 'join "|", $r->{wants}, $r->{hold}, $r->{about}, $r->{cause}, $r->{lesson}, $r->{fix}{words}, $r->{fix}{since}')" \
    "a refund|court|Late payment|seam|mind the seam|better seams|2026-01-01T00:00:00Z" "what they want, why it is held, its cause, lesson and fix"
is "$(told "$tmp/show.json" 'join "|", map { "$_->{step} " . ($_->{done} ? "ok" : $_->{no} ? "no" : "-") } @{$r->{path}}, @{$r->{again}}')" \
    "heard ok|ack ok|offered ok|agreed ok|acted ok|confirmed no|learned ok|heard ok|ack -|offered -|agreed -|acted -|confirmed -" "the way, and the way again"
like "$(told "$tmp/show.json" 'join "|", @{$r->{next}}')" "^$n/[0-9]+" "the next steps, by reference"
is "$(told "$tmp/show.json" '(grep { $_->{ref} eq $r->{next}[0] } @{$r->{followups}})[0]{text}')" "ring" "which are among the follow-ups"
is "$(told "$tmp/show.json" 'my $o = $r->{owes}; join "|", $o->{owed}, $o->{amount}, $o->{paid}, $o->{invoice}, $o->{due}, $o->{currency}')" "100.5|120.5|20|4711|2026-01-31|EUR" "what is owed, as numbers"
is "$(told "$tmp/show.json" 'join "|", map { ref eq "HASH" ? $_->{anger} > 0.2 : 0 } @{$r->{anger}}[-1]')" "1" "how angry they are"
is "$(told "$tmp/show.json" 'join "|", map { $_->{number}, $_->{name}, $_->{size} } @{$r->{files}}')" "1|hi.txt|3" "files"
is "$(told "$tmp/show.json" '$r->{joined}[0]{ref} . " " . $r->{joined}[0]{events}[0]{words}')" "$((n - 1)) the first one" "what was merged into it"
is "$(told "$tmp/show.json" 'scalar(@{$r->{ask}}) > 0 && exists $r->{ask}[0]{field} && $r->{ask}[0]{text} =~ /[?]$/')" 1 "what is to be asked"
cust-report show $((n - 1)) --format=json 2>/dev/null >"$tmp/other.json"
is "$(told "$tmp/other.json" '$r->{merged_into}')" "$n" "and where a merged one goes on"
cust-report customer kay --format=json >"$tmp/customer.json"
is "$(told "$tmp/customer.json" 'join "|", $r->{money}[0]{sum}, $r->{money}[0]{currency}, $r->{totals}{matters}, $r->{totals}{merged}, $r->{standing}, map { "$_->{ref} $_->{standing}" } @{$r->{course}}')" \
    "20.5|EUR|1|1|difficult|$n difficult" "of a customer money and course"
cust-report customer c1 --format=json >"$tmp/won.json"
is "$(told "$tmp/won.json" 'join "|", $r->{won_back} ? "won" : "", map { "$_->{remedy} $_->{times}" } @{$r->{worked}}')" "won|replacement 1" "and what worked"
part() { # of the page: what is said of the object of show, or of customer's
    sed -n '/^\.Ss Objects of/,/^\.Sh FIGURES/p' "$root/man/cust-report.1" |
        awk -v of="$1" '/^That of/ { theirs = 1 } (of == "customer") == theirs + 0'
}
for of in show customer; do
    told "$tmp/$of.json" 'join "\n", sort keys %$r' | while read -r key; do
        part "$of" | grep -qw "$key" ||
            sed -n '/^\.Sh LINES/,/^\.Sh JSON/p' "$root/man/cust-format.5" | grep -qiw "$key" || echo "$key"
    done >"$tmp/unnamed"
    is "$(cat "$tmp/unnamed")" "" "the page names each key of $of"
done
run cust-report show 99999 --format=json
is "$rc $out" "66 " "of one that is not there no half an object is printed"

# --- what was entered later, or is none ---
for d in 30 50 10 40 80; do
    cust-log new -c "Ola Later" --when "$(day $d)" "the lid leaks, said $d days ago" >/dev/null
done
last=$(cust-report list "customer:ola" --fields=ref | tail -n 1)
first=$((last - 4)) # 30 days ago
run cust-report show "$first"
like "$out" "^Ola Later .* 4th matter in 90 d: $((first + 3)), $((first + 1)), $last(;|$)" "who came before is told by when they came, not by their numbers"
like "$(cust-report show "$last")" "^Ola Later  c[0-9]+$" "and the first that came is the first, whatever its number"
run cust-report customer ola
is "$(printf '%s\n' "$out" | sed -n 's/^          \([0-9]*\) neutral.*/\1/p' | tr '\n' ' ')" "$last $((first + 1)) $((first + 3)) $first $((first + 2)) " "the course goes by when they came"
is "$(printf '%s\n' "$out" | sed -n 's/^\([0-9][0-9]*\)  *P[1-4]  .*/\1/p' | tr '\n' ' ')" "$last $((first + 1)) $((first + 3)) $first $((first + 2)) " "and so do the lines of the complaints"
cust-log void "$last" no complaint >/dev/null
cust-log merge "$first" --into $((first + 2)) >/dev/null 2>&1
run cust-report customer ola
like "$out" "^MATTERS   3, 3 open, the first .*$(LC_ALL=C date -u -d "50 days ago" "+%-d %b").*; besides 1 void, 1 merged$" "void and merged ones are told apart, and none of them is the first"
is "$(printf '%s\n' "$out" | grep -c '^          [0-9]* neutral')" 3 "and have no part in the course"
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do cust-log new -c "Ola Later" one more, $i >/dev/null; done
run cust-report customer ola
like "$out" "^COURSE    neutral  (█){12}  \(the last 12 of 15\)$" "of many the last ones have a bar, and how many there are is said"
is "$(printf '%s\n' "$out" | grep -c '^          [0-9]* neutral')" 12 "and evidence"

done_testing
