# shellcheck shell=bash
# use.sh - what the tests of this folder have in common; sourced by them.

# must_convert PREFIX [OPTION...]: the installed program writes a sample with the plugin
# tsv. Charges are empty: the sample states none.
must_convert() {
    local prefix=$1 expected found
    shift
    expected=$(printf '%s\t%s\t%s\t\n' 1 97110 2 1 97140 1 2 97110 1 2 97116 1 2 G0283 1 3 97530 3)
    found=$("$prefix/bin/claimline" convert "$prefix/share/claimline/samples/sessions/minimal.csv" \
        --date 2026-06-30 --quiet "$@" --to tsv --set header=no)
    [ "$found" = "$expected" ] || fail "tsv wrote: $found"
}

fail() {
    echo "$*" >&2
    exit 1
}
