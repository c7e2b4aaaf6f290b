#!/bin/sh
# morning.sh [DESK]: the first page of the day: what is late or due today, what waits for approval, what nobody has, how
# last week was.
#
# Reads only.  Prints nothing when there is nothing to do, so that cron sends no mail.  Set CUST_DESK, or name the
# desk's folder, when it is not at the default place.
set -u

[ $# -eq 0 ] || export CUST_DESK="$1"

# part TITLE COMMAND...: the title and what the command prints, if it prints anything.
part() {
    title=$1
    shift
    rows=$("$@" --format=table 2>&1)
    rc=$?
    case $rc in
    0) printf '%s\n\n%s\n\n' "$title" "$rows" ;;
    1) ;; # the query matched nothing
    *)
        printf '%s\n' "$rows" >&2
        exit "$rc"
        ;;
    esac
}

part "Late, or due today" cust-followup due:late or due:today
part "Urgent" cust-triage priority:P1 or priority:P2
part "Offers that wait for approval" cust-triage status:approval
part "Nobody has them" cust-triage owner:none -n 20
[ "$(date +%u)" -ne 1 ] || part "Last week, beside the week before" cust-report --period "last week"
