#!/usr/bin/env bash
# Makes the virtual environment DIR with a working pip: .ci/venv.sh DIR
# Debian ships Python without ensurepip, so a plain `python3 -m venv` fails on a bare machine.
set -euo pipefail

dir=$1
python=${PYTHON:-python3}

stop() {
    echo "capplan: $1" >&2
    exit 1
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "needs Python 3.11 or newer, $python is not; name another one: make PYTHON=python3.12"

whole() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null &&
        "$python" -m venv --clear "$dir" >/dev/null 2>&1
}

with_outer_pip() {
    "$python" -c 'import pip, venv' 2>/dev/null &&
        "$python" -m venv --clear --without-pip "$dir" >/dev/null 2>&1 || return 1
    local packages
    packages=$("$dir/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    "$python" -m pip install -qq --disable-pip-version-check --target "$packages" pip
}

from_debian() {
    bash "$(dirname "$0")/debian.sh" python3-venv python3-pip && whole
}

whole || with_outer_pip || from_debian || stop \
    "cannot make a virtual environment: $python lacks ensurepip (Debian: apt-get install python3-venv)"
"$dir/bin/python" -m pip --version >/dev/null || stop "the new environment $dir has no working pip"
