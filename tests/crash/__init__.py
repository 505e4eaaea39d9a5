"""The server is killed, at every step of an order and at random, and afterwards everything must be true.

`python -m tests.crash --kills 500` does it in full (`make bench-crash`); `test_crash.py` does a few in `make test`.
"""
