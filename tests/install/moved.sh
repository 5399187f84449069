#!/usr/bin/env bash
# A tree that was moved works where it is now; a plugin installed into it is found.
#     moved.sh PREFIX SAMPLE_BUILD
set -euo pipefail
# shellcheck source=tests/install/use.sh
source "$(dirname "$0")/use.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cp -a "$1" "$place/it is here"
cd "$place"
prefix="$place/it is here"
"$CMAKE" --install "$2" --prefix "$prefix" >/dev/null
"$prefix/bin/claimline" plugin show tsv | grep -qF "  file      $prefix/" ||
    fail "tsv is not found where it was installed"
must_convert "$prefix"

# Program and plugins in folders of another name than where they were made for.
mv "$prefix/lib" lib
[ "$("$prefix/bin/claimline" plugin list | grep -c '^tsv ')" = 0 ] || fail "found by another way"
mkdir -p "$place/other/bin"
mv "$prefix/bin/claimline" "$place/other/bin"
mv lib "$place/other"
"$place/other/bin/claimline" plugin list | grep -q '^csv ' || fail "csv is not found beside the program"
