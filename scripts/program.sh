#!/bin/sh
# A program for the deployment tests: the one that is here, else the one in the system's package, alone and only for this checkout.
# Where there is neither, its tests are skipped.
set -eu
bin=$1 program=$2 package=$3
if command -v "$program" >/dev/null 2>&1 || [ -x "$bin/$program" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1; then
	echo "==> Fetching $program from the system's packages"
	folder=$(mktemp -d)
	trap 'rm -rf "$folder"' EXIT
	chmod 755 "$folder"
	[ "$(id -u)" != 0 ] || apt-get update -qq
	if (cd "$folder" && apt-get download -qq "$package" >/dev/null 2>&1); then
		dpkg-deb --fsys-tarfile "$folder/${package}"_*.deb | tar -xf - -C "$folder" "./usr/bin/$program"
		cp "$folder/usr/bin/$program" "$bin/$program"
		exit 0
	fi
fi
echo "$program isn't here and can't be fetched: the tests that need it are skipped" >&2
