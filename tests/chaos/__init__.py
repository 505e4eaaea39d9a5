"""What the servers stand on goes away while people pay: PostgreSQL and Valkey, killed, paused, filled up, cut off.

`python -m tests.chaos --people 100` does it in full (`make bench-chaos`); `test_chaos.py` does it with a few in `make test`.
"""
