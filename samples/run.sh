#!/usr/bin/env bash
# Builds claimline, converts the sample sessions with all plugins, and shows the result.
# On Debian 12 it installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

samples/install.sh gcc libc6-dev cmake make pkg-config \
    libcsv-dev libinih-dev libxxhash-dev nettle-dev zlib1g-dev libzstd-dev libzip-dev libxml2-dev \
    libsqlite3-dev libyajl-dev

cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)" >/dev/null

program=build/release/bin/claimline
out=build/samples
mkdir -p "$out"
status=0
"$program" convert samples/sessions --date 2026-06-30 --quiet --replace \
    --to csv:$out/lines.csv \
    --to 'csv:'"$out"'/code-{code}.csv' --set columns=session_id,code,units,charge \
    --to xml:$out/claims.xml \
    --to text:$out/claims.txt \
    --to sqlite:$out/claims.db --set mode=replace \
    --held "$out/held-{input}.csv" --findings $out/findings.jsonl --summary $out/summary.json \
    2>$out/messages.txt || status=$?
# 1: done, but something was held, as the mistakes among the samples want.
[ "$status" -le 1 ] || { cat $out/messages.txt >&2; exit "$status"; }

# The export of an EMR, by the column map that ships for it and tables beside it.
"$program" convert samples/maps/webpt.csv --map webpt:samples/maps/tables --date 2026-06-30 --quiet --replace \
    --payers samples/maps/stated-units.ini --to csv:$out/webpt.csv --held $out/held-webpt.csv \
    2>>$out/messages.txt || [ $? -eq 1 ]

show() { # show FILE LINES
    echo
    echo "== $1"
    head -n "$2" "$1" | cut -c 1-160
}
show $out/lines.csv 8
show $out/claims.xml 8
show $out/claims.txt 16
show $out/code-97140.csv 4
show $out/webpt.csv 4
show $out/held-front-desk-mistakes.csv 4
show $out/messages.txt 8
show $out/summary.json 30
"$program" explain samples/sessions/assistants-and-visits.csv --date 2026-06-30 --session RT-02 >$out/explain.txt
show $out/explain.txt 40
echo
echo "All of it lies in $out; the program is $program."
