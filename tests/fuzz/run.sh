#!/bin/sh
# run.sh BUILD SECONDS "TARGET SEEDS..."...: each fuzz target for that long, from its seeds on; what it learns and finds
# stays in BUILD/fuzz.  A finding is shown by its file's name, and becomes a seed once it is mended.
set -eu
build=$1 seconds=$2
shift 2
failed=
for one; do
    target=${one%% *}
    work=$build/fuzz/$target
    mkdir -p "$work/corpus" "$work/seeds"
    for path in ${one#* }; do
        case $path in
        *.lines) split -l 1 -a 4 "$path" "$work/seeds/line." ;;
        *) find "$path" -maxdepth 1 -type f -exec cp {} "$work/seeds" \; ;;
        esac
    done
    printf '%-14s' "$target"
    if "$build/tests/fuzz/$target" -max_total_time="$seconds" -max_len=65536 \
        -timeout=10 -rss_limit_mb=1024 -artifact_prefix="$work/" "$work/corpus" "$work/seeds" >"$work/log" 2>&1; then
        grep -o '^Done [0-9]* runs in [0-9]* second' "$work/log" | sed 's/$/s/'
    else
        echo "FOUND: $(grep -o "$work/[a-z]*-[0-9a-f]*" "$work/log" | tail -1); see $work/log"
        failed=1
    fi
done
[ -z "$failed" ]
