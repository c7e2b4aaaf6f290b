#!/bin/sh
# cust-mime: what it makes of mail in all forms.  Expected results stand in tests/golden/mime; UPDATE=yes rewrites
# them, to be read and judged before they are kept.
# shellcheck disable=SC2016,SC2094 # perl in single quotes; a name beside a redirection is no second reading
cd "$(dirname "$0")/../.." || exit 1
LC_ALL=C.UTF-8 # perl speaks of any other that is not installed
export LC_ALL
mime=${CUST_BUILD:-build}/cust-mime
golden=tests/golden/mime
inbox=examples/inbox
data=../shared/data
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/raw" "$tmp/got"
n=0

ok() # STATUS NAME
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

# One key a line, sorted, without what only this kernel lacks; one process for all files.
pretty_all()
{
    perl -MJSON::PP -e '
        my $json = JSON::PP->new->utf8->pretty->canonical->indent_length(2);
        for my $name (@ARGV) {
            open my $in, "<:raw", "$ENV{tmp}/raw/$name" or next;
            my $j = eval { local $/; $json->decode(<$in>) } or next;
            $j->{flags} = [grep { $_ ne "no-sandbox" } @{$j->{flags}}];
            open my $out, ">:raw", "$ENV{tmp}/got/$name" or next;
            print $out $json->encode($j);
        }' "$@"
}

