#!/bin/sh
# Holidays from calendar files: read once, by the helper, when the policy is put in force.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v faketime >/dev/null || skip_all "faketime is not here"
desk=$HOME/.local/share/cust
run cust-log init

# A calendar of these lines (RFC 5545 wants CRLF; half of the world writes LF).
ics() {
    { echo BEGIN:VCALENDAR; echo VERSION:2.0; cat; echo END:VCALENDAR; } >"$desk/$1"
}

# Applies a policy with these calendars: use FILES [LINES]
use() {
    printf 'zone: Europe/Berlin\nholidays-from: [%s]\n%s' "$1" "${2:-}" >"$desk/policy.yaml"
    run faketime -f "2026-06-01 09:00:00" cust-log policy apply
}

# When something is due that is promised then: due WHEN SPAN
due() {
    faketime "$1" cust-followup add 1 --due "$2" y 2>&1 | cut -f4
}

ics bank.ics <<'EOF'
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261225
DTEND;VALUE=DATE:20261227
SUMMARY:Christmas\, both
  days
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20000501
RRULE:FREQ=YEARLY
SUMMARY:May Day
BEGIN:VALARM
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20200525
RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO
SUMMARY:Spring bank holiday
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/London:20261224T120000
DTEND;TZID=Europe/London:20261224T180000
SUMMARY:Christmas Eve
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261111
STATUS:CANCELLED
END:VEVENT
EOF
use bank.ics
rc_is 0 "a policy can take its holidays from a calendar"
rm "$desk/bank.ics"
run cust-log policy show
like "$out" "^#   05-01:$" "a day that comes every year stands once"
like "$out" "^#   2031-05-26:$" "another rule is worked out for years ahead"
like "$out" "^#     name: Christmas, both days$" "names are kept"
is "$(printf '%s\n' "$out" | grep -c 2026-11-11)" 0 "what is cancelled counts for nothing"

run faketime "2026-12-23 12:00:00" cust-log new -c bert the lamp is broken
run faketime "2026-12-29 12:00:00" cust-followup proof 1
like "$out" "	interval	holiday	2026-12-24T12:00:00Z	2026-12-26T23:00:00Z	212400	-	-	Christmas Eve, Christmas, both days$" \
    "a proof names the holidays"
like "$out" "	interval	holiday	2026-12-23T23:00:00Z	2026-12-24T08:00:00Z	.*	Christmas Eve$" "half a one too"

is "$(due "2026-12-23 12:00:00" "3 working days")" 2026-12-29T16:00:00Z "later commands know the days without the file"
is "$(due "2026-12-24 10:00:00" "4 business hours")" 2026-12-28T10:00:00Z "an entry with times takes its part of the day, by its own zone"
is "$(due "2027-04-30 12:00:00" "1 working day")" 2027-05-03T15:00:00Z "a Saturday is none anyway"
is "$(due "2028-04-28 12:00:00" "1 working day")" 2028-05-02T15:00:00Z "the same date in another year is one"
is "$(due "2028-05-26 12:00:00" "1 working day")" 2028-05-30T15:00:00Z "so is the last Monday in May"

# --- the policy's own word ---------------------------------------------------------------------------------------

ics bank.ics <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261228
END:VEVENT
EOF
use bank.ics "holidays:
  12-24: 09:00-11:00
"
run cust-log policy show
is "$(printf '%s\n' "$out" | grep -c "^# *2026-12-24")" 0 "what the policy says of a day beats what files say"
like "$out" "^#   2026-12-27" "of that day alone"
cust-log policy show >"$desk/policy.yaml"
run faketime -f "2026-06-01 09:00:00" cust-log policy apply
rc_is 0 "what show prints can be applied again"

# --- several files ----------------------------------------------------------------------------------------------

ics outing.ics <<'EOF'
BEGIN:VEVENT
DTSTART:20261225T120000
DTEND:20261225T180000
END:VEVENT
EOF
ics bank.ics <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20001225
RRULE:FREQ=YEARLY
END:VEVENT
EOF
use "outing.ics, bank.ics"
shown=$(cust-log policy show | sed -n '/^# holidays-read/,/^$/p' | tr -d '\n')
like "$shown" "^# holidays-read:#   12-25:# *hours: closed$" "what one file opens another may close, in any order"

# --- zones ------------------------------------------------------------------------------------------------------

