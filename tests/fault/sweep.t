#!/bin/sh
# A sweep of a maildir loses nothing and keeps nothing twice, whatever dies in the middle of it.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/../cli/tap.sh"

[ -x "$build/cust-mime" ] || skip_all "cust-mime is not built"
CUST_DESK=$tmp/desk
export CUST_DESK

# letters N: that many new mails in a new box.
letters() {
    rm -rf "$tmp/box"
    mkdir -p "$tmp/box/new" "$tmp/box/cur" "$tmp/box/tmp"
    perl -e '
        my ($dir, $n) = @ARGV;
        for my $i (1 .. $n) {
            open my $f, ">", sprintf("%s/new/17%08d.M%d.host", $dir, $i, $i) or die;
            printf $f "From: Writer %d <w%d\@example.com>\nSubject: Matter %d\nMessage-ID: <m%d\@example.com>\n" .
                "Date: Sat, 21 Nov 2026 20:50:00 +0000\n\nThe kettle number %d leaks.\n",
                $i, $i, $i, $i, $i;
        }' "$tmp/box" "$1"
}

desk() {
    rm -rf "$CUST_DESK"
    cust-log init >/dev/null 2>&1
}

# --- a helper that dies, answers nonsense, or ends too early ---
cp "$build/cust-log" "$build/cust-report" "$tmp/bin/"
cat >"$tmp/bin/cust-mime" <<'END'
#!/usr/bin/perl
use strict;
my $real = "REAL";
sub one { my $m = shift; open my $f, ">", "$0.$$" or die; print $f $m; close $f; my $j = `$real <$0.$$`; unlink "$0.$$"; $j }
$| = 1;
if (!@ARGV) {
    my $m = do { local $/; <STDIN> };
    kill 9, $$ if $m =~ /always deadly/;
    print one($m);
    exit 0;
}
open my $turns, ">>", "$0.turns"; print $turns "turn\n"; close $turns;
while (defined(my $n = <STDIN>)) {
    read STDIN, my $m, $n;
    kill 9, $$ if $m =~ /deadly/;
    exit 0 if $m =~ /the end/;
    if ($m =~ /nonsense/) { print "{\"version\":\n"; next; }
    print one($m);
}
END
sed -i "s|REAL|$build/cust-mime|" "$tmp/bin/cust-mime"
chmod +x "$tmp/bin/cust-mime"
letters 40
echo "deadly once" >>"$(ls "$tmp"/box/new/*.M3.host)"
echo "always deadly" >>"$(ls "$tmp"/box/new/*.M9.host)"
echo "nonsense" >>"$(ls "$tmp"/box/new/*.M20.host)"
echo "the end" >>"$(ls "$tmp"/box/new/*.M31.host)"
n=40
desk
PATH=$tmp/bin:$PATH cust-log mail --maildir "$tmp/box" >"$tmp/out" 2>"$tmp/err"
is "$?" 0 "a sweep goes on behind a helper that dies, babbles or leaves"
is "$(cust-report list | wc -l)" "$n" "every message is kept"
is "$(find "$tmp/box/new" -type f | wc -l)$(find "$tmp/box/cur" -type f | wc -l)" "0$n" "and has moved to cur"
is "$(grep -c 'could not be read whole' "$tmp/err")" 1 "only the one that no helper survives is kept unread"
like "$(cust-report list "deadly once" | head -1)" "Writer 3	" "one that a helper dies of among others is read alone"
like "$(cust-report list nonsense)" "Writer 20	" "so is one with an answer that is none"
is "$(cust-report list customer:Writer | wc -l)" "$((n - 1))" "all others have their sender"
[ "$(wc -l <"$tmp/bin/cust-mime.turns")" -ge 5 ]
is "$?" 0 "the rest goes to fresh helpers"
run cust-log verify
is "$rc$out" 0 "and every history replays"

# --- the helper is killed from outside, again and again ---
letters 600
desk
cust-log mail --maildir "$tmp/box" >"$tmp/out" 2>"$tmp/err" &
sweep=$!
kills=$(perl -e '
    my ($ppid, $kills) = ($ARGV[0], 0);
    while (kill 0, $ppid) {
        for my $dir (glob "/proc/[0-9]*") {
            open my $f, "<", "$dir/stat" or next;
            my ($pid, $comm, $state, $parent) = <$f> =~ /^(\d+) \((.*)\) (\S) (\d+)/ or next;
            exit !print $kills if $pid == $ppid && $state eq "Z";
            next if $parent != $ppid || $kills >= 20;
            $kills += kill 9, $pid;
        }
        select undef, undef, undef, 0.002;
    }
    print $kills;' "$sweep")
wait "$sweep"
is "$?" 0 "a sweep whose helpers are killed ends well"
is "$((kills > 0))" 1 "they were ($kills times)"
is "$(cust-report list | wc -l)$(find "$tmp/box/new" -type f | wc -l)" "6000" "and every message is kept, once"
run cust-log verify
is "$rc$out" 0 "every history replays"

# --- the sweep itself is killed ---
letters 600
desk
tries=0
while [ "$(find "$tmp/box/new" -type f | wc -l)" -gt 0 ] && [ $tries -lt 60 ]; do
    tries=$((tries + 1))
    cust-log mail --maildir "$tmp/box" >/dev/null 2>&1 &
    sweep=$!
    perl -e 'select undef, undef, undef, 0.01 + rand 0.12'
    [ $tries -gt 50 ] || kill -9 "$sweep" 2>/dev/null
    wait "$sweep" 2>/dev/null
done 2>/dev/null
is "$(cust-report list | wc -l)$(find "$tmp/box/new" -type f | wc -l)" "6000" "a sweep that is killed at any moment ($tries times) keeps each message once"
is "$(cust-report list | cut -f9 | sort | uniq -d)" "" "and none twice"
run cust-log verify
is "$rc$out" 0 "every history replays still"
done_testing
