#!/bin/sh
# A wheel that installs into an empty environment and judges the sample there.
set -eu
: "${VENV:=.venv}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$VENV/bin/python" -m build --no-isolation --outdir "$work/dist" . >"$work/build.log" 2>&1 || {
    tail -n 20 "$work/build.log" >&2
    exit 1
}
"$VENV/bin/python" -m venv "$work/empty"
"$work/empty/bin/pip" install --quiet --constraint constraints.txt "$work"/dist/*.whl
cp -r references "$work/references"
cd "$work"
"$work/empty/bin/evalkit" batch references -o reports --encoder none >"$work/said"
test -s reports/flood-warning/report.html
test -s reports/flood-warning/evaluation.json
echo "the wheel judges the sample in an empty environment: $(basename "$work"/dist/*.whl)"
