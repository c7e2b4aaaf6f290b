#!/bin/sh
# The manual pages say what is so: their examples run, every verb and option has its place, mandoc finds nothing.
#
# How a page's examples are read: in its section EXAMPLES, within `.Bd -literal` and `.Ed`,
#   $ command                  is run, in order, by one shell, in a new folder and home without any desk;
#     a backslash at its end goes on with the next line
#   other lines                are what it prints on standard output and error, whole.  Runs of blanks count as one;
#     "..." stands for anything within a line, and alone on a line for any lines.  No such lines: it may print
#     what it likes but no message of a program (of a pipeline the shell only knows how the last one ended).
#   $ echo $?                  right behind a command allows it an exit status that is not 0
# /usr/local/share/cust stands for the folder examples.
#
# In all sections `.Dl $ command` is one that reads: it is run on the desk that cust(7) leaves, and must print no message
# but that nothing matches.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

command -v mandoc >/dev/null 2>&1 || skip_all "mandoc is not here"
for tool in cust-log cust-triage cust-followup cust-report; do
    [ -x "$build/$tool" ] || skip_all "$tool is not built"
done
cd "$tmp" || exit 1

# --- mandoc and cross references -------------------------------------------------------------------------------

for page in "$root"/man/*.[1-9]; do
    name=${page##*/}
    is "$(mandoc -T lint -W warning "$page" 2>&1)" "" "mandoc finds nothing to warn of in $name"
    missing=$(awk '$1 == ".Xr" && $2 ~ /^cust/ { print $2 "." $3 }' "$page" | sort -u | while read -r other; do
        [ -f "$root/man/$other" ] || echo "$other"
    done)
    is "$missing" "" "the pages that $name refers to are there"
done

# What is quoted ends before what is no part of it: of a line's words behind Ql all are, macros too.
quoted=$(awk '
    { for (i = 1; i <= NF; i++) {
          if ($i !~ /^\.?Ql$/ || (i > 1 && $i == ".Ql")) continue
          mark = 0
          for (j = i + 1; j <= NF; j++) {
              if (mark && $j !~ /^[.,:;)]$/) { print FILENAME ":" FNR ": " $0; break }
              mark = mark || $j ~ /^[,;]$/ || $j ~ /^(No|Xr|Ql|Ic|Cm)$/
          }
          break
      } }' "$root"/man/*.[1-9])
is "$quoted" "" "what is quoted on a page is one thing"

# --- verbs and options -----------------------------------------------------------------------------------------

# Of a help text: the verbs; of a verb's: its options, long ones and letters.
help_verbs() {
    sed -n 's/^  \([a-z][a-z-]*\).*/\1/p' | sort
}

help_options() {
    sed -n -e 's/^  -\(.\), --\([a-z-]*\).*/\1\
-\2/p' -e 's/^      --\([a-z-]*\).*/-\1/p' | sort -u
}

# The options in the mdoc source on standard input, as "n" and "-name".
page_options() {
    tr ' ' '\n' | awk 'f { sub(/,$/, ""); print; f = 0 } $0 == "Fl" || $0 == ".Fl" { f = 1 }' | sort -u
}

# Part of a page: the verb's entry in VERBS, up to the next `.It Cm` or heading.
verb_part() {
    awk -v verb="$2" '
        /^\.Sh / { inside = $2 == "VERBS"; mine = 0 }
        inside && (/^\.It Cm / || /^\.Ss /) { mine = $2 == "Cm" && $3 == verb }
        mine' "$1"
}

section() {
    awk -v want="$2" '/^\.Sh / { on = substr($0, 5) == want } on' "$1"
}

# Lines of $1 that are not in $2.
without() {
    printf '%s\n' "$1" >"$tmp/left"
    printf '%s\n' "$2" >"$tmp/right"
    grep -vxF -f "$tmp/right" "$tmp/left" | grep . || :
}

for tool in cust-log cust-triage cust-followup cust-report; do
    page=$root/man/$tool.1
    verbs=$("$tool" --help | help_verbs)
    on_page=$(awk '/^\.Sh / { inside = $2 == "VERBS" } inside && /^\.It Cm / { print $3 }' "$page" | sort)
    is "$on_page" "$verbs" "$tool(1) has the verbs of --help, and no others"

    common=$(section "$page" OPTIONS | page_options)
    any=$("$tool" --help | help_options)
    for verb in $verbs; do
        here=$(verb_part "$page" "$verb" | page_options)
        there=$("$tool" "$verb" --help | help_options)
        any=$(printf '%s\n%s\n' "$any" "$there")
        is "$(without "$there" "$here
$common")" "" "$tool(1) has every option of $verb"
        is "$(without "$here" "$there")" "" "$verb takes every option that $tool(1) gives it"
    done
    if "$tool" --help | grep -q '^Without a verb'; then
        here=$(awk '/^\.Sh / { on = $2 != "VERBS" } on' "$page" | page_options)
        is "$(without "$("$tool" --help | help_options)" "$here")" "" \
            "$tool(1) has every option of what it does without a verb"
    fi
    is "$(without "$common" "$any")" "" "every common option of $tool(1) is one of some verb"
done

# --- examples --------------------------------------------------------------------------------------------------

