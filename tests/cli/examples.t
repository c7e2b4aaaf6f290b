#!/bin/sh
# The examples for cron work in cron's bare environment, are silent when there is nothing to say, and say what fails.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# A Tuesday: on a Monday the morning report tells of the week before.
clock_from "2026-11-17 10:05:00"

tab=$(printf '\t')
# shellcheck disable=SC2154 # tap.sh sets it
mkdir "$tmp/share"
cp -R "$root/examples/." "$tmp/share"
chmod -R a+rX "$tmp/share" # as they lie in a checkout of any umask

# The commands of a crontab(5) with its own variables in front, `\%` as cron reads it, the programs and the examples
# where they are here.  $2 is how many fields stand before the command.
commands() {
    awk -v fields="$2" '
        /^#/ || NF == 0 { next }
        /^[A-Z_]+=/ { vars = vars $0 "; export " substr($0, 1, index($0, "=") - 1) "; "; next }
        {
            for (i = 1; i <= fields; i++)
                sub(/^[^ \t]+[ \t]+/, "")
            gsub(/\\%/, "%")
            print vars $0
        }' "$1" | sed -e "s|/usr/local/bin|$build|g" -e "s|/usr/local/share/cust|$tmp/share|g" -e "s|/srv/desk|$tmp/desk|g"
}

# Nothing in the environment but these, and the test's clock.
# shellcheck disable=SC2317 # run calls it
bare() {
    env -i ${CUST_TEST_CLOCK:+"CUST_TEST_CLOCK=$CUST_TEST_CLOCK" "LD_PRELOAD=$LD_PRELOAD" "ASAN_OPTIONS=$ASAN_OPTIONS"} SHELL=/bin/sh PATH=/usr/bin:/bin "$@"
}

# As cron runs it: in a bare environment, in the home folder, nobody on a terminal.
cron() {
    cd "$HOME" || exit 1
    run bare HOME="$HOME" LOGNAME=somebody /bin/sh -c "$1"
}

each() {
    jobs=0
    while IFS= read -r job; do
        jobs=$((jobs + 1))
        cron "$job"
        printf '%s%s' "$out" "$err" >"$tmp/said.$jobs"
    done <"$1"
}

# --- a crontab of one's own -------------------------------------------------------------------------------------

commands "$root/examples/crontab" 5 >"$tmp/jobs"
is "$(wc -l <"$tmp/jobs" | tr -d ' ')" 4 "the crontab has its four jobs"

each "$tmp/jobs"
like "$(cat "$tmp/said.1")" "there is no desk|no desk" "without a desk a job says so"
like "$(cat "$tmp/said.3")" "no desk" "and so does the backup, whose success is silent"

run cust-log init
each "$tmp/jobs"
is "$(cat "$tmp/said.1")" "" "reminders are silent on an empty desk"
is "$(cat "$tmp/said.3")" "" "a backup is silent when it is made"
is "$(cat "$tmp/said.4")" "" "a good store is nothing to write about"
ok "the backup is a store" test -s "$HOME/cust-backup/$(env -u TZ date +%F).db"

run cust-log new -c acme -o anna I burned my hand, the kettle lid came off.
run cust-followup add 1 --due +30m ring them back
each "$tmp/jobs"
like "$(cat "$tmp/said.1")" "1/3 .*ring them back" "what is due within the hour is told"
like "$(cat "$tmp/said.2")" "^Urgent" "the morning report has what is urgent"
like "$(cat "$tmp/said.3")" "cust-log: cust-backup/.*already here" "a second backup on one day is refused, and says so"
each "$tmp/jobs"
is "$(cat "$tmp/said.1")" "" "and told once"

# --- a desk of a team -------------------------------------------------------------------------------------------

commands "$root/examples/cust.cron.d" 6 >"$tmp/jobs"
is "$(wc -l <"$tmp/jobs" | tr -d ' ')" 3 "the team's crontab has its three jobs"
run cust-log init --desk "$tmp/desk"
run cust-log new --desk "$tmp/desk" -c acme the lamp came broken
each "$tmp/jobs"
is "$(cat "$tmp/said.1")" "" "nothing is due"
like "$(cat "$tmp/said.2")" "the lamp came broken" "the morning report reads the desk that CUST_DESK names"
is "$(cat "$tmp/said.3")" "" "its store is good"

# --- an unprivileged user ---------------------------------------------------------------------------------------

# As cron runs the jobs of somebody who owns nothing but a home: another user id, a bare environment, no terminal.
chmod 0711 "$tmp"
if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
    skip "the jobs of an unprivileged user run" "needs root and setpriv(1)"
elif ! setpriv --reuid nobody --regid nogroup --clear-groups sh -c "test -x '$build/cust-log' && test -x '$build/cust-ical' && cd '$tmp'" 2>/dev/null; then
    skip "the jobs of an unprivileged user run" "nobody may not look into $build or $tmp"
