#!/usr/bin/env bash
# Measures claimline against other programs. On Debian 12 it installs what is missing, builds, and calls
#   run.py [--quick] [--rows N] [--quoted SHARE] [--peers A,B] ...   (run.py --help tells all)
# A peer that cannot be had is left out, and run.py says so.
set -euo pipefail
cd "$(dirname "$0")/../.."

samples/install.sh gcc libc6-dev cmake make pkg-config python3 \
    libcsv-dev libinih-dev libxxhash-dev nettle-dev
for peer in mawk miller sqlite3 python3-venv; do
    samples/install.sh "$peer" || echo "run.sh: $peer could not be installed" >&2
done

cmake --preset bench >/dev/null
cmake --build --preset bench -j "$(nproc)" >/dev/null

venv=build/bench/venv
[ -x "$venv/bin/python" ] || /usr/bin/python3 -m venv "$venv" || echo "run.sh: no environment for Python peers" >&2
for peer in duckdb polars; do
    [ -x "$venv/bin/pip" ] || break
    "$venv/bin/python" -c "import $peer" 2>/dev/null || "$venv/bin/pip" install --quiet "$peer" ||
        echo "run.sh: $peer could not be installed" >&2
done

exec /usr/bin/python3 tests/bench/run.py "$@"
