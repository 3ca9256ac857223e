#!/usr/bin/env bash
# Walks docs/operations-guide.md to the letter: tests/package/guide.sh EXECUTABLE
# Every command of the document runs in its order, and what they print must be what it shows. Last line: the sum.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/namespace.sh"

# blocks LANGUAGE: what stands in the document's code blocks of one language.
blocks() { awk -v opening="\`\`\`$1" '$0 == opening { inside = 1; next } $0 == "```" { inside = 0 } inside' docs/operations-guide.md; }

folder=$root/root/guide
mkdir "$folder"
packaging/build "$executable" "$folder" >/dev/null || { failed=1; echo "FAILED: the package is not built"; exit; }
install -m 0755 tests/package/systemctl "$root/usr/bin/systemctl"
# Its folder tells the package's scripts that systemd runs.
mkdir -p "$root/run/systemd/system"
blocks sh >"$folder/walk"
blocks text >"$folder/shown"
check "the document has commands and shows what they print" [ "$(grep -c 'anchorage audit' "$folder/walk")" -gt 0 -a -s "$folder/shown" ]

inside timeout 150 sh -c 'cd /root/guide && exec bash -euo pipefail walk' >"$folder/out" 2>"$folder/err"
code=$?
check "every command ends well" [ "$code" = 0 ]
check "the document shows what was printed" diff "$folder/shown" "$folder/out"
[ "$failed" = 0 ] || tail -n 20 "$folder/err" "$folder"/*.log "$root/var/log/anchorage.log" 2>/dev/null
pid=$(cat "$root/run/anchorage.pid" 2>/dev/null) && kill -TERM "$pid"
