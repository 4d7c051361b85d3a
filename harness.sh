#!/bin/sh
# lm-evaluation-harness for the test that runs an exported task in it, in an environment of its
# own: its pins fight those of unbabel-comet. LM_EVAL=none does without.
set -eu
: "${VENV:=.venv}" "${LM_EVAL:=0.4.13}"

home="$VENV/lm-eval"
[ "$LM_EVAL" != none ] || exit 0
[ "$(cat "$home/.installed" 2>/dev/null)" != "$LM_EVAL" ] || exit 0
rm -rf "$home"
echo "installing lm-eval $LM_EVAL into $home for its test (a minute or two; the log is $VENV/lm-eval.log)" >&2
if "$VENV/bin/python" -m venv "$home" &&
    "$home/bin/python" -m pip --disable-pip-version-check --quiet install "lm-eval==$LM_EVAL" \
        >"$VENV/lm-eval.log" 2>&1; then
    echo "$LM_EVAL" >"$home/.installed"
else
    echo "lm-eval cannot be installed here: its test skips (see $VENV/lm-eval.log)" >&2
fi
