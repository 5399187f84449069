#!/usr/bin/env bash
# All that should be installed is there, and nothing of it knows where it was built.
#     files.sh PREFIX SOURCE BUILD LIBDIR
set -euo pipefail
# shellcheck source=tests/install/use.sh
source "$(dirname "$0")/use.sh"
prefix=$1 source=$2 build=$3 lib=$4
cd "$prefix"

for file in bin/claimline "$lib"/claimline/{csv,xml,text}.so \
    include/claimline/{plugin,claim,value,write,facts}.h \
    "$lib"/cmake/claimline/claimline{Config,ConfigVersion,Targets,Plugin}.cmake \
    "$lib/cmake/claimline/claimline.map" \
    "$lib/pkgconfig/claimline.pc" \
    share/claimline/schemas/{claims.xsd,findings.schema.json,summary.schema.json} \
    share/claimline/samples/{README.md,codes.csv,payers.ini,sessions/minimal.csv} \
    share/claimline/samples/plugin/{CMakeLists.txt,tsv.c} \
    share/claimline/samples/plugin-cpp/{CMakeLists.txt,jsonl.cpp} \
    share/claimline/samples/plugin-rust/md.rs \
    share/man/man1/claimline{,-convert,-plugin}.1 share/man/man7/claimline-plugin.7 \
    share/bash-completion/completions/claimline share/zsh/*/_claimline \
    share/fish/vendor_completions.d/claimline.fish \
    share/doc/claimline/{README.md,LICENSE,rules.md,columns.md,plugins.md}; do
    [ -f "$file" ] || fail "$file is not installed"
done

# Paths in debugging information are the compiler's business, so texts alone.
found=$(grep -rlIF -e "$source" -e "$build" . || true)
[ -z "$found" ] || fail "built paths stand in: $found"

for file in bin/claimline "$lib"/claimline/*.so; do
    readelf -d "$file" | grep -E 'RPATH|RUNPATH' && fail "$file has a search path for libraries"
    [ -z "$(find "$file" -perm /022)" ] || fail "$file may be written by others"
done
exit 0
