# Sourced: steps into a copy of this machine's files, with a network of its own that is loopback alone. Both go when the script ends.
# Called as the script is; goes on in the namespace with $root, where its root is. Needs root, or sudo that asks for no password.
# shellcheck shell=bash
executable=$(realpath -- "${1:-}" 2>/dev/null) self=$(realpath -- "$0")
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
passed=0 failed=0

finish() {
    trap - EXIT
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ] || exit 1
}
trap finish EXIT

check() {
    if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

if [ -z "${ANCHORAGE_PACKAGE_ROOT:-}" ]; then
    [[ -f $executable && -x $executable ]] || { failed=1; echo "FAILED: no executable is given to package; ./dev publish makes it"; exit; }
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    work=$(mktemp -d)
    trap - EXIT
    # shellcheck disable=SC2016 # expanded by the inner shell
    "${as_root[@]}" unshare --mount --net sh -euc '
        ip link set lo up
        mount -t tmpfs tmpfs "$1"
        mkdir "$1/upper" "$1/work" "$1/root"
        mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
        mount --rbind /proc "$1/root/proc"
        mount --rbind /dev "$1/root/dev"
        exec env ANCHORAGE_PACKAGE_ROOT="$1/root" "$2" "$3"' sh "$work" "$self" "$executable"
    code=$?
    "${as_root[@]}" rm -rf "$work"
    # It has said its sum itself, unless it never came to its first line.
    [ "$code" -le 1 ] || { echo "FAILED: a package is installed in a namespace, which needs root or sudo that asks for no password"; echo "0 passed, 1 failed"; }
    exit "$code"
fi

root=$ANCHORAGE_PACKAGE_ROOT
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
