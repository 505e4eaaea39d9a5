#!/bin/sh
# Looks every pinned package up among the known faults: those of Python by pip-audit, those of the frontend by bun.
# Both ask the packages' own registries; where no network allows it, that is said, and nothing passes for being without faults.
set -u
cd "$(dirname "$0")/.."
bin=$1
failed=0

echo "==> Packages of Python"
for lock in requirements.lock requirements-dev.lock requirements-bucket.lock; do
	.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r "$lock" || { echo "    $lock: faults, or not looked up"; failed=1; }
done

echo "==> Packages of the frontend"
(cd reflex.lock && "$bin/bun" audit) || { echo "    reflex.lock: faults, or not looked up"; failed=1; }
exit $failed
