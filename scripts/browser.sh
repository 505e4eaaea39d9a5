#!/bin/sh
# A Chromium for the tests: one that is already here, else the system's package, else Playwright's own.
set -eu
bin=$1
for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
	if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "==> Installing Chromium from the system's packages"
	apt-get update -qq
	for name in chromium-headless-shell chromium; do
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$name" fonts-noto-cjk >/dev/null 2>&1 && exit 0
	done
fi
echo "==> Installing Playwright's Chromium"
"$bin/playwright" install chromium
