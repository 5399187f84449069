#!/usr/bin/env bash
# claimline plugin new: what it makes builds and passes its tests at once; what it refuses.
#     new.sh PREFIX
set -euo pipefail
export PATH=$1/bin:$PATH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
    echo "$*" >&2
    exit 1
}

# must_refuse STATUS WORDS NAME FOLDER
must_refuse() {
    local status=0
    claimline plugin new "$3" "$4" >out 2>err || status=$?
    [ "$status" = "$1" ] || fail "new $3 $4: status $status, expected $1"
    grep -qF "$2" err || fail "new $3 $4 said: $(cat err)"
}

mkdir empty
claimline plugin new northwind empty >said
grep -qF 'northwind is in empty' said || fail "it said: $(cat said)"
found=$(cd empty && find . -type f | LC_ALL=C sort | tr '\n' ' ')
[ "$found" = './.gitignore ./CMakeLists.txt ./README.md ./northwind.c ./tests/golden.cmake ./tests/minimal/expected ./tests/minimal/sessions.csv ' ] ||
    fail "it made: $found"
grep -rq tsv empty && fail "the sample's name stands in the project"
lines=$(grep -cvE '^[[:space:]]*(/?\*.*)?$' empty/northwind.c)
[ "$lines" -lt 80 ] || fail "northwind.c has $lines lines of code"

# As its README says; the program in the PATH tells where the rest is.
cd empty
cmake -B build -DCMAKE_C_COMPILER="${CC:-cc}" -DCMAKE_C_FLAGS=-Werror >/dev/null
cmake --build build >/dev/null
ctest --test-dir build --output-on-failure >log || fail "its tests: $(cat log)"
grep -qE '100% tests passed.* out of 2' log || fail "its tests: $(cat log)"
# They can fail.
sed -i 's/\t1\t38.50/\t2\t38.50/' tests/minimal/expected
ctest --test-dir build >log && fail "another expectation passes"
grep -qE 'golden.minimal.*Failed' log || fail "another test failed: $(cat log)"
cd ..

# Words of the sample, and of the shortest.
for name in plugin state options x; do
    claimline plugin new "$name" "name-$name" >/dev/null
    "${CC:-cc}" -std=gnu17 -Wall -Wextra -Werror -I"$1/include" -fsyntax-only "name-$name/$name.c"
done

must_refuse 2 'is not empty: nothing is overwritten' northwind empty
must_refuse 2 'a word of C or CMake' int other
must_refuse 2 'a word of C or CMake' test other
must_refuse 2 'cannot name a new plugin' Northwind other
must_refuse 2 'cannot name a new plugin' north-wind other
must_refuse 2 'cannot name a new plugin' 1st other
must_refuse 2 'cannot name a new plugin' '' other
must_refuse 2 'cannot name a new plugin' ../x other
must_refuse 2 'is there, and no folder' northwind said
must_refuse 3 'cannot make the folder' northwind nowhere/x
[ ! -e other ] || fail "a refused name made a folder"
