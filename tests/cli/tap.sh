# shellcheck shell=sh disable=SC2034 # its variables are for the tests
# tap.sh: what every command test begins with:  . "${0%/*}/tap.sh"
#
# Gives a throw-away home and desk ($HOME, $CUST_DESK unset so that the default place is used), UTC, the built programs
# in front of PATH, and the functions below.  Each prints one TAP line; `done_testing` comes last.
#
#   run CMD...            runs it: $out has standard output, $err standard error, $rc the exit code
#   is GOT WANT NAME      the same text          like TEXT PATTERN NAME   an extended regular expression fits
#   rc_is N NAME          the exit code of the last run
#   ok NAME CMD...        the command succeeds   skip_all WHY             no test of this file can run here
#   clock_from WHEN       it is WHEN (UTC) now, and time goes on from there, for all that the test runs
#   wait_until CMD...     runs it again and again until it succeeds; what never comes fails after minutes, on no machine earlier

set -u
count=0
failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${CUST_BUILD:-$root/build}
data=${CUST_DATA:-$root/../shared/data}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/cust-test.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP
umask 022 # what a test makes by itself is as it is for most; what the programs make is tested with another one
mkdir -p "$tmp/home" "$tmp/bin"
HOME=$tmp/home
TZ=UTC
LC_ALL=C.UTF-8
PATH=$build:$tmp/bin:$PATH
export HOME TZ LC_ALL PATH
# What is preloaded for a test's sake comes in front of a sanitizer's library, which minds that.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS

# A faketime(1) of our own (tests/clock.c): what stands still, runs from an instant on, or is ahead of the test's clock.
clock=$build/tests/clock.so
own_clock=no
if [ -e "$clock" ]; then
    own_clock=yes
    cat >"$tmp/bin/faketime" <<END
#!/bin/sh
[ "\$1" = -f ] && shift || set -- "@\$@"
case \$1 in
[+-]*) CUST_TEST_CLOCK=\${CUST_TEST_CLOCK:-}\$1 ;;
*) CUST_TEST_CLOCK=\$1 ;;
esac
shift
LD_PRELOAD=$clock
export CUST_TEST_CLOCK LD_PRELOAD
exec "\$@"
END
    chmod +x "$tmp/bin/faketime"
fi

clock_from() {
    [ $own_clock = yes ] || return 0
    ahead=$(($(date -u -d "$1" +%s) - $(env -u LD_PRELOAD date +%s)))
    [ $ahead -lt 0 ] || ahead=+$ahead
    CUST_TEST_CLOCK=$ahead
    LD_PRELOAD=$clock
    export CUST_TEST_CLOCK LD_PRELOAD
}

# Once something did not come, what waits for it will not come either.
patience=1800
wait_until() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt $patience ] || {
            patience=10
            return 1
        }
        sleep 0.1
    done
}

unset CUST_DESK XDG_DATA_HOME EDITOR VISUAL PAGER NO_COLOR CDPATH 2>/dev/null || :

pass() {
    count=$((count + 1))
    printf 'ok %d - %s\n' "$count" "$1"
}

fail() {
    count=$((count + 1))
    failed=$((failed + 1))
    printf 'not ok %d - %s\n' "$count" "$1"
    shift
    for line in "$@"; do
        printf '%s\n' "$line" | sed 's/^/# /'
    done
}

run() {
    "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
    rc=$?
    out=$(cat "$tmp/out")
    err=$(cat "$tmp/err")
}

is() {
    if [ "$1" = "$2" ]; then
        pass "$3"
    else
        fail "$3" "got:" "$1" "wanted:" "$2"
    fi
}

like() {
    if printf '%s\n' "$1" | grep -Eq -- "$2"; then
        pass "$3"
    else
        fail "$3" "got:" "$1" "which does not fit: $2"
    fi
}

rc_is() {
    if [ "$rc" -eq "$1" ]; then
        pass "$2"
    else
        fail "$2" "exit code $rc, wanted $1" "$err"
    fi
}

ok() {
    name=$1
    shift
    if "$@" >"$tmp/ok.out" 2>&1; then
        pass "$name"
    else
        fail "$name" "failed: $*" "$(cat "$tmp/ok.out")"
    fi
}

skip() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

done_testing() {
    echo "1..$count"
    [ "$failed" -eq 0 ]
    exit
}
