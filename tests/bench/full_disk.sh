#!/usr/bin/env bash
# What programs say when the disk is full: each writes what it is given to /dev/full, where every write fails
# for lack of space, and its exit status is told. 0 means that all was lost and nothing said.
# Prints a table in Markdown. On Debian 12 it installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

samples/install.sh gcc libc6-dev cmake make pkg-config libcsv-dev libinih-dev libxxhash-dev nettle-dev
for tool in miller mawk sqlite3 libxml2-utils jq python3 gzip coreutils; do
    samples/install.sh "$tool" || echo "full_disk.sh: $tool could not be installed" >&2
done
program=${CLAIMLINE:-build/bench/bin/claimline}
if [ ! -x "$program" ]; then
    cmake --preset bench >/dev/null
    cmake --build --preset bench -j "$(nproc)" >/dev/null
fi

python=build/bench/venv/bin/python # with DuckDB and Polars, where run.sh made it
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# No date is given: what is measured does not depend on it.
export=samples/sessions/minimal.csv
printf '<a><b>text</b></a>\n' >"$work/in.xml"
printf '{"a": [1, 2]}\n' >"$work/in.json"

echo "| program | command, its output to a full disk | exit status | says it |"
echo "|---|---|--:|---|"

try() { # try PACKAGE COMMAND [ARGUMENT...]: the command's standard output is the full disk
    local package=$1 status=0 name version said shown
    shift
    name=$(basename "$1")
    if ! command -v "$1" >/dev/null; then
        echo "full_disk.sh: no $1, left out" >&2
        return
    fi
    "$@" >/dev/full 2>"$work/messages" </dev/null || status=$?
    shown="$name ${*:2}"
    shown=${shown//$work\//}
    shown=${shown//samples\/sessions\//}
    case $package in
    claimline) version="" ;;
    duckdb | polars) name=$package version=" $("$python" -c "import $package; print($package.__version__)")" ;;
    *) version=" $(dpkg-query -W -f '${Version}' "$package")" ;;
    esac
    [ "$status" -eq 0 ] && said="**no: all is lost, silently**" || said=yes
    echo "| $name$version | \`${shown//|/\\|} >/dev/full\` | $status | $said |"
}

convert() { # convert ARGUMENT...
    try claimline "$program" convert "$export" "$@"
}
convert --to csv
convert --to xml
convert --to text
convert --to csv:/dev/full
convert --to "csv:$work/lines.csv" --summary /dev/full
convert --to "csv:$work/lines.csv" --findings /dev/full
[ ! -e "$work/lines.csv" ] || echo "full_disk.sh: claimline published although it failed" >&2
try miller mlr --icsv --ocsv cat "$export"
try miller mlr --icsv --ojson cat "$export"
try mawk mawk '{ print }' "$export"
try sqlite3 sqlite3 :memory: "SELECT 'text'"
try libxml2-utils xmllint "$work/in.xml"
try jq jq . "$work/in.json"
try python3 /usr/bin/python3 -c 'print("text")'
for peer in duckdb polars; do
    [ ! -x "$python" ] || "$python" -c "import $peer" 2>/dev/null || continue
    case $peer in
    duckdb) try duckdb "$python" -c "import duckdb; duckdb.sql(\"COPY (SELECT 1) TO '/dev/stdout'\")" ;;
    polars) try polars "$python" -c "import polars; polars.DataFrame([1]).write_csv('/dev/stdout')" ;;
    esac
done
try gzip gzip -c "$export"
try coreutils cat "$export"
try coreutils sort "$export"

echo "Versions are Debian's packages. \`--to csv:/dev/full\` and the like name the full disk themselves;" \
    "nothing was published then." | sed 's/^/\n/'