else
    theirs=$tmp/theirs
    mkdir "$theirs"
    chown nobody:nogroup "$theirs"
    chmod 0700 "$theirs"
    as_nobody() {
        # shellcheck disable=SC2016 # the shell within reads it
        run bare setpriv --reuid nobody --regid nogroup --clear-groups env HOME="$theirs" LOGNAME=nobody \
            /bin/sh -c 'cd "$HOME" && eval "$1"' sh "PATH=$build:\$PATH; $1"
    }
    commands "$root/examples/crontab" 5 >"$tmp/jobs"
    as_nobody "cust-log new -c acme -o nobody I burned my hand, the kettle lid came off."
    rc_is 0 "an unprivileged user can keep a desk"
    as_nobody "cust-followup add 1 --due +30m ring them back"
    n=0
    while IFS= read -r job; do
        n=$((n + 1))
        as_nobody "$job"
        printf '%s%s' "$out" "$err" >"$tmp/said.$n"
        printf '%s' "$rc" >"$tmp/rc.$n"
    done <"$tmp/jobs"
    is "$(cat "$tmp"/rc.[1-4])" 0000 "all of the crontab's jobs end well"
    like "$(cat "$tmp/said.1")" "1/3 .*ring them back" "what is due is told"
    like "$(cat "$tmp/said.2")" "^Urgent" "the morning report comes"
    is "$(cat "$tmp/said.3" "$tmp/said.4")" "" "backup and verify are silent"
    as_nobody "$(head -1 "$tmp/jobs")"
    is "$out$err" "" "and told once"
    as_nobody "cust-followup ical >due.ics; test -s due.ics"
    rc_is 0 "the helper for calendars runs, too"
    is "$(find "$theirs" -not -user nobody | grep -c .)" 0 "everything that they made is theirs"
    is "$(find "$theirs/.local/share/cust" -perm /077 | grep -c .)" 0 "and nobody else's"
    as_nobody "cust-followup remind --deliver --desk '$tmp/desk'"
    like "$rc" "^(66|77)$" "another's desk is not theirs"
    like "$err" "[Pp]ermission|may not|not allowed|cannot" "which is said"
fi

# --- systemd ----------------------------------------------------------------------------------------------------

# The unit runs what its line says, in an environment as bare as cron's.
unit=$root/examples/cust-remind.service
mkdir "$tmp/mails"
printf '#!/bin/sh\ncat >>%s\n' "$tmp/mails/all" >"$tmp/sendmail"
chmod +x "$tmp/sendmail"
printf 'mail:\n  sendmail: %s\n' "$tmp/sendmail" >"$HOME/.local/share/cust/policy.yaml"
run cust-log policy apply
run cust-followup add 1 --due +20m write to them
cron "$(sed -n 's/^ExecStart=//p' "$unit" | sed "s|/usr/local/bin|$build|g")"
is "$out$err" "" "the service's command is silent"
like "$(cat "$tmp/mails/all")" "write to them" "and sends what is due"
if command -v systemd-analyze >/dev/null && [ -x /usr/local/bin/cust-followup ]; then
    run systemd-analyze verify --user "$unit" "$root/examples/cust-remind.timer"
    rc_is 0 "systemd takes the units"
else
    skip "systemd takes the units" "systemd-analyze or an installed cust is not here"
fi
like "$(cat "$root/examples/cust-remind.timer")" "^Persistent=true$" "what was missed is made up for"

# --- morning.sh -------------------------------------------------------------------------------------------------

morning=$root/examples/morning.sh
run env PATH="$build:$PATH" "$morning" "$tmp/desk"
rc_is 0 "morning.sh takes the desk's folder"
like "$out" "the lamp came broken" "and reads it"
is "$(printf '%s\n' "$out" | grep -c "$tab")" 0 "in tables"
run "$morning" "$tmp/nowhere"
rc_is 66 "a desk that is not there ends it with its exit status"
is "$out" "" "and prints nothing"
like "$err" "nowhere" "but where it was looked for"
run cust-log init --desk "$tmp/empty"
if [ "$own_clock" = yes ]; then
    run "$morning" "$tmp/empty"
    is "$out$err" "" "an empty desk is nothing to write about"
    clock_from "2026-11-23 10:05:00"
    run "$morning" "$tmp/empty"
    like "$out" "^Last week, beside the week before$" "but for how last week was, on a Monday"
    is "$(printf '%s\n' "$out" | grep -c '^[A-Z].*')" "$(printf '%s\n' "$out" | sed -n '/^Last week/,$p' | grep -c '^[A-Z].*')" "and nothing else"
else
    skip "an empty desk is nothing to write about" "the test has no clock of its own"
fi

done_testing
