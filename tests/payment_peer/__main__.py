"""Starts the peer: `python -m tests.payment_peer --port 0`; says where it listens in one line of JSON."""

import argparse
import json
import os
import sys
import threading

from tests.payment_peer.access import Keys
from tests.payment_peer.provider import Provider
from tests.payment_peer.server import Server
from tests.payment_peer.webhooks import Target


def main() -> None:
    """Serves until it is ended."""
    parser = argparse.ArgumentParser(prog="python -m tests.payment_peer")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--secret-key", default="sk_test_peer")
    parser.add_argument("--publishable-key", default="pk_test_peer")
    parser.add_argument("--webhook-url")
    parser.add_argument("--webhook-secret", default="whsec_peer")
    parser.add_argument("--end-with-stdin", action="store_true", help="end when whoever started this is gone")
    said = parser.parse_args()
    provider = Provider(Keys(said.secret_key, said.publishable_key), Target(said.webhook_url, said.webhook_secret))
    with Server(said.port, provider) as server:
        if said.end_with_stdin:
            threading.Thread(target=_end_with_stdin, daemon=True).start()
        sys.stdout.write(json.dumps({"address": server.address}) + "\n")
        sys.stdout.flush()
        server.serve_forever()


def _end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
