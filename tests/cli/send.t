#!/bin/sh
# Letters on their way: what sendmail is given, what stays when it cannot, that none goes twice.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

desk=$HOME/.local/share/cust
cust-log new -c "Jane <jane@example.com>" -k mail "The kettle leaks at the base." >/dev/null 2>&1

# A sendmail that keeps its arguments and input, and ends as $tmp/exit says.
cat >"$tmp/bin/sendmail" <<END
#!/bin/sh
printf '%s\n' "\$#" "\$@" >"$tmp/args"
cat >"$tmp/letter"
echo x >>"$tmp/calls"
exit "\$(cat "$tmp/exit")"
END
chmod +x "$tmp/bin/sendmail"
echo 0 >"$tmp/exit"
: >"$tmp/calls"
printf 'mail:\n  address: care@shop.example\n  sendmail: %s\n' "$tmp/bin/sendmail" >"$desk/policy.yaml"
run cust-log policy apply
rc_is 0 "policy names the program"

letter() {
    cust-log draft 1 --wording 1 --as "$1" | perl -0pe 's/\[\[.*?\]\]/a new lid/sg; s/looking into it/on it/' >"$tmp/draft"
}

send() {
    cust-log reply 1 --send <"$tmp/draft" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    out=$(cat "$tmp/out")
    err=$(cat "$tmp/err")
}

calls() {
    wc -l <"$tmp/calls" | tr -d ' '
}

letter ack
printf '\n.\nafter the dot\n' >"$tmp/dot"
sed "/egards,$/{
r $tmp/dot
}" "$tmp/draft" >"$tmp/draft2" && mv "$tmp/draft2" "$tmp/draft"
send
rc_is 0 "a letter is sent"
is "$out" "" "nothing is printed"
is "$(tr '\n' ' ' <"$tmp/args")" "2 -i -t " "sendmail gets -i -t and nothing else"
like "$(cat "$tmp/letter")" "^From: \"?Customer care\"? <care@shop.example>$" "from the desk's address"
like "$(cat "$tmp/letter")" "^To: Jane <jane@example.com>$" "to the customer"
like "$(cat "$tmp/letter")" "^after the dot$" "what stands behind a lone dot goes too"
is "$(grep -ci '^x-cust' "$tmp/letter")" 0 "no internal header leaves"
like "$(cust-triage)" "^1	P.	acknowledged" "it is recorded as said"
like "$(cust-report show 1)" "said mail as ack, the letter" "as the answer that it is"
is "$(ls "$desk/outbox")" "" "and the outbox is empty"

# --- what cannot go now ---
echo 75 >"$tmp/exit"
letter holding
send
rc_is 75 "when sendmail is busy, try again"
like "$err" "1@[0-9]+ stays in the outbox; cust-followup remind --deliver tries again" "which is said"
kept=$(ls "$desk/outbox")
like "$kept" "^1@[0-9]+$" "the letter stays in the outbox"
is "$(stat -c %a "$desk/outbox")" 700 "where nobody else can look"
like "$(cust-report show 1)" "handed-out mail as holding" "it is recorded as handed out"
is "$(cust-report show 1 | grep -c 'said mail as holding')" 0 "and not as said"
cp "$desk/outbox/$kept" "$tmp/waiting"

run cust-followup remind --deliver
like "$(ls "$desk/outbox")" "^1@[0-9]+$" "while it is busy it stays"
echo 0 >"$tmp/exit"
run cust-followup remind --deliver
is "$(ls "$desk/outbox")" "" "a later delivery takes it"
is "$(cat "$tmp/letter")" "$(cat "$tmp/waiting")" "the same bytes, with the same Message-ID"
like "$(cust-report show 1)" "said mail as holding" "and it is said then"
n=$(calls)
run cust-followup remind --deliver
is "$(calls)" "$n" "and never again"
rm -f "$desk/outbox/"*

# --- killed on the way ---
# 1@N.part is what stands there when the program dies right behind the COMMIT.
echo 75 >"$tmp/exit"
letter holding
send
kept=$(ls "$desk/outbox")
cp "$desk/outbox/$kept" "$tmp/waiting"
mv "$desk/outbox/$kept" "$desk/outbox/$kept.part"
echo 0 >"$tmp/exit"
n=$(calls)
run cust-followup remind --deliver
run cust-followup remind --deliver
is "$(calls)" $((n + 1)) "a letter that was handed out and never came into the outbox is delivered"
is "$(cat "$tmp/letter")" "$(cat "$tmp/waiting")" "as it was recorded"
is "$(ls "$desk/outbox")" "" "and its file is gone"
cp "$tmp/waiting" "$desk/outbox/$kept.part"
cp "$tmp/waiting" "$desk/outbox/1@9999.part"
run cust-followup remind --deliver
is "$(calls)" $((n + 1)) "what is said already, or in no history, is not delivered"
is "$(ls "$desk/outbox")" "1@9999.part" "and what is over with is taken away"
rm -f "$desk/outbox/"*

