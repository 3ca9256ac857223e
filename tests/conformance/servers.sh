# Starts and stops servers; sourced. Wants `work`, a folder that the sourcing script removes, and a function `fail`.
# shellcheck shell=bash
# shellcheck disable=SC2154 # work

declare -A servers=()
key_id=CONFORMANCEROOT$(openssl rand -hex 3 | tr a-f A-F)
secret=$(openssl rand -hex 20)

# start EXECUTABLE NAME OPTIONS...: on a free port of its choice, with a new data folder; leaves its endpoint in $work/NAME.url,
# and the port for devices in $work/NAME.mqtts.
start() {
    local executable=$1 name=$2 url
    shift 2
    touch "$work/$name.log"
    env -i PATH="$PATH" HOME="$work" ANCHORAGE_ROOT_ACCESS_KEY_ID="$key_id" ANCHORAGE_ROOT_SECRET_ACCESS_KEY="$secret" \
        "$executable" serve --http 127.0.0.1:0 --mqtts 127.0.0.1:0 --data "$work/$name-data" "$@" >"$work/$name.log" 2>&1 &
    servers[$name]=$!
    for _ in $(seq 150); do
        url=$(sed -n 's/^ *endpoint *//p' "$work/$name.log")
        if [ -n "$url" ] && curl --disable --silent --fail --output /dev/null "$url/-/health/ready"; then
            echo "$url" >"$work/$name.url"
            sed -n 's/^ *devices .*://p' "$work/$name.log" >"$work/$name.mqtts"
            return
        fi
        kill -0 "${servers[$name]}" 2>/dev/null || break
        sleep 0.2
    done
    cat "$work/$name.log"
    fail "the server $name did not become ready"
    exit
}

# stop NAME: as an operator does; ending in any other way than in good order is a failure.
stop() {
    kill -TERM "${servers[$1]}"
    wait "${servers[$1]}" || { tail -n 50 "$work/$1.log"; fail "the server $1 ended with status $?"; }
    unset "servers[$1]"
}
