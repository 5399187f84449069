#!/usr/bin/env bash
# Counts the instructions of a conversion of 100,000 rows, which unlike time depend on the program alone,
# and compares them with those that were recorded (instructions.csv).
#   tests/bench/instructions.sh           prints the ratios; never fails because of them
#   tests/bench/instructions.sh --record  records what is counted instead
set -euo pipefail
cd "$(dirname "$0")/../.."

samples/install.sh gcc libc6-dev cmake make pkg-config python3 valgrind \
    libcsv-dev libinih-dev libxxhash-dev nettle-dev
cmake --preset bench >/dev/null
cmake --build --preset bench -j "$(nproc)" >/dev/null

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tools=build/bench/bin
rows=${ROWS:-100000}
threads=()
"$tools/claimline" help convert | grep -q -- '--threads ' && threads=(--threads 1)
"$tools/bench_generate" --rows "$rows" --out "$work/export.csv"

count() { # count NAME OPTIONS...
    local name=$1
    shift
    valgrind --quiet --tool=callgrind --callgrind-out-file="$work/$name.callgrind" \
        "$tools/claimline" convert "$work/export.csv" --date 2026-06-30 --quiet "${threads[@]}" "$@" \
        >/dev/null 2>"$work/$name.messages" || { tail -n 3 "$work/$name.messages" >&2; exit 1; }
}
count csv --to "csv:$work/lines.csv"
count xml --to "xml:$work/claims.xml"
count all --to "csv:$work/lines.csv" --to "xml:$work/claims.xml" --to "text:$work/claims.txt"

exec /usr/bin/python3 tests/bench/instructions.py --rows "$rows" "$@" "$work"/*.callgrind
