"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("house", deadline=None)  # no test says how long something takes: the machines that run them are busy
settings.load_profile("house")
