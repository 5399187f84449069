#!/usr/bin/env bash
# Runs all tests. On Debian 12 it installs what is missing.
#   tests/run.sh            all with gcc, most with clang, then all under ASan and UBSan
#   tests/run.sh PRESET...  the presets named (dev, clang, asan, tsan, coverage)
set -euo pipefail
cd "$(dirname "$0")/.."

samples/install.sh gcc g++ libc6-dev cmake make pkg-config clang-14 clang-format-14 \
    libcsv-dev libinih-dev libxxhash-dev nettle-dev zlib1g-dev libzstd-dev libzip-dev libxml2-dev \
    libsqlite3-dev libyajl-dev libcmocka-dev libxml2-utils python3 python3-jsonschema python3-openpyxl zstd strace \
    binutils dpkg-dev file util-linux procps shellcheck locales man-db mandoc zsh fish abigail-tools

default=
if [ $# -eq 0 ]; then
    echo "== format and scripts"
    find core include plugins samples tests -not -path 'tests/frozen/v*/claimline/*' -name '*.[ch]' -print0 |
        xargs -0 clang-format-14 --dry-run -Werror
    shellcheck -x samples/*.sh tests/*.sh tests/install/*.sh tests/conform/*.sh tests/frozen/*.sh \
        tests/bench/*.sh core/completions/*.bash .ci/run
    set -- dev clang asan
    default=yes
fi
for preset in "$@"; do
    echo "== $preset"
    some=()
    # What another compiler may do differently; the rest runs with gcc, plain and with sanitizers.
    [ -n "$default" ] && [ "$preset" = clang ] && some=(-R '^(unit|golden|header|fuzz|conform|frozen|exports|cli.threads)')
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" -j "$(nproc)" >/dev/null
    ctest --preset "$preset" -j "$(nproc)" "${some[@]}"
done
