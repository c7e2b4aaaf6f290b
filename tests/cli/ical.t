#!/bin/sh
# ical: what is due as a calendar, read back by a parser that did not write it.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

python=/usr/bin/python3
$python -c 'import icalendar' 2>/dev/null || skip_all "python3-icalendar is not here"

# One line an entry, as Python reads it: UID, start, sequence, minutes before which the alarm is, summary.
cat >"$tmp/read.py" <<'EOF'
import sys, icalendar
cal = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert cal["VERSION"] == "2.0" and cal["PRODID"]
for e in cal.walk("VEVENT"):
    assert e["DTSTAMP"] and e.decoded("DURATION").seconds > 0
    alarm = e.walk("VALARM")[0]
    print(e["UID"].split("@")[0], e.decoded("DTSTART").strftime("%Y-%m-%dT%H:%M:%SZ"), e["SEQUENCE"],
          int(-alarm.decoded("TRIGGER").total_seconds() // 60), repr(str(e["SUMMARY"])), sep="|")
EOF
# shellcheck disable=SC2317 # `run` calls it
calendar() {
    cust-followup ical "$@" >"$tmp/ics" && $python "$tmp/read.py" <"$tmp/ics"
}

run cust-log init
run calendar
rc_is 0 "an empty desk has an empty calendar"
is "$out" "" "with nothing in it"

text='ring, back; "a" date \ äöü and so much more that a line of seventy-five octets has no room for it, ääääääääää'
run cust-log new -c "Böll, Söhne; Co" -o anna the kettle leaks
run cust-followup add 1 --due "+3h" --kind callback "$text"
due=$(printf '%s' "$out" | cut -f4)
run cust-followup add c1 --due "+2d" --kind meeting --owner ben "all
their questions"
run calendar
is "$(printf '%s\n' "$out" | grep -c .)" 4 "all that is due is there, deadlines too"
want=$($python -c 'import sys; print(repr(sys.argv[1]))' "callback: Böll, Söhne; Co: $text")
like "$out" "^1/3\|$due\|0\|15\|" "with its time and an alarm"
is "$(printf '%s\n' "$out" | awk -F'|' '$1 == "1/3" { print $5 }')" "$want" "every character of its words comes back"
like "$out" "^c1/1\|.*meeting: Böll, Söhne; Co: all" "a customer's own too"
is "$(tr -d '\r' <"$tmp/ics" | LC_ALL=C awk 'length > 75' | grep -c .)" 0 "no line is longer than 75 octets"
is "$(LC_ALL=C grep -cv "$(printf '\r')\$" "$tmp/ics")" 0 "lines end as RFC 5545 has it"

uid=$(grep -m1 '^UID:1/3@' "$tmp/ics")
run cust-followup snooze 1/3 --due "+4h" they are out
run calendar
like "$out" "^1/3\|.*\|1\|15\|" "a move counts up its sequence"
is "$(grep -m1 '^UID:1/3@' "$tmp/ics")" "$uid" "under the same identity"
run cust-followup "done" 1/3
run calendar
is "$(printf '%s\n' "$out" | grep -c '^1/3|')" 0 "what is done leaves the calendar"
run calendar --owner ben
is "$(printf '%s\n' "$out" | cut -d'|' -f1)" "c1/1" "a colleague's own"
run calendar kind:response
is "$(printf '%s\n' "$out" | cut -d'|' -f1)" "1/1" "or what a query asks for"

# --- a long one --------------------------------------------------------------------------------------------------

mkdir "$tmp/there"
cp "$build/cust-followup" "$tmp/there"
cat >"$tmp/there/cust-ical" <<END
#!/bin/sh
cat >"$tmp/part"
echo "\${1:-whole}" >>"$tmp/parts"
wc -c <"$tmp/part" >>"$tmp/sizes"
exec "$build/cust-ical" "\$@" <"$tmp/part"
END
chmod +x "$tmp/there/cust-ical"
awk 'BEGIN {
    print "source-id\tcustomer\ttext"
    for (i = 0; i < 6000; i++)
        printf "r%d\tcustomer %d\tthe kettle leaks at its base, order %d\n", i, i % 50, i
}' >"$tmp/rows.tsv"
run cust-log init --desk "$tmp/many"
run cust-log import --desk "$tmp/many" "$tmp/rows.tsv"
run sh -c "'$tmp/there/cust-followup' ical --desk '$tmp/many' >'$tmp/ics'"
rc_is 0 "a long calendar is printed"
is "$(uniq "$tmp/parts" | tr '\n' ' ')" "first next last " "by a helper that gets it part after part"
is "$(awk '$1 > 1200000' "$tmp/sizes")" "" "none longer than a megabyte and what is handed on at once"
is "$(grep -c 'END:VEVENT' "$tmp/ics") $(grep -c 'BEGIN:VCALENDAR' "$tmp/ics") $(tail -1 "$tmp/ics" | tr -d '\r')" \
    "$(cust-followup --desk "$tmp/many" state:open | grep -c .) 1 END:VCALENDAR" "and is one calendar of all that is due"
$python "$tmp/read.py" <"$tmp/ics" | cut -d'|' -f1 >"$tmp/refs"
is "$(sort "$tmp/refs" | uniq -d)" "" "each once"
rm "$tmp/parts"
run sh -c "'$tmp/there/cust-followup' ical --desk '$tmp/many' customer:c1 | '$python' '$tmp/read.py'"
is "$(cat "$tmp/parts")" whole "a short one is asked for at once"

# --- the helper by itself ---------------------------------------------------------------------------------------

run sh -c "echo '{}' | '$build/cust-ical'"
rc_is 65 "a line without a due time is refused"
run sh -c "echo 'BEGIN:VCALENDAR' | '$build/cust-ical'"
rc_is 65 "and what is no JSON"
run sh -c "printf '%s\n' '{\"ref\":\"1/1\",\"store\":\"s\",\"due\":\"2026-13-01T00:00:00Z\",\"now\":\"2026-01-01T00:00:00Z\"}' | '$build/cust-ical'"
rc_is 65 "and a time that is none"
run sh -c "printf '%s\n' '{\"ref\":\"1/1\",\"store\":\"s\",\"due\":\"2026-12-01T00:00:00Z\",\"now\":\"2026-01-01T00:00:00Z\",\"text\":\"a\\u0007\\r\\nBEGIN:VEVENT\"}' | '$build/cust-ical' | $python '$tmp/read.py'"
is "$(printf '%s\n' "$out" | grep -c .)" 1 "words cannot make an entry of their own"
run sh -c "'$build/cust-ical' middle </dev/null"
rc_is 64 "and a part that there is not"
run sh -c "'$build/cust-ical' </dev/null >/dev/full"
rc_is 74 "what cannot be written is an error"

done_testing