cat >"$tmp/bin/deadly" <<END
#!/bin/sh
echo x >>"$tmp/calls"
cat >"$tmp/first"
kill -9 \$PPID
END
chmod +x "$tmp/bin/deadly"
cp "$tmp/bin/sendmail" "$tmp/bin/good"
cp "$tmp/bin/deadly" "$tmp/bin/sendmail"
letter holding
handed=$(cust-report show 1 | grep -c handed-out)
send 2>/dev/null
ok "killed while sendmail has it, it stays in the outbox" test -n "$(ls "$desk/outbox")"
cp "$tmp/bin/good" "$tmp/bin/sendmail"
send
rc_is 0 "the author who tries the same draft again"
like "$err" "it is 1@[0-9]+ once more, with its Message-ID" "is told that it is the same letter"
is "$(cat "$tmp/letter")" "$(cat "$tmp/first")" "which it is, byte for byte"
is "$(cust-report show 1 | grep -c handed-out)" $((handed + 1)) "recorded once"
is "$(ls "$desk/outbox")" "" "and waits no more"
n=$(calls)
run cust-followup remind --deliver
is "$(calls)" "$n" "so that nobody delivers it again"
send
rc_is 65 "once it is said it is not sent again"
like "$err" "this very letter was sent as 1@[0-9]+; --anyway sends it once more" "unless that is wanted"
sed 's/a new lid/another lid/' "$tmp/draft" >"$tmp/other" && mv "$tmp/other" "$tmp/draft"
send
rc_is 0 "another letter from the same draft is one of its own"
like "$(cust-report show 1)" "said mail as holding" "and said"
rm -rf "$desk/outbox/"* "$desk/kept"

echo 69 >"$tmp/exit"
letter plain
send
rc_is 75 "an unavailable service is tried again too"
like "$(ls "$desk/outbox")" "^1@[0-9]+$" "from the outbox"
rm -f "$desk/outbox/"*

echo 65 >"$tmp/exit"
letter plain
send
rc_is 65 "what sendmail refuses for good is an error"
like "$(ls "$desk/outbox")" "^1@[0-9]+\.refused$" "and set aside"
rm -f "$desk/outbox/"*

printf 'mail:\n  sendmail: /nonexistent/sendmail\n' >"$desk/policy.yaml"
cust-log policy apply >/dev/null 2>&1
letter plain
send
rc_is 75 "without sendmail the letter waits for one"
like "$(ls "$desk/outbox")" "^1@[0-9]+$" "in the outbox"
rm -f "$desk/outbox/"*
printf 'mail:\n  sendmail: sendmail -oQ/tmp\n' >"$desk/policy.yaml"
run cust-log policy apply
rc_is 78 "policy takes a full path, no options"

# --- a real one ---
if command -v msmtp >/dev/null 2>&1 && perl -MIO::Socket::INET -e 1 2>/dev/null; then
    cat >"$tmp/sink.pl" <<'END'
use strict; use IO::Socket::INET;
my ($file) = @ARGV;
my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1, ReuseAddr => 1) or exit 1;
open my $p, '>', "$file.port" or exit 1; print $p $s->sockport; close $p; rename "$file.port", "$file.ready";
alarm 600;
my $c = $s->accept; $c->autoflush(1); print $c "220 sink\r\n";
open my $o, '>', $file or exit 1; my $data = 0;
while (my $l = <$c>) {
    print $o $l;
    if ($data) { if ($l eq ".\r\n") { $data = 0; print $c "250 kept\r\n" } next }
    if ($l =~ /^DATA/i) { $data = 1; print $c "354 go\r\n" }
    elsif ($l =~ /^QUIT/i) { print $c "221 bye\r\n"; last }
    else { print $c "250 ok\r\n" }
}
close $o;
END
    perl "$tmp/sink.pl" "$tmp/smtp" &
    sink=$!
    wait_until test -f "$tmp/smtp.ready"
    printf 'account default\nhost 127.0.0.1\nport %s\nauth off\ntls off\nfrom care@shop.example\n' "$(cat "$tmp/smtp.ready")" >"$HOME/.msmtprc"
    chmod 600 "$HOME/.msmtprc"
    printf 'mail:\n  address: care@shop.example\n  sendmail: %s\n' "$(command -v msmtp)" >"$desk/policy.yaml"
    cust-log policy apply >/dev/null 2>&1
    letter plain
    sed "/egards,$/{
r $tmp/dot
}" "$tmp/draft" >"$tmp/draft2" && mv "$tmp/draft2" "$tmp/draft"
    send
    rc_is 0 "msmtp takes it"
    wait "$sink"
    like "$(tr -d '\r' <"$tmp/smtp")" "^RCPT TO:<jane@example.com>" "for the customer and nobody else"
    is "$(grep -c '^RCPT' "$tmp/smtp")" 1 "one recipient"
    like "$(tr -d '\r' <"$tmp/smtp")" "^after the dot$" "the whole letter, a lone dot included"
    is "$(tr -d '\r' <"$tmp/smtp" | grep -ci '^x-cust')" 0 "and no internal header"
else
    skip "msmtp takes it" "msmtp is not here"
fi
run cust-log verify
rc_is 0 "every history still replays to its row"

done_testing
