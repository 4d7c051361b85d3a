#!/bin/sh
# Serves the reports, and judges the articles in REFERENCES meanwhile, with the model that Podman AI
# Lab serves at MODEL_ENDPOINT. Without a model it judges without a judge: the reports are there anyway.
set -eu
: "${REFERENCES:=/references}" "${REPORTS:=/reports}" "${PORT:=8501}" "${PATIENCE:=300}"
: "${METRICS:=bleu chrf similarity qe}"

url="${MODEL_ENDPOINT:-}"
url="${url%/}"
case "$url" in '' | */v1) ;; *) url="$url/v1" ;; esac

answers() {
    python3 -c 'import sys, urllib.request as r; r.urlopen(sys.argv[1] + "/models", timeout=5)' "$url" 2>/dev/null
}

# A model takes a while to load.
wait_for_model() {
    waited=0
    until answers; do
        waited=$((waited + 5))
        [ "$waited" -le "$PATIENCE" ] || return 1
        sleep 5
    done
}

judge() {
    set -- batch "$REFERENCES" -o "$REPORTS" --keep-going
    for metric in $METRICS; do set -- "$@" -m "$metric"; done
    if [ -z "$url" ]; then
        echo "no MODEL_ENDPOINT: judging without a judge" >&2
    elif wait_for_model; then
        set -- "$@" -m judge --judge-url "$url"
    else
        echo "no model answers at $url after $PATIENCE s: judging without a judge" >&2
    fi
    exec evalkit "$@"
}

judge &
judging=$!
python3 -m http.server "$PORT" --directory "$REPORTS" &
serving=$!
# The first process of a container is ended by nothing that it does not listen to.
trap 'kill "$judging" "$serving" 2>/dev/null || :; wait; exit 0' TERM INT
wait "$serving"
