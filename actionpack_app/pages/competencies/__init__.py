"""Competencies: the offers side by side, and the company's own."""
