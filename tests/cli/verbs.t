#!/bin/sh
# What is typed wrongly is told how it is meant: a verb behind the wrong program, an option behind the words.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

verbs() { # those that a program's help lists
    "$1" --help | awk '/^  [a-z]/ { print $1 }' | sort -u
}

verbs cust-log >"$tmp/log"
verbs cust-report >"$tmp/report"
for tool in cust-triage cust-followup cust-report; do
    bad=
    for verb in $(verbs "$tool"); do
        grep -qx "$verb" "$tmp/log" && continue # cust-log has one of that name itself
        cust-log "$verb" </dev/null 2>&1 | grep -q "no verb '$verb' here; $tool $verb$" || bad="$bad $verb"
    done
    is "$bad" "" "cust-log knows the verbs of $tool"
done
bad=
while read -r verb; do
    grep -qx "$verb" "$tmp/report" && continue
    cust-report "$verb" </dev/null 2>&1 | grep -q "no verb '$verb' here; cust-log $verb$" || bad="$bad $verb"
done <"$tmp/log"
is "$bad" "" "cust-report knows the verbs of cust-log"
run cust-log shwo 9
rc_is 64 "a verb that nobody has"
like "$err" "no verb 'shwo'; --help lists them" "is none of anybody's"
run cust-report summary
rc_is 64 "a verb that would be the command alone"
like "$err" "no verb 'summary'; .*without one: the desk at a glance" "is told what the command alone does"
run cust-report --perid 3d
rc_is 64 "a slip of an option before its value"
like "$err" "no option --perid; did you mean --period" "is what is named, not the value"

run cust-log new her lamp is broken -c Jo
rc_is 64 "options behind the words are words"
like "$err" "-c WHO, before the words" "which is said"
run cust-log new -c Jo her lamp is broken
run cust-log resolve 1 sent a new one
run cust-log confirm 1 yes 5
rc_is 64 "a score among the words is not lost"
like "$err" "5 how satisfied they are[?] --score 5 says so" "but asked about"
run cust-log confirm 1 yes "5 stars"
rc_is 0 "words are words"

run cust-log new -c "Long Subject" the line is long
n=$(printf '%s\n' "$out" | cut -f 1)
run cust-log set "$n" "subject=$(printf 'x%.0s' $(seq 999))"
rc_is 65 "a subject that would fill every list is refused"
like "$err" "one line of at most 998 bytes" "with what is allowed"
run cust-log set "$n" "subject=$(printf 'x%.0s' $(seq 998))"
rc_is 0 "one of 998 bytes is taken"
run cust-report list signal:legal and signal:anger
rc_is 64 "and beside a test is no word that was said"
like "$err" "side by side" "and that is said"
run cust-report list 'signal:legal and signal:anger'
like "$err" "no quotes around the whole query" "so is a query that is one operand"
run cust-report list this and that
rc_is 1 "among words it is one"
run cust-report similar 999
like "$err" "there is no complaint 999$" "what is not there is said by its number"

# --- what is not there stands for nothing ---
cust-log new -c "Una Gone" something is not there >/dev/null 2>&1
n=$(cust-report list "customer:una" --fields=ref)
before=$(cust-report show "$n" --format=jsonl | cksum)
for verb in "cust-log heard" "cust-log said" "cust-log note" "cust-triage explain" "cust-triage advise" "cust-report similar" "cust-report show"; do
    case $verb in cust-log*) words=words ;; *) words= ;; esac
    for of in "$n@99" "$n/99"; do
        # shellcheck disable=SC2086 # a command, and one word or none
        run $verb "$of" $words
        rc_is 66 "$verb $of: there is no such event or follow-up"
    done
done
is "$(cust-report show "$n" --format=jsonl | cksum)" "$before" "and nothing was written to its complaint"

done_testing
