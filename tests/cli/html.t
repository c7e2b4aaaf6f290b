#!/bin/sh
# The page: stands alone, says the same as --format=json, and loads without a word of complaint at three widths.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
# Neither an hour nor a day ends while it runs.
clock_from "2026-11-18 10:05:00"

began=$(date +%s) # spans are exact, however long the test takes
ago() {
    date -u -d "@$((began - $1 * 3600))" +%Y-%m-%dT%H:%M:%SZ
}

n=1
for cause in transit transit '"><img src=x onerror=alert(1)>' seal; do
    {
        cust-log new -c "C$n" --when "$(ago $((n * 40)))" I am furious about parcel $n
        cust-log assign $n --to "a<b>&$((n % 2))"
        cust-log said $n --when "$(ago $((n * 40 - 2)))" sorry
        cust-followup add $n --due +1h ring
        cust-followup "done" $n/3
        cust-log resolve $n --cause "$cause" --when "$(ago $((n * 40 - 9)))" sent
        [ $n -eq 2 ] || cust-log confirm $n yes
    } >/dev/null 2>&1
    n=$((n + 1))
done

run cust-report html
rc_is 0 "the page is made"
cp "$tmp/out" "$tmp/page.html"
is "$(grep -cEi '<script|javascript:|https?://|url\(|@import| on[a-z]+=[^&]*>' "$tmp/page.html")" 0 \
    "nothing in it runs or fetches"
is "$(grep -c '&lt;img src=x' "$tmp/page.html" | awk '{ print ($1 > 0) }')" 1 "what people wrote stands as text"
is "$(grep -c '<img' "$tmp/page.html")" 0 "and never as markup"
like "$out" "a&lt;b&gt;&amp;1" "names too"

perl -MDigest::SHA=sha256_base64 -0777 -ne '
    my ($style) = m{<style>(.*?)</style>}s; my ($hash) = m{sha256-([^\x27]+)};
    my $real = sha256_base64($style); $real .= "=" while length($real) % 4;
    print $real eq $hash ? "same" : "it is $real";' "$tmp/page.html" >"$tmp/hash"
is "$(cat "$tmp/hash")" same "the policy allows the style sheet by its hash"
is "$(grep -c "default-src 'none'" "$tmp/page.html")" 1 "and nothing else"
is "$(grep -c ' style=' "$tmp/page.html")" 0 "no style stands outside of it"
is "$(grep -c '<svg ' "$tmp/page.html") $(grep -c '<desc ' "$tmp/page.html")" "5 5" "each chart has its text alternative"

# --- the same numbers as --format=json ---
cust-report --format=json >"$tmp/summary.json"
for t in deadlines promises causes staff remedies trend; do
    cust-report $t --format=json >"$tmp/$t.json"
