#!/usr/bin/env bash
# Installs Debian packages that are missing: .ci/debian.sh PACKAGE...
# Where it may not, one line says what is missing and the exit code is 1.
set -euo pipefail

command -v dpkg-query >/dev/null || exit 0 # another system: whoever needs the tools says so

missing=()
for package in "$@"; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

stop() {
    echo "capplan: missing ${missing[*]} ($1)" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    as_root=(env)
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n env)
else
    stop "not allowed to install: sudo apt-get install ${missing[*]}"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

apt() {
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@" \
        </dev/null >>"$log" 2>&1
}

echo "capplan: installing ${missing[*]} (a few minutes the first time)" >&2
apt update && apt install --no-install-recommends "${missing[@]}" || {
    tail -n 15 "$log" >&2
    stop "apt-get could not install them"
}
