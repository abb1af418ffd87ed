#!/bin/sh
# Installs one lock into .venv: by uv where it can be had (4 times as fast), by pip elsewhere. Both refuse a
# download whose hash is not in the lock.
set -eu
lock=$1
python=.venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK=1

by_uv() {
    "$python" -m uv --version >/dev/null 2>&1 ||
        "$python" -m pip install --quiet --require-hashes -r requirements/installer.txt 2>/dev/null || return 1
    # The system's certificates, as pip uses them: a company's proxy is known to the system only.
    "$python" -m uv pip install --quiet --system-certs --python "$python" --require-hashes -r "$lock"
}

echo "Installing $lock"
if ! by_uv; then
    echo "uv could not install it, pip does"
    "$python" -m pip install --quiet --require-hashes -r "$lock"
fi
