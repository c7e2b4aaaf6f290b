#!/bin/sh
# A team's desk stays open to the whole team, whoever's command made a file in it first.
# shellcheck disable=SC2016,SC2317 # what an inner shell expands; a function that `run` calls
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
CUST_DESK=$tmp/desk
export CUST_DESK
group=$(id -gn)
umask 077
run cust-log init --group "$group"
rc_is 0 "a desk for a group"
cust-log new -c acme the kettle leaks >/dev/null
cust-followup add 1 --due +1s ring back >/dev/null
run cust-followup remind --deliver
rc_is 0 "somebody's cron delivers first"
is "$(find "$CUST_DESK" -type f -path '*/cust.db*' ! -perm 660)" "" "and every file of the store is the group's, whatever the umask"
is "$(stat -c %a "$CUST_DESK/cust.db-remind")" 660 "the lock of reminders too"

cust-log init --desk "$tmp/own" 2>/dev/null
run cust-followup --desk "$tmp/own" remind --deliver
is "$(stat -c %a "$tmp/own/cust.db-remind")" 600 "at a desk of one's own it is one's own"

readonly_desk() {
    unshare -rm sh -c 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cust-report --desk "$1" list' sh "$tmp/own"
}
if unshare -rm sh -c 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"' sh "$tmp/own" 2>/dev/null; then
    run readonly_desk
    rc_is 77 "a desk on a file system that is read only is refused"
    like "$err" 'read only' "and that is said, not that its owner should be asked"
else
    skip "a desk on a file system that is read only is refused" "no mount namespace can be made here"
fi
done_testing
