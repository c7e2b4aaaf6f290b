#!/bin/sh
# The rooms keep their rules: who may include what, what a pure object may link, every header compiles alone.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"
cd "$root" || exit 1

# Which rooms a room may include from; nothing points up.
may() {
    case $1 in
    base) echo base ;;
    rule) echo base rule ;;
    judge) echo base rule judge ;;
    policy) echo base rule judge policy ;;
    store) echo base rule judge policy store ;;
    form) echo base rule judge policy store form ;;
    desk) echo base rule judge policy store form desk ;;
    cmd) echo base rule judge policy store form desk cmd ;;
    esac
}

# Prints every include of one of our headers as "file room".
includes() {
    grep -HE '^#include "' "$@" | sed -nE 's|^([^:]*):#include "([a-z]+)/.*|\1 \2|p'
}

for room in base rule judge policy store form desk; do
    allowed=" $(may $room) "
    bad=$(includes lib/$room/*.[ch] | while read -r file to; do
        case $allowed in *" $to "*) ;; *) echo "$file includes from $to" ;; esac
    done)
    is "$bad" "" "lib/$room includes only from:$allowed"
done

bad=$(grep -lE '#include "(cmd)/' lib/*/*.[ch])
is "$bad" "" "nothing in lib knows of cmd"

# Outside libraries each have their room.
outside() { # HEADER ROOMS...
    header=$1
    shift
    bad=$(grep -lE "#include <$header" -r lib cmd --include='*.[ch]' | while read -r file; do
        for room in "$@"; do
            case $file in "$room"/*) continue 2 ;; esac
        done
        echo "$file"
    done)
    is "$bad" "" "<$header> only in $*"
}
outside sqlite3.h lib/store
outside yaml.h lib/policy
outside gmime/ cmd/helper/cust-mime
outside glib.h cmd/helper/cust-mime
outside libical/ cmd/helper/cust-ical
outside libxml/ cmd/helper/cust-mime
outside jansson.h lib/form cmd/helper
outside csv.h lib/form
outside nettle/ lib/form
outside seccomp.h cmd/helper

bad=$(grep -lE '"[^"]*\b(SELECT|INSERT INTO|UPDATE [a-z]+ SET|DELETE FROM|CREATE TABLE)\b' -r lib cmd --include='*.[ch]' |
    grep -v '^lib/store/')
is "$bad" "" "SQL stands only in lib/store"

# A pure object may call nothing that asks the world.
impure='time|gettimeofday|clock_gettime|clock|localtime(_r)?|gmtime(_r)?|mktime|tzset|getenv|secure_getenv|setenv|fopen|open|openat|read|write|fread|fwrite|printf|fprintf|puts|putchar|perror|exit|_exit|abort|rand|random|system|popen|socket|getpid|getuid|sqlite3_.*|yaml_.*'
for room in rule judge; do
    bad=$(for object in "$build/lib/$room"/*.o; do
        nm -u "$object" | awk '{print $2}' | sed 's/@.*//' | grep -Ex "(__)?($impure)(_chk)?" | sed "s|^|${object##*/} calls |"
    done)
    is "$bad" "" "lib/$room is pure: no clock, environment, files or store"
done

bad=$(for object in "$build"/lib/*/*.o; do
    case $object in */base/mem.o) continue ;; esac # ends the process when memory runs out, and says why
    nm -u "$object" | awk '{print $2}' | sed 's/@.*//' | grep -Ex '(__)?(printf|fprintf|puts|putchar|perror|exit|getenv|time)(_chk)?' |
        sed "s|^|$object calls |"
done)
is "$bad" "" "nothing in lib prints, exits, or reads clock and environment"

# No mutable variables at file scope: .data and .bss hold no object of ours (tables with addresses in them are
# .data.rel.ro: constant once loaded).
bad=$(for object in "$build"/lib/*/*.o "$build"/cmd/*/*.o; do
    objdump -t "$object" | sed -nE "s|.* O \\.(data\|bss)\t[0-9a-f]+ +(\\.hidden )?|$object |p"
done)
case $(nm "$build/cust-log" 2>/dev/null) in
*__asan_init*) skip "no variable at file scope can change" "sanitizers add their own" ;;
*) is "$bad" "" "no variable at file scope can change" ;;
esac

bad=$(for header in lib/*/*.h cmd/common/*.h cmd/cust-*/*.h; do
    printf '#include "%s"\n' "${header#lib/}" |
        ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Ilib -I. -fsyntax-only -Wall -Werror -x c - 2>/dev/null ||
        echo "$header"
done)
is "$bad" "" "every header compiles alone"

# foo.c exports only foo_*.
bad=$(for object in "$build"/lib/*/*.o; do
    name=${object##*/}
    name=${name%.o}
    nm "$object" | awk '$2 ~ /^[TRDB]$/ {print $3}' | grep -vE "^(${name}(_|\$)|main\$|_)" | sed "s|^|$name exports |"
done)
is "$bad" "" "a file exports only names that begin with its own"

# The map says where each module is: once, under its room, behind what it belongs to.
for room in base rule judge policy store form desk; do
    mapped=$(sed -n "/^## $room:/,/^## /{/^    /s/^.\{37\}//p;}" lib/README.md | tr ' ' '\n' | sort)
    is "$mapped" "$(for header in lib/"$room"/*.h; do basename "$header" .h; done | sort)" \
        "lib/README.md has each module of lib/$room once"
done

twice=$(for header in lib/*/*.h; do basename "$header"; done | sort | uniq -d)
is "$twice" "" "no two modules of the library have one name"

extra=$(git ls-files 2>/dev/null | cut -d/ -f1 | sort -u | grep -vE '^(Makefile|README\.md|cmd|lib|man|tests|examples|\..*)$')
is "$extra" "" "the top level holds what was agreed, and nothing else"

long=$(find cmd lib -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 500 {print $2, $1}')
is "$long" "" "no file is longer than 500 lines"

done_testing