# Writes N.cmd and N.want for each command of the page's examples into the folder $2; prints how many.
take_examples() {
    awk -v dir="$2" '
        /^\.Sh / { inside = $0 == ".Sh EXAMPLES" }
        inside && /^\.Bd -literal/ { block = 1; next }
        /^\.Ed/ { block = 0 }
        !inside || !block { next }
        {
            gsub(/\\&/, ""); gsub(/\\\(aq/, "\047"); gsub(/\\\(dq/, "\""); gsub(/\\\(ha/, "^")
            gsub(/\\\(ga/, "`"); gsub(/\\\(ti/, "~"); gsub(/\\-/, "-"); gsub(/\\e/, "\\")
        }
        more { print > (dir "/" n ".cmd") }
        !more && /^\$ / { n++; print substr($0, 3) > (dir "/" n ".cmd") }
        !more && !/^\$ / && n { print > (dir "/" n ".want") }
        { more = (more || /^\$ /) && /\\$/ }
        END { print n + 0 }' "$1"
}

# Whether the output $1 is what the page shows, $2.
fits() {
    awk '
        function tidy(s) { gsub(/[ \t\r]+/, " ", s); sub(/^ /, "", s); sub(/ $/, "", s); return s }
        function pattern(s,    out, c, i) {
            out = ""
            for (i = 1; i <= length(s); i++) {
                if (substr(s, i, 3) == "...") { out = out ".*"; i += 2; continue }
                c = substr(s, i, 1)
                if (c ~ /[A-Za-z0-9 _]/) out = out c
                else if (c == "^" || c == "\\") out = out "\\" c
                else out = out "[" c "]"
            }
            return "^" out "$"
        }
        function match_from(i, j,    k) {
            if (j > wants) return i > gots
            if (want[j] == "...") {
                for (k = i; k <= gots + 1; k++) if (match_from(k, j + 1)) return 1
                return 0
            }
            return i <= gots && got[i] ~ pattern(want[j]) && match_from(i + 1, j + 1)
        }
        FILENAME == ARGV[1] { got[++gots] = tidy($0) }
        FILENAME == ARGV[2] { want[++wants] = tidy($0) }
        END { exit !match_from(1, 1) }' "$1" "$2"
}

give() {
    return "$1"
}

# The commands of folder $1, 1 to $2, in one shell, whose $? is that of the command before.  An example may set any
# variable that has no underscore in front.
run_examples() {
    _dir=$1
    _last=$2
    HOME=$_dir/home
    mkdir "$HOME" "$_dir/work"
    export HOME
    cd "$_dir/work" || exit 1
    _rc=0
    _n=1
    while [ "$_n" -le "$_last" ]; do
        _command=$(cat "$_dir/$_n.cmd")
        give "$_rc"
        eval "$_command" >"$_dir/$_n.got" 2>&1 </dev/null
        _rc=$?
        echo "$_rc" >"$_dir/$_n.rc"
        _n=$((_n + 1))
    done
}

check_example() {
    command=$(cat "$1/$2.cmd")
    title=$(head -n 1 "$1/$2.cmd")
    said=$(head -n 20 "$1/$2.got" 2>/dev/null)
    rc=$(cat "$1/$2.rc" 2>/dev/null || echo "that it never ran")
    if [ "$rc" != 0 ] && [ "$(cat "$1/$(($2 + 1)).cmd" 2>/dev/null)" != 'echo $?' ]; then
        fail "$3: $title" "$command" "exit status $rc" "$said"
    elif [ -f "$1/$2.want" ] && ! fits "$1/$2.got" "$1/$2.want"; then
        fail "$3: $title" "$command" "printed:" "$said" "but the page shows:" "$(cat "$1/$2.want")"
    elif [ ! -f "$1/$2.want" ] && grep -q '^cust-[a-z]*: ' "$1/$2.got"; then
        fail "$3: $title" "$command" "printed a message that the page does not show:" "$said"
    else
        pass "$3: $title"
    fi
}

check_page() {
    dir=$tmp/${1##*/}
    mkdir "$dir"
    examples=$(take_examples "$1" "$dir")
    [ "$examples" -gt 0 ] || return 0
    for f in "$dir"/*.cmd; do
        sed "s|/usr/local/share/cust|$root/examples|g" "$f" >"$f.new" && mv "$f.new" "$f"
    done
    (run_examples "$dir" "$examples")
    n=1
    while [ "$n" -le "$examples" ]; do
        check_example "$dir" "$n" "${1##*/}"
        n=$((n + 1))
    done
}

# No edge of an hour or a day comes between two of them.
clock_from "2026-11-18 10:05:00"
for page in "$root"/man/*.[1-9]; do
    examples=0
    check_page "$page"
    case ${page##*/} in
    cust.7) ok "cust.7 has ten pipelines" test "$(grep -l ' | ' "$tmp/cust.7"/*.cmd | wc -l)" -ge 10 ;;
    *.1) ok "${page##*/} has examples" test "$examples" -ge 5 ;;
    esac
done

reading() {
    sed -n -e 's/\\(aq/'"'"'/g' -e 's/\\(dq/"/g' -e 's/^\.Dl \$ //p' "$1" | grep -E '^cust-(triage|followup|report) '
}

HOME=$tmp/cust.7/home
export HOME
for page in "$root"/man/*.[1-9]; do
    reading "$page" >"$tmp/reading" || continue
    while IFS= read -r command; do
        case $command in *' jq '*) command -v jq >/dev/null 2>&1 || continue ;; esac
        run sh -c "$command"
        is "$(printf '%s\n' "$err" | grep -v ' matches$' | grep .)" "" "${page##*/}: $command"
    done <"$tmp/reading"
done

done_testing
