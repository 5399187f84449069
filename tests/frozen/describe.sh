#!/usr/bin/env bash
# Writes what libabigail makes of the headers of a folder: describe.sh FOLDER COMPILER
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$2" -g -O0 -fPIC -shared -I"$1" "$(dirname "$0")/contract.c" -o "$place/contract.so"
abidw --no-corpus-path --no-comp-dir-path "$place/contract.so"