for m in "$inbox"/*.eml; do
    "$mime" < "$m" > "$tmp/raw/inbox-$(basename "$m" .eml).json" 2> /dev/null || echo "# $m: failed with $?"
done
for m in "$golden"/*.eml; do
    "$mime" < "$m" > "$tmp/raw/$(basename "$m" .eml).json" 2> /dev/null || echo "# $m: failed with $?"
done
(cd "$tmp/raw" && tmp=$tmp pretty_all ./*.json)
[ "${UPDATE:-no}" = yes ] && cp "$tmp"/got/*.json "$golden/"
for raw in "$tmp"/raw/*.json; do
    name=$(basename "$raw" .json)
    diff -u "$golden/$name.json" "$tmp/got/$name.json" > "$tmp/diff" 2>&1
    status=$?
    [ $status -eq 0 ] || sed 's/^/# /' "$tmp/diff"
    ok $status "$name parses as expected"
done

# Reads objects, one a line; says what is wrong with any.
check_ranges='
    use JSON::PP;
    while (<STDIN>) {
        my $j = decode_json($_); my $t = $j->{text}; utf8::encode($t); my $end = 0; my $own = "";
        for my $r (@{$j->{own}}) {
            my $w = substr($t, $r->[0], $r->[1] - $r->[0]);
            $own .= $w;
            print "$.: a range of own words\n" if $r->[0] < $end || $r->[1] > length($t) || !utf8::decode($w);
            $end = $r->[1];
        }
        print "$.: not only own words\n"
            if $ARGV[0] && ($own =~ /legal department|intended recipient|^-- $/m || $own !~ /\w/);
    }
    print "nothing read\n" if !$.;'
bad=$(cat "$tmp"/raw/*.json | perl -e "$check_ranges" "")
[ -z "$bad" ]; ok $? "ranges of own words lie in order and between characters"

"$mime" --help | grep -q '^usage: cust-mime'; ok $? "--help goes to standard output"
"$mime" --version | grep -q '^cust-mime [0-9]'; ok $? "--version says a number"
"$mime" extra < /dev/null > /dev/null 2>&1; [ $? -eq 64 ]; ok $? "an operand is a usage error"
"$mime" --nonsense < /dev/null > /dev/null 2>&1; [ $? -eq 64 ]; ok $? "an unknown option is a usage error"
"$mime" < /dev/null 2> /dev/null | grep -q parse-partial; ok $? "an empty input still gives an object"
if [ -c /dev/full ]; then
    "$mime" < "$inbox/01-leaking-kettle.eml" > /dev/full 2> "$tmp/err"
    [ $? -eq 74 ] && grep -q 'cannot write' "$tmp/err"; ok $? "a full device is told"
else
    ok 0 "a full device is told # SKIP no /dev/full"
fi
"$mime" < / > /dev/null 2>&1; [ $? -eq 74 ]; ok $? "an input that cannot be read is told"
head -c 67200000 /dev/zero | "$mime" > /dev/null 2> "$tmp/err"
[ $? -eq 65 ] && grep -q 'longer than' "$tmp/err"; ok $? "more than 64 MiB is refused"
"$mime" < "$inbox/02-lamp-arrived-broken.eml" > "$tmp/a" 2> /dev/null
env -i "$mime" < "$inbox/02-lamp-arrived-broken.eml" > "$tmp/b" 2> /dev/null
cmp -s "$tmp/a" "$tmp/b"; ok $? "an empty environment gives the same bytes"
(sleep 0.1; cat "$inbox/02-lamp-arrived-broken.eml") | "$mime" 2> /dev/null | cat > "$tmp/b"
cmp -s "$tmp/a" "$tmp/b"; ok $? "pipes and files give the same bytes"

# Messages inside each other, 150 deep around 12 MB: their sizes are not measured again and again.
# Beside the same 12 MB that stand in no other, by the processor's time: so how fast or busy the machine is does not count.
for deep in 0 150; do
    perl -e 'print "From: a\@b.example\n"; print "Subject: $_\nContent-Type: message/rfc822\n\n" for 1 .. $ARGV[0];
        print "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n", ("QUJD" x 18 . "\n") x 165000' $deep > "$tmp/nest"
    perl -e 'my $rc = system("$ARGV[0] < $ARGV[1] > $ARGV[2]"); my @t = times; print $rc == 0 ? $t[2] + $t[3] : 1e9, "\n"' \
        "$mime" "$tmp/nest" "$tmp/a" >> "$tmp/took"
done
awk 'NR == 1 { flat = $1 < 0.03 ? 0.03 : $1 } END { exit !(NR == 2 && flat < 1e9 && $1 <= 15 * flat) }' "$tmp/took"
ok $? "deep messages take no more than some times what flat ones take ($(paste -sd' ' "$tmp/took") s)"
grep -q '"limits"' "$tmp/a"; ok $? "and that sizes are missing is said"
"$mime" --part 150 < "$tmp/nest" | cmp -s - /dev/null; [ $? -eq 1 ]; ok $? "the innermost can be had all the same"
"$mime" --part 2 < "$inbox/02-lamp-arrived-broken.eml" > "$tmp/a" 2> "$tmp/err"
[ $? -eq 65 ] && grep -q 'no such part' "$tmp/err"; ok $? "a part that there is not is told"
printf '5\nab' | "$mime" --batch > "$tmp/a" 2> "$tmp/err"
[ $? -eq 65 ] && grep -q 'cut off' "$tmp/err"; ok $? "a batch that is cut off is told"
for m in "$inbox"/*.eml; do wc -c < "$m" | tr -d ' '; cat "$m"; done | "$mime" --batch > "$tmp/a" 2> /dev/null
for m in "$inbox"/*.eml; do "$mime" < "$m" 2> /dev/null; done > "$tmp/b"
[ -s "$tmp/a" ] && cmp -s "$tmp/a" "$tmp/b"; ok $? "a batch gives what the messages give one by one"

if [ -d "$data/mail" ] && [ -d "$data/triage/e2e" ]; then
    find "$data/mail" "$data/triage/e2e" -type f ! -name '*.tsv' > "$tmp/list"
    while read -r m; do
        "$mime" < "$m" 2> /dev/null || echo "# failed: $m" >&2
    done < "$tmp/list" > "$tmp/all" 2> "$tmp/failed"
    cat "$tmp/failed"
    bad=$(perl -e "$check_ranges" "" < "$tmp/all" 2>&1)
    [ -z "$bad" ] || echo "# $bad"
    [ -z "$bad" ] && [ ! -s "$tmp/failed" ] && [ "$(wc -l < "$tmp/list")" -eq "$(wc -l < "$tmp/all")" ]
    ok $? "every one of $(wc -l < "$tmp/list") collected mails parses"
    bad=$(for m in "$data"/triage/e2e/*.eml; do "$mime" < "$m" 2> /dev/null; done | perl -e "$check_ranges" own 2>&1)
    [ -z "$bad" ] || echo "# $bad"
    [ -z "$bad" ]; ok $? "own words of the labelled mails hold no agent's text, signature or disclaimer"
else
    ok 0 "collected mails # SKIP ../shared/data is not here"
fi
echo "1..$n"
