#!/usr/bin/env bash
# Walks the README to the letter: tests/conformance/readme_walk.sh EXECUTABLE
# Copies the executable alone to another folder, starts it there, and runs the commands of the section "Register your CA" against
# it: once with signatures, once with --auth none. What they print last must be what the README shows. Last line: the sum.
set -uo pipefail
executable=$(realpath -- "${1:-}" 2>/dev/null)
cd "$(dirname "${BASH_SOURCE[0]}")" || exit
readme=$(realpath ../../README.md)

passed=0 failed=0
work=$(mktemp -d)
. ./servers.sh

fail() { failed=$((failed + 1)); printf 'FAILED: %s\n' "$1"; }

finish() {
    trap - EXIT
    for pid in "${servers[@]}"; do kill -TERM "$pid" 2>/dev/null; done
    wait
    rm -rf "$work"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ] || exit 1
}
trap finish EXIT
trap 'fail "interrupted"; exit' INT TERM HUP

# blocks LANGUAGE: what stands in the section's code blocks of one language.
blocks() {
    awk -v opening="\`\`\`$1" '/^## / { here = $0 == "## Register your CA" }
        here && $0 == opening { inside = 1; next }
        $0 == "```" { inside = 0 }
        inside' "$readme"
}

# walk NAME ENVIRONMENT...: one account, from an empty folder on; Debian's AWS CLI before any other.
walk() {
    local name=$1 before=$failed
    shift
    mkdir "$work/$name"
    (cd "$work/$name" && env -i PATH="/usr/bin:$PATH" HOME="$work" LANG=C.UTF-8 NO_PROXY='*' no_proxy='*' \
        AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true AWS_PAGER= \
        AWS_ENDPOINT_URL="$(cat "$work/$name.url")" "$@" bash -euo pipefail "$work/walk") >"$work/$name.out" 2>"$work/$name.err" \
        || fail "$name: the commands of the README ended with status $?"
    tail -n "$(wc -l <"$work/shown")" "$work/$name.out" | diff "$work/shown" - || fail "$name: the README shows (<) what was not printed (>)"
    local id
    id=$(openssl x509 -in "$work/$name/ca.pem" -outform DER | sha256sum | cut -d' ' -f1)
    grep -q "\"certificateId\": \"$id\"" "$work/$name.out" || fail "$name: the registration did not answer with the certificate's id"
    if [ "$failed" = "$before" ]; then passed=$((passed + 1)); else cat "$work/$name.out" "$work/$name.err"; fi
}

[[ -f $executable && -x $executable ]] || { fail "no executable is given to test; ./dev publish makes it"; exit; }
[ -x /usr/bin/aws ] || { fail "not there: /usr/bin/aws: apt-get install awscli"; exit; }
blocks sh >"$work/walk"
blocks text >"$work/shown"
if ! grep -q register-ca-certificate "$work/walk" || [ ! -s "$work/shown" ]; then
    fail 'README.md has no section "Register your CA" with the commands (sh) and what they print (text)'
    exit
fi

mkdir "$work/alone"
cp "$executable" "$work/alone/anchorage"
start "$work/alone/anchorage" signed
start "$work/alone/anchorage" open --auth none --regions '*'
walk signed AWS_ACCESS_KEY_ID="$key_id" AWS_SECRET_ACCESS_KEY="$secret"
walk open
stop signed
stop open
