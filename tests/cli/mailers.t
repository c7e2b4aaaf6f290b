#!/bin/sh
# What examples/ says to mail systems is tried with them: fdm(1) from a local maildir, and Postfix on the loopback interface.
# Each needs root here, because both give mail to an unprivileged user; without it, or without them, it is skipped.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

[ -x "$build/cust-mime" ] || skip_all "cust-mime is not built"
[ "$(id -u)" -eq 0 ] || skip_all "not root"
command -v setpriv >/dev/null 2>&1 || skip_all "no setpriv here"
user=nobody
group=$(id -gn $user 2>/dev/null) || skip_all "there is no user $user"
chmod 711 "$tmp"
home=$tmp/theirs
mkdir "$home"
chown "$user:$group" "$home"

# As the user who owns the desk, with as little around as a mail system gives.
as_user() {
    setpriv --reuid="$user" --regid="$group" --clear-groups env -i HOME="$home" PATH="$build:/usr/bin:/bin" TZ=UTC "$@"
}
as_user test -x "$build/cust-log" || skip_all "$user may not run what was built"
as_user cust-log init >/dev/null 2>&1
desk=$home/.local/share/cust

# letter WHO ID
letter() {
    printf 'From: %s <%s@example.com>\nTo: complaints@shop.example\nSubject: Lamp of %s\nMessage-ID: <%s@example.com>\nDate: %s\n\n' \
        "$1" "$1" "$1" "$2" "$(date -R)"
    printf 'My lamp is broken.\n.\nFrom here on it is dark.\n'
}

# --- fdm ---
if command -v fdm >/dev/null 2>&1; then
    mkdir -p "$home/in/new" "$home/in/cur" "$home/in/tmp"
    letter Ann f1 >"$home/in/new/1.h"
    letter Bea f2 >"$home/in/new/2.h"
    { # the account is a local one instead of an IMAP server; the action and the match are those of the example
        printf 'set lock-file "%s/lock"\naccount "complaints" maildir "%s/in"\n' "$home" "$home"
        grep -E '^(action|match) ' "$root/examples/fdm.conf"
    } >"$home/fdm.conf"
    chmod 600 "$home/fdm.conf"
    chown -R "$user:$group" "$home"
    run as_user fdm -f "$home/fdm.conf" fetch
    rc_is 0 "fdm hands mails over"
    is "$(as_user cust-report list | cut -f6 | sort | tr '\n' ' ')" "Ann Bea " "which are complaints"
    is "$(find "$home/in" -type f)" "" "and gone from where they were fetched"
    letter Cat f3 >"$home/in/new/3.h"
    chown "$user" "$home/in/new/3.h"
    mv "$desk" "$home/away"
    run as_user fdm -f "$home/fdm.conf" fetch
    is "$(find "$home/in" -type f | wc -l)" 1 "what cannot be stored is left where it was"
    mv "$home/away" "$desk"
    run as_user fdm -f "$home/fdm.conf" fetch
    is "$(as_user cust-report list customer:Cat | wc -l)$(find "$home/in" -type f | wc -l)" 10 "and taken at the next try"
else
    skip "fdm hands mails over" "fdm is not here"
fi

# --- Postfix ---
daemons=/usr/lib/postfix/sbin
if ! command -v postfix >/dev/null 2>&1 || ! [ -x $daemons/pipe ]; then
    skip "Postfix hands mails over" "Postfix is not here"
    done_testing
