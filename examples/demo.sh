#!/bin/sh
# demo.sh [FOLDER OF THE PROGRAMS]: a day at the desk of a small shop, in a throw-away desk.
#
# Mails come in, colleagues type calls, the queue says what is first and why, promises are made and kept.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -gt 0 ]; then
    programs=$(cd "$1" && pwd)
    PATH=$programs:$PATH
else
    programs=
fi
desk=$(mktemp -d "${TMPDIR:-/tmp}/cust-demo.XXXXXX")
trap 'rm -rf "$desk"' EXIT
trap 'exit 1' INT TERM
export PATH CUST_DESK="$desk/desk"

# Says what would be typed, and does it.
type_in() {
    printf '\n$ %s\n' "$1"
    sh -c "$1"
}

say() {
    printf '\n-- %s\n' "$*"
}

tab=$(printf '\t')
cust-log init 2>/dev/null

say "Mail comes in, one message at a time, as a mail system hands it over."
for mail in "$here"/inbox/*.eml; do
    printf '$ cust-log mail < %s\n' "${mail##*/}"
    cust-log mail --fields=ref,priority,customer,subject <"$mail"
done

say "A colleague at the phone writes down what they hear."
while IFS=$tab read -r who channel words; do
    case $who in '' | '#'*) continue ;; esac
    printf '$ cust-log new -c "%s" -k %s %s\n' "$who" "$channel" "$words"
    cust-log new -c "$who" -k "$channel" --fields=ref,priority,customer,subject "$words"
done <"$here/inbox/calls.txt"

say "What must be handled first?"
type_in "cust-triage --format=table | head -8"

first=$(cust-triage --fields=ref | head -n 1)
say "Why is that one first?"
type_in "cust-triage explain $first"

say "And what to do about it?"
type_in "cust-triage advise $first"

say "A child was hurt: that one is taken at once, the customer is answered, and a promise is made."
type_in "cust-triage signal:safety --fields=ref,due,customer,signals"
first=$(cust-triage --fields=ref signal:safety | head -n 1)
type_in "cust-log assign $first --to me --fields=ref,owner"
type_in "cust-log said $first --promise '+2h ring back with a date' --fields=ref,status --  We are sorry that this happened to you. Please do not use it any more. We look into it now."

say "Everybody with a legal threat gets a promise, in one pipeline."
type_in "cust-triage signal:legal | cust-followup add - --due '2 working days' legal support looks at it"

say "What is due?"
type_in "cust-followup --format=table"

say "The promise is kept, the matter resolved, the customer satisfied."
type_in "cust-followup done $first rang, they were relieved"
type_in "cust-log resolve $first --cause faulty-cord --fields=ref,status we collected the kettle and paid the money back"
type_in "cust-log confirm $first yes --fields=ref,status"

say "Everything about it, and the desk at a glance."
type_in "cust-report show $first"
type_in "cust-report --format=table | head -22"

printf '\nThat desk is gone now. For one of your own, type:\n\n'
# shellcheck disable=SC2016 # $PATH is for the reader's shell
[ -z "$programs" ] || printf '    PATH=%s:$PATH\n' "$programs"
cat <<'TEXT'
    cust-log new -c acme the kettle leaks
    cust-triage explain 1
TEXT
