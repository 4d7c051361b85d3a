#!/bin/sh
# The environment that make works in: evalkit with every extra this Python can
# carry, at the versions that were tried together (constraints.txt). An extra
# that cannot be installed here is named and left out; the rest works without.
set -eu
: "${PYTHON:=python3}" "${VENV:=.venv}" "${EXTRAS:=all}"

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
    echo "evalkit wants Python 3.10 or later; this is $("$PYTHON" -V 2>&1). Try: make PYTHON=python3.11" >&2
    exit 2
}
start=$(date +%s)
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
pip() { "$VENV/bin/python" -m pip --disable-pip-version-check --quiet "$@" 2>>"$VENV/install.log"; }
: >"$VENV/install.log"

# Compiling from source takes long and mostly fails: better to leave an extra out.
BINARY="--only-binary :all:"

echo "installing evalkit into $VENV (a few minutes the first time; the log is $VENV/install.log)" >&2
if ! pip install $BINARY -c constraints.txt -e ".[$EXTRAS,dev]"; then
    pip install $BINARY -c constraints.txt -e '.[dev]' || { tail -n 5 "$VENV/install.log" >&2; exit 1; }
    for extra in formats parquet dask review judge energy export neural; do
        pip install $BINARY -c constraints.txt -e ".[$extra]" ||
            echo "left out: the extra '$extra' cannot be installed on $("$VENV/bin/python" -V) here (see $VENV/install.log)" >&2
    done
fi
echo "installed in $(($(date +%s) - start)) s, $(du -sh "$VENV" | cut -f1)" >&2
