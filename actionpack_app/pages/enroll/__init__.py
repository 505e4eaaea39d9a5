"""Enrolling a company."""
