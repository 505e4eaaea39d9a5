"""Competencies: compared with what they cost and bring, and imported."""