fi
port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
pf=$tmp/postfix
mkdir -p "$pf/etc" "$pf/queue" "$pf/data"
chown postfix "$pf/data"
cat >"$pf/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $pf/queue
data_directory = $pf/data
daemon_directory = $daemons
myhostname = desk.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relay_domains = shop.example
relay_recipient_maps = inline:{complaints@shop.example=x}
smtpd_recipient_restrictions = reject_unauth_destination
maillog_file = $pf/log
maillog_file_prefixes = $pf
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
END
# What the example says for main.cf and the map, with the map inline.
sed -n 's/^# *\(cust_destination_recipient_limit.*\)/\1/p' "$root/examples/postfix-master.cf" >>"$pf/etc/main.cf"
sed -n 's/^# *\(complaints@[a-z.]*\)  *\(cust:\)$/transport_maps = inline:{\1=\2}/p' "$root/examples/postfix-master.cf" >>"$pf/etc/main.cf"
{
    echo "127.0.0.1:$port inet n - n - - smtpd"
    for service in pickup:1:pickup cleanup:0:cleanup flush:0:flush qmgr:1:qmgr; do # for everybody on this machine
        limit=${service#*:}
        echo "${service%%:*} unix n - n - ${limit%:*} ${service##*:}"
    done
    for service in rewrite:5:trivial-rewrite bounce:0:bounce defer:0:bounce trace:0:bounce verify:1:verify proxymap:5:proxymap \
        anvil:1:anvil error:5:error retry:5:error discard:5:discard; do
        limit=${service#*:}
        echo "${service%%:*} unix - - n - ${limit%:*} ${service##*:}"
    done
    echo "postlog unix-dgram n - n - 1 postlogd"
    sed -n '/^cust /,/argv/p' "$root/examples/postfix-master.cf" |
        sed "s|user=desk|user=$user|; s|/usr/local/bin/cust-log mail|$build/cust-log mail --desk $desk|"
} >"$pf/etc/master.cf"
trap 'postfix -c "$pf/etc" stop >/dev/null 2>&1; rm -rf "$tmp"' EXIT
run postfix -c "$pf/etc" start
[ "$rc" -eq 0 ] || {
    skip "Postfix hands mails over" "Postfix does not start here: $(printf '%s' "$err" | head -1)"
    done_testing
}

# send FILE...: by SMTP, as another host would.
# shellcheck disable=SC2016 # perl
send() {
    timeout 600 perl -MIO::Socket::INET -e '
        my $port = shift;
        for my $file (@ARGV) {
            my $s;
            for (1 .. 600) { last if $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port"); select undef, undef, undef, 0.1 }
            my $talk = sub { print $s "$_[0]\r\n" if @_; my $l; do { $l = <$s> } while $l =~ /^\d{3}-/; $l =~ /^[23]/ or die $l };
            $talk->(); $talk->("EHLO there.example"); $talk->("MAIL FROM:<bounces\@example.com>");
            $talk->("RCPT TO:<complaints\@shop.example>"); $talk->("DATA");
            open my $f, "<", $file or die; while (<$f>) { s/\r?\n$//; s/^\./../; print $s "$_\r\n" }
            $talk->("."); $talk->("QUIT");
        }' "$port" "$@"
}

# shellcheck disable=SC2317 # wait_until runs them
has() {
    [ "$(as_user cust-report list "$1" 2>/dev/null | wc -l)" -eq "$2" ]
}
# shellcheck disable=SC2317
queue_empty() {
    postqueue -c "$pf/etc" -p | grep -q 'queue is empty'
}

letter Dora p1 >"$tmp/p1"
ok "Postfix takes a mail" send "$tmp/p1"
wait_until has customer:Dora 1
like "$(as_user cust-report list customer:Dora)" "	Dora	.*	Lamp of Dora$" "and hands it to cust-log, which makes a complaint of it"
like "$(as_user cust-report show "$(as_user cust-report list customer:Dora | cut -f1)")" "^    \.$" "byte for byte, lone dots too"
like "$(cat "$pf/log")" "relay=cust, .*status=sent \(delivered via cust service" "Postfix knows it as delivered"
mv "$desk" "$home/away"
letter Eve p2 >"$tmp/p2"
send "$tmp/p2"
wait_until grep -q "status=deferred" "$pf/log"
like "$(cat "$pf/log")" "status=deferred \(temporary failure. Command output: cust-log" "while the desk is away a mail stays in the queue, and the log says why"
mv "$home/away" "$desk"
postqueue -c "$pf/etc" -f 2>/dev/null
wait_until has customer:Eve 1
is "$(as_user cust-report list customer:Eve | wc -l)" 1 "and is delivered when it is back"
i=0
while [ $i -lt 12 ]; do
    letter "Many$i" "q$i" >"$tmp/q$i"
    i=$((i + 1))
done
send "$tmp"/q*
wait_until queue_empty
is "$(as_user cust-report list Lamp | grep -c 'Many')" 12 "several at once are all delivered"
is "$(find "$pf/queue/deferred" "$pf/queue/active" "$pf/queue/bounce" -type f | wc -l)" 0 "and nothing is left in the queue, nor bounced"
run as_user cust-log verify
rc_is 0 "every history replays"
done_testing
