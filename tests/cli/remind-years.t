#!/bin/sh
# Two years of cron in ten time zones: nothing is missed and nothing told twice, whatever clocks do.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

[ "$own_clock" = yes ] || skip_all "tests/clock.so is not built"

# When cron runs in a zone: daily at 07:00 by its clocks, and every quarter of an hour for four hours on both sides of
# each change; but for thirty days in the first autumn the machine is down, and in the second spring its clock stands a
# day ahead for one run and a day behind for another.  And what is due: every fortnight, and around the changes.
schedule() {
    TZ=$1 perl -MPOSIX -e '
        my ($t, $end) = (mktime(0, 0, 7, 1, 0, 126), mktime(0, 0, 7, 1, 0, 128));
        my (%runs, @due);
        for (my $i = 0; $i < 731; $i++) { $runs{mktime(0, 0, 7, 1 + $i, 0, 126)} = 1 }
        my $was = (localtime($t))[8];
        for (my $h = $t; $h < $end; $h += 3600) {
            my $is = (localtime($h))[8];
            next if $is == $was;
            $was = $is;
            for (my $q = -16; $q <= 16; $q++) { $runs{$h + 900 * $q} = 1; push @due, $h + 900 * $q + 420 if $q % 4 == 0 }
        }
        for (my $d = $t + 86400; $d < $end - 86400; $d += 14 * 86400 + 5000) { push @due, $d }
        my ($down, $up) = ($t + 280 * 86400, $t + 310 * 86400);
        my $n = 0;
        my (@ahead, @behind);
        for my $r (sort { $a <=> $b } keys %runs) {
            next if $r > $down && $r < $up;
            @ahead = ($r, $r + 86400) if ++$n == 500;
            $r += 86400 if $n == 500;
            @behind = ($r - 86400, $r + 86400 * 1.5) if $n == 510;
            $r -= 86400 if $n == 510;
            print "run ", strftime("%Y-%m-%d %H:%M:%S", gmtime($r)), "\n";
        }
        print "due ", strftime("%Y-%m-%dT%H:%M:%SZ", gmtime($_)), "\n" for @due;
        print "odd ", join(" ", map { strftime("%Y-%m-%dT%H:%M:%SZ", gmtime($_)) } @$_), "\n"
            for [$down, $up + 86400], \@ahead, \@behind;
    '
}

years() {
    zone=$1
    desk=$tmp/$(echo "$zone" | tr / -)
    schedule "$zone" >"$desk.plan"
    {
        cust-log init --desk "$desk"
        echo "zone: $zone" >"$desk/policy.yaml"
        export LD_PRELOAD="$clock"
        CUST_TEST_CLOCK="@2025-12-31 12:00:00" cust-log policy apply --desk "$desk"
        CUST_TEST_CLOCK="@2025-12-31 12:00:00" cust-log new --desk "$desk" -c acme -k phone the kettle leaks
        sed -n 's/^due //p' "$desk.plan" | while read -r due; do
            CUST_TEST_CLOCK="@2025-12-31 12:00:00" cust-followup add --desk "$desk" 1 --due "$due" ring
        done
    } >/dev/null 2>&1
    sed -n 's/^run //p' "$desk.plan" | while read -r now; do
        CUST_TEST_CLOCK="@$now" cust-followup remind --desk "$desk" --deliver --within 25h --fields=ref,kind,due 2>&1 |
            sed "s/^/$now	/"
    done >"$desk.told"
    unset LD_PRELOAD
}

# One line a follow-up that was promised: how often it was told, and whether in time but for the thirty days.
verdict() {
    desk=$tmp/$(echo "$1" | tr / -)
    promised=$(grep -c '^due ' "$desk.plan")
    told=$(awk -F'\t' '$3 == "promise" { n[$2]++ } END { for (r in n) print n[r] }' "$desk.told")
    printf '%s promised, %s told, %s of them once' "$promised" "$(printf '%s\n' "$told" | grep -c .)" \
        "$(printf '%s\n' "$told" | grep -cx 1)"
}

zones="Europe/Berlin Europe/London America/New_York America/St_Johns Australia/Lord_Howe"
more="Africa/Casablanca Asia/Tehran Pacific/Chatham America/Santiago Asia/Kathmandu"
(for zone in $zones; do years "$zone"; done) &
(for zone in $more; do years "$zone"; done)
wait
for zone in $zones $more; do
    desk=$tmp/$(echo "$zone" | tr / -)
    n=$(grep -c '^due ' "$desk.plan")
    is "$(verdict "$zone")" "$n promised, $n told, $n of them once" "$zone: each is told, once"
    # Late only what fell into the days without a machine, or while its clock was a day wrong.
    late=$(awk -F'\t' '$3 == "promise" { now = $1; sub(/ /, "T", now); if (now "Z" > $4) print "late", $4 }' "$desk.told" |
        cat "$desk.plan" - | awk '$1 == "odd" { from[++n] = $2; to[n] = $3 }
            $1 == "late" { for (i = 1; i <= n && ($2 < from[i] || $2 > to[i]); i++); if (i > n) print }' | grep -c .)
    is "$late" 0 "$zone: and in time"
done
ok "a store after two years is sound" cust-log verify --desk "$tmp/Europe-Berlin"

done_testing
