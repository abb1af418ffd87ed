#!/bin/sh
# Makes .venv with the Python given, or says what this machine lacks.
set -eu
python=$1
if [ -z "$python" ]; then
    echo "Tuppence needs Python 3.11 or newer and found none." >&2
    echo "Debian, Ubuntu: sudo apt install python3 python3-venv.  macOS: brew install python@3.11" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, sqlite3, venv' 2>/dev/null; then
    echo "$("$python" --version) lacks its venv, ensurepip or sqlite3 module." >&2
    echo "Debian, Ubuntu: sudo apt install python3-venv" >&2
    exit 1
fi
echo "Making .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv .venv
