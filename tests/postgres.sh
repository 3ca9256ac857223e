#!/usr/bin/env bash
# A PostgreSQL of one's own for tests, in a folder of one's own.
#   tests/postgres.sh start DIR   makes and starts it in DIR, and prints the connection string of its administrator
#   tests/postgres.sh stop DIR    stops it; DIR is left to whoever made it
# It listens on 127.0.0.1 and on a socket in DIR, with a random password. As root it runs as the user postgres, who
# becomes the owner of DIR, since PostgreSQL refuses to run as root.
set -euo pipefail

bin=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}

fail() {
    echo "tests/postgres.sh: $*" >&2
    exit 1
}

[ $# = 2 ] || fail "usage: tests/postgres.sh start|stop DIR"
verb=$1 folder=$2
[ -x "$bin/initdb" ] || fail "PostgreSQL 15 is not in $bin: install the Debian package postgresql-15."
[ -d "$folder" ] || fail "$folder is no folder."
folder=$(cd "$folder" && pwd)

as_postgres() {
    # / is a folder that every user may stand in.
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start() {
    [ ! -e "$folder/data" ] || fail "$folder/data is there already: stop it and take another folder."
    local password log=$folder/log
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s\n' "$password" >"$folder/password")
    [ "$(id -u)" != 0 ] || chown -R postgres: "$folder"
    as_postgres "$bin/initdb" --pgdata "$folder/data" --username admin --auth scram-sha-256 --pwfile "$folder/password" \
        --encoding UTF8 --locale C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; fail "initdb failed."; }

    # A port that is free now may be taken in a moment: try until one holds. fsync is off because these databases need
    # not outlive the machine; everything that the tests ask of PostgreSQL holds without it.
    local port try
    for try in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if as_postgres "$bin/pg_ctl" start --pgdata "$folder/data" --wait --timeout 30 --silent --log "$log" --options \
            "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$folder' -c max_connections=300 -c fsync=off -c shared_buffers=64MB" \
            >/dev/null 2>&1 </dev/null; then
            echo "Host=127.0.0.1;Port=$port;Username=admin;Password=$password;Database=postgres"
            return
        fi
        grep -q 'Address already in use' "$log" || break
    done
    cat "$log" >&2
    fail "it did not start; its log is above."
}

stop() {
    [ -e "$folder/data/postmaster.pid" ] || return 0
    as_postgres "$bin/pg_ctl" stop --pgdata "$folder/data" --mode immediate --wait --timeout 30 --silent
}

case "$verb" in
    start) start ;;
    stop) stop ;;
    *) fail "usage: tests/postgres.sh start|stop DIR" ;;
esac