ics zones.ics <<'EOF'
BEGIN:VEVENT
DTSTART;TZID="W. Europe Standard Time":20260710T140000
DURATION:PT4H
SUMMARY:Outing
END:VEVENT
BEGIN:VEVENT
DTSTART:20260713T120000Z
DTEND:20260713T150000Z
END:VEVENT
BEGIN:VEVENT
DTSTART:20260714T090000
DTEND:20260714T100000
END:VEVENT
BEGIN:VEVENT
DTSTART:20260715T170000
DTEND:20260715T230000
END:VEVENT
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
EOF
use zones.ics
rc_is 0 "zones of all sorts are read"
shown=$(cust-log policy show | sed -n '/^# holidays-read/,/^$/p' | tr -d '\n')
like "$shown" "2026-07-10:# *hours: 09:00-14:00" "one that the file describes, under a name that only it knows"
like "$shown" "2026-07-13:# *hours: 09:00-14:00#" "Greenwich time"
like "$shown" "2026-07-14:# *hours: 10:00-17:00$" "and the desk's own clock"
is "$(printf '%s' "$shown" | grep -c 2026-07-15)" 0 "an evening after hours makes no day different"

# --- what is refused ---------------------------------------------------------------------------------------------

# refused NAME PATTERN, with the calendar's lines on stdin
refused() {
    ics bad.ics
    use bad.ics
    rc_is 78 "refused: $1"
    like "$err" "policy.yaml:2:17: bad.ics:$2" "with its line and what to do: $1"
}
refused "a date that there is not" "4: this is no date or time; write it" <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260231
END:VEVENT
EOF
refused "an entry without a beginning" "3: this entry has no DTSTART; add one" <<'EOF'
BEGIN:VEVENT
SUMMARY:when?
END:VEVENT
EOF
refused "an entry that ends before it begins" "5: the entry ends before it has begun" <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
DTEND;VALUE=DATE:20261224
END:VEVENT
EOF
refused "a time without an end" "3: the entry begins at a time of day and has no end; add DTEND" <<'EOF'
BEGIN:VEVENT
DTSTART:20261225T120000Z
END:VEVENT
EOF
refused "a rule by the second" "5: this rule repeats more often than daily" <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
RRULE:FREQ=SECONDLY
END:VEVENT
EOF
refused "a rule of nonsense" "5: this rule cannot be read; write one such as FREQ=YEARLY" <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
RRULE:FREQ=SOMETIMES
END:VEVENT
EOF
refused "a desk that never opens" "3: more than 2,000 days are closed" <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20200101
RRULE:FREQ=DAILY
END:VEVENT
EOF
refused "a changed day of a series" "5: a single day of a series was changed" <<'EOF'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
RECURRENCE-ID;VALUE=DATE:20261225
END:VEVENT
EOF
refused "a zone that nobody knows" "3: .*Atlantis" <<'EOF'
BEGIN:VEVENT
DTSTART;TZID=Atlantis:20261225T120000
DTEND;TZID=Atlantis:20261225T130000
END:VEVENT
EOF
refused "a zone whose clocks change every second" "6: clocks do not change by such a rule" <<'EOF'
BEGIN:VTIMEZONE
TZID:Bomb
BEGIN:STANDARD
RRULE:FREQ=SECONDLY
DTSTART:16010101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
EOF
refused "a line that is none" "3: this is no line of a calendar" <<'EOF'
hello
EOF
printf 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n' >"$desk/bad.ics"
use bad.ics
like "$err" "bad.ics:3: the file ends too early" "a file that is cut short is refused"
printf '<html>Not found</html>\n' >"$desk/bad.ics"
use bad.ics
like "$err" "bad.ics:1: .*(no line of a calendar|\.ics file)" "a web page instead of a calendar is refused"
printf 'BEGIN:VCALENDAR\nSUMMARY:\377\nEND:VCALENDAR\n' >"$desk/bad.ics"
use bad.ics
like "$err" "bad.ics:1: the file is not in UTF-8" "other encodings are refused"
: >"$desk/bad.ics"
use bad.ics
like "$err" "bad.ics:1: the file is empty" "so is an empty file"
head -c 1100000 /dev/zero | tr '\0' 'a' >"$desk/bad.ics"
use bad.ics
like "$err" "policy.yaml:2:17: bad.ics: longer than 1048576 bytes" "and one of more than a megabyte"
use gone.ics
rc_is 78 "a file that is not there is refused"
like "$err" "policy.yaml:2:17: gone.ics: " "by its name"
run cust-log policy show
like "$out" "2026-07-10" "what is in force stays in force"
printf 'holidays-read:\n  12-25: {hours: closed}\n' >"$tmp/made.yaml"
run cust-log policy check "$tmp/made.yaml"
rc_is 78 "nobody writes by hand what files say"
run cust-log verify
rc_is 0 "the store is sound"

refused "a file that is no calendar" "3: this is no line of a calendar" <<'EOF'
these are
twenty lines
of a letter
EOF
is "$(printf '%s\n' "$err" | grep -c 'bad.ics:')" 1 "which is said once, not of every line"

done_testing
