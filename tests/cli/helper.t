#!/bin/sh
# A mail that the helper had no chance to read comes again; nothing is taken for more or less than it is.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
CUST_DESK=$tmp/desk
export CUST_DESK
cust-log init >/dev/null 2>&1
cp "$build/cust-log" "$tmp/bin/"
PATH=$tmp/bin:$PATH
printf 'From: Jo <jo@home.example>\nMessage-ID: <1@home.example>\nSubject: tea\n\nMy tea is cold.\n' >"$tmp/mail"

helper() {
    printf '#!/bin/sh\n%s\n' "$1" >"$tmp/bin/cust-mime"
    chmod "${2:-755}" "$tmp/bin/cust-mime"
}
take() {
    cust-log mail <"$tmp/mail" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    err=$(cat "$tmp/err")
}

take
rc_is 75 "without a helper a mail comes again"
helper 'echo cust-mime: error while loading shared libraries >&2; exit 127'
take
rc_is 75 "as with one whose libraries are missing"
like "$err" 'loading shared libraries' "and its own words are said"
helper 'exit 0' 644
take
rc_is 75 "or one that may not be run"
is "$(cust-report list)" "" "nothing was made of any of them"
helper 'cat >/dev/null; exit 70'
take
rc_is 0 "a mail that the helper fails on is kept"
like "$err" 'kept as it came' "and that is said"
rm "$tmp/bin/cust-mime"
cp "$build/cust-mime" "$tmp/bin/"
take
rc_is 0 "a whole helper reads it"
like "$(cust-report list)" '	Jo	.*	tea$' "with its sender and its subject"

printf 'From: Jo at work <JO@home.example>\nIn-Reply-To: <1@home.example>\nMessage-ID: <2@home.example>\n\nStill cold.\n' >"$tmp/mail"
take
is "$(cust-report show 2 | grep -c 'no address of')" 0 "an answer of the customer joins without a word"
printf 'From: Jo <jo@elsewhere.example>\nIn-Reply-To: <1@home.example>\nMessage-ID: <3@home.example>\n\nAll is well, close it.\n' >"$tmp/mail"
take
like "$(cust-report show 2)" 'came from jo@elsewhere.example, which is no address of c2' \
    "one from an address that is not theirs joins, and the history says whose words they are"

head -c 17000000 /dev/zero | tr '\0' a >"$tmp/long"
cust-log note 1 -F - <"$tmp/long" >"$tmp/out" 2>"$tmp/err"
rc=$?
rc_is 65 "words that are too long are refused"
like "$(cat "$tmp/err")" 'only the first [0-9]* bytes of the words are kept' "without a claim that all of them were kept"
done_testing
