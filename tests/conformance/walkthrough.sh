#!/usr/bin/env bash
# Walks docs/walkthrough.md to the letter: tests/conformance/walkthrough.sh EXECUTABLE
# Starts the executable with --auth none and runs every command of the document against it, in their order. What they print must be
# what the document shows, all of it. Last line: the sum.
set -uo pipefail
executable=$(realpath -- "${1:-}" 2>/dev/null)
cd "$(dirname "${BASH_SOURCE[0]}")" || exit
document=$(realpath ../../docs/walkthrough.md)

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

# blocks LANGUAGE: what stands in the document's code blocks of one language.
blocks() {
    awk -v opening="\`\`\`$1" '$0 == opening { inside = 1; next } $0 == "```" { inside = 0 } inside' "$document"
}

[[ -f $executable && -x $executable ]] || { fail "no executable is given to test; ./dev publish makes it"; exit; }
[ -x /usr/bin/aws ] || { fail "not there: /usr/bin/aws: apt-get install awscli"; exit; }
command -v mosquitto_sub >/dev/null || { fail "not there: mosquitto_pub, mosquitto_sub: apt-get install mosquitto-clients"; exit; }
blocks sh >"$work/walk"
blocks text >"$work/shown"
if ! grep -q accept-certificate-transfer "$work/walk" || [ ! -s "$work/shown" ]; then
    fail "$document has no commands (sh), or not what they print (text)"
    exit
fi

mkdir "$work/folder"
start "$executable" open --auth none
(cd "$work/folder" && env -i PATH="/usr/bin:$PATH" HOME="$work" LANG=C.UTF-8 NO_PROXY='*' no_proxy='*' \
    AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true AWS_PAGER= \
    AWS_ENDPOINT_URL="$(cat "$work/open.url")" MQTTS_PORT="$(cat "$work/open.mqtts")" bash -euo pipefail "$work/walk") >"$work/out" 2>"$work/err" \
    || fail "the commands ended with status $?"
diff "$work/shown" "$work/out" || fail "the document shows (<) what was not printed (>)"
if [ "$failed" = 0 ]; then passed=1; else cat "$work/err"; fi
stop open
