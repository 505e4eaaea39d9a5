"""Imports of the desk: a file is uploaded, what it would change is looked at, and exactly that is imported."""
