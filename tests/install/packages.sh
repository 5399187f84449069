#!/usr/bin/env bash
# The Debian packages: built, installed on this machine, used as a plugin's author would,
# and removed, so that the machine is as it was.
#     packages.sh BUILD VERSION
# Ends with 77 where it may not do that; the packages are built and looked at all the same.
set -euo pipefail
# shellcheck source=tests/install/use.sh
source "$(dirname "$0")/use.sh"
build=$1 version=$2
place=$(mktemp -d)
chmod 755 "$place"
trap 'rm -rf "$place"' EXIT
cd "$place"

skip() {
    echo "not tested: $*"
    exit 77
}
command -v dpkg-shlibdeps >/dev/null || skip "packages, without dpkg-dev"

# With another generator's name CPack does not build the whole tree once more.
"${CMAKE%/*}/cpack" -G DEB --config "$build/CPackConfig.cmake" -D CPACK_CMAKE_GENERATOR=Ninja \
    -B "$place" >log 2>&1 || fail "$(cat log)"
program=$(echo claimline_"$version"_*.deb)
dev=$(echo claimline-dev_"$version"_*.deb)

dpkg-deb -f "$program" Depends | grep -qE 'libc6 \(>= .*libcsv3.*libinih1.*libnettle8.*libxxhash0' ||
    fail "$(dpkg-deb -f "$program" Depends)"
[ "$(dpkg-deb -f "$dev" Depends)" = "claimline (= $version)" ] || fail "$(dpkg-deb -f "$dev" Depends)"
dpkg-deb --fsys-tarfile "$program" | tar -xO ./usr/share/doc/claimline/changelog.gz | zcat |
    grep -q "^claimline ($version) " || fail "core/packaging/changelog does not begin with $version"

# Who builds packages names his own address (CPACK_PACKAGE_CONTACT).
if command -v lintian >/dev/null; then
    lintian --allow-root --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog \
        ./*.deb >log 2>&1 || fail "$(cat log)"
fi

[ "$(id -u)" = 0 ] || skip "installing the packages takes root"
[ -e /etc/debian_version ] || skip "this is no Debian"
exec 9>/run/lock/claimline-packages-test
flock 9
! dpkg-query -W claimline claimline-dev >/dev/null 2>&1 || skip "claimline is installed here already"
! [ -e /usr/bin/claimline ] || skip "there is a /usr/bin/claimline that is not of a package"

remove() {
    dpkg --purge claimline-dev claimline >log 2>&1
}
trap 'remove; rm -rf "$place"' EXIT
dpkg -i "$program" "$dev" >log 2>&1 || {
    grep -q "lock" log && skip "$(cat log)"
    fail "$(cat log)"
}

cp -r /usr/share/claimline/samples/plugin tsv
"$CMAKE" -S tsv -B built -DCMAKE_C_COMPILER="$CC" >log 2>&1 || fail "$(cat log)"
"$CMAKE" --build built >log 2>&1 || fail "$(cat log)"
must_convert /usr --plugin-dir built
mkdir plain
# shellcheck disable=SC2046 # words are meant
"$CC" -std=c17 -fvisibility=hidden -fPIC -shared -Wl,-z,defs $(pkg-config --cflags claimline) \
    tsv/tsv.c -o plain/tsv.so
must_convert /usr --plugin-dir plain
[ -f "$(pkg-config --variable=plugindir claimline)/csv.so" ] || fail "plugindir has no csv.so"
if command -v man >/dev/null; then
    man -w claimline claimline-convert 7 claimline-plugin >log 2>&1 || fail "$(cat log)"
fi

dpkg -r claimline >log 2>&1 && fail "claimline was removed, and claimline-dev left behind"
remove || fail "$(cat log)"
trap 'rm -rf "$place"' EXIT
for path in /usr/bin/claimline /usr/include/claimline /usr/share/claimline /usr/share/doc/claimline; do
    [ ! -e "$path" ] || fail "$path is left behind"
done
