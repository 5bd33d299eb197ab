# Finds a Chromium for the browser's tests and exports WEIR_CHROMIUM: the one that WEIR_CHROMIUM names, then the system's;
# on Debian and its kin, root gets it installed. To be sourced.

find_chromium() {
  local candidate
  if [ -n "${WEIR_CHROMIUM:-}" ]; then
    [ -x "$WEIR_CHROMIUM" ] && echo "$WEIR_CHROMIUM"
    return
  fi
  for candidate in chromium chromium-browser google-chrome-stable google-chrome; do
    command -v "$candidate" && return
  done
  for candidate in '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
    /Applications/Chromium.app/Contents/MacOS/Chromium /opt/google/chrome/chrome; do
    [ -x "$candidate" ] && echo "$candidate" && return
  done
  return 1
}

if [ -n "${WEIR_CHROMIUM:-}" ] && [ ! -x "$WEIR_CHROMIUM" ]; then
  echo "WEIR_CHROMIUM names $WEIR_CHROMIUM, which cannot be run." >&2
  exit 1
fi
if ! WEIR_CHROMIUM=$(find_chromium) && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo 'Installing chromium for the tests of the console.' >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2 || true
  WEIR_CHROMIUM=$(find_chromium) || true
fi
if [ -z "$WEIR_CHROMIUM" ]; then
  echo 'The tests of the console need Chromium or Chrome: install it (Debian: apt-get install --no-install-recommends' \
    'chromium), or name it in WEIR_CHROMIUM.' >&2
  exit 1
fi
export WEIR_CHROMIUM
