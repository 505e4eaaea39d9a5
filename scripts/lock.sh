#!/bin/sh
# Pins every package with its hashes, for every platform, without naming where they come from.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet "$@"; }
compile --group build -o requirements.lock
compile --group build --group dev -c requirements.lock -o requirements-dev.lock
uv pip compile --group audit --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements-audit.lock
uv pip compile --group bucket --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements-bucket.lock
