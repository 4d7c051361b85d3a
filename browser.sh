#!/bin/sh
# A Chromium for the tests that open the report in one: found, or as root on a
# Debian installed, with fonts for the scripts. Tried once for an environment;
# never fails: where there is none the tests skip, or with EVALKIT_BROWSER=required
# fail, and say how to get one. CHROMIUM=PATH names another; CHROMIUM=none does without.
set -u
: "${VENV:=.venv}" "${CHROMIUM:=}"
PACKAGES="chromium fonts-noto-core"
TRIED="$VENV/.browser"
LOG="$VENV/browser.log"

found() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    for path in "${PLAYWRIGHT_BROWSERS_PATH:-${HOME:-/root}/.cache/ms-playwright}"/chromium-*; do
        [ -d "$path" ] && return 0
    done
    return 1
}
apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=2 -o Acquire::http::Timeout=30 "$@" >>"$LOG" 2>&1 </dev/null; }

[ -z "$CHROMIUM" ] || exit 0
found && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0
[ -e "$TRIED" ] && [ "${EVALKIT_BROWSER:-}" != required ] && exit 0

echo "installing $PACKAGES for the browser tests (the log is $LOG)" >&2
: >"$LOG"
: >"$TRIED"
apt update
# shellcheck disable=SC2086
apt install -y --no-install-recommends $PACKAGES
found || {
    echo "no Chromium could be installed; the end of $LOG:" >&2
    tail -n 3 "$LOG" >&2
}
exit 0
