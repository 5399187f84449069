#!/usr/bin/env bash
# Runs all tests. On Debian 12 it installs what is missing.
#   tests/run.sh            gcc and clang, then everything under ASan and UBSan
#   tests/run.sh PRESET...  the presets named (dev, clang, asan, tsan, coverage)
set -euo pipefail
cd "$(dirname "$0")/.."

samples/install.sh gcc g++ libc6-dev cmake make pkg-config clang-14 clang-format-14 \
    libcsv-dev libinih-dev libxxhash-dev nettle-dev libcmocka-dev libxml2-dev libxml2-utils libyajl-dev \
    python3 python3-jsonschema strace binutils util-linux procps shellcheck locales

if [ $# -eq 0 ]; then
    echo "== format and scripts"
    find core include plugins samples tests -name '*.[ch]' -print0 |
        xargs -0 clang-format-14 --dry-run -Werror
    shellcheck samples/*.sh tests/*.sh .ci/run
    set -- dev clang asan
fi
for preset in "$@"; do
    echo "== $preset"
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" -j "$(nproc)" >/dev/null
    ctest --preset "$preset" -j "$(nproc)"
done
