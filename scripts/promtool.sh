#!/bin/sh
# Prometheus' own checker of rules, for the tests of the alerts: the one that is here, else that of the system's package, alone.
set -eu
bin=$1
if command -v "${PROMTOOL:-promtool}" >/dev/null 2>&1 || [ -x "$bin/promtool" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1; then
	echo "==> Fetching promtool from the system's packages"
	folder=$(mktemp -d)
	trap 'rm -rf "$folder"' EXIT
	chmod 755 "$folder"
	[ "$(id -u)" != 0 ] || apt-get update -qq
	(cd "$folder" && apt-get download -qq prometheus >/dev/null 2>&1)
	dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -xf - -C "$folder" ./usr/bin/promtool
	cp "$folder/usr/bin/promtool" "$bin/promtool"
	exit 0
fi
echo "promtool is needed for the deployment tests: https://prometheus.io/download/" >&2
exit 1
