#!/bin/sh
# Caddy for the tests of what stands in front: the one that is here, else the system's package.
set -eu
if command -v "${CADDY:-caddy}" >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "==> Installing Caddy from the system's packages"
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends caddy >/dev/null 2>&1 && exit 0
fi
echo "Caddy is needed for the deployment tests: https://caddyserver.com/docs/install" >&2
exit 1
