#!/usr/bin/env bash
# The sample plugin built with nothing but a compiler and what pkg-config tells.
#     pkg_config.sh PREFIX FOLDER_OF_PC
set -euo pipefail
# shellcheck source=tests/install/use.sh
source "$(dirname "$0")/use.sh"
prefix=$1
export PKG_CONFIG_PATH=$prefix/$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

ask() {
    pkg-config "$@" claimline
}
same() {
    [ "$(realpath "$1")" = "$(realpath "$2")" ] || fail "$1 is not $2"
}
same "$(ask --variable=program)" "$prefix/bin/claimline"
same "$(ask --variable=includedir)" "$prefix/include"
[ -f "$(ask --variable=plugindir)/csv.so" ] || fail "plugindir has no csv.so"
[ -f "$(ask --variable=samplesdir)/sessions/minimal.csv" ] || fail "samplesdir has no sessions"
"$prefix/bin/claimline" --version | grep -qx "claimline $(ask --modversion)" || fail "another version"
grep -qF "cl_module_v$(ask --variable=generation)(void);" "$prefix/include/claimline/plugin.h" ||
    fail "another generation than the header's"

# As in samples/plugin/CMakeLists.txt and plugins/README.md.
mkdir plugins
# shellcheck disable=SC2046 # words are meant
"$CC" -std=c17 -O2 -Wall -Wextra -Werror -fvisibility=hidden -fPIC -shared -Wl,-z,defs \
    $(ask --cflags) "$prefix/share/claimline/samples/plugin/tsv.c" -o plugins/tsv.so
must_convert "$prefix" --plugin-dir plugins
