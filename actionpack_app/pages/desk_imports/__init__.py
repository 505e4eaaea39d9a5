"""Imports: the catalogue, and qualifications."""
