"""Use cases: a folder per noun, a file per verb. One transaction each; frozen views come back, never rows."""
