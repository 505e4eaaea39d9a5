"""The parts of the report, each with one function that measures."""
