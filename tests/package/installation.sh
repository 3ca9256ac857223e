#!/usr/bin/env bash
# The Debian package, installed, upgraded, removed and purged: tests/package/installation.sh EXECUTABLE. Last line: the sum.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/namespace.sh"

as_anchorage() { inside setpriv --reuid anchorage --regid anchorage --clear-groups --no-new-privs env "$@"; }
files() { (cd "$root" && find etc usr/bin usr/share/doc/anchorage usr/share/bash-completion lib/systemd/system/anchorage.service var/lib/anchorage 2>/dev/null | grep -v 'etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\)-\?$' | sort); }
mode() { [ "$(inside stat -c '%a %U:%G' "$2")" = "$1" ]; }

# Serves as the unit does, on free ports, calls it with the packaged client, and stops it.
serves() {
    local log=$root/tmp/anchorage.log url= tries
    as_anchorage ANCHORAGE_HTTP=127.0.0.1:0 ANCHORAGE_MQTTS=127.0.0.1:0 sh -c 'umask 077; echo $$ >/tmp/anchorage.pid; exec /usr/bin/anchorage serve --config /etc/anchorage/anchorage.json' >"$log" 2>&1 &
    local server=$!
    for tries in $(seq 300); do
        url=$(sed -n 's/^  endpoint  //p' "$log")
        [ -z "$url" ] || break
        sleep 0.1
    done
    local answer
    answer=$(as_anchorage AWS_SHARED_CREDENTIALS_FILE=/var/lib/anchorage/root-credentials anchorage registration-code --endpoint-url "$url" --region us-east-1 2>&1)
    kill -TERM "$(cat "$root/tmp/anchorage.pid")"
    wait "$server"
    local code=$?
    grep -qE '[0-9a-f]{64}' <<<"$answer" && [ "$code" = 0 ] || { echo "after $tries: $answer" >&2; cat "$log" >&2; return 1; }
    grep -oE '[0-9a-f]{64}' <<<"$answer" | head -n 1
}

before=$(files)
package=$(packaging/build "$executable" "$root/tmp") || { failed=$((failed + 1)); echo "FAILED: the package is not built"; exit; }
in_root=${package#"$root"}

check "it installs" inside dpkg --install "$in_root" >/dev/null
check "its user has no shell and no password" [ "$(inside getent passwd anchorage | cut -d: -f7)" = /usr/sbin/nologin ]
check "the configuration is the group's to read" mode "640 root:anchorage" /etc/anchorage/anchorage.json
check "the data folder is the user's alone" mode "700 anchorage:anchorage" /var/lib/anchorage
check "systemd takes the unit" inside systemd-analyze verify /lib/systemd/system/anchorage.service
check "the unit leaves it few rights" inside systemd-analyze security --offline=true --threshold=15 --no-pager /lib/systemd/system/anchorage.service >/dev/null
first=$(serves)
check "it serves as its user, by its configuration" [ -n "$first" ]
check "its secrets are its own" mode "600 anchorage:anchorage" /var/lib/anchorage/master.key

sed -i 's/"data"/"log-level": "warning",\n  "data"/' "$root/etc/anchorage/anchorage.json"
check "it installs over itself" inside dpkg --install --force-confold "$in_root" >/dev/null
check "a changed configuration stays" grep -q log-level "$root/etc/anchorage/anchorage.json"
check "the store stays" [ "$(serves)" = "$first" ]

check "it is removed" inside dpkg --remove anchorage >/dev/null
check "the program is gone" [ ! -e "$root/usr/bin/anchorage" ]
check "store and configuration stay" [ -s "$root/var/lib/anchorage/anchorage.db" -a -s "$root/etc/anchorage/anchorage.json" ]
check "it is purged" inside dpkg --purge anchorage >/dev/null
check "its user is gone" [ -z "$(inside getent passwd anchorage)" ]
check "nothing of it is left" [ "$(files)" = "$before" ]
