#!/bin/sh
# The README's pictures, taken from the real report in a headless Chromium.
set -eu
reports=$(cd "$1" && pwd)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "no Chromium found: install it (Debian: chromium, fonts-noto-core) and try again" >&2
    exit 2
}
frame=$(mktemp --suffix=.html)
trap 'rm -f "$frame"' EXIT
take() { # picture, height, fragment
    # In a frame the page is at its fragment from the start; a window would be caught scrolling.
    echo "<body style='margin:0'><iframe src='file://$reports/report.html$3' style='border:0;width:100%;height:$2px'>" >"$frame"
    "$browser" --headless --no-sandbox --disable-gpu --disable-background-networking \
        --hide-scrollbars --force-prefers-reduced-motion \
        --window-size="1400,$2" --screenshot="docs/$1.png" "file://$frame" 2>/dev/null
}
take report 1150 ""
take paragraphs 1000 "#row-15"
echo "docs/report.png docs/paragraphs.png"