done
cat >"$tmp/same.pl" <<'P'
use strict; use warnings; use JSON::PP;
my $dir = shift; local $/; open my $f, '<', "$dir/page.html" or die; my $page = <$f>;
sub plain { my $s = shift; $s =~ s/&lt;/</g; $s =~ s/&gt;/>/g; $s =~ s/&quot;/"/g; $s =~ s/&#39;/'/g; $s =~ s/&amp;/&/g; $s }
my $bad = 0; my $seen = 0; my $marks = 0; my %rows;
sub want { my ($what, $got, $want) = @_; $seen++; $want //= '-';
    my %unit = (min => 1, h => 60, d => 1440); # times stand there in words
    if ($want =~ /^\d+$/ && $got =~ /^(\d+) (min|h|d)$/) { $got = $1; $want = int($want / $unit{$2}); }
    $got = '-' if $want eq '-' && $got =~ /^(nobody|no cause|no remedy)$/;
    my $number = qr/^-?[0-9]+(\.[0-9]+)?$/;
    if ($got =~ $number && $want =~ $number ? $got != $want : $got ne $want) { print "$what: $got on the page, $want in json\n"; $bad++ } }
for my $t (qw(summary deadlines promises causes staff remedies trend)) {
    open my $j, '<', "$dir/$t.json" or die; my $json = decode_json(<$j>)->{rows};
    my ($table) = $page =~ m{<table id="table-$t">(.*?)</table>}s or die "no table $t";
    my @heads = map { lc } $table =~ m{<th scope="col">(.*?)</th>}g;
    my @tr = $table =~ m{<tr><th scope="row">(.*?)</tr>}g;
    want("rows of $t", scalar @tr, scalar @$json);
    for my $i (0 .. $#tr) {
        my ($label, @cells) = $tr[$i] =~ m{^(.*?)</th>|<td>(.*?)</td>}g ? do { my $r = $tr[$i];
            my ($l) = $r =~ m{^(.*?)</th>}; ($l, $r =~ m{<td>(.*?)</td>}g) } : die;
        my $name = $json->[$i]{$heads[0]} // '-'; # times have their unit beside them
        $name =~ s/ business minutes$/, business/ or $name =~ s/ minutes$// if $t eq 'summary';
        want("label of $t", plain($label), $name);
        want("$t $label $heads[$_ + 1]", $cells[$_], $json->[$i]{$heads[$_ + 1]}) for 0 .. $#cells;
        $rows{$t}{plain($label)} = $json->[$i];
        $rows{$t}{$json->[$i]{$heads[0]}} = $json->[$i] if $t eq 'summary';
    }
}
my %charts = (volume => ['trend', {received => 'received', backlog => 'backlog'}],
    causes => ['causes', {resolved => 'resolved', 'cumulative percent' => 'cumulative'}],
    promises => ['promises', {kept => 'kept', late => 'late', broken => 'broken'}],
    times => ['deadlines', {median => 'median', '90th percentile' => 'p90'}]);
for my $c (sort keys %charts) {
    my ($t, $parts) = @{$charts{$c}};
    my ($svg) = $page =~ m{<svg id="chart-$c"(.*?)</svg>}s or die "no chart $c";
    my $n = 0;
    my $part_of = join '|', map quotemeta, keys %$parts;
    while ($svg =~ m{ data-value="(-?\d+)"><title>(.*): ($part_of) ([^<:]*)</title>}g) {
        my ($v, $label, $part, $said) = ($1, plain($2), $3, $4);
        want("chart $c $label $part", $v, $rows{$t}{$label}{$parts->{$part}}); $n++;
        want("chart $c $label $part in words", $said, $rows{$t}{$label}{$parts->{$part}});
        want("words of $c", $said =~ /^\d+ (min|h|d)$|^at once$/ ? 'words' : 'a number', $c eq 'times' ? 'words' : 'a number');
    }
    want("marks of $c", $n > 0 ? 1 : 0, 1);
}
my ($loyal) = $page =~ m{<svg id="chart-loyal"(.*?)</svg>}s or die "no chart loyal";
my %when = ('this period' => 'now', before => 'before');
my %figure = ('won back' => 'won back', difficult => 'difficult customers');
while ($loyal =~ m{ data-value="-?\d+"><title>(.*?): ([^<:]*?) (-?\d+)</title>}g) {
    my ($label, $part, $v) = ($1, $2, $3);
    want("chart loyal $label $part", $v, $rows{summary}{$figure{$part}}{$when{$label}}); $marks++;
}
want("marks of loyal", $marks, 4);

# Headlines: what they show, what it was before, and the change.
my %card = ('first response, median' => 'first response, median minutes',
    'first response in time' => 'first response in time, percent', 'promises kept' => 'promises kept, percent',
    'difficult customers won back' => 'won back, percent', 'satisfaction, of 5' => 'satisfaction, average of 1 to 5');
my ($list) = $page =~ m{<ul class="cards">(.*?)</ul>}s or die "no cards";
my $cards = 0;
while ($list =~ m{<li>([^<]*)<b>([^<]*)</b><span class="soft">before: ([^<(]*?)(?: \(([^)]*)\))?</span></li>}g) {
    my ($name, $now, $before, $change) = ($1, $2, $3, $4);
    my $is = $rows{summary}{$card{$name} // $name} or die "no figure $name";
    s{ %$}{} for $now, $before;
    want("card $name", $now, $is->{now});
    want("card $name before", $before, $is->{before});
    want("card $name change", $change, sprintf "%+d", $is->{now} - $is->{before})
        if defined $change && $change =~ /^[-+]\d+$/;
    want("card $name says its change", defined $change ? 1 : 0,
        defined $is->{now} && defined $is->{before} && $is->{now} != $is->{before} ? 1 : 0);
    $cards++;
}
want("cards", $cards, 10);

# A bar is as long as its figure; each figure that is not nought has one, and stands in the words for those who do not see.
for my $c (sort keys %charts) {
    my ($t, $parts) = @{$charts{$c}};
    my ($svg) = $page =~ m{<svg id="chart-$c"(.*?)</svg>}s;
    my ($desc) = $svg =~ m{<desc[^>]*>(.*?)</desc>}s;
    my ($n, $most, %size) = (0, 0);
    my $side = $c eq 'volume' ? 'height' : 'width';
    my $part_of = join '|', map quotemeta, keys %$parts;
    while ($svg =~ m{<rect ([^>]*) data-value="(\d+)"><title>(.*?): ($part_of) [^<:]*</title>}g) {
        my ($rect, $v, $label, $part) = ($1, $2, plain($3), $4);
        my ($size) = $rect =~ m{ $side="([\d.]+)"} or die "a bar without $side";
        $size{"$label/$part"} = [$v, $size];
        $most = $v if $v > $most;
        $n++ if $v > 0;
    }
    my ($longest) = map { $_->[1] } grep { $_->[0] == $most } values %size;
    for my $bar (sort keys %size) {
        my ($v, $size) = @{$size{$bar}};
        want("length of $c $bar", abs($size - $longest * $v / $most) < 0.05 ? 'right' : $size, 'right') if $most > 0;
    }
    my @bars = grep { !/cumulative|backlog/ } keys %$parts;
    my $not_nought = 0;
    for my $row (values %{$rows{$t}}) { $not_nought += ($row->{$parts->{$_}} // 0) > 0 for @bars }
    want("bars of $c", $n, $not_nought);
    for my $label (keys %{$rows{$t}}) {
        for my $part (keys %$parts) {
            my $v = $rows{$t}{$label}{$parts->{$part}} // 0;
            next if $v == 0;
            $v = $v < 120 ? "$v min" : $v < 2880 ? int($v / 60) . ' h' : int($v / 1440) . ' d' if $c eq 'times';
            want("words of $c $label $part", plain($desc) =~ m{(?:^|; )\Q$label\E: [^;]*\b\Q$part\E $v\b} ? 'there' : 'missing', 'there');
        }
    }
}
print $bad == 0 && $seen > 400 ? "same\n" : "$bad of $seen differ\n";
P
is "$(perl "$tmp/same.pl" "$tmp" 2>&1)" same "every number on the page, in tables and charts, is that of --format=json"

# --- a cause that came again, of which nothing was resolved: no part of it can be reckoned ---
CUST_DESK=$tmp/again
export CUST_DESK
{
    cust-log init
    cust-log new -c A --when "$(ago 40)" the lid leaks
    cust-log cause lid 1
    cust-log fix lid --from "$(ago 48)" a new lid
} >/dev/null 2>&1
cust-report html >"$tmp/again.html"
is "$(sed -n '/id="chart-causes"/,/<\/svg>/p' "$tmp/again.html" | grep -c '<rect.*lid: resolved 0')" 1 "it stands in the chart"
is "$(sed -n '/id="chart-causes"/,/<\/svg>/p' "$tmp/again.html" | grep -c '<circle')" 0 "without a place on its line"
unset CUST_DESK

# --- ten years ---
cust-report html --period 3650d >"$tmp/years.html"
is "$(sed -n '/id="chart-volume"/,/<\/svg>/p' "$tmp/years.html" | grep -c '<circle')" \
    "$(cust-report trend --period 3650d | wc -l)" "the chart of a long time has all of it"

# --- in a browser ---
browser=
for b in chromium chromium-browser google-chrome; do
    [ -n "$browser" ] || browser=$(command -v "$b" 2>/dev/null || :)
done
if [ -z "$browser" ]; then
    skip "a browser loads it" "chromium is not here"
    done_testing
fi
look() { # ARG...
    env -u LD_PRELOAD timeout 600 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$tmp/browser" --enable-logging=stderr "$@" 2>"$tmp/browser.log"
}
look --dump-dom "file://$tmp/page.html" >"$tmp/dom"
is "$(grep -c '<svg id=' "$tmp/dom")" 5 "a browser loads it"
is "$(grep -i 'CONSOLE' "$tmp/browser.log")" "" "without a word on its console"

# A page of ours that holds it at three widths and measures; its own policy still holds inside the frame.
perl -0777 -ne 's/&/&amp;/g; s/"/&quot;/g; print q(<!DOCTYPE html><body><iframe srcdoc="), $_, q(" height="900"></iframe><script>
const f = document.querySelector("iframe"), out = [];
f.onload = () => { for (const w of [360, 794, 1280]) { f.style.width = w + "px"; f.style.border = 0;
    const d = f.contentDocument.documentElement; let cut = 0;
    const view = f.contentWindow, shut = [...f.contentDocument.querySelectorAll(".wide")].filter(e => e.scrollWidth > e.clientWidth);
    const bare = shut.filter(e => !view.getComputedStyle(e).backgroundImage.includes("gradient")).length;
    for (const t of f.contentDocument.querySelectorAll("svg text")) { const b = t.getBBox(); if (b.x < 0 || b.x + b.width > 481) cut++; }
    out.push(w + ":" + (d.scrollWidth - d.clientWidth) + ":" + cut + (shut.length > 0 ? ":" + bare : "")); }
    document.title = "measured " + out.join(" "); };
</script>)' "$tmp/page.html" >"$tmp/frame.html"
look --virtual-time-budget=5000 --dump-dom "file://$tmp/frame.html" | grep -o '<title>measured [^<]*' >"$tmp/measured"
is "$(cat "$tmp/measured")" "<title>measured 360:0:0:0 794:0:0:0 1280:0:0" \
    "at no width does anything stand out of the page or a chart, and what can be moved sideways has a shade to say so"
look --print-to-pdf="$tmp/page.pdf" "file://$tmp/page.html" >/dev/null
ok "it prints" test -s "$tmp/page.pdf"
if command -v pdftotext >/dev/null 2>&1; then
    pdftotext -layout "$tmp/page.pdf" - | awk -v RS='\f' '{ n = split($0, line, "\n"); last = ""
        for (i = 1; i <= n; i++) if (line[i] ~ /[^ ]/ && line[i] !~ /file:/) last = line[i]
        print last }' >"$tmp/lasts"
    is "$(grep -cE '^ *(All figures|Deadlines|Promises|Causes|Staff|Remedies|Trend)$' "$tmp/lasts")" 0 \
        "and no page ends with the title of a table"
else
    skip "and no page ends with the title of a table" "pdftotext is not here"
fi

done_testing
