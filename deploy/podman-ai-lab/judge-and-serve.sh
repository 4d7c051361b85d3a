#!/bin/sh
# Judges the articles in REFERENCES with the model that Podman AI Lab serves at MODEL_ENDPOINT,
# then serves the reports. Without a model it judges without a judge: the reports are there anyway.
set -eu
: "${REFERENCES:=/references}" "${REPORTS:=/reports}" "${PORT:=8501}" "${PATIENCE:=120}"

set -- batch "$REFERENCES" -o "$REPORTS" --keep-going
if [ -n "${MODEL_ENDPOINT:-}" ]; then
    url="${MODEL_ENDPOINT%/}"
    case "$url" in */v1) ;; *) url="$url/v1" ;; esac
    waited=0
    # A model takes a while to load.
    until python3 -c 'import sys, urllib.request as r; r.urlopen(sys.argv[1] + "/models", timeout=5)' "$url" 2>/dev/null; do
        waited=$((waited + 5))
        if [ "$waited" -gt "$PATIENCE" ]; then
            echo "no model answers at $url after $PATIENCE s" >&2
            exit 2
        fi
        sleep 5
    done
    set -- "$@" -m bleu -m chrf -m similarity -m qe -m judge --judge-url "$url"
fi
evalkit "$@" || echo "evalkit ended with status $?" >&2
exec python3 -m http.server "$PORT" --directory "$REPORTS"
